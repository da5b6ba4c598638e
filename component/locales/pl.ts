import { formatBytes } from '../text/format-bytes.ts'
import { formatNumber, formatSize } from '../text/format-number.ts'
import type { LocaleWords } from '../text/messages.ts'
import { plural } from '../text/plural.ts'

const bounds = {
  minWidth: 'minimalna szerokość to',
  maxWidth: 'maksymalna szerokość to',
  minHeight: 'minimalna wysokość to',
  maxHeight: 'maksymalna wysokość to',
}

/** Polish. */
export const messages: LocaleWords = {
  chooseFile: 'Wybierz plik',
  chooseFiles: 'Wybierz pliki',
  chooseFolder: 'Wybierz folder',
  choosePhoto: 'Zrób lub wybierz zdjęcie',
  takePhoto: 'Zrób zdjęcie',
  dropHint: 'lub upuść tutaj',
  upToSize: (size) => `każdy do ${size}`,
  required: 'Wymagane',
  notLoaded: 'Nie udało się wczytać modułu przesyłania. Sprawdź połączenie i odśwież stronę.',
  valueMissing: 'Dodaj plik.',
  tooFewFiles: (count, locale) => plural(locale, count, { other: 'Dodaj więcej plików: co najmniej #.' }),
  busy: 'Poczekaj na zakończenie przesyłania.',
  status: {
    queued: 'Oczekuje',
    preparing: 'Przygotowywanie',
    uploading: 'Przesyłanie',
    paused: 'Wstrzymano',
    completing: 'Sprawdzanie',
    processing: 'Przetwarzanie',
    ready: 'Gotowe',
    failed: 'Niepowodzenie',
    canceled: 'Anulowano',
  },
  waitsForVisitor: 'Nie rozpoczęto',
  stored: 'Zapisano',
  waitsForNetwork: 'Brak połączenia. Zostanie wznowione automatycznie.',
  retrying: (reason, time, attempt, retries, locale) =>
    `${reason}, ponowna próba${time === null ? '' : ` za ${time}`} (${formatNumber(attempt, locale)} z ${formatNumber(retries, locale)})`,
  retryReason: { connection: 'Utracono połączenie', busy: 'Usługa przeciążona', failed: 'Niepowodzenie' },
  tryingAgain: 'Ponowna próba',
  timeLeft: (time) => `pozostało: ${time}`,
  pause: (name) => `Wstrzymaj ${name}`,
  resume: (name) => `Wznów ${name}`,
  retry: (name) => `Ponów ${name}`,
  cancel: (name) => `Anuluj ${name}`,
  remove: (name) => `Usuń ${name}`,
  numbered: (name, number, locale) => `${name} (${formatNumber(number, locale)})`,
  move: (name, place, count, locale) =>
    `Przenieś ${name}, ${formatNumber(place, locale)} z ${formatNumber(count, locale)}`,
  lifted: (name) => `${name}: wybrano. Przesuń strzałkami albo wybierz uchwyt nowego miejsca.`,
  moveCanceled: (name) => `${name}: bez zmiany miejsca.`,
  caption: 'Podpis',
  altText: 'Opis obrazu',
  addMore: 'Dodaj więcej',
  replace: 'Zamień',
  startAll: 'Prześlij',
  pauseAll: 'Wstrzymaj wszystkie',
  resumeAll: 'Wznów wszystkie',
  retryAll: 'Ponów wszystkie',
  clearFinished: 'Usuń ukończone',
  progressOf: (name) => `Przesyłanie ${name}`,
  totalProgress: 'Przesyłanie wszystkich plików',
  allDone: (count, locale) =>
    plural(locale, count, {
      one: 'Przesłano # plik',
      few: 'Przesłano # pliki',
      many: 'Przesłano # plików',
      other: 'Przesłano # pliku',
    }),
  sentOf: (sent, size) => `${sent} z ${size}`,
  summary: (done, total, locale) =>
    `Gotowe: ${formatNumber(done, locale)} z ${plural(locale, total, { one: '# pliku', other: '# plików' })}`,
  failures: (count, locale) =>
    plural(locale, count, {
      one: 'Nie udało się przesłać # pliku',
      other: 'Nie udało się przesłać # plików',
    }),
  added: (count, locale) =>
    plural(locale, count, {
      one: 'Dodano # plik',
      few: 'Dodano # pliki',
      many: 'Dodano # plików',
      other: 'Dodano # pliku',
    }),
  checking: (count, locale) =>
    plural(locale, count, { one: 'Sprawdzanie # pliku', other: 'Sprawdzanie # plików' }),
  readingFolder: (count, locale) =>
    plural(locale, count, { other: 'Odczytywanie folderu, znalezione pliki: #' }),
  dropAnywhere: 'Upuść pliki w dowolnym miejscu',
  rejected: (count, locale) =>
    plural(locale, count, { one: 'Nie można przesłać # pliku', other: 'Nie można przesłać # plików' }),
  more: (count, locale) => plural(locale, count, { other: 'i jeszcze #' }),
  showAll: (count, locale) => plural(locale, count, { other: 'Pokaż wszystkie (#)' }),
  dismiss: 'Zamknij',
  undo: 'Cofnij',
  interrupted: (count, locale) =>
    plural(locale, count, {
      one: 'Przerwano przesyłanie # pliku.',
      other: 'Przerwano przesyłanie # plików.',
    }),
  chooseAgain: (name) => `Wybierz ponownie ${name}, aby kontynuować.`,
  goOn: 'Kontynuuj',
  discard: 'Odrzuć',
  cropTitle: 'Przytnij obraz',
  cropHint:
    'Przeciągnij, aby przesunąć. Na klawiaturze: strzałki przesuwają, plus i minus zmieniają powiększenie.',
  cropHorizontal: 'W lewo i w prawo',
  cropVertical: 'W górę i w dół',
  cropZoom: 'Powiększenie',
  cropUse: 'Użyj',
  cropCancel: 'Anuluj',
  tooManyFiles: (count, locale) => plural(locale, count, { other: 'Usuń część plików: najwyżej #.' }),
  someFailed: 'Niektóre pliki nie zostały przesłane. Spróbuj ponownie lub je usuń.',
  somePaused: 'Niektóre przesyłania są wstrzymane. Wznów je lub usuń.',
  notStarted: 'Najpierw naciśnij „Prześlij”.',
  fileTypes: { image: 'obrazy', video: 'wideo', audio: 'audio', text: 'tekst', program: 'program' },
  spoken: {
    added: (name) => `Dodano ${name}.`,
    filesAdded: (count, locale) =>
      plural(locale, count, {
        one: 'Dodano # plik.',
        few: 'Dodano # pliki.',
        many: 'Dodano # plików.',
        other: 'Dodano # pliku.',
      }),
    removed: (name) => `Usunięto ${name}.`,
    filesRemoved: (count, locale) =>
      plural(locale, count, {
        one: 'Usunięto # plik.',
        few: 'Usunięto # pliki.',
        many: 'Usunięto # plików.',
        other: 'Usunięto # pliku.',
      }),
    canUndo: 'Przycisk „Cofnij” znajduje się za listą.',
    returned: (name) => `Przywrócono ${name} na listę.`,
    filesReturned: (count, locale) =>
      plural(locale, count, {
        one: 'Przywrócono na listę # plik.',
        few: 'Przywrócono na listę # pliki.',
        many: 'Przywrócono na listę # plików.',
        other: 'Przywrócono na listę # pliku.',
      }),
    failed: (name, reason) => `Niepowodzenie: ${name}. ${reason}`,
    filesFailed: (count, locale) =>
      plural(locale, count, {
        one: 'Nie udało się przesłać # pliku.',
        other: 'Nie udało się przesłać # plików.',
      }),
    retrying: (name) => `Plik ${name} nie dotarł. Ponowna próba.`,
    filesRetrying: (count, locale) =>
      plural(locale, count, {
        one: 'Nie udało się przesłać # pliku. Ponowna próba.',
        other: 'Nie udało się przesłać # plików. Ponowna próba.',
      }),
    triedAgain: (name) => `Ponowna próba: ${name}.`,
    filesTriedAgain: (count, locale) =>
      plural(locale, count, {
        one: 'Ponowna próba przesłania # pliku.',
        other: 'Ponowna próba przesłania # plików.',
      }),
    paused: (name) => `Wstrzymano ${name}.`,
    filesPaused: (count, locale) =>
      plural(locale, count, {
        one: 'Wstrzymano # plik.',
        few: 'Wstrzymano # pliki.',
        many: 'Wstrzymano # plików.',
        other: 'Wstrzymano # pliku.',
      }),
    resumed: (name) => `Wznowiono ${name}.`,
    filesResumed: (count, locale) =>
      plural(locale, count, {
        one: 'Wznowiono # plik.',
        few: 'Wznowiono # pliki.',
        many: 'Wznowiono # plików.',
        other: 'Wznowiono # pliku.',
      }),
    canceled: (name) => `Anulowano ${name}.`,
    filesCanceled: (count, locale) =>
      plural(locale, count, {
        one: 'Anulowano # plik.',
        few: 'Anulowano # pliki.',
        many: 'Anulowano # plików.',
        other: 'Anulowano # pliku.',
      }),
    moved: (name, place, count, locale) =>
      `Przeniesiono ${name} na miejsce ${formatNumber(place, locale)} z ${formatNumber(count, locale)}.`,
    connected: 'Połączenie zostało przywrócone.',
    progress: (percent) => `Przesłano ${percent}.`,
    finished: (done, total, failed, locale) => {
      const all = plural(locale, total, {
        one: `Gotowe: ${formatNumber(done, locale)} z # pliku`,
        other: `Gotowe: ${formatNumber(done, locale)} z # plików`,
      })
      const lost = plural(locale, failed, { one: 'niepowodzenie # pliku', other: 'niepowodzenie # plików' })
      return failed === 0 ? `${all}.` : `${all}, ${lost}.`
    },
    dropHere: 'Upuść pliki tutaj, aby je dodać.',
    progressValue: (percent, sent, size, time) =>
      `${percent}, ${sent} z ${size}${time === null ? '' : `, pozostało: ${time}`}`,
  },
  errors: {
    'unsupported-content-type': ({ allowed }) =>
      `Ten typ pliku nie jest tu dozwolony.${allowed === undefined ? '' : ` Dozwolone: ${allowed}.`}`,
    'file-too-large': ({ limit }, locale) =>
      limit === undefined ? 'Plik jest za duży.' : `Plik jest większy niż ${formatBytes(limit, locale)}.`,
    'file-too-small': ({ limit }, locale) =>
      limit === undefined || limit <= 1
        ? 'Plik jest pusty.'
        : `Plik jest mniejszy niż ${formatBytes(limit, locale)}.`,
    'empty-file': 'Plik jest pusty.',
    'total-too-large': ({ limit }, locale) =>
      limit === undefined
        ? 'Pliki są razem za duże.'
        : `Pliki są razem większe niż ${formatBytes(limit, locale)}.`,
    'too-many-files': ({ limit }, locale) =>
      limit === undefined
        ? 'Jest za dużo plików.'
        : plural(locale, limit, {
            one: 'Można dodać najwyżej # plik.',
            few: 'Można dodać najwyżej # pliki.',
            many: 'Można dodać najwyżej # plików.',
            other: 'Można dodać najwyżej # pliku.',
          }),
    'folder-too-large': ({ limit = 0 }, locale) =>
      plural(locale, limit, {
        other: 'Folder zawiera zbyt wiele plików: najwyżej #. Dodaj jego podfoldery po kolei.',
      }),
    'file-unreadable':
      'Nie można odczytać pliku. Wybierz go ponownie albo najpierw skopiuj na to urządzenie.',
    'web-link':
      'To jest link do strony internetowej. Najpierw zapisz plik na tym urządzeniu, a potem go dodaj.',
    'quota-exceeded': 'Brak miejsca na ten plik.',
    'file-changed': 'Plik został zmieniony lub przeniesiony. Wybierz go ponownie.',
    'duplicate-file': 'Ten plik jest już na liście.',
    rejected: 'Plik został odrzucony.',
    'validator-timeout': 'Nie udało się sprawdzić pliku na czas. Spróbuj ponownie.',
    'transform-failed': 'Nie udało się przygotować pliku. Spróbuj ponownie.',
    'type-mismatch': ({ declared = '', found }) =>
      `Nazwa wskazuje na ${declared}, ale zawartość to ${found || 'coś innego'}.`,
    'image-dimensions': ({ rule = 'minWidth', limit = 0, size }, locale) =>
      size == null
        ? 'Nie można odczytać rozmiaru obrazu.'
        : `Obraz ma ${formatSize(size, locale)} pikseli; ${bounds[rule]} ${formatNumber(limit, locale)}.`,
    'api-unreachable': 'Usługa przesyłania jest nieosiągalna. Sprawdź połączenie i spróbuj ponownie.',
    'headers-failed': 'Nie udało się uzyskać uprawnienia do przesyłania. Spróbuj ponownie.',
    'login-required': 'Sesja wygasła. Zaloguj się w innej karcie, a potem spróbuj tutaj ponownie.',
    'network-login-required':
      'Ta sieć wymaga najpierw zalogowania. Otwórz w tym celu dowolną stronę i spróbuj ponownie.',
    'request-blocked':
      'Zapora lub serwer proxy tej sieci odrzucił przesyłanie. Spróbuj w innej sieci lub zapytaj jej administratora.',
    'endpoint-not-found':
      'Przesyłanie nie jest tu poprawnie skonfigurowane. Powiadom osoby prowadzące tę stronę.',
    network: 'Połączenie z magazynem danych zostało przerwane. Sprawdź połączenie i spróbuj ponownie.',
    'api-unavailable': 'Usługa jest przeciążona lub niedostępna. Spróbuj ponownie za chwilę.',
    unauthorized: 'Nie masz tu uprawnień do przesyłania plików. Zaloguj się ponownie.',
    'ticket-expired': 'Uprawnienie do przesyłania wygasło. Spróbuj ponownie.',
    'checksum-unverified': 'Magazyn danych nie mógł potwierdzić, że plik dotarł bez zmian.',
    'checksum-unavailable': 'Ta przeglądarka nie może obliczyć wymaganej tu sumy kontrolnej.',
    'object-mismatch': 'Plik nie dotarł w całości. Spróbuj ponownie.',
    'not-an-image': 'Plik został zapisany, ale nie jest obrazem, na który wskazuje jego nazwa.',
    'unsupported-heic': 'Plik został zapisany, ale obrazów HEIC nie można wyświetlić. Użyj formatu JPEG.',
    'unsupported-format': 'Plik został zapisany, ale tego formatu obrazu nie można wyświetlić.',
    'corrupt-image': 'Plik został zapisany, ale obraz jest uszkodzony.',
    'source-missing': 'Plik został zapisany, ale już go nie ma.',
    'malware-found': 'Plik został zapisany, ale skaner antywirusowy znalazł w nim zagrożenie.',
    'processing-timeout': 'Plik został zapisany, ale nie udało się go przetworzyć na czas.',
    unknown: 'Nie udało się przesłać pliku.',
  },
}
