import { formatBytes } from '../text/format-bytes.ts'
import { formatNumber, formatSize } from '../text/format-number.ts'
import type { LocaleWords } from '../text/messages.ts'
import { plural } from '../text/plural.ts'

const files = (locale: string, count: number) =>
  plural(locale, count, { one: '# bestand', other: '# bestanden' })

const bounds = {
  minWidth: 'de breedte moet minimaal',
  maxWidth: 'de breedte mag maximaal',
  minHeight: 'de hoogte moet minimaal',
  maxHeight: 'de hoogte mag maximaal',
}

/** Dutch. */
export const messages: LocaleWords = {
  chooseFile: 'Bestand kiezen',
  chooseFiles: 'Bestanden kiezen',
  chooseFolder: 'Map kiezen',
  choosePhoto: 'Foto maken of kiezen',
  takePhoto: 'Foto maken',
  dropHint: 'of hierheen slepen',
  upToSize: (size) => `elk maximaal ${size}`,
  required: 'Verplicht',
  notLoaded: 'De uploadmodule kon niet worden geladen. Controleer uw verbinding en laad de pagina opnieuw.',
  valueMissing: 'Voeg een bestand toe.',
  tooFewFiles: (count, locale) => plural(locale, count, { other: 'Voeg meer bestanden toe: minstens #.' }),
  busy: 'Wacht tot het uploaden klaar is.',
  status: {
    queued: 'In de wachtrij',
    preparing: 'Voorbereiden',
    uploading: 'Uploaden',
    paused: 'Gepauzeerd',
    completing: 'Controleren',
    processing: 'Verwerken',
    ready: 'Klaar',
    failed: 'Mislukt',
    canceled: 'Geannuleerd',
  },
  waitsForVisitor: 'Niet gestart',
  stored: 'Opgeslagen',
  waitsForNetwork: 'Geen verbinding. Gaat vanzelf verder.',
  retrying: (reason, time, attempt, retries, locale) =>
    `${reason}, nieuwe poging${time === null ? '' : ` over ${time}`} (${formatNumber(attempt, locale)} van ${formatNumber(retries, locale)})`,
  retryReason: { connection: 'Verbinding verbroken', busy: 'Dienst bezet', failed: 'Mislukt' },
  tryingAgain: 'Nieuwe poging',
  timeLeft: (time) => `nog ${time}`,
  pause: (name) => `${name} pauzeren`,
  resume: (name) => `${name} hervatten`,
  retry: (name) => `${name} opnieuw proberen`,
  cancel: (name) => `${name} annuleren`,
  remove: (name) => `${name} verwijderen`,
  numbered: (name, number, locale) => `${name} (${formatNumber(number, locale)})`,
  move: (name, place, count, locale) =>
    `${name} verplaatsen, ${formatNumber(place, locale)} van ${formatNumber(count, locale)}`,
  lifted: (name) =>
    `${name} is opgepakt. Pijltoetsen verplaatsen het; of kies de greep van de nieuwe plaats.`,
  moveCanceled: (name) => `${name} blijft waar het was.`,
  caption: 'Bijschrift',
  altText: 'Beeldbeschrijving',
  addMore: 'Meer toevoegen',
  replace: 'Vervangen',
  startAll: 'Upload starten',
  pauseAll: 'Alles pauzeren',
  resumeAll: 'Alles hervatten',
  retryAll: 'Alles opnieuw proberen',
  clearFinished: 'Voltooide verwijderen',
  progressOf: (name) => `${name} uploaden`,
  totalProgress: 'Alle bestanden uploaden',
  allDone: (count, locale) => `${files(locale, count)} geüpload`,
  sentOf: (sent, size) => `${sent} van ${size}`,
  summary: (done, total, locale) => `${formatNumber(done, locale)} van ${files(locale, total)} klaar`,
  failures: (count, locale) => `${files(locale, count)} mislukt`,
  added: (count, locale) => `${files(locale, count)} toegevoegd`,
  checking: (count, locale) => `${files(locale, count)} controleren`,
  readingFolder: (count, locale) =>
    plural(locale, count, { other: 'Map wordt gelezen, bestanden gevonden: #' }),
  dropAnywhere: 'Zet bestanden waar dan ook neer',
  rejected: (count, locale) =>
    plural(locale, count, {
      one: '# bestand kan niet worden geüpload',
      other: '# bestanden kunnen niet worden geüpload',
    }),
  more: (count, locale) => plural(locale, count, { other: 'en nog #' }),
  showAll: (count, locale) => plural(locale, count, { other: 'Alle # tonen' }),
  dismiss: 'Sluiten',
  undo: 'Ongedaan maken',
  interrupted: (count, locale) =>
    plural(locale, count, { one: '# upload is onderbroken.', other: '# uploads zijn onderbroken.' }),
  chooseAgain: (name) => `Kies ${name} opnieuw om verder te gaan.`,
  goOn: 'Doorgaan',
  discard: 'Weggooien',
  cropTitle: 'Afbeelding bijsnijden',
  cropHint: 'Sleep om te verplaatsen. Met het toetsenbord: pijltoetsen verplaatsen, plus en min zoomen.',
  cropHorizontal: 'Naar links en rechts',
  cropVertical: 'Omhoog en omlaag',
  cropZoom: 'Zoom',
  cropUse: 'Gebruiken',
  cropCancel: 'Annuleren',
  tooManyFiles: (count, locale) => plural(locale, count, { other: 'Verwijder bestanden: niet meer dan #.' }),
  someFailed: 'Sommige bestanden zijn niet geüpload. Probeer het opnieuw of verwijder ze.',
  somePaused: 'Sommige uploads zijn gepauzeerd. Hervat of verwijder ze.',
  notStarted: 'Klik eerst op “Upload starten”.',
  fileTypes: {
    image: 'afbeeldingen',
    video: 'video’s',
    audio: 'audio',
    text: 'tekst',
    program: 'een programma',
  },
  spoken: {
    added: (name) => `${name} toegevoegd.`,
    filesAdded: (count, locale) =>
      plural(locale, count, { one: '# bestand toegevoegd.', other: '# bestanden toegevoegd.' }),
    removed: (name) => `${name} verwijderd.`,
    filesRemoved: (count, locale) =>
      plural(locale, count, { one: '# bestand verwijderd.', other: '# bestanden verwijderd.' }),
    canUndo: '“Ongedaan maken” staat na de lijst.',
    returned: (name) => `${name} staat weer in de lijst.`,
    filesReturned: (count, locale) =>
      plural(locale, count, {
        one: '# bestand staat weer in de lijst.',
        other: '# bestanden staan weer in de lijst.',
      }),
    failed: (name, reason) => `${name} mislukt. ${reason}`,
    filesFailed: (count, locale) =>
      plural(locale, count, { one: '# bestand mislukt.', other: '# bestanden mislukt.' }),
    retrying: (name) => `${name} is niet aangekomen. Nieuwe poging.`,
    filesRetrying: (count, locale) =>
      plural(locale, count, {
        one: '# bestand is niet aangekomen. Nieuwe poging.',
        other: '# bestanden zijn niet aangekomen. Nieuwe poging.',
      }),
    triedAgain: (name) => `Nieuwe poging met ${name}.`,
    filesTriedAgain: (count, locale) =>
      plural(locale, count, { one: 'Nieuwe poging met # bestand.', other: 'Nieuwe poging met # bestanden.' }),
    paused: (name) => `${name} gepauzeerd.`,
    filesPaused: (count, locale) =>
      plural(locale, count, { one: '# bestand gepauzeerd.', other: '# bestanden gepauzeerd.' }),
    resumed: (name) => `${name} hervat.`,
    filesResumed: (count, locale) =>
      plural(locale, count, { one: '# bestand hervat.', other: '# bestanden hervat.' }),
    canceled: (name) => `${name} geannuleerd.`,
    filesCanceled: (count, locale) =>
      plural(locale, count, { one: '# bestand geannuleerd.', other: '# bestanden geannuleerd.' }),
    moved: (name, place, count, locale) =>
      `${name} verplaatst naar plaats ${formatNumber(place, locale)} van ${formatNumber(count, locale)}.`,
    connected: 'De verbinding is hersteld.',
    progress: (percent) => `${percent} geüpload.`,
    finished: (done, total, failed, locale) => {
      const all = plural(locale, total, {
        one: `${formatNumber(done, locale)} van # bestand klaar`,
        other: `${formatNumber(done, locale)} van # bestanden klaar`,
      })
      const lost = plural(locale, failed, { one: '# bestand mislukt', other: '# bestanden mislukt' })
      return failed === 0 ? `${all}.` : `${all}, ${lost}.`
    },
    dropHere: 'Laat de bestanden hier los om ze toe te voegen.',
    progressValue: (percent, sent, size, time) =>
      `${percent}, ${sent} van ${size}${time === null ? '' : `, nog ${time}`}`,
  },
  errors: {
    'unsupported-content-type': ({ allowed }) =>
      `Dit soort bestand is hier niet toegestaan.${allowed === undefined ? '' : ` Toegestaan: ${allowed}.`}`,
    'file-too-large': ({ limit }, locale) =>
      limit === undefined
        ? 'Het bestand is te groot.'
        : `Het bestand is groter dan ${formatBytes(limit, locale)}.`,
    'file-too-small': ({ limit }, locale) =>
      limit === undefined || limit <= 1
        ? 'Het bestand is leeg.'
        : `Het bestand is kleiner dan ${formatBytes(limit, locale)}.`,
    'empty-file': 'Het bestand is leeg.',
    'total-too-large': ({ limit }, locale) =>
      limit === undefined
        ? 'De bestanden zijn samen te groot.'
        : `De bestanden zijn samen groter dan ${formatBytes(limit, locale)}.`,
    'too-many-files': ({ limit }, locale) =>
      limit === undefined
        ? 'Er zijn te veel bestanden.'
        : plural(locale, limit, {
            one: 'Er kan maximaal # bestand worden toegevoegd.',
            other: 'Er kunnen maximaal # bestanden worden toegevoegd.',
          }),
    'folder-too-large': ({ limit = 0 }, locale) =>
      plural(locale, limit, {
        other: 'De map bevat te veel bestanden: niet meer dan #. Voeg de submappen een voor een toe.',
      }),
    'file-unreadable':
      'Het bestand kan niet worden gelezen. Kies het opnieuw of kopieer het eerst naar dit apparaat.',
    'web-link':
      'Dit is een link naar een webpagina. Sla het bestand eerst op dit apparaat op en voeg het dan toe.',
    'quota-exceeded': 'Er is geen ruimte meer voor dit bestand.',
    'file-changed': 'Het bestand is gewijzigd of verplaatst. Kies het opnieuw.',
    'duplicate-file': 'Het bestand staat al in de lijst.',
    rejected: 'Het bestand is geweigerd.',
    'validator-timeout': 'Het bestand kon niet op tijd worden gecontroleerd. Probeer het opnieuw.',
    'transform-failed': 'Het bestand kon niet worden voorbereid. Probeer het opnieuw.',
    'type-mismatch': ({ declared = '', found }) =>
      `Volgens de naam is het ${declared}, maar de inhoud is ${found || 'iets anders'}.`,
    'image-dimensions': ({ rule = 'minWidth', limit = 0, size }, locale) =>
      size == null
        ? 'De afmetingen van de afbeelding kunnen niet worden gelezen.'
        : `De afbeelding is ${formatSize(size, locale)} pixels; ${bounds[rule]} ${formatNumber(limit, locale)} zijn.`,
    'api-unreachable': 'De uploaddienst is niet bereikbaar. Controleer uw verbinding en probeer het opnieuw.',
    'headers-failed': 'Uw toestemming om te uploaden kon niet worden opgehaald. Probeer het opnieuw.',
    'login-required': 'U bent uitgelogd. Log in een ander tabblad opnieuw in en probeer het hier nog eens.',
    'network-login-required':
      'Dit netwerk vraagt u eerst in te loggen. Open daarvoor een willekeurige website en probeer het opnieuw.',
    'request-blocked':
      'Een firewall of proxy van dit netwerk heeft de upload geweigerd. Probeer een ander netwerk of vraag de beheerder ervan.',
    'endpoint-not-found':
      'Uploaden is hier niet goed ingesteld. Laat het de beheerders van deze pagina weten.',
    network: 'De verbinding met de opslag is verbroken. Controleer uw verbinding en probeer het opnieuw.',
    'api-unavailable': 'De dienst is bezet of niet beschikbaar. Probeer het zo dadelijk opnieuw.',
    unauthorized: 'U mag hier niet uploaden. Log opnieuw in.',
    'ticket-expired': 'De toestemming om te uploaden is verlopen. Probeer het opnieuw.',
    'checksum-unverified': 'De opslag kon niet bevestigen dat het bestand ongewijzigd is aangekomen.',
    'checksum-unavailable': 'Deze browser kan de controlesom die hier vereist is niet berekenen.',
    'object-mismatch': 'Het bestand is niet volledig aangekomen. Probeer het opnieuw.',
    'not-an-image': 'Het bestand is opgeslagen, maar het is niet de afbeelding die de naam aangeeft.',
    'unsupported-heic':
      'Het bestand is opgeslagen, maar HEIC-afbeeldingen kunnen niet worden getoond. Gebruik JPEG.',
    'unsupported-format': 'Het bestand is opgeslagen, maar deze afbeeldingsindeling kan niet worden getoond.',
    'corrupt-image': 'Het bestand is opgeslagen, maar de afbeelding is beschadigd.',
    'source-missing': 'Het bestand is opgeslagen, maar is er niet meer.',
    'malware-found': 'Het bestand is opgeslagen, maar de virusscan heeft er een bedreiging in gevonden.',
    'processing-timeout': 'Het bestand is opgeslagen, maar kon niet op tijd worden verwerkt.',
    unknown: 'Het bestand kon niet worden geüpload.',
  },
}
