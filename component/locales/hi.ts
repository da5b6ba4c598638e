import { formatBytes } from '../text/format-bytes.ts'
import { formatNumber, formatSize } from '../text/format-number.ts'
import type { LocaleWords } from '../text/messages.ts'
import { plural } from '../text/plural.ts'

const bounds = {
  minWidth: 'चौड़ाई कम से कम',
  maxWidth: 'चौड़ाई अधिक से अधिक',
  minHeight: 'ऊँचाई कम से कम',
  maxHeight: 'ऊँचाई अधिक से अधिक',
}

/** Hindi. */
export const messages: LocaleWords = {
  chooseFile: 'फ़ाइल चुनें',
  chooseFiles: 'फ़ाइलें चुनें',
  chooseFolder: 'फ़ोल्डर चुनें',
  choosePhoto: 'फ़ोटो लें या चुनें',
  takePhoto: 'फ़ोटो लें',
  dropHint: 'या यहाँ छोड़ें',
  upToSize: (size) => `प्रत्येक ${size} तक`,
  required: 'अनिवार्य',
  notLoaded: 'अपलोड मॉड्यूल लोड नहीं हो सका। अपना कनेक्शन जाँचें और पेज फिर से लोड करें।',
  valueMissing: 'कृपया एक फ़ाइल जोड़ें।',
  tooFewFiles: (count, locale) => plural(locale, count, { other: 'कृपया और फ़ाइलें जोड़ें: कम से कम #।' }),
  busy: 'कृपया अपलोड पूरा होने तक प्रतीक्षा करें।',
  status: {
    queued: 'प्रतीक्षा में',
    preparing: 'तैयारी हो रही है',
    uploading: 'अपलोड हो रहा है',
    paused: 'रुका हुआ',
    completing: 'जाँच हो रही है',
    processing: 'प्रोसेस हो रहा है',
    ready: 'पूरा हुआ',
    failed: 'विफल',
    canceled: 'रद्द किया गया',
  },
  waitsForVisitor: 'शुरू नहीं हुआ',
  stored: 'सहेजा गया',
  waitsForNetwork: 'कनेक्शन नहीं है। अपने आप जारी रहेगा।',
  retrying: (reason, time, attempt, retries, locale) =>
    `${reason}, ${time === null ? '' : `${time} में `}फिर से कोशिश (${formatNumber(retries, locale)} में से ${formatNumber(attempt, locale)})`,
  retryReason: { connection: 'कनेक्शन टूट गया', busy: 'सेवा व्यस्त है', failed: 'विफल' },
  tryingAgain: 'फिर से कोशिश हो रही है',
  timeLeft: (time) => `${time} शेष`,
  pause: (name) => `${name} को रोकें`,
  resume: (name) => `${name} को जारी रखें`,
  retry: (name) => `${name} को फिर से आज़माएँ`,
  cancel: (name) => `${name} को रद्द करें`,
  remove: (name) => `${name} को हटाएँ`,
  numbered: (name, number, locale) => `${name} (${formatNumber(number, locale)})`,
  move: (name, place, count, locale) =>
    `${name} को खिसकाएँ, ${formatNumber(count, locale)} में से ${formatNumber(place, locale)}`,
  lifted: (name) => `${name} चुना गया। तीर कुंजियों से खिसकाएँ, या नई जगह का हैंडल चुनें।`,
  moveCanceled: (name) => `${name} अपनी जगह पर है।`,
  caption: 'कैप्शन',
  altText: 'चित्र का विवरण',
  addMore: 'और जोड़ें',
  replace: 'बदलें',
  startAll: 'अपलोड करें',
  pauseAll: 'सभी रोकें',
  resumeAll: 'सभी जारी रखें',
  retryAll: 'सभी फिर से आज़माएँ',
  clearFinished: 'पूरी हुई फ़ाइलें हटाएँ',
  progressOf: (name) => `${name} का अपलोड`,
  totalProgress: 'सभी फ़ाइलों का अपलोड',
  allDone: (count, locale) => plural(locale, count, { one: '# फ़ाइल अपलोड हुई', other: '# फ़ाइलें अपलोड हुईं' }),
  sentOf: (sent, size) => `${size} में से ${sent}`,
  summary: (done, total, locale) =>
    `${plural(locale, total, { one: '# फ़ाइल', other: '# फ़ाइलों' })} में से ${formatNumber(done, locale)} पूरी`,
  failures: (count, locale) => plural(locale, count, { one: '# फ़ाइल विफल हुई', other: '# फ़ाइलें विफल हुईं' }),
  added: (count, locale) => plural(locale, count, { one: '# फ़ाइल जोड़ी गई', other: '# फ़ाइलें जोड़ी गईं' }),
  checking: (count, locale) =>
    plural(locale, count, { one: '# फ़ाइल की जाँच हो रही है', other: '# फ़ाइलों की जाँच हो रही है' }),
  readingFolder: (count, locale) => plural(locale, count, { other: 'फ़ोल्डर पढ़ा जा रहा है, मिली फ़ाइलें: #' }),
  dropAnywhere: 'फ़ाइलें कहीं भी छोड़ें',
  rejected: (count, locale) =>
    plural(locale, count, {
      one: '# फ़ाइल अपलोड नहीं की जा सकती',
      other: '# फ़ाइलें अपलोड नहीं की जा सकतीं',
    }),
  more: (count, locale) => plural(locale, count, { other: 'और # अन्य' }),
  showAll: (count, locale) => plural(locale, count, { other: 'सभी # दिखाएँ' }),
  dismiss: 'बंद करें',
  undo: 'वापस लाएँ',
  interrupted: (count, locale) =>
    plural(locale, count, { one: '# अपलोड बीच में रुक गया।', other: '# अपलोड बीच में रुक गए।' }),
  chooseAgain: (name) => `जारी रखने के लिए ${name} को फिर से चुनें।`,
  goOn: 'जारी रखें',
  discard: 'छोड़ दें',
  cropTitle: 'तस्वीर काटें',
  cropHint: 'खिसकाने के लिए खींचें। कीबोर्ड पर: तीर वाली कुंजियाँ खिसकाती हैं, प्लस और माइनस ज़ूम करते हैं।',
  cropHorizontal: 'बाएँ और दाएँ',
  cropVertical: 'ऊपर और नीचे',
  cropZoom: 'ज़ूम',
  cropUse: 'इस्तेमाल करें',
  cropCancel: 'रद्द करें',
  tooManyFiles: (count, locale) => plural(locale, count, { other: 'कृपया कुछ फ़ाइलें हटाएँ: अधिक से अधिक #।' }),
  someFailed: 'कुछ फ़ाइलें अपलोड नहीं हुईं। फिर से कोशिश करें या उन्हें हटाएँ।',
  somePaused: 'कुछ अपलोड रुके हुए हैं। उन्हें जारी रखें या हटाएँ।',
  notStarted: 'पहले “अपलोड करें” दबाएँ।',
  fileTypes: { image: 'चित्र', video: 'वीडियो', audio: 'ऑडियो', text: 'टेक्स्ट', program: 'प्रोग्राम' },
  spoken: {
    added: (name) => `${name} जोड़ी गई।`,
    filesAdded: (count, locale) =>
      plural(locale, count, { one: '# फ़ाइल जोड़ी गई।', other: '# फ़ाइलें जोड़ी गईं।' }),
    removed: (name) => `${name} हटाई गई।`,
    filesRemoved: (count, locale) =>
      plural(locale, count, { one: '# फ़ाइल हटाई गई।', other: '# फ़ाइलें हटाई गईं।' }),
    canUndo: '“वापस लाएँ” सूची के बाद है।',
    returned: (name) => `${name} फिर से सूची में है।`,
    filesReturned: (count, locale) =>
      plural(locale, count, { one: '# फ़ाइल फिर से सूची में है।', other: '# फ़ाइलें फिर से सूची में हैं।' }),
    failed: (name, reason) => `${name} विफल हुई। ${reason}`,
    filesFailed: (count, locale) =>
      plural(locale, count, { one: '# फ़ाइल विफल हुई।', other: '# फ़ाइलें विफल हुईं।' }),
    retrying: (name) => `${name} नहीं पहुँची। फिर से कोशिश हो रही है।`,
    filesRetrying: (count, locale) =>
      plural(locale, count, {
        one: '# फ़ाइल नहीं पहुँची। फिर से कोशिश हो रही है।',
        other: '# फ़ाइलें नहीं पहुँचीं। फिर से कोशिश हो रही है।',
      }),
    triedAgain: (name) => `${name} के लिए फिर से कोशिश हो रही है।`,
    filesTriedAgain: (count, locale) =>
      plural(locale, count, {
        one: '# फ़ाइल के लिए फिर से कोशिश हो रही है।',
        other: '# फ़ाइलों के लिए फिर से कोशिश हो रही है।',
      }),
    paused: (name) => `${name} रोकी गई।`,
    filesPaused: (count, locale) =>
      plural(locale, count, { one: '# फ़ाइल रोकी गई।', other: '# फ़ाइलें रोकी गईं।' }),
    resumed: (name) => `${name} जारी की गई।`,
    filesResumed: (count, locale) =>
      plural(locale, count, { one: '# फ़ाइल जारी की गई।', other: '# फ़ाइलें जारी की गईं।' }),
    canceled: (name) => `${name} रद्द की गई।`,
    filesCanceled: (count, locale) =>
      plural(locale, count, { one: '# फ़ाइल रद्द की गई।', other: '# फ़ाइलें रद्द की गईं।' }),
    moved: (name, place, count, locale) =>
      `${name} को ${formatNumber(count, locale)} में से स्थान ${formatNumber(place, locale)} पर ले जाया गया।`,
    connected: 'कनेक्शन वापस आ गया।',
    progress: (percent) => `${percent} अपलोड हुआ।`,
    finished: (done, total, failed, locale) => {
      const all = plural(locale, total, {
        one: `# फ़ाइल में से ${formatNumber(done, locale)} पूरी`,
        other: `# फ़ाइलों में से ${formatNumber(done, locale)} पूरी`,
      })
      const lost = plural(locale, failed, { one: '# फ़ाइल विफल', other: '# फ़ाइलें विफल' })
      return failed === 0 ? `${all}।` : `${all}, ${lost}।`
    },
    dropHere: 'जोड़ने के लिए फ़ाइलें यहाँ छोड़ें।',
    progressValue: (percent, sent, size, time) =>
      `${percent}, ${size} में से ${sent}${time === null ? '' : `, ${time} शेष`}`,
  },
  errors: {
    'unsupported-content-type': ({ allowed }) =>
      `यहाँ इस प्रकार की फ़ाइल की अनुमति नहीं है।${allowed === undefined ? '' : ` अनुमत: ${allowed}।`}`,
    'file-too-large': ({ limit }, locale) =>
      limit === undefined ? 'फ़ाइल बहुत बड़ी है।' : `फ़ाइल ${formatBytes(limit, locale)} से बड़ी है।`,
    'file-too-small': ({ limit }, locale) =>
      limit === undefined || limit <= 1 ? 'फ़ाइल खाली है।' : `फ़ाइल ${formatBytes(limit, locale)} से छोटी है।`,
    'empty-file': 'फ़ाइल खाली है।',
    'total-too-large': ({ limit }, locale) =>
      limit === undefined ? 'फ़ाइलें मिलाकर बहुत बड़ी हैं।' : `फ़ाइलें मिलाकर ${formatBytes(limit, locale)} से बड़ी हैं।`,
    'too-many-files': ({ limit }, locale) =>
      limit === undefined
        ? 'बहुत अधिक फ़ाइलें हैं।'
        : plural(locale, limit, {
            one: '# से अधिक फ़ाइल नहीं जोड़ी जा सकती।',
            other: '# से अधिक फ़ाइलें नहीं जोड़ी जा सकतीं।',
          }),
    'folder-too-large': ({ limit = 0 }, locale) =>
      plural(locale, limit, { other: 'फ़ोल्डर में बहुत अधिक फ़ाइलें हैं: अधिक से अधिक #। इसके उप-फ़ोल्डर एक-एक करके जोड़ें।' }),
    'file-unreadable': 'फ़ाइल पढ़ी नहीं जा सकती। कृपया उसे फिर से चुनें या पहले इस डिवाइस पर कॉपी करें।',
    'web-link': 'यह एक वेब पेज का लिंक है। पहले फ़ाइल को इस डिवाइस पर सहेजें, फिर जोड़ें।',
    'quota-exceeded': 'इस फ़ाइल के लिए जगह नहीं बची है।',
    'file-changed': 'फ़ाइल बदल दी गई है या कहीं और रखी गई है। कृपया उसे फिर से चुनें।',
    'duplicate-file': 'फ़ाइल पहले से सूची में है।',
    rejected: 'फ़ाइल अस्वीकार कर दी गई।',
    'validator-timeout': 'फ़ाइल की जाँच समय पर नहीं हो सकी। कृपया फिर से कोशिश करें।',
    'transform-failed': 'फ़ाइल तैयार नहीं की जा सकी। कृपया फिर से कोशिश करें।',
    'type-mismatch': ({ declared = '', found }) =>
      `नाम के अनुसार यह ${declared} है, लेकिन सामग्री ${found || 'कुछ और'} है।`,
    'image-dimensions': ({ rule = 'minWidth', limit = 0, size }, locale) =>
      size == null
        ? 'चित्र का आकार पढ़ा नहीं जा सकता।'
        : `चित्र ${formatSize(size, locale)} पिक्सेल का है; ${bounds[rule]} ${formatNumber(limit, locale)} होनी चाहिए।`,
    'api-unreachable': 'अपलोड सेवा तक पहुँचा नहीं जा सका। अपना कनेक्शन जाँचें और फिर से कोशिश करें।',
    'headers-failed': 'अपलोड करने की आपकी अनुमति प्राप्त नहीं हो सकी। कृपया फिर से कोशिश करें।',
    'login-required': 'आप साइन आउट हो गए हैं। दूसरे टैब में फिर से साइन इन करें, फिर यहाँ कोशिश करें।',
    'network-login-required':
      'यह नेटवर्क पहले साइन इन करने को कहता है। इसके लिए कोई भी वेबसाइट खोलें, फिर से कोशिश करें।',
    'request-blocked':
      'इस नेटवर्क के फ़ायरवॉल या प्रॉक्सी ने अपलोड अस्वीकार कर दिया। दूसरा नेटवर्क आज़माएँ या इसके व्यवस्थापक से पूछें।',
    'endpoint-not-found': 'यहाँ अपलोड सही ढंग से सेट नहीं है। कृपया इस पेज के संचालकों को बताएँ।',
    network: 'स्टोरेज से कनेक्शन टूट गया। अपना कनेक्शन जाँचें और फिर से कोशिश करें।',
    'api-unavailable': 'सेवा व्यस्त या बंद है। कृपया थोड़ी देर में फिर से कोशिश करें।',
    unauthorized: 'आपको यहाँ अपलोड करने की अनुमति नहीं है। कृपया फिर से साइन इन करें।',
    'ticket-expired': 'अपलोड करने की अनुमति समाप्त हो गई। कृपया फिर से कोशिश करें।',
    'checksum-unverified': 'स्टोरेज यह पुष्टि नहीं कर सका कि फ़ाइल बिना बदलाव के पहुँची।',
    'checksum-unavailable': 'यह ब्राउज़र यहाँ आवश्यक चेकसम की गणना नहीं कर सकता।',
    'object-mismatch': 'फ़ाइल पूरी नहीं पहुँची। कृपया फिर से कोशिश करें।',
    'not-an-image': 'फ़ाइल सहेजी गई, लेकिन यह वह चित्र नहीं है जो इसका नाम बताता है।',
    'unsupported-heic': 'फ़ाइल सहेजी गई, लेकिन HEIC चित्र दिखाए नहीं जा सकते। कृपया JPEG का उपयोग करें।',
    'unsupported-format': 'फ़ाइल सहेजी गई, लेकिन यह चित्र प्रारूप दिखाया नहीं जा सकता।',
    'corrupt-image': 'फ़ाइल सहेजी गई, लेकिन चित्र ख़राब है।',
    'source-missing': 'फ़ाइल सहेजी गई थी, लेकिन अब वहाँ नहीं है।',
    'malware-found': 'फ़ाइल सहेजी गई, लेकिन वायरस जाँच में इसमें ख़तरा मिला।',
    'processing-timeout': 'फ़ाइल सहेजी गई, लेकिन समय पर प्रोसेस नहीं हो सकी।',
    unknown: 'फ़ाइल अपलोड नहीं हो सकी।',
  },
}
