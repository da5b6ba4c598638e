import { formatBytes } from '../text/format-bytes.ts'
import { formatNumber, formatSize } from '../text/format-number.ts'
import type { LocaleWords } from '../text/messages.ts'
import { plural } from '../text/plural.ts'

/** After a verb: one file, two files, 3 to 10, 11 to 99, and hundreds. */
const files = (locale: string, count: number) =>
  plural(locale, count, {
    zero: '# ملف',
    one: 'ملف واحد',
    two: 'ملفين',
    few: '# ملفات',
    many: '# ملفًا',
    other: '# ملف',
  })

const bounds = {
  minWidth: 'يجب ألا يقل العرض عن',
  maxWidth: 'يجب ألا يزيد العرض على',
  minHeight: 'يجب ألا يقل الارتفاع عن',
  maxHeight: 'يجب ألا يزيد الارتفاع على',
}

/** Arabic. */
export const messages: LocaleWords = {
  chooseFile: 'اختيار ملف',
  chooseFiles: 'اختيار ملفات',
  chooseFolder: 'اختيار مجلد',
  choosePhoto: 'التقاط صورة أو اختيارها',
  takePhoto: 'التقاط صورة',
  dropHint: 'أو الإفلات هنا',
  upToSize: (size) => `حتى ${size} لكل ملف`,
  required: 'مطلوب',
  notLoaded: 'تعذّر تحميل أداة الرفع. تحقّق من الاتصال وأعد تحميل الصفحة.',
  valueMissing: 'يُرجى إضافة ملف.',
  tooFewFiles: (count, locale) =>
    plural(locale, count, { other: 'يُرجى إضافة مزيد من الملفات، الحد الأدنى: #.' }),
  busy: 'يُرجى الانتظار حتى يكتمل الرفع.',
  status: {
    queued: 'في الانتظار',
    preparing: 'جارٍ التحضير',
    uploading: 'جارٍ الرفع',
    paused: 'متوقف مؤقتًا',
    completing: 'جارٍ التحقق',
    processing: 'جارٍ المعالجة',
    ready: 'تم',
    failed: 'فشل',
    canceled: 'أُلغي',
  },
  waitsForVisitor: 'لم يبدأ',
  stored: 'محفوظ',
  waitsForNetwork: 'لا يوجد اتصال. سيُستأنف تلقائيًا.',
  retrying: (reason, time, attempt, retries, locale) =>
    `${reason}، إعادة المحاولة${time === null ? '' : ` بعد ${time}`} (${formatNumber(attempt, locale)} من ${formatNumber(retries, locale)})`,
  retryReason: { connection: 'انقطع الاتصال', busy: 'الخدمة مشغولة', failed: 'فشل' },
  tryingAgain: 'إعادة المحاولة',
  timeLeft: (time) => `الوقت المتبقي: ${time}`,
  pause: (name) => `إيقاف ${name} مؤقتًا`,
  resume: (name) => `استئناف ${name}`,
  retry: (name) => `إعادة محاولة ${name}`,
  cancel: (name) => `إلغاء ${name}`,
  remove: (name) => `إزالة ${name}`,
  numbered: (name, number, locale) => `${name} (${formatNumber(number, locale)})`,
  move: (name, place, count, locale) =>
    `نقل ${name}، ${formatNumber(place, locale)} من ${formatNumber(count, locale)}`,
  lifted: (name) => `تم اختيار ${name}. انقله بمفاتيح الأسهم، أو اختر مقبض مكانه الجديد.`,
  moveCanceled: (name) => `بقي ${name} في مكانه.`,
  caption: 'تعليق',
  altText: 'وصف الصورة',
  addMore: 'إضافة المزيد',
  replace: 'استبدال',
  startAll: 'رفع',
  pauseAll: 'إيقاف الكل مؤقتًا',
  resumeAll: 'استئناف الكل',
  retryAll: 'إعادة محاولة الكل',
  clearFinished: 'إزالة المكتملة',
  progressOf: (name) => `رفع ${name}`,
  totalProgress: 'رفع جميع الملفات',
  allDone: (count, locale) => `تم رفع ${files(locale, count)}`,
  sentOf: (sent, size) => `${sent} من ${size}`,
  summary: (done, total, locale) => `اكتمل ${formatNumber(done, locale)} من أصل ${files(locale, total)}`,
  failures: (count, locale) => `فشل رفع ${files(locale, count)}`,
  added: (count, locale) => `تمت إضافة ${files(locale, count)}`,
  checking: (count, locale) => `جارٍ فحص ${files(locale, count)}`,
  readingFolder: (count, locale) =>
    plural(locale, count, { other: 'جارٍ قراءة المجلد، عدد الملفات التي عُثر عليها: #' }),
  dropAnywhere: 'أفلت الملفات في أي مكان',
  rejected: (count, locale) => `لا يمكن رفع ${files(locale, count)}`,
  more: (count, locale) =>
    plural(locale, count, {
      one: 'وملف آخر',
      two: 'وملفان آخران',
      few: 'و# ملفات أخرى',
      many: 'و# ملفًا آخر',
      other: 'و# ملف آخر',
    }),
  showAll: (count, locale) => plural(locale, count, { other: 'عرض الكل (#)' }),
  dismiss: 'إغلاق',
  undo: 'تراجع',
  interrupted: (count, locale) =>
    plural(locale, count, {
      zero: 'انقطعت # عملية رفع.',
      one: 'انقطعت عملية رفع واحدة.',
      two: 'انقطعت عمليتا رفع.',
      few: 'انقطعت # عمليات رفع.',
      many: 'انقطعت # عملية رفع.',
      other: 'انقطعت # عملية رفع.',
    }),
  chooseAgain: (name) => `اختر ${name} مرة أخرى للمتابعة.`,
  goOn: 'متابعة',
  discard: 'تجاهل',
  cropTitle: 'قص الصورة',
  cropHint: 'اسحب للتحريك. بلوحة المفاتيح: تحرّك الأسهم الصورة، ويغيّر زائد وناقص التكبير.',
  cropHorizontal: 'يمينًا ويسارًا',
  cropVertical: 'أعلى وأسفل',
  cropZoom: 'التكبير',
  cropUse: 'استخدام',
  cropCancel: 'إلغاء',
  tooManyFiles: (count, locale) =>
    plural(locale, count, { other: 'يُرجى إزالة بعض الملفات، الحد الأقصى: #.' }),
  someFailed: 'لم تُرفع بعض الملفات. أعد المحاولة أو أزلها.',
  somePaused: 'بعض عمليات الرفع متوقفة مؤقتًا. استأنفها أو أزلها.',
  notStarted: 'اضغط على «رفع» أولًا.',
  fileTypes: { image: 'الصور', video: 'الفيديو', audio: 'الصوت', text: 'النصوص', program: 'برنامج' },
  spoken: {
    added: (name) => `تمت إضافة ${name}.`,
    filesAdded: (count, locale) =>
      plural(locale, count, {
        zero: 'تمت إضافة # ملف.',
        one: 'تمت إضافة ملف واحد.',
        two: 'تمت إضافة ملفين.',
        few: 'تمت إضافة # ملفات.',
        many: 'تمت إضافة # ملفًا.',
        other: 'تمت إضافة # ملف.',
      }),
    removed: (name) => `تمت إزالة ${name}.`,
    filesRemoved: (count, locale) =>
      plural(locale, count, {
        zero: 'تمت إزالة # ملف.',
        one: 'تمت إزالة ملف واحد.',
        two: 'تمت إزالة ملفين.',
        few: 'تمت إزالة # ملفات.',
        many: 'تمت إزالة # ملفًا.',
        other: 'تمت إزالة # ملف.',
      }),
    canUndo: 'زر «تراجع» بعد القائمة.',
    returned: (name) => `تمت إعادة ${name} إلى القائمة.`,
    filesReturned: (count, locale) =>
      plural(locale, count, {
        zero: 'تمت إعادة # ملف إلى القائمة.',
        one: 'تمت إعادة ملف واحد إلى القائمة.',
        two: 'تمت إعادة ملفين إلى القائمة.',
        few: 'تمت إعادة # ملفات إلى القائمة.',
        many: 'تمت إعادة # ملفًا إلى القائمة.',
        other: 'تمت إعادة # ملف إلى القائمة.',
      }),
    failed: (name, reason) => `فشل رفع ${name}. ${reason}`,
    filesFailed: (count, locale) =>
      plural(locale, count, {
        zero: 'فشل رفع # ملف.',
        one: 'فشل رفع ملف واحد.',
        two: 'فشل رفع ملفين.',
        few: 'فشل رفع # ملفات.',
        many: 'فشل رفع # ملفًا.',
        other: 'فشل رفع # ملف.',
      }),
    retrying: (name) => `لم يصل ${name}. تُعاد المحاولة.`,
    filesRetrying: (count, locale) =>
      plural(locale, count, {
        zero: 'تعذّر إيصال # ملف. تُعاد المحاولة.',
        one: 'تعذّر إيصال ملف واحد. تُعاد المحاولة.',
        two: 'تعذّر إيصال ملفين. تُعاد المحاولة.',
        few: 'تعذّر إيصال # ملفات. تُعاد المحاولة.',
        many: 'تعذّر إيصال # ملفًا. تُعاد المحاولة.',
        other: 'تعذّر إيصال # ملف. تُعاد المحاولة.',
      }),
    triedAgain: (name) => `تُعاد محاولة ${name}.`,
    filesTriedAgain: (count, locale) =>
      plural(locale, count, {
        zero: 'تُعاد محاولة رفع # ملف.',
        one: 'تُعاد محاولة رفع ملف واحد.',
        two: 'تُعاد محاولة رفع ملفين.',
        few: 'تُعاد محاولة رفع # ملفات.',
        many: 'تُعاد محاولة رفع # ملفًا.',
        other: 'تُعاد محاولة رفع # ملف.',
      }),
    paused: (name) => `تم إيقاف ${name} مؤقتًا.`,
    filesPaused: (count, locale) =>
      plural(locale, count, {
        zero: 'تم إيقاف # ملف مؤقتًا.',
        one: 'تم إيقاف ملف واحد مؤقتًا.',
        two: 'تم إيقاف ملفين مؤقتًا.',
        few: 'تم إيقاف # ملفات مؤقتًا.',
        many: 'تم إيقاف # ملفًا مؤقتًا.',
        other: 'تم إيقاف # ملف مؤقتًا.',
      }),
    resumed: (name) => `تم استئناف ${name}.`,
    filesResumed: (count, locale) =>
      plural(locale, count, {
        zero: 'تم استئناف # ملف.',
        one: 'تم استئناف ملف واحد.',
        two: 'تم استئناف ملفين.',
        few: 'تم استئناف # ملفات.',
        many: 'تم استئناف # ملفًا.',
        other: 'تم استئناف # ملف.',
      }),
    canceled: (name) => `تم إلغاء ${name}.`,
    filesCanceled: (count, locale) =>
      plural(locale, count, {
        zero: 'تم إلغاء # ملف.',
        one: 'تم إلغاء ملف واحد.',
        two: 'تم إلغاء ملفين.',
        few: 'تم إلغاء # ملفات.',
        many: 'تم إلغاء # ملفًا.',
        other: 'تم إلغاء # ملف.',
      }),
    moved: (name, place, count, locale) =>
      `نُقل ${name} إلى الموضع ${formatNumber(place, locale)} من ${formatNumber(count, locale)}.`,
    connected: 'عاد الاتصال.',
    progress: (percent) => `تم رفع ${percent}.`,
    finished: (done, total, failed, locale) => {
      const all = `اكتمل ${formatNumber(done, locale)} من أصل ${files(locale, total)}`
      const lost = plural(locale, failed, {
        zero: 'وفشل رفع # ملف',
        one: 'وفشل رفع ملف واحد',
        two: 'وفشل رفع ملفين',
        few: 'وفشل رفع # ملفات',
        many: 'وفشل رفع # ملفًا',
        other: 'وفشل رفع # ملف',
      })
      return failed === 0 ? `${all}.` : `${all}، ${lost}.`
    },
    dropHere: 'أفلت الملفات هنا لإضافتها.',
    progressValue: (percent, sent, size, time) =>
      `${percent}، ${sent} من ${size}${time === null ? '' : `، الوقت المتبقي: ${time}`}`,
  },
  errors: {
    'unsupported-content-type': ({ allowed }) =>
      `هذا النوع من الملفات غير مسموح به هنا.${allowed === undefined ? '' : ` المسموح به: ${allowed}.`}`,
    'file-too-large': ({ limit }, locale) =>
      limit === undefined ? 'الملف كبير جدًا.' : `الملف أكبر من ${formatBytes(limit, locale)}.`,
    'file-too-small': ({ limit }, locale) =>
      limit === undefined || limit <= 1 ? 'الملف فارغ.' : `الملف أصغر من ${formatBytes(limit, locale)}.`,
    'empty-file': 'الملف فارغ.',
    'total-too-large': ({ limit }, locale) =>
      limit === undefined
        ? 'حجم الملفات معًا كبير جدًا.'
        : `حجم الملفات معًا أكبر من ${formatBytes(limit, locale)}.`,
    'too-many-files': ({ limit }, locale) =>
      limit === undefined ? 'عدد الملفات كبير جدًا.' : `لا يمكن إضافة أكثر من ${files(locale, limit)}.`,
    'folder-too-large': ({ limit = 0 }, locale) =>
      plural(locale, limit, {
        other: 'في المجلد ملفات كثيرة جدًا، الحد الأقصى: #. أضف مجلداته الفرعية واحدًا تلو الآخر.',
      }),
    'file-unreadable': 'تتعذر قراءة الملف. يُرجى اختياره مرة أخرى أو نسخه أولًا إلى هذا الجهاز.',
    'web-link': 'هذا رابط لصفحة ويب. احفظ الملف على هذا الجهاز أولًا ثم أضفه.',
    'quota-exceeded': 'لم تعد هناك مساحة لهذا الملف.',
    'file-changed': 'تغيّر الملف أو نُقل. يُرجى اختياره مرة أخرى.',
    'duplicate-file': 'الملف موجود في القائمة بالفعل.',
    rejected: 'رُفض الملف.',
    'validator-timeout': 'تعذّر فحص الملف في الوقت المحدد. يُرجى إعادة المحاولة.',
    'transform-failed': 'تعذّر تحضير الملف. يُرجى إعادة المحاولة.',
    'type-mismatch': ({ declared = '', found }) =>
      `يدل الاسم على ${declared}، لكن المحتوى ${found || 'شيء آخر'}.`,
    'image-dimensions': ({ rule = 'minWidth', limit = 0, size }, locale) =>
      size == null
        ? 'تعذّرت قراءة أبعاد الصورة.'
        : `أبعاد الصورة \u202d${formatSize(size, locale)}\u202c بكسل؛ ${bounds[rule]} ${formatNumber(limit, locale)}.`,
    'api-unreachable': 'تعذّر الوصول إلى خدمة الرفع. تحقّق من الاتصال وأعد المحاولة.',
    'headers-failed': 'تعذّر الحصول على إذن الرفع. يُرجى إعادة المحاولة.',
    'login-required': 'لقد سُجّل خروجك. سجّل الدخول في علامة تبويب أخرى، ثم أعد المحاولة هنا.',
    'network-login-required':
      'تطلب هذه الشبكة تسجيل الدخول أولًا. افتح أي موقع لتسجيل الدخول، ثم أعد المحاولة.',
    'request-blocked':
      'رفض جدار حماية أو خادم وكيل في هذه الشبكة عملية الرفع. جرّب شبكة أخرى أو اسأل مسؤولها.',
    'endpoint-not-found': 'لم يُضبط الرفع هنا بشكل صحيح. يُرجى إبلاغ القائمين على هذه الصفحة.',
    network: 'انقطع الاتصال بوحدة التخزين. تحقّق من الاتصال وأعد المحاولة.',
    'api-unavailable': 'الخدمة مشغولة أو متوقفة. يُرجى إعادة المحاولة بعد قليل.',
    unauthorized: 'لا يُسمح لك بالرفع هنا. يُرجى تسجيل الدخول مرة أخرى.',
    'ticket-expired': 'انتهت صلاحية إذن الرفع. يُرجى إعادة المحاولة.',
    'checksum-unverified': 'تعذّر على وحدة التخزين تأكيد وصول الملف دون تغيير.',
    'checksum-unavailable': 'لا يستطيع هذا المتصفح حساب المجموع الاختباري المطلوب هنا.',
    'object-mismatch': 'لم يصل الملف كاملًا. يُرجى إعادة المحاولة.',
    'not-an-image': 'حُفظ الملف، لكنه ليس الصورة التي يدل عليها اسمه.',
    'unsupported-heic': 'حُفظ الملف، لكن لا يمكن عرض صور HEIC. يُرجى استخدام JPEG.',
    'unsupported-format': 'حُفظ الملف، لكن لا يمكن عرض هذا التنسيق من الصور.',
    'corrupt-image': 'حُفظ الملف، لكن الصورة تالفة.',
    'source-missing': 'حُفظ الملف، لكنه لم يعد موجودًا.',
    'malware-found': 'حُفظ الملف، لكن فحص الفيروسات وجد فيه تهديدًا.',
    'processing-timeout': 'حُفظ الملف، لكن تعذّرت معالجته في الوقت المحدد.',
    unknown: 'تعذّر رفع الملف.',
  },
}
