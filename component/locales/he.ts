import { formatBytes } from '../text/format-bytes.ts'
import { formatNumber, formatSize } from '../text/format-number.ts'
import type { LocaleWords } from '../text/messages.ts'
import { plural } from '../text/plural.ts'

const files = (locale: string, count: number) =>
  plural(locale, count, { one: 'קובץ אחד', two: 'שני קבצים', other: '# קבצים' })

const bounds = {
  minWidth: 'הרוחב צריך להיות לפחות',
  maxWidth: 'הרוחב צריך להיות לכל היותר',
  minHeight: 'הגובה צריך להיות לפחות',
  maxHeight: 'הגובה צריך להיות לכל היותר',
}

/** Hebrew. */
export const messages: LocaleWords = {
  chooseFile: 'בחירת קובץ',
  chooseFiles: 'בחירת קבצים',
  chooseFolder: 'בחירת תיקייה',
  choosePhoto: 'צילום או בחירת תמונה',
  takePhoto: 'צילום תמונה',
  dropHint: 'או לגרור לכאן',
  upToSize: (size) => `עד ${size} לקובץ`,
  required: 'חובה',
  notLoaded: 'לא ניתן היה לטעון את רכיב ההעלאה. יש לבדוק את החיבור ולטעון מחדש את הדף.',
  valueMissing: 'יש להוסיף קובץ.',
  tooFewFiles: (count, locale) => plural(locale, count, { other: 'נא להוסיף עוד קבצים: לפחות #.' }),
  busy: 'יש להמתין עד לסיום ההעלאה.',
  status: {
    queued: 'בהמתנה',
    preparing: 'בהכנה',
    uploading: 'בהעלאה',
    paused: 'מושהה',
    completing: 'בבדיקה',
    processing: 'בעיבוד',
    ready: 'הושלם',
    failed: 'נכשל',
    canceled: 'בוטל',
  },
  waitsForVisitor: 'לא התחיל',
  stored: 'נשמר',
  waitsForNetwork: 'אין חיבור. ימשיך מעצמו.',
  retrying: (reason, time, attempt, retries, locale) =>
    `${reason}, ניסיון נוסף${time === null ? '' : ` בעוד ${time}`} (${formatNumber(attempt, locale)} מתוך ${formatNumber(retries, locale)})`,
  retryReason: { connection: 'החיבור אבד', busy: 'השירות עמוס', failed: 'נכשל' },
  tryingAgain: 'ניסיון נוסף',
  timeLeft: (time) => `זמן שנותר: ${time}`,
  pause: (name) => `השהיית ${name}`,
  resume: (name) => `המשך ${name}`,
  retry: (name) => `ניסיון נוסף: ${name}`,
  cancel: (name) => `ביטול ${name}`,
  remove: (name) => `הסרת ${name}`,
  numbered: (name, number, locale) => `${name} (${formatNumber(number, locale)})`,
  move: (name, place, count, locale) =>
    `הזזת ${name}, ${formatNumber(place, locale)} מתוך ${formatNumber(count, locale)}`,
  lifted: (name) => `${name} נבחר. מקשי החצים מזיזים אותו; או בחרו את הידית של מקומו החדש.`,
  moveCanceled: (name) => `${name} נשאר במקומו.`,
  caption: 'כיתוב',
  altText: 'תיאור התמונה',
  addMore: 'הוספת קבצים',
  replace: 'החלפה',
  startAll: 'העלאה',
  pauseAll: 'השהיית הכול',
  resumeAll: 'המשך הכול',
  retryAll: 'ניסיון נוסף להכול',
  clearFinished: 'הסרת קבצים שהושלמו',
  progressOf: (name) => `העלאת ${name}`,
  totalProgress: 'העלאת כל הקבצים',
  allDone: (count, locale) =>
    plural(locale, count, { one: 'קובץ אחד הועלה', two: 'שני קבצים הועלו', other: '# קבצים הועלו' }),
  sentOf: (sent, size) => `${sent} מתוך ${size}`,
  summary: (done, total, locale) => `הושלמו: ${formatNumber(done, locale)} מתוך ${files(locale, total)}`,
  failures: (count, locale) =>
    plural(locale, count, { one: 'קובץ אחד נכשל', two: 'שני קבצים נכשלו', other: '# קבצים נכשלו' }),
  added: (count, locale) =>
    plural(locale, count, { one: 'קובץ אחד נוסף', two: 'שני קבצים נוספו', other: '# קבצים נוספו' }),
  checking: (count, locale) =>
    plural(locale, count, { one: 'קובץ אחד בבדיקה', two: 'שני קבצים בבדיקה', other: '# קבצים בבדיקה' }),
  readingFolder: (count, locale) => plural(locale, count, { other: 'התיקייה נקראת, קבצים שנמצאו: #' }),
  dropAnywhere: 'אפשר לשחרר קבצים בכל מקום',
  rejected: (count, locale) => `לא ניתן להעלות ${files(locale, count)}`,
  more: (count, locale) => plural(locale, count, { other: 'ועוד #' }),
  showAll: (count, locale) => plural(locale, count, { other: 'הצגת הכול (#)' }),
  dismiss: 'סגירה',
  undo: 'ביטול הסרה',
  interrupted: (count, locale) =>
    plural(locale, count, {
      one: 'העלאה אחת נקטעה.',
      two: 'שתי העלאות נקטעו.',
      other: '# העלאות נקטעו.',
    }),
  chooseAgain: (name) => `כדי להמשיך יש לבחור שוב את ${name}.`,
  goOn: 'המשך',
  discard: 'ויתור',
  cropTitle: 'חיתוך התמונה',
  cropHint: 'גוררים כדי להזיז. במקלדת: מקשי החצים מזיזים, פלוס ומינוס משנים את הזום.',
  cropHorizontal: 'ימינה ושמאלה',
  cropVertical: 'למעלה ולמטה',
  cropZoom: 'זום',
  cropUse: 'שימוש',
  cropCancel: 'ביטול',
  tooManyFiles: (count, locale) => plural(locale, count, { other: 'נא להסיר קבצים: לא יותר מ־#.' }),
  someFailed: 'חלק מהקבצים לא הועלו. אפשר לנסות שוב או להסיר אותם.',
  somePaused: 'חלק מההעלאות מושהות. יש להמשיך או להסיר אותן.',
  notStarted: 'יש ללחוץ תחילה על ״העלאה״.',
  fileTypes: { image: 'תמונות', video: 'סרטונים', audio: 'שמע', text: 'טקסט', program: 'תוכנה' },
  spoken: {
    added: (name) => `${name} נוסף.`,
    filesAdded: (count, locale) =>
      plural(locale, count, { one: 'קובץ אחד נוסף.', two: 'שני קבצים נוספו.', other: '# קבצים נוספו.' }),
    removed: (name) => `${name} הוסר.`,
    filesRemoved: (count, locale) =>
      plural(locale, count, { one: 'קובץ אחד הוסר.', two: 'שני קבצים הוסרו.', other: '# קבצים הוסרו.' }),
    canUndo: 'הכפתור ״ביטול הסרה״ נמצא אחרי הרשימה.',
    returned: (name) => `${name} חזר לרשימה.`,
    filesReturned: (count, locale) =>
      plural(locale, count, {
        one: 'קובץ אחד חזר לרשימה.',
        two: 'שני קבצים חזרו לרשימה.',
        other: '# קבצים חזרו לרשימה.',
      }),
    failed: (name, reason) => `${name} נכשל. ${reason}`,
    filesFailed: (count, locale) =>
      plural(locale, count, { one: 'קובץ אחד נכשל.', two: 'שני קבצים נכשלו.', other: '# קבצים נכשלו.' }),
    retrying: (name) => `${name} לא הגיע. מתבצע ניסיון נוסף.`,
    filesRetrying: (count, locale) =>
      plural(locale, count, {
        one: 'קובץ אחד לא הגיע. מתבצע ניסיון נוסף.',
        two: 'שני קבצים לא הגיעו. מתבצע ניסיון נוסף.',
        other: '# קבצים לא הגיעו. מתבצע ניסיון נוסף.',
      }),
    triedAgain: (name) => `ניסיון נוסף: ${name}.`,
    filesTriedAgain: (count, locale) =>
      plural(locale, count, {
        one: 'ניסיון נוסף לקובץ אחד.',
        two: 'ניסיון נוסף לשני קבצים.',
        other: 'ניסיון נוסף ל־# קבצים.',
      }),
    paused: (name) => `${name} הושהה.`,
    filesPaused: (count, locale) =>
      plural(locale, count, { one: 'קובץ אחד הושהה.', two: 'שני קבצים הושהו.', other: '# קבצים הושהו.' }),
    resumed: (name) => `${name} ממשיך.`,
    filesResumed: (count, locale) =>
      plural(locale, count, { one: 'קובץ אחד ממשיך.', two: 'שני קבצים ממשיכים.', other: '# קבצים ממשיכים.' }),
    canceled: (name) => `${name} בוטל.`,
    filesCanceled: (count, locale) =>
      plural(locale, count, { one: 'קובץ אחד בוטל.', two: 'שני קבצים בוטלו.', other: '# קבצים בוטלו.' }),
    moved: (name, place, count, locale) =>
      `${name} הועבר למקום ${formatNumber(place, locale)} מתוך ${formatNumber(count, locale)}.`,
    connected: 'החיבור חזר.',
    progress: (percent) => `${percent} הועלו.`,
    finished: (done, total, failed, locale) => {
      const all = `הושלמו: ${formatNumber(done, locale)} מתוך ${files(locale, total)}`
      const lost = plural(locale, failed, {
        one: 'קובץ אחד נכשל',
        two: 'שני קבצים נכשלו',
        other: '# קבצים נכשלו',
      })
      return failed === 0 ? `${all}.` : `${all}, ${lost}.`
    },
    dropHere: 'יש לשחרר את הקבצים כאן כדי להוסיף אותם.',
    progressValue: (percent, sent, size, time) =>
      `${percent}, ${sent} מתוך ${size}${time === null ? '' : `, זמן שנותר: ${time}`}`,
  },
  errors: {
    'unsupported-content-type': ({ allowed }) =>
      `קבצים מסוג זה אינם מותרים כאן.${allowed === undefined ? '' : ` מותר: ${allowed}.`}`,
    'file-too-large': ({ limit }, locale) =>
      limit === undefined ? 'הקובץ גדול מדי.' : `הקובץ גדול מ־${formatBytes(limit, locale)}.`,
    'file-too-small': ({ limit }, locale) =>
      limit === undefined || limit <= 1 ? 'הקובץ ריק.' : `הקובץ קטן מ־${formatBytes(limit, locale)}.`,
    'empty-file': 'הקובץ ריק.',
    'total-too-large': ({ limit }, locale) =>
      limit === undefined ? 'הקבצים יחד גדולים מדי.' : `הקבצים יחד גדולים מ־${formatBytes(limit, locale)}.`,
    'too-many-files': ({ limit }, locale) =>
      limit === undefined
        ? 'יש יותר מדי קבצים.'
        : plural(locale, limit, {
            one: 'אפשר להוסיף קובץ אחד לכל היותר.',
            two: 'אפשר להוסיף שני קבצים לכל היותר.',
            other: 'אפשר להוסיף # קבצים לכל היותר.',
          }),
    'folder-too-large': ({ limit = 0 }, locale) =>
      plural(locale, limit, {
        other: 'בתיקייה יש יותר מדי קבצים: לא יותר מ־#. יש להוסיף את תיקיות המשנה אחת אחת.',
      }),
    'file-unreadable': 'לא ניתן לקרוא את הקובץ. נא לבחור אותו שוב או להעתיק אותו קודם למכשיר הזה.',
    'web-link': 'זה קישור לדף אינטרנט. יש לשמור קודם את הקובץ במכשיר הזה ואז להוסיף אותו.',
    'quota-exceeded': 'לא נותר מקום לקובץ הזה.',
    'file-changed': 'הקובץ שונה או הועבר. יש לבחור אותו שוב.',
    'duplicate-file': 'הקובץ כבר נמצא ברשימה.',
    rejected: 'הקובץ נדחה.',
    'validator-timeout': 'לא ניתן היה לבדוק את הקובץ בזמן. אפשר לנסות שוב.',
    'transform-failed': 'לא ניתן היה להכין את הקובץ. אפשר לנסות שוב.',
    'type-mismatch': ({ declared = '', found }) =>
      `לפי השם זהו ${declared}, אבל התוכן הוא ${found || 'משהו אחר'}.`,
    'image-dimensions': ({ rule = 'minWidth', limit = 0, size }, locale) =>
      size == null
        ? 'לא ניתן לקרוא את מידות התמונה.'
        : `מידות התמונה הן \u202d${formatSize(size, locale)}\u202c פיקסלים; ${bounds[rule]} ${formatNumber(limit, locale)}.`,
    'api-unreachable': 'אין גישה לשירות ההעלאה. יש לבדוק את החיבור ולנסות שוב.',
    'headers-failed': 'לא ניתן היה לקבל הרשאת העלאה. אפשר לנסות שוב.',
    'login-required': 'נותקת מהחשבון. יש להתחבר שוב בכרטיסייה אחרת ואז לנסות כאן שוב.',
    'network-login-required': 'הרשת הזו דורשת התחברות. יש לפתוח אתר כלשהו כדי להתחבר ואז לנסות שוב.',
    'request-blocked':
      'חומת אש או שרת proxy ברשת הזו דחו את ההעלאה. אפשר לנסות רשת אחרת או לפנות למנהל הרשת.',
    'endpoint-not-found': 'ההעלאה אינה מוגדרת כראוי כאן. נא להודיע למפעילי הדף.',
    network: 'החיבור לאחסון נקטע. יש לבדוק את החיבור ולנסות שוב.',
    'api-unavailable': 'השירות עמוס או אינו זמין. אפשר לנסות שוב בעוד רגע.',
    unauthorized: 'אין לך הרשאה להעלות לכאן. יש להתחבר שוב.',
    'ticket-expired': 'תוקף הרשאת ההעלאה פג. אפשר לנסות שוב.',
    'checksum-unverified': 'האחסון לא הצליח לאשר שהקובץ הגיע ללא שינוי.',
    'checksum-unavailable': 'הדפדפן הזה אינו יכול לחשב את סכום הביקורת הנדרש כאן.',
    'object-mismatch': 'הקובץ לא הגיע בשלמותו. אפשר לנסות שוב.',
    'not-an-image': 'הקובץ נשמר, אבל הוא אינו התמונה ששמו מציין.',
    'unsupported-heic': 'הקובץ נשמר, אבל לא ניתן להציג תמונות HEIC. נא להשתמש ב־JPEG.',
    'unsupported-format': 'הקובץ נשמר, אבל לא ניתן להציג תמונות בתבנית הזו.',
    'corrupt-image': 'הקובץ נשמר, אבל התמונה פגומה.',
    'source-missing': 'הקובץ נשמר, אבל הוא כבר אינו שם.',
    'malware-found': 'הקובץ נשמר, אבל סריקת הווירוסים מצאה בו איום.',
    'processing-timeout': 'הקובץ נשמר, אבל לא ניתן היה לעבד אותו בזמן.',
    unknown: 'לא ניתן היה להעלות את הקובץ.',
  },
}
