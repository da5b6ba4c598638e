import { formatBytes } from '../text/format-bytes.ts'
import { formatNumber, formatSize } from '../text/format-number.ts'
import type { LocaleWords } from '../text/messages.ts'
import { plural } from '../text/plural.ts'

const files = (locale: string, count: number) =>
  plural(locale, count, { one: '# arquivo', other: '# arquivos' })

const bounds = {
  minWidth: 'a largura deve ser de no mínimo',
  maxWidth: 'a largura deve ser de no máximo',
  minHeight: 'a altura deve ser de no mínimo',
  maxHeight: 'a altura deve ser de no máximo',
}

/** Brazilian Portuguese. */
export const messages: LocaleWords = {
  chooseFile: 'Escolher arquivo',
  chooseFiles: 'Escolher arquivos',
  chooseFolder: 'Escolher pasta',
  choosePhoto: 'Tirar ou escolher uma foto',
  takePhoto: 'Tirar uma foto',
  dropHint: 'ou solte aqui',
  upToSize: (size) => `até ${size} cada`,
  required: 'Obrigatório',
  notLoaded: 'Não foi possível carregar o módulo de envio. Verifique sua conexão e recarregue a página.',
  valueMissing: 'Adicione um arquivo.',
  tooFewFiles: (count, locale) => plural(locale, count, { other: 'Adicione mais arquivos: pelo menos #.' }),
  busy: 'Aguarde até o envio terminar.',
  status: {
    queued: 'Na fila',
    preparing: 'Preparando',
    uploading: 'Enviando',
    paused: 'Pausado',
    completing: 'Verificando',
    processing: 'Processando',
    ready: 'Concluído',
    failed: 'Falhou',
    canceled: 'Cancelado',
  },
  waitsForVisitor: 'Não iniciado',
  stored: 'Salvo',
  waitsForNetwork: 'Sem conexão. Continua automaticamente.',
  retrying: (reason, time, attempt, retries, locale) =>
    `${reason}, nova tentativa${time === null ? '' : ` em ${time}`} (${formatNumber(attempt, locale)} de ${formatNumber(retries, locale)})`,
  retryReason: { connection: 'Conexão perdida', busy: 'Serviço ocupado', failed: 'Falhou' },
  tryingAgain: 'Nova tentativa',
  timeLeft: (time) => `tempo restante: ${time}`,
  pause: (name) => `Pausar ${name}`,
  resume: (name) => `Retomar ${name}`,
  retry: (name) => `Tentar ${name} novamente`,
  cancel: (name) => `Cancelar ${name}`,
  remove: (name) => `Remover ${name}`,
  numbered: (name, number, locale) => `${name} (${formatNumber(number, locale)})`,
  move: (name, place, count, locale) =>
    `Mover ${name}, ${formatNumber(place, locale)} de ${formatNumber(count, locale)}`,
  lifted: (name) => `${name} está selecionado. As setas o movem; ou escolha a alça do novo lugar.`,
  moveCanceled: (name) => `${name} fica onde estava.`,
  caption: 'Legenda',
  altText: 'Descrição da imagem',
  addMore: 'Adicionar mais',
  replace: 'Substituir',
  startAll: 'Enviar',
  pauseAll: 'Pausar tudo',
  resumeAll: 'Retomar tudo',
  retryAll: 'Tentar tudo novamente',
  clearFinished: 'Remover concluídos',
  progressOf: (name) => `Envio de ${name}`,
  totalProgress: 'Envio de todos os arquivos',
  allDone: (count, locale) =>
    plural(locale, count, { one: '# arquivo enviado', other: '# arquivos enviados' }),
  sentOf: (sent, size) => `${sent} de ${size}`,
  summary: (done, total, locale) =>
    `${formatNumber(done, locale)} de ${plural(locale, total, { one: '# arquivo concluído', other: '# arquivos concluídos' })}`,
  failures: (count, locale) =>
    plural(locale, count, { one: '# arquivo falhou', other: '# arquivos falharam' }),
  added: (count, locale) =>
    plural(locale, count, { one: '# arquivo adicionado', other: '# arquivos adicionados' }),
  checking: (count, locale) => `Verificando ${files(locale, count)}`,
  readingFolder: (count, locale) =>
    plural(locale, count, { other: 'Lendo a pasta, arquivos encontrados: #' }),
  dropAnywhere: 'Solte os arquivos em qualquer lugar',
  rejected: (count, locale) =>
    plural(locale, count, {
      one: '# arquivo não pode ser enviado',
      other: '# arquivos não podem ser enviados',
    }),
  more: (count, locale) => plural(locale, count, { other: 'e mais #' }),
  showAll: (count, locale) => plural(locale, count, { other: 'Mostrar tudo (#)' }),
  dismiss: 'Fechar',
  undo: 'Desfazer',
  interrupted: (count, locale) =>
    plural(locale, count, { one: '# envio foi interrompido.', other: '# envios foram interrompidos.' }),
  chooseAgain: (name) => `Escolha ${name} novamente para continuar.`,
  goOn: 'Continuar',
  discard: 'Descartar',
  cropTitle: 'Cortar a imagem',
  cropHint: 'Arraste para mover. No teclado: as setas movem, mais e menos mudam o zoom.',
  cropHorizontal: 'Para a esquerda e a direita',
  cropVertical: 'Para cima e para baixo',
  cropZoom: 'Zoom',
  cropUse: 'Usar',
  cropCancel: 'Cancelar',
  tooManyFiles: (count, locale) => plural(locale, count, { other: 'Remova arquivos: no máximo #.' }),
  someFailed: 'Alguns arquivos não foram enviados. Tente novamente ou remova-os.',
  somePaused: 'Alguns envios estão pausados. Retome-os ou remova-os.',
  notStarted: 'Clique primeiro em “Enviar”.',
  fileTypes: { image: 'imagens', video: 'vídeos', audio: 'áudio', text: 'texto', program: 'um programa' },
  spoken: {
    added: (name) => `${name} adicionado.`,
    filesAdded: (count, locale) =>
      plural(locale, count, { one: '# arquivo adicionado.', other: '# arquivos adicionados.' }),
    removed: (name) => `${name} removido.`,
    filesRemoved: (count, locale) =>
      plural(locale, count, { one: '# arquivo removido.', other: '# arquivos removidos.' }),
    canUndo: '“Desfazer” está depois da lista.',
    returned: (name) => `${name} está de volta na lista.`,
    filesReturned: (count, locale) =>
      plural(locale, count, {
        one: '# arquivo está de volta na lista.',
        other: '# arquivos estão de volta na lista.',
      }),
    failed: (name, reason) => `${name} falhou. ${reason}`,
    filesFailed: (count, locale) =>
      plural(locale, count, { one: '# arquivo falhou.', other: '# arquivos falharam.' }),
    retrying: (name) => `${name} não chegou. Nova tentativa.`,
    filesRetrying: (count, locale) =>
      plural(locale, count, {
        one: '# arquivo não chegou. Nova tentativa.',
        other: '# arquivos não chegaram. Nova tentativa.',
      }),
    triedAgain: (name) => `Nova tentativa com ${name}.`,
    filesTriedAgain: (count, locale) =>
      plural(locale, count, {
        one: 'Nova tentativa com # arquivo.',
        other: 'Nova tentativa com # arquivos.',
      }),
    paused: (name) => `${name} pausado.`,
    filesPaused: (count, locale) =>
      plural(locale, count, { one: '# arquivo pausado.', other: '# arquivos pausados.' }),
    resumed: (name) => `${name} retomado.`,
    filesResumed: (count, locale) =>
      plural(locale, count, { one: '# arquivo retomado.', other: '# arquivos retomados.' }),
    canceled: (name) => `${name} cancelado.`,
    filesCanceled: (count, locale) =>
      plural(locale, count, { one: '# arquivo cancelado.', other: '# arquivos cancelados.' }),
    moved: (name, place, count, locale) =>
      `${name} movido para a posição ${formatNumber(place, locale)} de ${formatNumber(count, locale)}.`,
    connected: 'A conexão voltou.',
    progress: (percent) => `${percent} enviado.`,
    finished: (done, total, failed, locale) => {
      const all = plural(locale, total, {
        one: `${formatNumber(done, locale)} de # arquivo concluído`,
        other: `${formatNumber(done, locale)} de # arquivos concluídos`,
      })
      const lost = plural(locale, failed, { one: '# arquivo falhou', other: '# arquivos falharam' })
      return failed === 0 ? `${all}.` : `${all}, ${lost}.`
    },
    dropHere: 'Solte os arquivos aqui para adicioná-los.',
    progressValue: (percent, sent, size, time) =>
      `${percent}, ${sent} de ${size}${time === null ? '' : `, tempo restante: ${time}`}`,
  },
  errors: {
    'unsupported-content-type': ({ allowed }) =>
      `Este tipo de arquivo não é permitido aqui.${allowed === undefined ? '' : ` Permitidos: ${allowed}.`}`,
    'file-too-large': ({ limit }, locale) =>
      limit === undefined
        ? 'O arquivo é grande demais.'
        : `O arquivo é maior que ${formatBytes(limit, locale)}.`,
    'file-too-small': ({ limit }, locale) =>
      limit === undefined || limit <= 1
        ? 'O arquivo está vazio.'
        : `O arquivo é menor que ${formatBytes(limit, locale)}.`,
    'empty-file': 'O arquivo está vazio.',
    'total-too-large': ({ limit }, locale) =>
      limit === undefined
        ? 'Os arquivos juntos são grandes demais.'
        : `Os arquivos juntos passam de ${formatBytes(limit, locale)}.`,
    'too-many-files': ({ limit }, locale) =>
      limit === undefined
        ? 'Há arquivos demais.'
        : `Não é possível adicionar mais de ${files(locale, limit)}.`,
    'folder-too-large': ({ limit = 0 }, locale) =>
      plural(locale, limit, {
        other: 'A pasta tem arquivos demais: no máximo #. Adicione as subpastas uma por uma.',
      }),
    'file-unreadable':
      'Não é possível ler o arquivo. Escolha-o novamente ou copie-o antes para este dispositivo.',
    'web-link':
      'Isto é um link para uma página da web. Salve primeiro o arquivo neste dispositivo e depois adicione-o.',
    'quota-exceeded': 'Não há mais espaço para este arquivo.',
    'file-changed': 'O arquivo foi alterado ou movido. Escolha-o novamente.',
    'duplicate-file': 'O arquivo já está na lista.',
    rejected: 'O arquivo foi recusado.',
    'validator-timeout': 'Não foi possível verificar o arquivo a tempo. Tente novamente.',
    'transform-failed': 'Não foi possível preparar o arquivo. Tente novamente.',
    'type-mismatch': ({ declared = '', found }) =>
      `O nome indica ${declared}, mas o conteúdo é ${found || 'outra coisa'}.`,
    'image-dimensions': ({ rule = 'minWidth', limit = 0, size }, locale) =>
      size == null
        ? 'Não é possível ler o tamanho da imagem.'
        : `A imagem tem ${formatSize(size, locale)} pixels; ${bounds[rule]} ${formatNumber(limit, locale)}.`,
    'api-unreachable': 'Não é possível acessar o serviço de envio. Verifique sua conexão e tente novamente.',
    'headers-failed': 'Não foi possível obter sua permissão de envio. Tente novamente.',
    'login-required': 'Você saiu da sua conta. Entre novamente em outra guia e tente aqui de novo.',
    'network-login-required':
      'Esta rede pede que você faça login primeiro. Abra qualquer site para isso e tente novamente.',
    'request-blocked':
      'Um firewall ou proxy desta rede recusou o envio. Tente outra rede ou fale com o administrador dela.',
    'endpoint-not-found':
      'Os envios não estão configurados corretamente aqui. Avise os responsáveis por esta página.',
    network: 'A conexão com o armazenamento caiu. Verifique sua conexão e tente novamente.',
    'api-unavailable': 'O serviço está ocupado ou fora do ar. Tente novamente em instantes.',
    unauthorized: 'Você não tem permissão para enviar arquivos aqui. Entre novamente.',
    'ticket-expired': 'A permissão de envio expirou. Tente novamente.',
    'checksum-unverified': 'O armazenamento não conseguiu confirmar que o arquivo chegou sem alterações.',
    'checksum-unavailable': 'Este navegador não consegue calcular a soma de verificação exigida aqui.',
    'object-mismatch': 'O arquivo não chegou completo. Tente novamente.',
    'not-an-image': 'O arquivo foi salvo, mas não é a imagem que o nome indica.',
    'unsupported-heic': 'O arquivo foi salvo, mas imagens HEIC não podem ser exibidas. Use JPEG.',
    'unsupported-format': 'O arquivo foi salvo, mas este formato de imagem não pode ser exibido.',
    'corrupt-image': 'O arquivo foi salvo, mas a imagem está danificada.',
    'source-missing': 'O arquivo foi salvo, mas não está mais lá.',
    'malware-found': 'O arquivo foi salvo, mas o antivírus encontrou uma ameaça nele.',
    'processing-timeout': 'O arquivo foi salvo, mas não pôde ser processado a tempo.',
    unknown: 'O arquivo não pôde ser enviado.',
  },
}
