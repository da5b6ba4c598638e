import { dropZoneMessages } from '../text/drop-zone-messages.ts'
import { englishPlural as plural } from '../text/english-plural.ts'
import { formatNumber } from '../text/format-number.ts'
import type { LocaleMessages } from '../text/messages.ts'
import { errors } from './en-errors.ts'
import { spoken } from './en-spoken.ts'

const files = (locale: string, count: number) => plural(locale, count, { one: '# file', other: '# files' })

/** English. The first script has the words of the drop zone. */
export const messages: LocaleMessages = {
  ...dropZoneMessages,
  spoken,
  status: {
    queued: 'Waiting',
    preparing: 'Preparing',
    uploading: 'Uploading',
    paused: 'Paused',
    completing: 'Checking',
    processing: 'Processing',
    ready: 'Done',
    failed: 'Failed',
    canceled: 'Canceled',
  },
  waitsForVisitor: 'Not started',
  stored: 'Saved',
  waitsForNetwork: 'No connection. Continues by itself.',
  retrying: (reason, time, attempt, retries, locale) =>
    `${reason}, trying again${time === null ? '' : ` in ${time}`} (${formatNumber(attempt, locale)} of ${formatNumber(retries, locale)})`,
  retryReason: { connection: 'Connection lost', busy: 'Service busy', failed: 'Failed' },
  tryingAgain: 'Trying again',
  timeLeft: (time) => `${time} left`,
  pause: (name) => `Pause ${name}`,
  resume: (name) => `Resume ${name}`,
  retry: (name) => `Try ${name} again`,
  cancel: (name) => `Cancel ${name}`,
  remove: (name) => `Remove ${name}`,
  numbered: (name, number, locale) => `${name} (${formatNumber(number, locale)})`,
  move: (name, place, count, locale) =>
    `Move ${name}, ${formatNumber(place, locale)} of ${formatNumber(count, locale)}`,
  lifted: (name) => `${name} is taken up. Arrow keys move it; or choose the handle of its new place.`,
  moveCanceled: (name) => `${name} stays where it was.`,
  caption: 'Caption',
  altText: 'Picture description',
  addMore: 'Add more',
  replace: 'Replace',
  startAll: 'Upload',
  pauseAll: 'Pause all',
  resumeAll: 'Resume all',
  retryAll: 'Try all again',
  clearFinished: 'Clear finished',
  progressOf: (name) => `Upload of ${name}`,
  totalProgress: 'Upload of all files',
  allDone: (count, locale) => `${files(locale, count)} uploaded`,
  sentOf: (sent, size) => `${sent} of ${size}`,
  summary: (done, total, locale) => `${formatNumber(done, locale)} of ${files(locale, total)} done`,
  failures: (count, locale) => `${files(locale, count)} failed`,
  added: (count, locale) => `${files(locale, count)} added`,
  checking: (count, locale) => `Checking ${files(locale, count)}`,
  readingFolder: (count, locale) => `Reading the folder: ${files(locale, count)} found`,
  dropAnywhere: 'Drop files anywhere',
  rejected: (count, locale) => `${files(locale, count)} can’t be uploaded`,
  more: (count, locale) => plural(locale, count, { other: 'and # more' }),
  showAll: (count, locale) => plural(locale, count, { other: 'Show all #' }),
  dismiss: 'Dismiss',
  undo: 'Undo',
  interrupted: (count, locale) =>
    plural(locale, count, { one: '# upload was interrupted.', other: '# uploads were interrupted.' }),
  chooseAgain: (name) => `Choose ${name} again to continue.`,
  goOn: 'Continue',
  discard: 'Discard',
  cropTitle: 'Crop the picture',
  cropHint: 'Drag to move. With the keyboard: arrow keys move, plus and minus zoom.',
  cropHorizontal: 'Left and right',
  cropVertical: 'Up and down',
  cropZoom: 'Zoom',
  cropUse: 'Use',
  cropCancel: 'Cancel',
  tooManyFiles: (maximum, locale) => `Please keep no more than ${files(locale, maximum)}.`,
  someFailed: 'Some files were not uploaded. Try again or remove them.',
  somePaused: 'Some uploads are paused. Resume or remove them.',
  notStarted: 'Press “Upload” first.',
  errors,
}
