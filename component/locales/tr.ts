import { formatBytes } from '../text/format-bytes.ts'
import { formatNumber, formatSize } from '../text/format-number.ts'
import type { LocaleWords } from '../text/messages.ts'
import { plural } from '../text/plural.ts'

/** A noun after a number has no plural. */
const files = (locale: string, count: number) => plural(locale, count, { other: '# dosya' })

const bounds = {
  minWidth: 'genişlik en az',
  maxWidth: 'genişlik en fazla',
  minHeight: 'yükseklik en az',
  maxHeight: 'yükseklik en fazla',
}

/** Turkish. */
export const messages: LocaleWords = {
  chooseFile: 'Dosya seç',
  chooseFiles: 'Dosyaları seç',
  chooseFolder: 'Klasör seç',
  choosePhoto: 'Fotoğraf çek veya seç',
  takePhoto: 'Fotoğraf çek',
  dropHint: 'veya buraya bırakın',
  upToSize: (size) => `her biri en fazla ${size}`,
  required: 'Zorunlu',
  notLoaded: 'Yükleme modülü açılamadı. Bağlantınızı kontrol edip sayfayı yenileyin.',
  valueMissing: 'Lütfen bir dosya ekleyin.',
  tooFewFiles: (count, locale) =>
    plural(locale, count, { other: 'Lütfen daha fazla dosya ekleyin: en az #.' }),
  busy: 'Lütfen yükleme bitene kadar bekleyin.',
  status: {
    queued: 'Bekliyor',
    preparing: 'Hazırlanıyor',
    uploading: 'Yükleniyor',
    paused: 'Duraklatıldı',
    completing: 'Kontrol ediliyor',
    processing: 'İşleniyor',
    ready: 'Tamamlandı',
    failed: 'Başarısız',
    canceled: 'İptal edildi',
  },
  waitsForVisitor: 'Başlatılmadı',
  stored: 'Kaydedildi',
  waitsForNetwork: 'Bağlantı yok. Kendiliğinden devam eder.',
  retrying: (reason, time, attempt, retries, locale) =>
    `${reason}, ${time === null ? '' : `${time} sonra `}yeniden deneniyor (${formatNumber(attempt, locale)}/${formatNumber(retries, locale)})`,
  retryReason: { connection: 'Bağlantı koptu', busy: 'Hizmet meşgul', failed: 'Başarısız' },
  tryingAgain: 'Yeniden deneniyor',
  timeLeft: (time) => `${time} kaldı`,
  pause: (name) => `Duraklat: ${name}`,
  resume: (name) => `Sürdür: ${name}`,
  retry: (name) => `Yeniden dene: ${name}`,
  cancel: (name) => `İptal et: ${name}`,
  remove: (name) => `Kaldır: ${name}`,
  numbered: (name, number, locale) => `${name} (${formatNumber(number, locale)})`,
  move: (name, place, count, locale) =>
    `${name} dosyasını taşı, ${formatNumber(place, locale)} / ${formatNumber(count, locale)}`,
  lifted: (name) => `${name} seçildi. Ok tuşlarıyla taşıyın ya da yeni yerinin tutamacını seçin.`,
  moveCanceled: (name) => `${name} yerinde kaldı.`,
  caption: 'Alt yazı',
  altText: 'Resim açıklaması',
  addMore: 'Daha fazla ekle',
  replace: 'Değiştir',
  startAll: 'Yükle',
  pauseAll: 'Tümünü duraklat',
  resumeAll: 'Tümünü sürdür',
  retryAll: 'Tümünü yeniden dene',
  clearFinished: 'Tamamlananları kaldır',
  progressOf: (name) => `Yükleme: ${name}`,
  totalProgress: 'Tüm dosyaların yüklenmesi',
  allDone: (count, locale) => `${files(locale, count)} yüklendi`,
  sentOf: (sent, size) => `${sent} / ${size}`,
  summary: (done, total, locale) =>
    `${files(locale, total)} içinden ${formatNumber(done, locale)} tamamlandı`,
  failures: (count, locale) => `${files(locale, count)} yüklenemedi`,
  added: (count, locale) => `${files(locale, count)} eklendi`,
  checking: (count, locale) => `${files(locale, count)} kontrol ediliyor`,
  readingFolder: (count, locale) => plural(locale, count, { other: 'Klasör okunuyor, bulunan dosya: #' }),
  dropAnywhere: 'Dosyaları herhangi bir yere bırakın',
  rejected: (count, locale) => `${files(locale, count)} yüklenemez`,
  more: (count, locale) => plural(locale, count, { other: 've # tane daha' }),
  showAll: (count, locale) => plural(locale, count, { other: 'Tümünü göster (#)' }),
  dismiss: 'Kapat',
  undo: 'Geri al',
  interrupted: (count, locale) => plural(locale, count, { other: '# yükleme yarıda kaldı.' }),
  chooseAgain: (name) => `Devam etmek için ${name} dosyasını yeniden seçin.`,
  goOn: 'Devam et',
  discard: 'Vazgeç',
  cropTitle: 'Resmi kırp',
  cropHint: 'Taşımak için sürükleyin. Klavyede: ok tuşları taşır, artı ve eksi yakınlaştırır.',
  cropHorizontal: 'Sola ve sağa',
  cropVertical: 'Yukarı ve aşağı',
  cropZoom: 'Yakınlaştırma',
  cropUse: 'Kullan',
  cropCancel: 'İptal',
  tooManyFiles: (count, locale) => plural(locale, count, { other: 'Lütfen dosya kaldırın: en fazla #.' }),
  someFailed: 'Bazı dosyalar yüklenmedi. Yeniden deneyin veya kaldırın.',
  somePaused: 'Bazı yüklemeler duraklatıldı. Sürdürün veya kaldırın.',
  notStarted: 'Önce “Yükle” düğmesine basın.',
  fileTypes: { image: 'görseller', video: 'videolar', audio: 'ses', text: 'metin', program: 'bir program' },
  spoken: {
    added: (name) => `${name} eklendi.`,
    filesAdded: (count, locale) => plural(locale, count, { other: '# dosya eklendi.' }),
    removed: (name) => `${name} kaldırıldı.`,
    filesRemoved: (count, locale) => plural(locale, count, { other: '# dosya kaldırıldı.' }),
    canUndo: '“Geri al” düğmesi listeden sonra.',
    returned: (name) => `${name} yeniden listede.`,
    filesReturned: (count, locale) => plural(locale, count, { other: '# dosya yeniden listede.' }),
    failed: (name, reason) => `${name} yüklenemedi. ${reason}`,
    filesFailed: (count, locale) => plural(locale, count, { other: '# dosya yüklenemedi.' }),
    retrying: (name) => `${name} ulaşmadı. Yeniden deneniyor.`,
    filesRetrying: (count, locale) =>
      plural(locale, count, { other: '# dosya ulaşmadı. Yeniden deneniyor.' }),
    triedAgain: (name) => `${name} yeniden deneniyor.`,
    filesTriedAgain: (count, locale) => plural(locale, count, { other: '# dosya yeniden deneniyor.' }),
    paused: (name) => `${name} duraklatıldı.`,
    filesPaused: (count, locale) => plural(locale, count, { other: '# dosya duraklatıldı.' }),
    resumed: (name) => `${name} sürdürülüyor.`,
    filesResumed: (count, locale) => plural(locale, count, { other: '# dosya sürdürülüyor.' }),
    canceled: (name) => `${name} iptal edildi.`,
    filesCanceled: (count, locale) => plural(locale, count, { other: '# dosya iptal edildi.' }),
    moved: (name, place, count, locale) =>
      `${name}, ${formatNumber(count, locale)} içinde ${formatNumber(place, locale)}. sıraya taşındı.`,
    connected: 'Bağlantı geri geldi.',
    progress: (percent) => `${percent} yüklendi.`,
    finished: (done, total, failed, locale) => {
      const all = plural(locale, total, { other: `# dosya içinden ${formatNumber(done, locale)} tamamlandı` })
      const lost = plural(locale, failed, { other: '# dosya yüklenemedi' })
      return failed === 0 ? `${all}.` : `${all}, ${lost}.`
    },
    dropHere: 'Eklemek için dosyaları buraya bırakın.',
    progressValue: (percent, sent, size, time) =>
      `${percent}, ${sent} / ${size}${time === null ? '' : `, ${time} kaldı`}`,
  },
  errors: {
    'unsupported-content-type': ({ allowed }) =>
      `Bu dosya türüne burada izin verilmiyor.${allowed === undefined ? '' : ` İzin verilenler: ${allowed}.`}`,
    'file-too-large': ({ limit }, locale) =>
      limit === undefined
        ? 'Dosya çok büyük.'
        : `Dosya izin verilen boyuttan büyük (en fazla ${formatBytes(limit, locale)}).`,
    'file-too-small': ({ limit }, locale) =>
      limit === undefined || limit <= 1
        ? 'Dosya boş.'
        : `Dosya izin verilen boyuttan küçük (en az ${formatBytes(limit, locale)}).`,
    'empty-file': 'Dosya boş.',
    'total-too-large': ({ limit }, locale) =>
      limit === undefined
        ? 'Dosyalar birlikte çok büyük.'
        : `Dosyalar birlikte çok büyük (en fazla ${formatBytes(limit, locale)}).`,
    'too-many-files': ({ limit }, locale) =>
      limit === undefined ? 'Çok fazla dosya var.' : `En fazla ${files(locale, limit)} eklenebilir.`,
    'folder-too-large': ({ limit = 0 }, locale) =>
      plural(locale, limit, {
        other: 'Klasörde çok fazla dosya var: en fazla #. Alt klasörleri tek tek ekleyin.',
      }),
    'file-unreadable': 'Dosya okunamıyor. Lütfen yeniden seçin veya önce bu cihaza kopyalayın.',
    'web-link': 'Bu bir web sayfası bağlantısıdır. Önce dosyayı bu cihaza kaydedin, sonra ekleyin.',
    'quota-exceeded': 'Bu dosya için yer kalmadı.',
    'file-changed': 'Dosya değiştirildi veya taşındı. Lütfen yeniden seçin.',
    'duplicate-file': 'Dosya zaten listede.',
    rejected: 'Dosya reddedildi.',
    'validator-timeout': 'Dosya zamanında kontrol edilemedi. Lütfen yeniden deneyin.',
    'transform-failed': 'Dosya hazırlanamadı. Lütfen yeniden deneyin.',
    'type-mismatch': ({ declared = '', found }) =>
      `Adına göre bu dosya ${declared}, ama içeriği ${found || 'başka bir şey'}.`,
    'image-dimensions': ({ rule = 'minWidth', limit = 0, size }, locale) =>
      size == null
        ? 'Görselin boyutu okunamıyor.'
        : `Görsel ${formatSize(size, locale)} piksel; ${bounds[rule]} ${formatNumber(limit, locale)} olmalı.`,
    'api-unreachable': 'Yükleme hizmetine ulaşılamıyor. Bağlantınızı kontrol edip yeniden deneyin.',
    'headers-failed': 'Yükleme izniniz alınamadı. Lütfen yeniden deneyin.',
    'login-required': 'Oturumunuz kapalı. Başka bir sekmede oturum açın, sonra burada yeniden deneyin.',
    'network-login-required':
      'Bu ağ önce oturum açmanızı istiyor. Bunun için herhangi bir siteyi açın, sonra yeniden deneyin.',
    'request-blocked':
      'Bu ağdaki bir güvenlik duvarı veya vekil sunucu yüklemeyi reddetti. Başka bir ağ deneyin veya ağ yöneticisine danışın.',
    'endpoint-not-found': 'Yükleme burada doğru ayarlanmamış. Lütfen sayfanın sahiplerine bildirin.',
    network: 'Depolama bağlantısı koptu. Bağlantınızı kontrol edip yeniden deneyin.',
    'api-unavailable': 'Hizmet meşgul veya kapalı. Lütfen biraz sonra yeniden deneyin.',
    unauthorized: 'Buraya yükleme yapma izniniz yok. Lütfen yeniden oturum açın.',
    'ticket-expired': 'Yükleme izninin süresi doldu. Lütfen yeniden deneyin.',
    'checksum-unverified': 'Depolama, dosyanın değişmeden ulaştığını doğrulayamadı.',
    'checksum-unavailable': 'Bu tarayıcı burada gereken sağlama toplamını hesaplayamıyor.',
    'object-mismatch': 'Dosya eksik ulaştı. Lütfen yeniden deneyin.',
    'not-an-image': 'Dosya kaydedildi, ama adının belirttiği görsel değil.',
    'unsupported-heic': 'Dosya kaydedildi, ama HEIC görseller gösterilemiyor. Lütfen JPEG kullanın.',
    'unsupported-format': 'Dosya kaydedildi, ama bu görsel biçimi gösterilemiyor.',
    'corrupt-image': 'Dosya kaydedildi, ama görsel bozuk.',
    'source-missing': 'Dosya kaydedilmişti, ama artık yerinde değil.',
    'malware-found': 'Dosya kaydedildi, ama virüs taraması dosyada bir tehdit buldu.',
    'processing-timeout': 'Dosya kaydedildi, ama zamanında işlenemedi.',
    unknown: 'Dosya yüklenemedi.',
  },
}
