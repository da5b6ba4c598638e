import { formatBytes } from '../text/format-bytes.ts'
import { formatNumber, formatSize } from '../text/format-number.ts'
import type { LocaleWords } from '../text/messages.ts'
import { plural } from '../text/plural.ts'

const files = (locale: string, count: number) =>
  plural(locale, count, { one: '# archivo', other: '# archivos' })

const bounds = {
  minWidth: 'el ancho debe ser como mínimo de',
  maxWidth: 'el ancho debe ser como máximo de',
  minHeight: 'el alto debe ser como mínimo de',
  maxHeight: 'el alto debe ser como máximo de',
}

/** Spanish. */
export const messages: LocaleWords = {
  chooseFile: 'Elegir un archivo',
  chooseFiles: 'Elegir archivos',
  chooseFolder: 'Elegir una carpeta',
  choosePhoto: 'Hacer o elegir una foto',
  takePhoto: 'Hacer una foto',
  dropHint: 'o soltar aquí',
  upToSize: (size) => `hasta ${size} cada uno`,
  required: 'Obligatorio',
  notLoaded: 'No se pudo cargar el módulo de subida. Compruebe su conexión y vuelva a cargar la página.',
  valueMissing: 'Añada un archivo.',
  tooFewFiles: (count, locale) => plural(locale, count, { other: 'Añada más archivos: al menos #.' }),
  busy: 'Espere a que termine la subida.',
  status: {
    queued: 'En espera',
    preparing: 'Preparando',
    uploading: 'Subiendo',
    paused: 'En pausa',
    completing: 'Comprobando',
    processing: 'Procesando',
    ready: 'Listo',
    failed: 'Error',
    canceled: 'Cancelado',
  },
  waitsForVisitor: 'Sin empezar',
  stored: 'Guardado',
  waitsForNetwork: 'Sin conexión. Continuará automáticamente.',
  retrying: (reason, time, attempt, retries, locale) =>
    `${reason}, nuevo intento${time === null ? '' : ` en ${time}`} (${formatNumber(attempt, locale)} de ${formatNumber(retries, locale)})`,
  retryReason: { connection: 'Conexión perdida', busy: 'Servicio ocupado', failed: 'Error' },
  tryingAgain: 'Nuevo intento',
  timeLeft: (time) => `tiempo restante: ${time}`,
  pause: (name) => `Pausar ${name}`,
  resume: (name) => `Reanudar ${name}`,
  retry: (name) => `Reintentar ${name}`,
  cancel: (name) => `Cancelar ${name}`,
  remove: (name) => `Quitar ${name}`,
  numbered: (name, number, locale) => `${name} (${formatNumber(number, locale)})`,
  move: (name, place, count, locale) =>
    `Mover ${name}, ${formatNumber(place, locale)} de ${formatNumber(count, locale)}`,
  lifted: (name) => `${name} está seleccionado. Las flechas lo mueven; o elija el control de su nuevo lugar.`,
  moveCanceled: (name) => `${name} sigue donde estaba.`,
  caption: 'Pie de foto',
  altText: 'Descripción de imagen',
  addMore: 'Añadir más',
  replace: 'Reemplazar',
  startAll: 'Subir',
  pauseAll: 'Pausar todo',
  resumeAll: 'Reanudar todo',
  retryAll: 'Reintentar todo',
  clearFinished: 'Quitar los terminados',
  progressOf: (name) => `Subida de ${name}`,
  totalProgress: 'Subida de todos los archivos',
  allDone: (count, locale) => plural(locale, count, { one: '# archivo subido', other: '# archivos subidos' }),
  sentOf: (sent, size) => `${sent} de ${size}`,
  summary: (done, total, locale) =>
    `${formatNumber(done, locale)} de ${plural(locale, total, { one: '# archivo listo', other: '# archivos listos' })}`,
  failures: (count, locale) => `${files(locale, count)} con error`,
  added: (count, locale) => plural(locale, count, { one: '# archivo añadido', other: '# archivos añadidos' }),
  checking: (count, locale) => `Comprobando ${files(locale, count)}`,
  readingFolder: (count, locale) =>
    plural(locale, count, { other: 'Leyendo la carpeta, archivos encontrados: #' }),
  dropAnywhere: 'Suelte los archivos en cualquier lugar',
  rejected: (count, locale) =>
    plural(locale, count, { one: '# archivo no se puede subir', other: '# archivos no se pueden subir' }),
  more: (count, locale) => plural(locale, count, { other: 'y # más' }),
  showAll: (count, locale) => plural(locale, count, { other: 'Mostrar todo (#)' }),
  dismiss: 'Cerrar',
  undo: 'Deshacer',
  interrupted: (count, locale) =>
    plural(locale, count, { one: 'Se interrumpió # subida.', other: 'Se interrumpieron # subidas.' }),
  chooseAgain: (name) => `Vuelva a elegir ${name} para continuar.`,
  goOn: 'Continuar',
  discard: 'Descartar',
  cropTitle: 'Recortar la imagen',
  cropHint: 'Arrastre para mover. Con el teclado: las flechas mueven, más y menos cambian el zoom.',
  cropHorizontal: 'Izquierda y derecha',
  cropVertical: 'Arriba y abajo',
  cropZoom: 'Zoom',
  cropUse: 'Usar',
  cropCancel: 'Cancelar',
  tooManyFiles: (count, locale) => plural(locale, count, { other: 'Quite archivos: no más de #.' }),
  someFailed: 'Algunos archivos no se subieron. Inténtelo de nuevo o quítelos.',
  somePaused: 'Algunas subidas están en pausa. Reanúdelas o quítelas.',
  notStarted: 'Pulse primero «Subir».',
  fileTypes: { image: 'imágenes', video: 'vídeos', audio: 'audio', text: 'texto', program: 'un programa' },
  spoken: {
    added: (name) => `${name} añadido.`,
    filesAdded: (count, locale) =>
      plural(locale, count, { one: '# archivo añadido.', other: '# archivos añadidos.' }),
    removed: (name) => `${name} quitado.`,
    filesRemoved: (count, locale) =>
      plural(locale, count, { one: '# archivo quitado.', other: '# archivos quitados.' }),
    canUndo: '«Deshacer» está después de la lista.',
    returned: (name) => `${name} vuelve a estar en la lista.`,
    filesReturned: (count, locale) =>
      plural(locale, count, {
        one: '# archivo vuelve a estar en la lista.',
        other: '# archivos vuelven a estar en la lista.',
      }),
    failed: (name, reason) => `${name} con error. ${reason}`,
    filesFailed: (count, locale) =>
      plural(locale, count, { one: '# archivo con error.', other: '# archivos con error.' }),
    retrying: (name) => `${name} no llegó. Nuevo intento.`,
    filesRetrying: (count, locale) =>
      plural(locale, count, {
        one: '# archivo no llegó. Nuevo intento.',
        other: '# archivos no llegaron. Nuevo intento.',
      }),
    triedAgain: (name) => `Nuevo intento con ${name}.`,
    filesTriedAgain: (count, locale) =>
      plural(locale, count, { one: 'Nuevo intento con # archivo.', other: 'Nuevo intento con # archivos.' }),
    paused: (name) => `${name} en pausa.`,
    filesPaused: (count, locale) =>
      plural(locale, count, { one: '# archivo en pausa.', other: '# archivos en pausa.' }),
    resumed: (name) => `${name} reanudado.`,
    filesResumed: (count, locale) =>
      plural(locale, count, { one: '# archivo reanudado.', other: '# archivos reanudados.' }),
    canceled: (name) => `${name} cancelado.`,
    filesCanceled: (count, locale) =>
      plural(locale, count, { one: '# archivo cancelado.', other: '# archivos cancelados.' }),
    moved: (name, place, count, locale) =>
      `${name} movido a la posición ${formatNumber(place, locale)} de ${formatNumber(count, locale)}.`,
    connected: 'Se ha recuperado la conexión.',
    progress: (percent) => `${percent} subido.`,
    finished: (done, total, failed, locale) => {
      const all = plural(locale, total, {
        one: `${formatNumber(done, locale)} de # archivo listo`,
        other: `${formatNumber(done, locale)} de # archivos listos`,
      })
      const lost = plural(locale, failed, { one: '# archivo con error', other: '# archivos con error' })
      return failed === 0 ? `${all}.` : `${all}, ${lost}.`
    },
    dropHere: 'Suelte los archivos aquí para añadirlos.',
    progressValue: (percent, sent, size, time) =>
      `${percent}, ${sent} de ${size}${time === null ? '' : `, tiempo restante: ${time}`}`,
  },
  errors: {
    'unsupported-content-type': ({ allowed }) =>
      `Este tipo de archivo no está permitido aquí.${allowed === undefined ? '' : ` Permitidos: ${allowed}.`}`,
    'file-too-large': ({ limit }, locale) =>
      limit === undefined
        ? 'El archivo es demasiado grande.'
        : `El archivo supera ${formatBytes(limit, locale)}.`,
    'file-too-small': ({ limit }, locale) =>
      limit === undefined || limit <= 1
        ? 'El archivo está vacío.'
        : `El archivo ocupa menos de ${formatBytes(limit, locale)}.`,
    'empty-file': 'El archivo está vacío.',
    'total-too-large': ({ limit }, locale) =>
      limit === undefined
        ? 'Los archivos son demasiado grandes en conjunto.'
        : `Los archivos superan en conjunto ${formatBytes(limit, locale)}.`,
    'too-many-files': ({ limit }, locale) =>
      limit === undefined
        ? 'Hay demasiados archivos.'
        : `No se pueden añadir más de ${files(locale, limit)}.`,
    'folder-too-large': ({ limit = 0 }, locale) =>
      plural(locale, limit, {
        other: 'La carpeta tiene demasiados archivos: no más de #. Añada sus subcarpetas una por una.',
      }),
    'file-unreadable': 'No se puede leer el archivo. Vuelva a elegirlo o cópielo antes en este dispositivo.',
    'web-link':
      'Esto es un enlace a una página web. Guarde primero el archivo en este dispositivo y después añádalo.',
    'quota-exceeded': 'No queda espacio para este archivo.',
    'file-changed': 'El archivo se modificó o se movió. Vuelva a elegirlo.',
    'duplicate-file': 'El archivo ya está en la lista.',
    rejected: 'El archivo fue rechazado.',
    'validator-timeout': 'El archivo no se pudo comprobar a tiempo. Inténtelo de nuevo.',
    'transform-failed': 'El archivo no se pudo preparar. Inténtelo de nuevo.',
    'type-mismatch': ({ declared = '', found }) =>
      `El nombre indica ${declared}, pero el contenido es ${found || 'otra cosa'}.`,
    'image-dimensions': ({ rule = 'minWidth', limit = 0, size }, locale) =>
      size == null
        ? 'No se puede leer el tamaño de la imagen.'
        : `La imagen mide ${formatSize(size, locale)} píxeles; ${bounds[rule]} ${formatNumber(limit, locale)}.`,
    'api-unreachable':
      'No se puede acceder al servicio de subida. Compruebe su conexión e inténtelo de nuevo.',
    'headers-failed': 'No se pudo obtener su permiso para subir archivos. Inténtelo de nuevo.',
    'login-required': 'Su sesión está cerrada. Inicie sesión en otra pestaña y vuelva a intentarlo aquí.',
    'network-login-required':
      'Esta red le pide que inicie sesión primero. Abra cualquier sitio web para hacerlo e inténtelo de nuevo.',
    'request-blocked':
      'Un cortafuegos o un proxy de esta red rechazó la subida. Pruebe con otra red o consulte a su administrador.',
    'endpoint-not-found':
      'Las subidas no están bien configuradas aquí. Avise a los responsables de esta página.',
    network: 'Se interrumpió la conexión con el almacenamiento. Compruebe su conexión e inténtelo de nuevo.',
    'api-unavailable': 'El servicio está ocupado o no está disponible. Inténtelo de nuevo en un momento.',
    unauthorized: 'No tiene permiso para subir archivos aquí. Vuelva a iniciar sesión.',
    'ticket-expired': 'El permiso para subir archivos ha caducado. Inténtelo de nuevo.',
    'checksum-unverified': 'El almacenamiento no pudo confirmar que el archivo llegó sin cambios.',
    'checksum-unavailable': 'Este navegador no puede calcular la suma de comprobación que se exige aquí.',
    'object-mismatch': 'El archivo no llegó completo. Inténtelo de nuevo.',
    'not-an-image': 'El archivo se guardó, pero no es la imagen que indica su nombre.',
    'unsupported-heic': 'El archivo se guardó, pero las imágenes HEIC no se pueden mostrar. Utilice JPEG.',
    'unsupported-format': 'El archivo se guardó, pero este formato de imagen no se puede mostrar.',
    'corrupt-image': 'El archivo se guardó, pero la imagen está dañada.',
    'source-missing': 'El archivo se guardó, pero ya no está.',
    'malware-found': 'El archivo se guardó, pero el análisis antivirus encontró una amenaza en él.',
    'processing-timeout': 'El archivo se guardó, pero no se pudo procesar a tiempo.',
    unknown: 'El archivo no se pudo subir.',
  },
}
