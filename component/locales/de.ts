import { formatBytes } from '../text/format-bytes.ts'
import { formatNumber, formatSize } from '../text/format-number.ts'
import type { LocaleWords } from '../text/messages.ts'
import { plural } from '../text/plural.ts'

const files = (locale: string, count: number) => plural(locale, count, { one: '# Datei', other: '# Dateien' })

const bounds = {
  minWidth: 'erlaubt ist eine Breite von mindestens',
  maxWidth: 'erlaubt ist eine Breite von höchstens',
  minHeight: 'erlaubt ist eine Höhe von mindestens',
  maxHeight: 'erlaubt ist eine Höhe von höchstens',
}

/** German. */
export const messages: LocaleWords = {
  chooseFile: 'Datei auswählen',
  chooseFiles: 'Dateien auswählen',
  chooseFolder: 'Ordner auswählen',
  choosePhoto: 'Foto aufnehmen oder auswählen',
  takePhoto: 'Foto aufnehmen',
  dropHint: 'oder hier ablegen',
  upToSize: (size) => `je bis zu ${size}`,
  required: 'Erforderlich',
  notLoaded:
    'Das Hochladen konnte nicht vorbereitet werden. Prüfen Sie Ihre Verbindung und laden Sie die Seite neu.',
  valueMissing: 'Bitte fügen Sie eine Datei hinzu.',
  tooFewFiles: (count, locale) =>
    plural(locale, count, { other: 'Bitte fügen Sie mehr Dateien hinzu: mindestens #.' }),
  busy: 'Bitte warten Sie, bis das Hochladen abgeschlossen ist.',
  status: {
    queued: 'Wartet',
    preparing: 'Wird vorbereitet',
    uploading: 'Wird hochgeladen',
    paused: 'Angehalten',
    completing: 'Wird geprüft',
    processing: 'Wird verarbeitet',
    ready: 'Fertig',
    failed: 'Fehlgeschlagen',
    canceled: 'Abgebrochen',
  },
  waitsForVisitor: 'Nicht begonnen',
  stored: 'Gespeichert',
  waitsForNetwork: 'Keine Verbindung. Wird von selbst fortgesetzt.',
  retrying: (reason, time, attempt, retries, locale) =>
    `${reason}, neuer Versuch${time === null ? '' : ` in ${time}`} (${formatNumber(attempt, locale)} von ${formatNumber(retries, locale)})`,
  retryReason: { connection: 'Verbindung verloren', busy: 'Dienst überlastet', failed: 'Fehlgeschlagen' },
  tryingAgain: 'Neuer Versuch',
  timeLeft: (time) => `noch ${time}`,
  pause: (name) => `${name} anhalten`,
  resume: (name) => `${name} fortsetzen`,
  retry: (name) => `${name} erneut versuchen`,
  cancel: (name) => `${name} abbrechen`,
  remove: (name) => `${name} entfernen`,
  numbered: (name, number, locale) => `${name} (${formatNumber(number, locale)})`,
  move: (name, place, count, locale) =>
    `${name} verschieben, ${formatNumber(place, locale)} von ${formatNumber(count, locale)}`,
  lifted: (name) =>
    `${name} ist aufgenommen. Pfeiltasten verschieben es; oder den Griff des neuen Platzes wählen.`,
  moveCanceled: (name) => `${name} bleibt, wo es war.`,
  caption: 'Bildunterschrift',
  altText: 'Bildbeschreibung',
  addMore: 'Weitere hinzufügen',
  replace: 'Ersetzen',
  startAll: 'Hochladen',
  pauseAll: 'Alle anhalten',
  resumeAll: 'Alle fortsetzen',
  retryAll: 'Alle erneut versuchen',
  clearFinished: 'Fertige entfernen',
  progressOf: (name) => `${name} wird hochgeladen`,
  totalProgress: 'Alle Dateien werden hochgeladen',
  allDone: (count, locale) => `${files(locale, count)} hochgeladen`,
  sentOf: (sent, size) => `${sent} von ${size}`,
  summary: (done, total, locale) => `${formatNumber(done, locale)} von ${files(locale, total)} fertig`,
  failures: (count, locale) => `${files(locale, count)} fehlgeschlagen`,
  added: (count, locale) => `${files(locale, count)} hinzugefügt`,
  checking: (count, locale) =>
    plural(locale, count, { one: '# Datei wird geprüft', other: '# Dateien werden geprüft' }),
  readingFolder: (count, locale) =>
    plural(locale, count, { other: 'Ordner wird gelesen, Dateien gefunden: #' }),
  dropAnywhere: 'Dateien an beliebiger Stelle ablegen',
  rejected: (count, locale) =>
    plural(locale, count, {
      one: '# Datei kann nicht hochgeladen werden',
      other: '# Dateien können nicht hochgeladen werden',
    }),
  more: (count, locale) => plural(locale, count, { other: 'und # weitere' }),
  showAll: (count, locale) => plural(locale, count, { other: 'Alle # anzeigen' }),
  dismiss: 'Schließen',
  undo: 'Rückgängig',
  interrupted: (count, locale) =>
    plural(locale, count, { one: '# Upload wurde unterbrochen.', other: '# Uploads wurden unterbrochen.' }),
  chooseAgain: (name) => `Wählen Sie ${name} erneut aus, um fortzufahren.`,
  goOn: 'Fortsetzen',
  discard: 'Verwerfen',
  cropTitle: 'Bild zuschneiden',
  cropHint: 'Zum Verschieben ziehen. Mit der Tastatur: Pfeiltasten verschieben, Plus und Minus zoomen.',
  cropHorizontal: 'Nach links und rechts',
  cropVertical: 'Nach oben und unten',
  cropZoom: 'Zoom',
  cropUse: 'Übernehmen',
  cropCancel: 'Abbrechen',
  tooManyFiles: (count, locale) =>
    plural(locale, count, { other: 'Bitte entfernen Sie Dateien: Erlaubt sind höchstens #.' }),
  someFailed: 'Einige Dateien wurden nicht hochgeladen. Versuchen Sie es erneut oder entfernen Sie sie.',
  somePaused: 'Einige Uploads sind angehalten. Setzen Sie sie fort oder entfernen Sie sie.',
  notStarted: 'Wählen Sie zuerst „Hochladen“.',
  fileTypes: { image: 'Bilder', video: 'Videos', audio: 'Audio', text: 'Text', program: 'ein Programm' },
  spoken: {
    added: (name) => `${name} hinzugefügt.`,
    filesAdded: (count, locale) =>
      plural(locale, count, { one: '# Datei hinzugefügt.', other: '# Dateien hinzugefügt.' }),
    removed: (name) => `${name} entfernt.`,
    filesRemoved: (count, locale) =>
      plural(locale, count, { one: '# Datei entfernt.', other: '# Dateien entfernt.' }),
    canUndo: '„Rückgängig“ steht hinter der Liste.',
    returned: (name) => `${name} ist wieder in der Liste.`,
    filesReturned: (count, locale) =>
      plural(locale, count, {
        one: '# Datei ist wieder in der Liste.',
        other: '# Dateien sind wieder in der Liste.',
      }),
    failed: (name, reason) => `${name} fehlgeschlagen. ${reason}`,
    filesFailed: (count, locale) =>
      plural(locale, count, { one: '# Datei fehlgeschlagen.', other: '# Dateien fehlgeschlagen.' }),
    retrying: (name) => `${name} ist nicht angekommen. Neuer Versuch.`,
    filesRetrying: (count, locale) =>
      plural(locale, count, {
        one: '# Datei ist nicht angekommen. Neuer Versuch.',
        other: '# Dateien sind nicht angekommen. Neuer Versuch.',
      }),
    triedAgain: (name) => `Neuer Versuch mit ${name}.`,
    filesTriedAgain: (count, locale) =>
      plural(locale, count, { one: 'Neuer Versuch mit # Datei.', other: 'Neuer Versuch mit # Dateien.' }),
    paused: (name) => `${name} angehalten.`,
    filesPaused: (count, locale) =>
      plural(locale, count, { one: '# Datei angehalten.', other: '# Dateien angehalten.' }),
    resumed: (name) => `${name} fortgesetzt.`,
    filesResumed: (count, locale) =>
      plural(locale, count, { one: '# Datei fortgesetzt.', other: '# Dateien fortgesetzt.' }),
    canceled: (name) => `${name} abgebrochen.`,
    filesCanceled: (count, locale) =>
      plural(locale, count, { one: '# Datei abgebrochen.', other: '# Dateien abgebrochen.' }),
    moved: (name, place, count, locale) =>
      `${name} auf Platz ${formatNumber(place, locale)} von ${formatNumber(count, locale)} verschoben.`,
    connected: 'Die Verbindung ist wieder da.',
    progress: (percent) => `${percent} hochgeladen.`,
    finished: (done, total, failed, locale) => {
      const all = plural(locale, total, {
        one: `${formatNumber(done, locale)} von # Datei fertig`,
        other: `${formatNumber(done, locale)} von # Dateien fertig`,
      })
      const lost = plural(locale, failed, {
        one: '# Datei fehlgeschlagen',
        other: '# Dateien fehlgeschlagen',
      })
      return failed === 0 ? `${all}.` : `${all}, ${lost}.`
    },
    dropHere: 'Legen Sie die Dateien hier ab, um sie hinzuzufügen.',
    progressValue: (percent, sent, size, time) =>
      `${percent}, ${sent} von ${size}${time === null ? '' : `, noch ${time}`}`,
  },
  errors: {
    'unsupported-content-type': ({ allowed }) =>
      `Dateien dieser Art sind hier nicht erlaubt.${allowed === undefined ? '' : ` Erlaubt: ${allowed}.`}`,
    'file-too-large': ({ limit }, locale) =>
      limit === undefined
        ? 'Die Datei ist zu groß.'
        : `Die Datei ist größer als ${formatBytes(limit, locale)}.`,
    'file-too-small': ({ limit }, locale) =>
      limit === undefined || limit <= 1
        ? 'Die Datei ist leer.'
        : `Die Datei ist kleiner als ${formatBytes(limit, locale)}.`,
    'empty-file': 'Die Datei ist leer.',
    'total-too-large': ({ limit }, locale) =>
      limit === undefined
        ? 'Die Dateien sind zusammen zu groß.'
        : `Die Dateien sind zusammen größer als ${formatBytes(limit, locale)}.`,
    'too-many-files': ({ limit }, locale) =>
      limit === undefined
        ? 'Es sind zu viele Dateien.'
        : plural(locale, limit, {
            one: 'Es kann höchstens # Datei hinzugefügt werden.',
            other: 'Es können höchstens # Dateien hinzugefügt werden.',
          }),
    'folder-too-large': ({ limit = 0 }, locale) =>
      plural(locale, limit, {
        other:
          'Der Ordner enthält zu viele Dateien; erlaubt sind höchstens #. Fügen Sie seine Unterordner einzeln hinzu.',
      }),
    'file-unreadable':
      'Die Datei kann nicht gelesen werden. Bitte wählen Sie sie erneut aus, oder kopieren Sie sie zuerst auf dieses Gerät.',
    'web-link':
      'Das ist ein Link zu einer Webseite. Speichern Sie die Datei zuerst auf diesem Gerät und fügen Sie sie dann hinzu.',
    'quota-exceeded': 'Für diese Datei ist kein Speicherplatz mehr frei.',
    'file-changed': 'Die Datei wurde geändert oder verschoben. Bitte wählen Sie sie erneut aus.',
    'duplicate-file': 'Die Datei steht bereits in der Liste.',
    rejected: 'Die Datei wurde abgelehnt.',
    'validator-timeout': 'Die Prüfung der Datei hat zu lange gedauert. Bitte versuchen Sie es erneut.',
    'transform-failed': 'Die Datei konnte nicht vorbereitet werden. Bitte versuchen Sie es erneut.',
    'type-mismatch': ({ declared = '', found }) =>
      `Dem Namen nach ist es ${declared}, der Inhalt ist aber ${found || 'etwas anderes'}.`,
    'image-dimensions': ({ rule = 'minWidth', limit = 0, size }, locale) =>
      size == null
        ? 'Die Größe des Bildes kann nicht gelesen werden.'
        : `Das Bild hat ${formatSize(size, locale)} Pixel; ${bounds[rule]} ${formatNumber(limit, locale)}.`,
    'api-unreachable':
      'Der Upload-Dienst ist nicht erreichbar. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
    'headers-failed':
      'Ihre Berechtigung zum Hochladen konnte nicht abgerufen werden. Bitte versuchen Sie es erneut.',
    'login-required':
      'Sie sind abgemeldet. Melden Sie sich in einem anderen Tab an und versuchen Sie es hier erneut.',
    'network-login-required':
      'Dieses Netzwerk verlangt eine Anmeldung. Öffnen Sie dazu eine beliebige Website und versuchen Sie es erneut.',
    'request-blocked':
      'Eine Firewall oder ein Proxy dieses Netzwerks hat den Upload abgelehnt. Versuchen Sie es in einem anderen Netzwerk oder fragen Sie dessen Administrator.',
    'endpoint-not-found':
      'Das Hochladen ist hier nicht richtig eingerichtet. Bitte informieren Sie die Betreiber dieser Seite.',
    network:
      'Die Verbindung zum Speicher ist abgebrochen. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
    'api-unavailable':
      'Der Dienst ist überlastet oder nicht verfügbar. Bitte versuchen Sie es gleich noch einmal.',
    unauthorized: 'Sie dürfen hier nichts hochladen. Bitte melden Sie sich erneut an.',
    'ticket-expired': 'Die Berechtigung zum Hochladen ist abgelaufen. Bitte versuchen Sie es erneut.',
    'checksum-unverified': 'Der Speicher konnte nicht bestätigen, dass die Datei unverändert angekommen ist.',
    'checksum-unavailable': 'Dieser Browser kann die hier verlangte Prüfsumme nicht berechnen.',
    'object-mismatch': 'Die Datei ist nicht vollständig angekommen. Bitte versuchen Sie es erneut.',
    'not-an-image': 'Die Datei wurde gespeichert, ist aber nicht das Bild, das ihr Name angibt.',
    'unsupported-heic':
      'Die Datei wurde gespeichert, aber HEIC-Bilder können nicht angezeigt werden. Bitte verwenden Sie JPEG.',
    'unsupported-format': 'Die Datei wurde gespeichert, aber dieses Bildformat kann nicht angezeigt werden.',
    'corrupt-image': 'Die Datei wurde gespeichert, aber das Bild ist beschädigt.',
    'source-missing': 'Die Datei wurde gespeichert, ist aber nicht mehr vorhanden.',
    'malware-found': 'Die Datei wurde gespeichert, aber der Virenscan hat darin eine Bedrohung gefunden.',
    'processing-timeout': 'Die Datei wurde gespeichert, konnte aber nicht rechtzeitig verarbeitet werden.',
    unknown: 'Die Datei konnte nicht hochgeladen werden.',
  },
}
