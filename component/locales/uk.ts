import { formatBytes } from '../text/format-bytes.ts'
import { formatNumber, formatSize } from '../text/format-number.ts'
import type { LocaleWords } from '../text/messages.ts'
import { plural } from '../text/plural.ts'

/** In the genitive: of one file, of several files. */
const ofFiles = (locale: string, count: number) =>
  plural(locale, count, { one: '# файлу', other: '# файлів' })

const bounds = {
  minWidth: 'ширина має бути щонайменше',
  maxWidth: 'ширина має бути щонайбільше',
  minHeight: 'висота має бути щонайменше',
  maxHeight: 'висота має бути щонайбільше',
}

/** Ukrainian. */
export const messages: LocaleWords = {
  chooseFile: 'Вибрати файл',
  chooseFiles: 'Вибрати файли',
  chooseFolder: 'Вибрати папку',
  choosePhoto: 'Зробити або вибрати фото',
  takePhoto: 'Зробити фото',
  dropHint: 'або перетягніть сюди',
  upToSize: (size) => `кожен до ${size}`,
  required: 'Обов’язково',
  notLoaded: 'Не вдалося завантажити модуль надсилання. Перевірте з’єднання та оновіть сторінку.',
  valueMissing: 'Додайте файл.',
  tooFewFiles: (count, locale) => plural(locale, count, { other: 'Додайте більше файлів: щонайменше #.' }),
  busy: 'Зачекайте, доки надсилання завершиться.',
  status: {
    queued: 'Очікує',
    preparing: 'Підготовка',
    uploading: 'Надсилання',
    paused: 'Призупинено',
    completing: 'Перевірка',
    processing: 'Обробка',
    ready: 'Готово',
    failed: 'Помилка',
    canceled: 'Скасовано',
  },
  waitsForVisitor: 'Не розпочато',
  stored: 'Збережено',
  waitsForNetwork: 'Немає з’єднання. Продовжиться автоматично.',
  retrying: (reason, time, attempt, retries, locale) =>
    `${reason}, повторна спроба${time === null ? '' : ` через ${time}`} (${formatNumber(attempt, locale)} з ${formatNumber(retries, locale)})`,
  retryReason: { connection: 'З’єднання втрачено', busy: 'Сервіс перевантажено', failed: 'Помилка' },
  tryingAgain: 'Повторна спроба',
  timeLeft: (time) => `залишилося: ${time}`,
  pause: (name) => `Призупинити ${name}`,
  resume: (name) => `Продовжити ${name}`,
  retry: (name) => `Повторити ${name}`,
  cancel: (name) => `Скасувати ${name}`,
  remove: (name) => `Прибрати ${name}`,
  numbered: (name, number, locale) => `${name} (${formatNumber(number, locale)})`,
  move: (name, place, count, locale) =>
    `Перемістити ${name}, ${formatNumber(place, locale)} з ${formatNumber(count, locale)}`,
  lifted: (name) => `${name}: вибрано. Переміщуйте стрілками або виберіть ручку нового місця.`,
  moveCanceled: (name) => `${name} залишається на місці.`,
  caption: 'Підпис',
  altText: 'Опис зображення',
  addMore: 'Додати ще',
  replace: 'Замінити',
  startAll: 'Надіслати',
  pauseAll: 'Призупинити все',
  resumeAll: 'Продовжити все',
  retryAll: 'Повторити все',
  clearFinished: 'Прибрати готові',
  progressOf: (name) => `Надсилання ${name}`,
  totalProgress: 'Надсилання всіх файлів',
  allDone: (count, locale) =>
    plural(locale, count, {
      one: 'Надіслано # файл',
      few: 'Надіслано # файли',
      many: 'Надіслано # файлів',
      other: 'Надіслано # файлу',
    }),
  sentOf: (sent, size) => `${sent} з ${size}`,
  summary: (done, total, locale) => `Готово: ${formatNumber(done, locale)} з ${ofFiles(locale, total)}`,
  failures: (count, locale) =>
    `Не вдалося надіслати ${plural(locale, count, {
      one: '# файл',
      few: '# файли',
      many: '# файлів',
      other: '# файлу',
    })}`,
  added: (count, locale) =>
    plural(locale, count, {
      one: 'Додано # файл',
      few: 'Додано # файли',
      many: 'Додано # файлів',
      other: 'Додано # файлу',
    }),
  checking: (count, locale) => `Перевірка ${ofFiles(locale, count)}`,
  readingFolder: (count, locale) => plural(locale, count, { other: 'Читання папки, знайдено файлів: #' }),
  dropAnywhere: 'Перетягніть файли в будь-яке місце',
  rejected: (count, locale) =>
    plural(locale, count, {
      one: '# файл не можна надіслати',
      few: '# файли не можна надіслати',
      many: '# файлів не можна надіслати',
      other: '# файлу не можна надіслати',
    }),
  more: (count, locale) => plural(locale, count, { other: 'і ще #' }),
  showAll: (count, locale) => plural(locale, count, { other: 'Показати всі (#)' }),
  dismiss: 'Закрити',
  undo: 'Повернути',
  interrupted: (count, locale) => `Перервано надсилання ${ofFiles(locale, count)}.`,
  chooseAgain: (name) => `Виберіть ${name} ще раз, щоб продовжити.`,
  goOn: 'Продовжити',
  discard: 'Відхилити',
  cropTitle: 'Обрізати зображення',
  cropHint: 'Перетягніть, щоб перемістити. З клавіатури: стрілки переміщують, плюс і мінус змінюють масштаб.',
  cropHorizontal: 'Ліворуч і праворуч',
  cropVertical: 'Вгору і вниз',
  cropZoom: 'Масштаб',
  cropUse: 'Використати',
  cropCancel: 'Скасувати',
  tooManyFiles: (count, locale) => plural(locale, count, { other: 'Вилучіть зайві файли: щонайбільше #.' }),
  someFailed: 'Деякі файли не надіслано. Спробуйте ще раз або приберіть їх.',
  somePaused: 'Деякі надсилання призупинено. Продовжіть або приберіть їх.',
  notStarted: 'Спершу натисніть «Надіслати».',
  fileTypes: { image: 'зображення', video: 'відео', audio: 'аудіо', text: 'текст', program: 'програма' },
  spoken: {
    added: (name) => `Додано ${name}.`,
    filesAdded: (count, locale) =>
      plural(locale, count, {
        one: 'Додано # файл.',
        few: 'Додано # файли.',
        many: 'Додано # файлів.',
        other: 'Додано # файлу.',
      }),
    removed: (name) => `Прибрано ${name}.`,
    filesRemoved: (count, locale) =>
      plural(locale, count, {
        one: 'Прибрано # файл.',
        few: 'Прибрано # файли.',
        many: 'Прибрано # файлів.',
        other: 'Прибрано # файлу.',
      }),
    canUndo: 'Кнопка «Повернути» — після списку.',
    returned: (name) => `${name} знову у списку.`,
    filesReturned: (count, locale) =>
      plural(locale, count, {
        one: '# файл знову у списку.',
        few: '# файли знову у списку.',
        many: '# файлів знову у списку.',
        other: '# файлу знову у списку.',
      }),
    failed: (name, reason) => `Не вдалося надіслати ${name}. ${reason}`,
    filesFailed: (count, locale) =>
      plural(locale, count, {
        one: 'Не вдалося надіслати # файл.',
        few: 'Не вдалося надіслати # файли.',
        many: 'Не вдалося надіслати # файлів.',
        other: 'Не вдалося надіслати # файлу.',
      }),
    retrying: (name) => `${name} не надійшов. Повторна спроба.`,
    filesRetrying: (count, locale) =>
      plural(locale, count, {
        one: '# файл не надійшов. Повторна спроба.',
        few: '# файли не надійшли. Повторна спроба.',
        many: '# файлів не надійшло. Повторна спроба.',
        other: '# файлу не надійшло. Повторна спроба.',
      }),
    triedAgain: (name) => `Повторна спроба: ${name}.`,
    filesTriedAgain: (count, locale) =>
      plural(locale, count, { one: 'Повторна спроба для # файлу.', other: 'Повторна спроба для # файлів.' }),
    paused: (name) => `Призупинено ${name}.`,
    filesPaused: (count, locale) =>
      plural(locale, count, {
        one: 'Призупинено # файл.',
        few: 'Призупинено # файли.',
        many: 'Призупинено # файлів.',
        other: 'Призупинено # файлу.',
      }),
    resumed: (name) => `Продовжено ${name}.`,
    filesResumed: (count, locale) =>
      plural(locale, count, {
        one: 'Продовжено # файл.',
        few: 'Продовжено # файли.',
        many: 'Продовжено # файлів.',
        other: 'Продовжено # файлу.',
      }),
    canceled: (name) => `Скасовано ${name}.`,
    filesCanceled: (count, locale) =>
      plural(locale, count, {
        one: 'Скасовано # файл.',
        few: 'Скасовано # файли.',
        many: 'Скасовано # файлів.',
        other: 'Скасовано # файлу.',
      }),
    moved: (name, place, count, locale) =>
      `${name} переміщено на місце ${formatNumber(place, locale)} з ${formatNumber(count, locale)}.`,
    connected: 'З’єднання відновлено.',
    progress: (percent) => `Надіслано ${percent}.`,
    finished: (done, total, failed, locale) => {
      const all = plural(locale, total, {
        one: `Готово: ${formatNumber(done, locale)} з # файлу`,
        other: `Готово: ${formatNumber(done, locale)} з # файлів`,
      })
      const lost = plural(locale, failed, { one: 'помилка # файлу', other: 'помилка # файлів' })
      return failed === 0 ? `${all}.` : `${all}, ${lost}.`
    },
    dropHere: 'Відпустіть файли тут, щоб додати їх.',
    progressValue: (percent, sent, size, time) =>
      `${percent}, ${sent} з ${size}${time === null ? '' : `, залишилося: ${time}`}`,
  },
  errors: {
    'unsupported-content-type': ({ allowed }) =>
      `Файли цього типу тут не дозволені.${allowed === undefined ? '' : ` Дозволено: ${allowed}.`}`,
    'file-too-large': ({ limit }, locale) =>
      limit === undefined ? 'Файл завеликий.' : `Файл більший за ${formatBytes(limit, locale)}.`,
    'file-too-small': ({ limit }, locale) =>
      limit === undefined || limit <= 1 ? 'Файл порожній.' : `Файл менший за ${formatBytes(limit, locale)}.`,
    'empty-file': 'Файл порожній.',
    'total-too-large': ({ limit }, locale) =>
      limit === undefined ? 'Файли разом завеликі.' : `Файли разом більші за ${formatBytes(limit, locale)}.`,
    'too-many-files': ({ limit }, locale) =>
      limit === undefined ? 'Забагато файлів.' : `Можна додати не більше ${ofFiles(locale, limit)}.`,
    'folder-too-large': ({ limit = 0 }, locale) =>
      plural(locale, limit, {
        other: 'У папці забагато файлів: щонайбільше #. Додайте її вкладені папки по одній.',
      }),
    'file-unreadable':
      'Не вдається прочитати файл. Виберіть його ще раз або спершу скопіюйте на цей пристрій.',
    'web-link': 'Це посилання на вебсторінку. Спершу збережіть файл на цьому пристрої, а потім додайте його.',
    'quota-exceeded': 'Для цього файлу більше немає місця.',
    'file-changed': 'Файл змінено або переміщено. Виберіть його ще раз.',
    'duplicate-file': 'Цей файл уже є у списку.',
    rejected: 'Файл відхилено.',
    'validator-timeout': 'Файл не вдалося вчасно перевірити. Спробуйте ще раз.',
    'transform-failed': 'Файл не вдалося підготувати. Спробуйте ще раз.',
    'type-mismatch': ({ declared = '', found }) =>
      `За назвою це ${declared}, але вміст — ${found || 'щось інше'}.`,
    'image-dimensions': ({ rule = 'minWidth', limit = 0, size }, locale) =>
      size == null
        ? 'Не вдалося прочитати розмір зображення.'
        : `Розмір зображення ${formatSize(size, locale)} пікселів; ${bounds[rule]} ${formatNumber(limit, locale)}.`,
    'api-unreachable': 'Сервіс надсилання недоступний. Перевірте з’єднання та спробуйте ще раз.',
    'headers-failed': 'Не вдалося отримати дозвіл на надсилання. Спробуйте ще раз.',
    'login-required': 'Ви вийшли з облікового запису. Увійдіть знову в іншій вкладці, а потім спробуйте тут.',
    'network-login-required':
      'Ця мережа потребує входу. Відкрийте для цього будь-який сайт, а потім спробуйте ще раз.',
    'request-blocked':
      'Брандмауер або проксі цієї мережі відхилив надсилання. Спробуйте іншу мережу або зверніться до її адміністратора.',
    'endpoint-not-found': 'Надсилання тут налаштовано неправильно. Повідомте про це власників сторінки.',
    network: 'З’єднання зі сховищем перервалося. Перевірте з’єднання та спробуйте ще раз.',
    'api-unavailable': 'Сервіс перевантажений або недоступний. Спробуйте ще раз за мить.',
    unauthorized: 'Вам не дозволено надсилати сюди файли. Увійдіть знову.',
    'ticket-expired': 'Строк дії дозволу на надсилання минув. Спробуйте ще раз.',
    'checksum-unverified': 'Сховище не змогло підтвердити, що файл надійшов без змін.',
    'checksum-unavailable': 'Цей браузер не може обчислити потрібну тут контрольну суму.',
    'object-mismatch': 'Файл надійшов не повністю. Спробуйте ще раз.',
    'not-an-image': 'Файл збережено, але це не те зображення, на яке вказує його назва.',
    'unsupported-heic': 'Файл збережено, але зображення HEIC неможливо показати. Скористайтеся JPEG.',
    'unsupported-format': 'Файл збережено, але цей формат зображення неможливо показати.',
    'corrupt-image': 'Файл збережено, але зображення пошкоджене.',
    'source-missing': 'Файл було збережено, але його там більше немає.',
    'malware-found': 'Файл збережено, але антивірус знайшов у ньому загрозу.',
    'processing-timeout': 'Файл збережено, але його не вдалося вчасно обробити.',
    unknown: 'Не вдалося надіслати файл.',
  },
}
