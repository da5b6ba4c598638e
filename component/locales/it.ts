import { formatBytes } from '../text/format-bytes.ts'
import { formatNumber, formatSize } from '../text/format-number.ts'
import type { LocaleWords } from '../text/messages.ts'
import { plural } from '../text/plural.ts'

const bounds = {
  minWidth: 'la larghezza deve essere almeno',
  maxWidth: 'la larghezza deve essere al massimo',
  minHeight: 'l’altezza deve essere almeno',
  maxHeight: 'l’altezza deve essere al massimo',
}

/** Italian. */
export const messages: LocaleWords = {
  chooseFile: 'Scegli un file',
  chooseFiles: 'Scegli i file',
  chooseFolder: 'Scegli una cartella',
  choosePhoto: 'Scatta o scegli una foto',
  takePhoto: 'Scatta una foto',
  dropHint: 'o trascina qui',
  upToSize: (size) => `fino a ${size} ciascuno`,
  required: 'Obbligatorio',
  notLoaded: 'Impossibile caricare il modulo di caricamento. Controlla la connessione e ricarica la pagina.',
  valueMissing: 'Aggiungi un file.',
  tooFewFiles: (count, locale) => plural(locale, count, { other: 'Aggiungi altri file: almeno #.' }),
  busy: 'Attendi la fine del caricamento.',
  status: {
    queued: 'In attesa',
    preparing: 'Preparazione',
    uploading: 'Caricamento',
    paused: 'In pausa',
    completing: 'Verifica',
    processing: 'Elaborazione',
    ready: 'Completato',
    failed: 'Non riuscito',
    canceled: 'Annullato',
  },
  waitsForVisitor: 'Non avviato',
  stored: 'Salvato',
  waitsForNetwork: 'Nessuna connessione. Riprende automaticamente.',
  retrying: (reason, time, attempt, retries, locale) =>
    `${reason}, nuovo tentativo${time === null ? '' : ` tra ${time}`} (${formatNumber(attempt, locale)} di ${formatNumber(retries, locale)})`,
  retryReason: { connection: 'Connessione persa', busy: 'Servizio occupato', failed: 'Non riuscito' },
  tryingAgain: 'Nuovo tentativo',
  timeLeft: (time) => `ancora ${time}`,
  pause: (name) => `Metti in pausa ${name}`,
  resume: (name) => `Riprendi ${name}`,
  retry: (name) => `Riprova ${name}`,
  cancel: (name) => `Annulla ${name}`,
  remove: (name) => `Rimuovi ${name}`,
  numbered: (name, number, locale) => `${name} (${formatNumber(number, locale)})`,
  move: (name, place, count, locale) =>
    `Sposta ${name}, ${formatNumber(place, locale)} di ${formatNumber(count, locale)}`,
  lifted: (name) =>
    `${name} è selezionato. Le frecce lo spostano; oppure scegli la maniglia della nuova posizione.`,
  moveCanceled: (name) => `${name} resta dov’era.`,
  caption: 'Didascalia',
  altText: 'Descrizione immagine',
  addMore: 'Aggiungi altri',
  replace: 'Sostituisci',
  startAll: 'Carica',
  pauseAll: 'Metti tutto in pausa',
  resumeAll: 'Riprendi tutto',
  retryAll: 'Riprova tutto',
  clearFinished: 'Rimuovi i completati',
  progressOf: (name) => `Caricamento di ${name}`,
  totalProgress: 'Caricamento di tutti i file',
  allDone: (count, locale) => plural(locale, count, { one: '# file caricato', other: '# file caricati' }),
  sentOf: (sent, size) => `${sent} di ${size}`,
  summary: (done, total, locale) =>
    `${formatNumber(done, locale)} di ${plural(locale, total, { one: '# file completato', other: '# file completati' })}`,
  failures: (count, locale) =>
    plural(locale, count, { one: '# file non riuscito', other: '# file non riusciti' }),
  added: (count, locale) => plural(locale, count, { one: '# file aggiunto', other: '# file aggiunti' }),
  checking: (count, locale) => plural(locale, count, { other: 'Verifica di # file' }),
  readingFolder: (count, locale) =>
    plural(locale, count, { other: 'Lettura della cartella, file trovati: #' }),
  dropAnywhere: 'Rilascia i file in qualsiasi punto',
  rejected: (count, locale) =>
    plural(locale, count, {
      one: '# file non può essere caricato',
      other: '# file non possono essere caricati',
    }),
  more: (count, locale) => plural(locale, count, { one: 'e # altro', other: 'e altri #' }),
  showAll: (count, locale) => plural(locale, count, { other: 'Mostra tutti (#)' }),
  dismiss: 'Chiudi',
  undo: 'Ripristina',
  interrupted: (count, locale) =>
    plural(locale, count, {
      one: '# caricamento è stato interrotto.',
      other: '# caricamenti sono stati interrotti.',
    }),
  chooseAgain: (name) => `Scegli di nuovo ${name} per continuare.`,
  goOn: 'Continua',
  discard: 'Elimina',
  cropTitle: 'Ritaglia l’immagine',
  cropHint: 'Trascina per spostare. Con la tastiera: le frecce spostano, più e meno cambiano lo zoom.',
  cropHorizontal: 'Sinistra e destra',
  cropVertical: 'Su e giù',
  cropZoom: 'Zoom',
  cropUse: 'Usa',
  cropCancel: 'Annulla',
  tooManyFiles: (count, locale) => plural(locale, count, { other: 'Rimuovi dei file: al massimo #.' }),
  someFailed: 'Alcuni file non sono stati caricati. Riprova o rimuovili.',
  somePaused: 'Alcuni caricamenti sono in pausa. Riprendili o rimuovili.',
  notStarted: 'Prima premi «Carica».',
  fileTypes: { image: 'immagini', video: 'video', audio: 'audio', text: 'testo', program: 'un programma' },
  spoken: {
    added: (name) => `${name} aggiunto.`,
    filesAdded: (count, locale) =>
      plural(locale, count, { one: '# file aggiunto.', other: '# file aggiunti.' }),
    removed: (name) => `${name} rimosso.`,
    filesRemoved: (count, locale) =>
      plural(locale, count, { one: '# file rimosso.', other: '# file rimossi.' }),
    canUndo: '«Ripristina» si trova dopo l’elenco.',
    returned: (name) => `${name} è di nuovo nell’elenco.`,
    filesReturned: (count, locale) =>
      plural(locale, count, {
        one: '# file è di nuovo nell’elenco.',
        other: '# file sono di nuovo nell’elenco.',
      }),
    failed: (name, reason) => `${name} non riuscito. ${reason}`,
    filesFailed: (count, locale) =>
      plural(locale, count, { one: '# file non riuscito.', other: '# file non riusciti.' }),
    retrying: (name) => `${name} non è arrivato. Nuovo tentativo.`,
    filesRetrying: (count, locale) =>
      plural(locale, count, {
        one: '# file non è arrivato. Nuovo tentativo.',
        other: '# file non sono arrivati. Nuovo tentativo.',
      }),
    triedAgain: (name) => `Nuovo tentativo con ${name}.`,
    filesTriedAgain: (count, locale) => plural(locale, count, { other: 'Nuovo tentativo con # file.' }),
    paused: (name) => `${name} in pausa.`,
    filesPaused: (count, locale) => plural(locale, count, { other: '# file in pausa.' }),
    resumed: (name) => `${name} ripreso.`,
    filesResumed: (count, locale) =>
      plural(locale, count, { one: '# file ripreso.', other: '# file ripresi.' }),
    canceled: (name) => `${name} annullato.`,
    filesCanceled: (count, locale) =>
      plural(locale, count, { one: '# file annullato.', other: '# file annullati.' }),
    moved: (name, place, count, locale) =>
      `${name} spostato in posizione ${formatNumber(place, locale)} di ${formatNumber(count, locale)}.`,
    connected: 'La connessione è tornata.',
    progress: (percent) => `${percent} caricato.`,
    finished: (done, total, failed, locale) => {
      const all = plural(locale, total, {
        one: `${formatNumber(done, locale)} di # file completato`,
        other: `${formatNumber(done, locale)} di # file completati`,
      })
      const lost = plural(locale, failed, { one: '# file non riuscito', other: '# file non riusciti' })
      return failed === 0 ? `${all}.` : `${all}, ${lost}.`
    },
    dropHere: 'Rilascia qui i file per aggiungerli.',
    progressValue: (percent, sent, size, time) =>
      `${percent}, ${sent} di ${size}${time === null ? '' : `, ancora ${time}`}`,
  },
  errors: {
    'unsupported-content-type': ({ allowed }) =>
      `Questo tipo di file non è consentito qui.${allowed === undefined ? '' : ` Consentiti: ${allowed}.`}`,
    'file-too-large': ({ limit }, locale) =>
      limit === undefined
        ? 'Il file è troppo grande.'
        : `Il file è più grande di ${formatBytes(limit, locale)}.`,
    'file-too-small': ({ limit }, locale) =>
      limit === undefined || limit <= 1
        ? 'Il file è vuoto.'
        : `Il file è più piccolo di ${formatBytes(limit, locale)}.`,
    'empty-file': 'Il file è vuoto.',
    'total-too-large': ({ limit }, locale) =>
      limit === undefined
        ? 'I file sono troppo grandi nel complesso.'
        : `I file superano nel complesso ${formatBytes(limit, locale)}.`,
    'too-many-files': ({ limit }, locale) =>
      limit === undefined
        ? 'Ci sono troppi file.'
        : plural(locale, limit, { other: 'Non puoi aggiungere più di # file.' }),
    'folder-too-large': ({ limit = 0 }, locale) =>
      plural(locale, limit, {
        other: 'La cartella contiene troppi file: al massimo #. Aggiungi le sottocartelle una alla volta.',
      }),
    'file-unreadable':
      'Impossibile leggere il file. Sceglilo di nuovo o copialo prima su questo dispositivo.',
    'web-link':
      'Questo è un link a una pagina web. Salva prima il file su questo dispositivo, poi aggiungilo.',
    'quota-exceeded': 'Non c’è più spazio per questo file.',
    'file-changed': 'Il file è stato modificato o spostato. Sceglilo di nuovo.',
    'duplicate-file': 'Il file è già nell’elenco.',
    rejected: 'Il file è stato rifiutato.',
    'validator-timeout': 'La verifica del file ha richiesto troppo tempo. Riprova.',
    'transform-failed': 'Non è stato possibile preparare il file. Riprova.',
    'type-mismatch': ({ declared = '', found }) =>
      `Il nome indica ${declared}, ma il contenuto è ${found || 'qualcos’altro'}.`,
    'image-dimensions': ({ rule = 'minWidth', limit = 0, size }, locale) =>
      size == null
        ? 'Impossibile leggere le dimensioni dell’immagine.'
        : `L’immagine è di ${formatSize(size, locale)} pixel; ${bounds[rule]} ${formatNumber(limit, locale)}.`,
    'api-unreachable': 'Il servizio di caricamento non è raggiungibile. Controlla la connessione e riprova.',
    'headers-failed': 'Impossibile ottenere l’autorizzazione al caricamento. Riprova.',
    'login-required': 'La sessione è terminata. Accedi di nuovo in un’altra scheda, poi riprova qui.',
    'network-login-required':
      'Questa rete richiede prima l’accesso. Apri un sito qualsiasi per effettuarlo, poi riprova.',
    'request-blocked':
      'Un firewall o un proxy di questa rete ha rifiutato il caricamento. Prova un’altra rete o chiedi al suo amministratore.',
    'endpoint-not-found':
      'I caricamenti non sono configurati correttamente qui. Avvisa chi gestisce questa pagina.',
    network: 'La connessione all’archivio si è interrotta. Controlla la connessione e riprova.',
    'api-unavailable': 'Il servizio è occupato o non disponibile. Riprova tra un momento.',
    unauthorized: 'Non puoi caricare file qui. Accedi di nuovo.',
    'ticket-expired': 'L’autorizzazione al caricamento è scaduta. Riprova.',
    'checksum-unverified': 'L’archivio non ha potuto confermare che il file sia arrivato inalterato.',
    'checksum-unavailable': 'Questo browser non può calcolare il codice di controllo richiesto qui.',
    'object-mismatch': 'Il file non è arrivato completo. Riprova.',
    'not-an-image': 'Il file è stato salvato, ma non è l’immagine indicata dal suo nome.',
    'unsupported-heic': 'Il file è stato salvato, ma le immagini HEIC non possono essere mostrate. Usa JPEG.',
    'unsupported-format': 'Il file è stato salvato, ma questo formato di immagine non può essere mostrato.',
    'corrupt-image': 'Il file è stato salvato, ma l’immagine è danneggiata.',
    'source-missing': 'Il file è stato salvato, ma non è più presente.',
    'malware-found': 'Il file è stato salvato, ma l’antivirus vi ha trovato una minaccia.',
    'processing-timeout': 'Il file è stato salvato, ma non è stato elaborato in tempo.',
    unknown: 'Impossibile caricare il file.',
  },
}
