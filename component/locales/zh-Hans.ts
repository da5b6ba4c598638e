import { formatBytes } from '../text/format-bytes.ts'
import { formatNumber, formatSize } from '../text/format-number.ts'
import type { LocaleWords } from '../text/messages.ts'
import { plural } from '../text/plural.ts'

const files = (locale: string, count: number) => plural(locale, count, { other: '# 个文件' })

const bounds = {
  minWidth: '宽度至少应为',
  maxWidth: '宽度最多应为',
  minHeight: '高度至少应为',
  maxHeight: '高度最多应为',
}

/** Chinese in simplified characters. */
export const messages: LocaleWords = {
  chooseFile: '选择文件',
  chooseFiles: '选择文件',
  chooseFolder: '选择文件夹',
  choosePhoto: '拍摄或选择照片',
  takePhoto: '拍摄照片',
  dropHint: '或拖放到此处',
  upToSize: (size) => `每个文件不超过 ${size}`,
  notLoaded: '无法加载上传模块。请检查网络连接并重新加载页面。',
  valueMissing: '请添加文件。',
  busy: '请等待上传完成。',
  status: {
    queued: '等待中',
    preparing: '正在准备',
    uploading: '正在上传',
    paused: '已暂停',
    completing: '正在检查',
    processing: '正在处理',
    ready: '已完成',
    failed: '失败',
    canceled: '已取消',
  },
  waitsForVisitor: '未开始',
  waitsForNetwork: '没有网络连接，恢复后将自动继续。',
  retrying: (reason, time, attempt, retries, locale) =>
    `${reason}，${time === null ? '正在' : `${time}后`}重试（第 ${formatNumber(attempt, locale)} 次，共 ${formatNumber(retries, locale)} 次）`,
  retryReason: { connection: '连接中断', busy: '服务繁忙', failed: '失败' },
  tryingAgain: '正在重试',
  timeLeft: (time) => `剩余 ${time}`,
  pause: (name) => `暂停 ${name}`,
  resume: (name) => `继续 ${name}`,
  retry: (name) => `重试 ${name}`,
  cancel: (name) => `取消 ${name}`,
  remove: (name) => `移除 ${name}`,
  numbered: (name, number, locale) => `${name} (${formatNumber(number, locale)})`,
  move: (name, place, count, locale) =>
    `移动 ${name}，第 ${formatNumber(place, locale)} 项，共 ${formatNumber(count, locale)} 项`,
  lifted: (name) => `已选中 ${name}。用方向键移动，或选择新位置的手柄。`,
  moved: (name, place, count, locale) =>
    `${name} 现在是第 ${formatNumber(place, locale)} 项，共 ${formatNumber(count, locale)} 项`,
  moveCanceled: (name) => `${name} 留在原处`,
  caption: '标题',
  altText: '图片描述',
  addMore: '添加更多',
  replace: '替换',
  startAll: '上传',
  pauseAll: '全部暂停',
  resumeAll: '全部继续',
  retryAll: '全部重试',
  clearFinished: '清除已完成',
  progressOf: (name) => `${name} 的上传进度`,
  totalProgress: '所有文件的上传进度',
  allDone: (count, locale) => `已上传 ${files(locale, count)}`,
  sentOf: (sent, size) => `${sent}／${size}`,
  summary: (done, total, locale) => `${files(locale, total)}中已完成 ${formatNumber(done, locale)} 个`,
  failures: (count, locale) => `${files(locale, count)}失败`,
  added: (count, locale) => `已添加 ${files(locale, count)}`,
  checking: (count, locale) => `正在检查 ${files(locale, count)}`,
  rejected: (count, locale) => `${files(locale, count)}无法上传`,
  unreadable: (count, locale) => `${files(locale, count)}无法读取。`,
  more: (count, locale) => plural(locale, count, { other: '另有 # 个' }),
  showAll: (count, locale) => plural(locale, count, { other: '显示全部 # 个' }),
  dismiss: '关闭',
  undo: '撤销',
  interrupted: (count, locale) => plural(locale, count, { other: '有 # 个上传被中断。' }),
  chooseAgain: (name) => `请重新选择 ${name} 以继续。`,
  goOn: '继续',
  discard: '放弃',
  cropTitle: '裁剪图片',
  cropArea: '图片',
  cropHint: '拖动可移动。使用键盘：方向键移动，加号和减号缩放。',
  cropZoom: '缩放',
  cropUse: '使用',
  cropCancel: '取消',
  someFailed: '部分文件未上传。请重试或移除这些文件。',
  somePaused: '部分上传已暂停。请继续或移除。',
  notStarted: '请先点击“上传”。',
  fileTypes: { image: '图片', video: '视频', audio: '音频', text: '文本', program: '程序' },
  spoken: {
    added: (name) => `已添加 ${name}。`,
    filesAdded: (count, locale) => plural(locale, count, { other: '已添加 # 个文件。' }),
    removed: (name) => `已移除 ${name}。`,
    filesRemoved: (count, locale) => plural(locale, count, { other: '已移除 # 个文件。' }),
    canUndo: '“撤销”按钮位于列表之后。',
    returned: (name) => `${name} 已恢复到列表中。`,
    filesReturned: (count, locale) => plural(locale, count, { other: '# 个文件已恢复到列表中。' }),
    failed: (name, reason) => `${name} 上传失败。${reason}`,
    filesFailed: (count, locale) => plural(locale, count, { other: '# 个文件上传失败。' }),
    retrying: (name) => `${name} 未送达，正在重试。`,
    filesRetrying: (count, locale) => plural(locale, count, { other: '# 个文件未送达，正在重试。' }),
    triedAgain: (name) => `正在重试 ${name}。`,
    filesTriedAgain: (count, locale) => plural(locale, count, { other: '正在重试 # 个文件。' }),
    paused: (name) => `已暂停 ${name}。`,
    filesPaused: (count, locale) => plural(locale, count, { other: '已暂停 # 个文件。' }),
    resumed: (name) => `已继续 ${name}。`,
    filesResumed: (count, locale) => plural(locale, count, { other: '已继续 # 个文件。' }),
    canceled: (name) => `已取消 ${name}。`,
    filesCanceled: (count, locale) => plural(locale, count, { other: '已取消 # 个文件。' }),
    moved: (name, place, count, locale) =>
      `${name} 已移至第 ${formatNumber(place, locale)} 位，共 ${formatNumber(count, locale)} 位。`,
    connected: '连接已恢复。',
    progress: (percent) => `已上传 ${percent}。`,
    finished: (done, total, failed, locale) => {
      const all = plural(locale, total, { other: `# 个文件中已完成 ${formatNumber(done, locale)} 个` })
      const lost = plural(locale, failed, { other: '# 个文件失败' })
      return failed === 0 ? `${all}。` : `${all}，${lost}。`
    },
    dropHere: '将文件放到此处即可添加。',
    progressValue: (percent, sent, size, time) =>
      `${percent}，${sent}／${size}${time === null ? '' : `，剩余 ${time}`}`,
  },
  errors: {
    'unsupported-content-type': ({ allowed }) =>
      `此处不允许这种类型的文件。${allowed === undefined ? '' : `允许的类型：${allowed}。`}`,
    'file-too-large': ({ limit }, locale) =>
      limit === undefined ? '文件太大。' : `文件大于 ${formatBytes(limit, locale)}。`,
    'file-too-small': ({ limit }, locale) =>
      limit === undefined || limit <= 1 ? '文件为空。' : `文件小于 ${formatBytes(limit, locale)}。`,
    'empty-file': '文件为空。',
    'total-too-large': ({ limit }, locale) =>
      limit === undefined ? '文件总大小过大。' : `文件总大小超过 ${formatBytes(limit, locale)}。`,
    'too-many-files': ({ limit }, locale) =>
      limit === undefined ? '文件过多。' : `最多只能添加 ${files(locale, limit)}。`,
    'quota-exceeded': '没有足够的空间存放此文件。',
    'file-changed': '文件已被更改或移动，请重新选择。',
    'duplicate-file': '该文件已在列表中。',
    rejected: '文件被拒绝。',
    'validator-timeout': '未能及时检查文件，请重试。',
    'transform-failed': '未能准备文件，请重试。',
    'type-mismatch': ({ declared = '', found }) =>
      `文件名表明是 ${declared}，但内容是${found ? ` ${found}` : '其他类型'}。`,
    'image-dimensions': ({ rule = 'minWidth', limit = 0, size }, locale) =>
      size == null
        ? '无法读取图片尺寸。'
        : `图片为 ${formatSize(size, locale)} 像素；${bounds[rule]} ${formatNumber(limit, locale)}。`,
    'api-unreachable': '无法连接上传服务。请检查网络连接后重试。',
    'headers-failed': '无法获取您的上传权限，请重试。',
    'login-required': '您已退出登录。请在另一个标签页中重新登录，然后在此重试。',
    'network-login-required': '此网络要求先登录。请打开任意网站完成登录，然后重试。',
    'request-blocked': '此网络的防火墙或代理拒绝了上传。请更换网络或联系网络管理员。',
    'endpoint-not-found': '此处的上传功能配置有误，请告知本页面的管理者。',
    network: '与存储的连接中断。请检查网络连接后重试。',
    'api-unavailable': '服务繁忙或不可用，请稍后重试。',
    unauthorized: '您无权在此上传，请重新登录。',
    'ticket-expired': '上传权限已过期，请重试。',
    'checksum-unverified': '存储无法确认文件完整无误地送达。',
    'checksum-unavailable': '此浏览器无法计算此处所需的校验和。',
    'object-mismatch': '文件未完整送达，请重试。',
    'not-an-image': '文件已保存，但并非其名称所示的图片。',
    'unsupported-heic': '文件已保存，但无法显示 HEIC 图片，请使用 JPEG。',
    'unsupported-format': '文件已保存，但无法显示这种图片格式。',
    'corrupt-image': '文件已保存，但图片已损坏。',
    'source-missing': '文件曾被保存，但现已不存在。',
    'malware-found': '文件已保存，但病毒扫描在其中发现威胁。',
    'processing-timeout': '文件已保存，但未能及时处理。',
    unknown: '文件无法上传。',
  },
}
