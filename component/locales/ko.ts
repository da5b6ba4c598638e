import { formatBytes } from '../text/format-bytes.ts'
import { formatNumber, formatSize } from '../text/format-number.ts'
import type { LocaleWords } from '../text/messages.ts'
import { plural } from '../text/plural.ts'

const files = (locale: string, count: number) => plural(locale, count, { other: '파일 #개' })

const bounds = {
  minWidth: (limit: string) => `너비는 ${limit} 이상`,
  maxWidth: (limit: string) => `너비는 ${limit} 이하`,
  minHeight: (limit: string) => `높이는 ${limit} 이상`,
  maxHeight: (limit: string) => `높이는 ${limit} 이하`,
}

/** Korean. */
export const messages: LocaleWords = {
  chooseFile: '파일 선택',
  chooseFiles: '파일 선택',
  chooseFolder: '폴더 선택',
  choosePhoto: '사진 촬영 또는 선택',
  takePhoto: '사진 촬영',
  dropHint: '또는 여기에 놓기',
  upToSize: (size) => `파일당 최대 ${size}`,
  required: '필수',
  notLoaded: '업로드 기능을 불러오지 못했습니다. 연결을 확인하고 페이지를 새로고침해 주세요.',
  valueMissing: '파일을 추가해 주세요.',
  tooFewFiles: (count, locale) => plural(locale, count, { other: '파일을 더 추가해 주세요. 최소: #개.' }),
  busy: '업로드가 끝날 때까지 기다려 주세요.',
  status: {
    queued: '대기 중',
    preparing: '준비 중',
    uploading: '업로드 중',
    paused: '일시중지됨',
    completing: '확인 중',
    processing: '처리 중',
    ready: '완료',
    failed: '실패',
    canceled: '취소됨',
  },
  waitsForVisitor: '시작 안 함',
  stored: '저장됨',
  waitsForNetwork: '연결이 없습니다. 자동으로 계속됩니다.',
  retrying: (reason, time, attempt, retries, locale) =>
    `${reason}, ${time === null ? '' : `${time} 후 `}다시 시도(${formatNumber(attempt, locale)}/${formatNumber(retries, locale)})`,
  retryReason: { connection: '연결 끊김', busy: '서비스 혼잡', failed: '실패' },
  tryingAgain: '다시 시도 중',
  timeLeft: (time) => `${time} 남음`,
  pause: (name) => `${name} 일시중지`,
  resume: (name) => `${name} 계속`,
  retry: (name) => `${name} 다시 시도`,
  cancel: (name) => `${name} 취소`,
  remove: (name) => `${name} 제거`,
  numbered: (name, number, locale) => `${name} (${formatNumber(number, locale)})`,
  move: (name, place, count, locale) =>
    `${name} 이동, ${formatNumber(count, locale)}개 중 ${formatNumber(place, locale)}번째`,
  lifted: (name) => `${name} 선택됨. 화살표 키로 옮기거나 새 위치의 핸들을 선택하세요.`,
  moveCanceled: (name) => `${name}: 원래 위치에 있습니다.`,
  caption: '캡션',
  altText: '이미지 설명',
  addMore: '더 추가',
  replace: '바꾸기',
  startAll: '업로드',
  pauseAll: '모두 일시중지',
  resumeAll: '모두 계속',
  retryAll: '모두 다시 시도',
  clearFinished: '완료된 항목 지우기',
  progressOf: (name) => `${name} 업로드`,
  totalProgress: '모든 파일 업로드',
  allDone: (count, locale) => `${files(locale, count)} 업로드됨`,
  sentOf: (sent, size) => `${size} 중 ${sent}`,
  summary: (done, total, locale) =>
    `${files(locale, total)} 중 ${plural(locale, done, { other: '#개' })} 완료`,
  failures: (count, locale) => `${files(locale, count)} 실패`,
  added: (count, locale) => `${files(locale, count)} 추가됨`,
  checking: (count, locale) => `${files(locale, count)} 확인 중`,
  readingFolder: (count, locale) => plural(locale, count, { other: '폴더를 읽는 중, 찾은 파일: #개' }),
  dropAnywhere: '아무 곳에나 파일을 놓으세요',
  rejected: (count, locale) => `${files(locale, count)}를 업로드할 수 없습니다`,
  more: (count, locale) => plural(locale, count, { other: '외 #개' }),
  showAll: (count, locale) => plural(locale, count, { other: '#개 모두 보기' }),
  dismiss: '닫기',
  undo: '실행 취소',
  interrupted: (count, locale) => plural(locale, count, { other: '업로드 #개가 중단되었습니다.' }),
  chooseAgain: (name) => `계속하려면 ${name} 파일을 다시 선택하세요.`,
  goOn: '계속',
  discard: '버리기',
  cropTitle: '사진 자르기',
  cropHint: '끌어서 옮깁니다. 키보드에서는 화살표 키로 옮기고 더하기와 빼기로 확대·축소합니다.',
  cropHorizontal: '좌우',
  cropVertical: '상하',
  cropZoom: '확대',
  cropUse: '사용',
  cropCancel: '취소',
  tooManyFiles: (count, locale) => plural(locale, count, { other: '파일을 줄여 주세요. 최대: #개.' }),
  someFailed: '업로드되지 않은 파일이 있습니다. 다시 시도하거나 제거해 주세요.',
  somePaused: '일시중지된 업로드가 있습니다. 계속하거나 제거해 주세요.',
  notStarted: '먼저 ‘업로드’를 눌러 주세요.',
  fileTypes: { image: '이미지', video: '동영상', audio: '오디오', text: '텍스트', program: '프로그램' },
  spoken: {
    added: (name) => `${name} 추가됨.`,
    filesAdded: (count, locale) => plural(locale, count, { other: '파일 #개 추가됨.' }),
    removed: (name) => `${name} 제거됨.`,
    filesRemoved: (count, locale) => plural(locale, count, { other: '파일 #개 제거됨.' }),
    canUndo: '목록 뒤에 실행 취소 버튼이 있습니다.',
    returned: (name) => `${name} 목록에 복원됨.`,
    filesReturned: (count, locale) => plural(locale, count, { other: '파일 #개 목록에 복원됨.' }),
    failed: (name, reason) => `${name} 실패. ${reason}`,
    filesFailed: (count, locale) => plural(locale, count, { other: '파일 #개 실패.' }),
    retrying: (name) => `${name} 전송되지 않음. 다시 시도합니다.`,
    filesRetrying: (count, locale) =>
      plural(locale, count, { other: '파일 #개 전송되지 않음. 다시 시도합니다.' }),
    triedAgain: (name) => `${name} 다시 시도합니다.`,
    filesTriedAgain: (count, locale) => plural(locale, count, { other: '파일 #개 다시 시도합니다.' }),
    paused: (name) => `${name} 일시중지됨.`,
    filesPaused: (count, locale) => plural(locale, count, { other: '파일 #개 일시중지됨.' }),
    resumed: (name) => `${name} 계속됨.`,
    filesResumed: (count, locale) => plural(locale, count, { other: '파일 #개 계속됨.' }),
    canceled: (name) => `${name} 취소됨.`,
    filesCanceled: (count, locale) => plural(locale, count, { other: '파일 #개 취소됨.' }),
    moved: (name, place, count, locale) =>
      `${name} 위치 이동: ${formatNumber(count, locale)}개 중 ${formatNumber(place, locale)}번째.`,
    connected: '연결이 복구되었습니다.',
    progress: (percent) => `${percent} 업로드됨.`,
    finished: (done, total, failed, locale) => {
      const all = plural(locale, total, { other: `파일 #개 중 ${formatNumber(done, locale)}개 완료` })
      const lost = plural(locale, failed, { other: '파일 #개 실패' })
      return failed === 0 ? `${all}.` : `${all}, ${lost}.`
    },
    dropHere: '여기에 파일을 놓으면 추가됩니다.',
    progressValue: (percent, sent, size, time) =>
      `${percent}, ${size} 중 ${sent}${time === null ? '' : `, ${time} 남음`}`,
  },
  errors: {
    'unsupported-content-type': ({ allowed }) =>
      `이 종류의 파일은 여기에서 허용되지 않습니다.${allowed === undefined ? '' : ` 허용: ${allowed}.`}`,
    'file-too-large': ({ limit }, locale) =>
      limit === undefined ? '파일이 너무 큽니다.' : `파일이 ${formatBytes(limit, locale)}보다 큽니다.`,
    'file-too-small': ({ limit }, locale) =>
      limit === undefined || limit <= 1
        ? '파일이 비어 있습니다.'
        : `파일이 ${formatBytes(limit, locale)}보다 작습니다.`,
    'empty-file': '파일이 비어 있습니다.',
    'total-too-large': ({ limit }, locale) =>
      limit === undefined
        ? '파일 전체 크기가 너무 큽니다.'
        : `파일 전체 크기가 ${formatBytes(limit, locale)}보다 큽니다.`,
    'too-many-files': ({ limit }, locale) =>
      limit === undefined
        ? '파일이 너무 많습니다.'
        : plural(locale, limit, { other: '파일은 최대 #개까지 추가할 수 있습니다.' }),
    'folder-too-large': ({ limit = 0 }, locale) =>
      plural(locale, limit, {
        other: '폴더에 파일이 너무 많습니다. 최대: #개. 하위 폴더를 하나씩 추가하세요.',
      }),
    'file-unreadable': '파일을 읽을 수 없습니다. 다시 선택하거나 먼저 이 기기에 복사해 주세요.',
    'web-link': '웹 페이지 링크입니다. 먼저 파일을 이 기기에 저장한 다음 추가하세요.',
    'quota-exceeded': '이 파일을 저장할 공간이 없습니다.',
    'file-changed': '파일이 변경되었거나 이동되었습니다. 다시 선택해 주세요.',
    'duplicate-file': '이미 목록에 있는 파일입니다.',
    rejected: '파일이 거부되었습니다.',
    'validator-timeout': '제시간에 파일을 확인하지 못했습니다. 다시 시도해 주세요.',
    'transform-failed': '파일을 준비하지 못했습니다. 다시 시도해 주세요.',
    'type-mismatch': ({ declared = '', found }) =>
      `이름은 ${declared}이지만 내용은 ${found || '다른 것'}입니다.`,
    'image-dimensions': ({ rule = 'minWidth', limit = 0, size }, locale) =>
      size == null
        ? '이미지 크기를 읽을 수 없습니다.'
        : `이미지는 ${formatSize(size, locale)}픽셀입니다. ${bounds[rule](formatNumber(limit, locale))}이어야 합니다.`,
    'api-unreachable': '업로드 서비스에 연결할 수 없습니다. 연결을 확인하고 다시 시도해 주세요.',
    'headers-failed': '업로드 권한을 가져오지 못했습니다. 다시 시도해 주세요.',
    'login-required': '로그아웃되었습니다. 다른 탭에서 다시 로그인한 다음 여기에서 다시 시도해 주세요.',
    'network-login-required':
      '이 네트워크는 먼저 로그인이 필요합니다. 아무 웹사이트나 열어 로그인한 다음 다시 시도해 주세요.',
    'request-blocked':
      '이 네트워크의 방화벽이나 프록시가 업로드를 거부했습니다. 다른 네트워크를 사용하거나 관리자에게 문의해 주세요.',
    'endpoint-not-found': '업로드가 올바르게 설정되지 않았습니다. 이 페이지의 운영자에게 알려 주세요.',
    network: '저장소와의 연결이 끊어졌습니다. 연결을 확인하고 다시 시도해 주세요.',
    'api-unavailable': '서비스가 혼잡하거나 중단되었습니다. 잠시 후 다시 시도해 주세요.',
    unauthorized: '여기에 업로드할 권한이 없습니다. 다시 로그인해 주세요.',
    'ticket-expired': '업로드 권한이 만료되었습니다. 다시 시도해 주세요.',
    'checksum-unverified': '파일이 변경 없이 도착했는지 저장소에서 확인하지 못했습니다.',
    'checksum-unavailable': '이 브라우저는 여기에 필요한 체크섬을 계산할 수 없습니다.',
    'object-mismatch': '파일이 완전히 도착하지 않았습니다. 다시 시도해 주세요.',
    'not-an-image': '파일은 저장되었지만 이름과 다른 이미지이거나 이미지가 아닙니다.',
    'unsupported-heic': '파일은 저장되었지만 HEIC 이미지는 표시할 수 없습니다. JPEG를 사용해 주세요.',
    'unsupported-format': '파일은 저장되었지만 이 이미지 형식은 표시할 수 없습니다.',
    'corrupt-image': '파일은 저장되었지만 이미지가 손상되었습니다.',
    'source-missing': '파일은 저장되었지만 더 이상 존재하지 않습니다.',
    'malware-found': '파일은 저장되었지만 바이러스 검사에서 위협이 발견되었습니다.',
    'processing-timeout': '파일은 저장되었지만 제시간에 처리하지 못했습니다.',
    unknown: '파일을 업로드하지 못했습니다.',
  },
}
