import { formatBytes } from '../text/format-bytes.ts'
import { formatNumber, formatSize } from '../text/format-number.ts'
import type { LocaleWords } from '../text/messages.ts'
import { plural } from '../text/plural.ts'

const files = (locale: string, count: number) => plural(locale, count, { other: '#件' })

const bounds = {
  minWidth: (limit: string) => `幅は${limit}以上`,
  maxWidth: (limit: string) => `幅は${limit}以下`,
  minHeight: (limit: string) => `高さは${limit}以上`,
  maxHeight: (limit: string) => `高さは${limit}以下`,
}

/** Japanese. */
export const messages: LocaleWords = {
  chooseFile: 'ファイルを選択',
  chooseFiles: 'ファイルを選択',
  chooseFolder: 'フォルダーを選択',
  choosePhoto: '写真を撮影または選択',
  takePhoto: '写真を撮影',
  dropHint: 'またはここにドロップ',
  upToSize: (size) => `1件につき${size}まで`,
  required: '必須',
  notLoaded: 'アップロード機能を読み込めませんでした。接続を確認して、ページを再読み込みしてください。',
  valueMissing: 'ファイルを追加してください。',
  tooFewFiles: (count, locale) =>
    plural(locale, count, { other: 'ファイルをさらに追加してください。最少：#件。' }),
  busy: 'アップロードが完了するまでお待ちください。',
  status: {
    queued: '待機中',
    preparing: '準備中',
    uploading: 'アップロード中',
    paused: '一時停止中',
    completing: '確認中',
    processing: '処理中',
    ready: '完了',
    failed: '失敗',
    canceled: 'キャンセル済み',
  },
  waitsForVisitor: '未開始',
  stored: '保存済み',
  waitsForNetwork: '接続がありません。自動的に再開します。',
  retrying: (reason, time, attempt, retries, locale) =>
    `${reason}。${time === null ? '' : `${time}後に`}再試行します（${formatNumber(attempt, locale)}/${formatNumber(retries, locale)}）`,
  retryReason: { connection: '接続が切れました', busy: 'サービスが混み合っています', failed: '失敗しました' },
  tryingAgain: '再試行中',
  timeLeft: (time) => `残り${time}`,
  pause: (name) => `${name}を一時停止`,
  resume: (name) => `${name}を再開`,
  retry: (name) => `${name}を再試行`,
  cancel: (name) => `${name}をキャンセル`,
  remove: (name) => `${name}を削除`,
  numbered: (name, number, locale) => `${name} (${formatNumber(number, locale)})`,
  move: (name, place, count, locale) =>
    `${name}を移動、${formatNumber(count, locale)}件中${formatNumber(place, locale)}番目`,
  lifted: (name) => `${name}を選択しました。矢印キーで移動するか、移動先のハンドルを選んでください。`,
  moveCanceled: (name) => `${name}は元の位置のままです。`,
  caption: 'キャプション',
  altText: '画像の説明',
  addMore: 'さらに追加',
  replace: '置き換え',
  startAll: 'アップロード',
  pauseAll: 'すべて一時停止',
  resumeAll: 'すべて再開',
  retryAll: 'すべて再試行',
  clearFinished: '完了したものを消去',
  progressOf: (name) => `${name}のアップロード`,
  totalProgress: 'すべてのファイルのアップロード',
  allDone: (count, locale) => `${files(locale, count)}のファイルをアップロードしました`,
  sentOf: (sent, size) => `${sent}／${size}`,
  summary: (done, total, locale) => `${files(locale, total)}中${files(locale, done)}完了`,
  failures: (count, locale) => `${files(locale, count)}失敗`,
  added: (count, locale) => `${files(locale, count)}のファイルを追加しました`,
  checking: (count, locale) => `${files(locale, count)}のファイルを確認中`,
  readingFolder: (count, locale) =>
    plural(locale, count, { other: 'フォルダーを読み込み中、見つかったファイル：#件' }),
  dropAnywhere: 'どこにでもファイルをドロップできます',
  rejected: (count, locale) => `${files(locale, count)}のファイルはアップロードできません`,
  more: (count, locale) => `ほか${files(locale, count)}`,
  showAll: (count, locale) => `${files(locale, count)}すべて表示`,
  dismiss: '閉じる',
  undo: '元に戻す',
  interrupted: (count, locale) => `${files(locale, count)}のアップロードが中断されました。`,
  chooseAgain: (name) => `続けるには${name}をもう一度選択してください。`,
  goOn: '続ける',
  discard: '破棄',
  cropTitle: '画像を切り抜く',
  cropHint: 'ドラッグで移動します。キーボードでは矢印キーで移動、プラスとマイナスで拡大・縮小します。',
  cropHorizontal: '左右',
  cropVertical: '上下',
  cropZoom: '拡大',
  cropUse: '使用する',
  cropCancel: 'キャンセル',
  tooManyFiles: (count, locale) =>
    plural(locale, count, { other: 'ファイルを減らしてください。最大：#件。' }),
  someFailed: 'アップロードされていないファイルがあります。再試行するか、削除してください。',
  somePaused: '一時停止中のアップロードがあります。再開するか、削除してください。',
  notStarted: '先に「アップロード」を押してください。',
  fileTypes: { image: '画像', video: '動画', audio: '音声', text: 'テキスト', program: 'プログラム' },
  spoken: {
    added: (name) => `${name}を追加しました。`,
    filesAdded: (count, locale) => plural(locale, count, { other: '#件のファイルを追加しました。' }),
    removed: (name) => `${name}を削除しました。`,
    filesRemoved: (count, locale) => plural(locale, count, { other: '#件のファイルを削除しました。' }),
    canUndo: '一覧の後に「元に戻す」があります。',
    returned: (name) => `${name}を一覧に戻しました。`,
    filesReturned: (count, locale) => plural(locale, count, { other: '#件のファイルを一覧に戻しました。' }),
    failed: (name, reason) => `${name}は失敗しました。${reason}`,
    filesFailed: (count, locale) => plural(locale, count, { other: '#件のファイルが失敗しました。' }),
    retrying: (name) => `${name}は届きませんでした。再試行します。`,
    filesRetrying: (count, locale) =>
      plural(locale, count, { other: '#件のファイルが届きませんでした。再試行します。' }),
    triedAgain: (name) => `${name}を再試行します。`,
    filesTriedAgain: (count, locale) => plural(locale, count, { other: '#件のファイルを再試行します。' }),
    paused: (name) => `${name}を一時停止しました。`,
    filesPaused: (count, locale) => plural(locale, count, { other: '#件のファイルを一時停止しました。' }),
    resumed: (name) => `${name}を再開しました。`,
    filesResumed: (count, locale) => plural(locale, count, { other: '#件のファイルを再開しました。' }),
    canceled: (name) => `${name}をキャンセルしました。`,
    filesCanceled: (count, locale) => plural(locale, count, { other: '#件のファイルをキャンセルしました。' }),
    moved: (name, place, count, locale) =>
      `${name}を${formatNumber(count, locale)}件中${formatNumber(place, locale)}番目に移動しました。`,
    connected: '接続が回復しました。',
    progress: (percent) => `${percent}アップロードしました。`,
    finished: (done, total, failed, locale) => {
      const all = plural(locale, total, { other: `#件中${formatNumber(done, locale)}件完了` })
      const lost = plural(locale, failed, { other: '#件失敗' })
      return failed === 0 ? `${all}。` : `${all}、${lost}。`
    },
    dropHere: 'ここにファイルをドロップすると追加されます。',
    progressValue: (percent, sent, size, time) =>
      `${percent}、${sent}／${size}${time === null ? '' : `、残り${time}`}`,
  },
  errors: {
    'unsupported-content-type': ({ allowed }) =>
      `この種類のファイルは使用できません。${allowed === undefined ? '' : `使用できる形式：${allowed}。`}`,
    'file-too-large': ({ limit }, locale) =>
      limit === undefined
        ? 'ファイルが大きすぎます。'
        : `ファイルが${formatBytes(limit, locale)}を超えています。`,
    'file-too-small': ({ limit }, locale) =>
      limit === undefined || limit <= 1
        ? 'ファイルが空です。'
        : `ファイルが${formatBytes(limit, locale)}より小さいです。`,
    'empty-file': 'ファイルが空です。',
    'total-too-large': ({ limit }, locale) =>
      limit === undefined
        ? 'ファイルの合計が大きすぎます。'
        : `ファイルの合計が${formatBytes(limit, locale)}を超えています。`,
    'too-many-files': ({ limit }, locale) =>
      limit === undefined
        ? 'ファイルが多すぎます。'
        : `追加できるファイルは${files(locale, limit)}までです。`,
    'folder-too-large': ({ limit = 0 }, locale) =>
      plural(locale, limit, {
        other: 'フォルダー内のファイルが多すぎます。最大：#件。中のフォルダーを一つずつ追加してください。',
      }),
    'file-unreadable': 'ファイルを読み取れません。もう一度選択するか、先にこの端末にコピーしてください。',
    'web-link': 'これはウェブページへのリンクです。先にファイルをこの端末に保存してから追加してください。',
    'quota-exceeded': 'このファイルを保存する空き容量がありません。',
    'file-changed': 'ファイルが変更または移動されました。もう一度選択してください。',
    'duplicate-file': 'このファイルはすでに一覧にあります。',
    rejected: 'ファイルは受け付けられませんでした。',
    'validator-timeout': '時間内にファイルを確認できませんでした。もう一度お試しください。',
    'transform-failed': 'ファイルを準備できませんでした。もう一度お試しください。',
    'type-mismatch': ({ declared = '', found }) =>
      `名前は${declared}ですが、内容は${found || '別のもの'}です。`,
    'image-dimensions': ({ rule = 'minWidth', limit = 0, size }, locale) =>
      size == null
        ? '画像のサイズを読み取れません。'
        : `画像は${formatSize(size, locale)}ピクセルです。${bounds[rule](formatNumber(limit, locale))}にしてください。`,
    'api-unreachable': 'アップロードサービスに接続できません。接続を確認して、もう一度お試しください。',
    'headers-failed': 'アップロードの許可を取得できませんでした。もう一度お試しください。',
    'login-required': 'サインアウトしています。別のタブでサインインしてから、ここでもう一度お試しください。',
    'network-login-required':
      'このネットワークではサインインが必要です。任意のウェブサイトを開いてサインインしてから、もう一度お試しください。',
    'request-blocked':
      'このネットワークのファイアウォールまたはプロキシがアップロードを拒否しました。別のネットワークを使うか、管理者にお問い合わせください。',
    'endpoint-not-found': 'アップロードが正しく設定されていません。このページの運営者にお知らせください。',
    network: 'ストレージとの接続が切れました。接続を確認して、もう一度お試しください。',
    'api-unavailable': 'サービスが混み合っているか、停止しています。しばらくしてからもう一度お試しください。',
    unauthorized: 'ここにアップロードする権限がありません。もう一度サインインしてください。',
    'ticket-expired': 'アップロードの許可の期限が切れました。もう一度お試しください。',
    'checksum-unverified': 'ファイルが変わらずに届いたことをストレージが確認できませんでした。',
    'checksum-unavailable': 'このブラウザーでは、必要なチェックサムを計算できません。',
    'object-mismatch': 'ファイルが完全に届きませんでした。もう一度お試しください。',
    'not-an-image': 'ファイルは保存されましたが、名前が示す画像ではありません。',
    'unsupported-heic': 'ファイルは保存されましたが、HEIC画像は表示できません。JPEGをお使いください。',
    'unsupported-format': 'ファイルは保存されましたが、この画像形式は表示できません。',
    'corrupt-image': 'ファイルは保存されましたが、画像が壊れています。',
    'source-missing': 'ファイルは保存されましたが、現在は存在しません。',
    'malware-found': 'ファイルは保存されましたが、ウイルススキャンで脅威が見つかりました。',
    'processing-timeout': 'ファイルは保存されましたが、時間内に処理できませんでした。',
    unknown: 'ファイルをアップロードできませんでした。',
  },
}
