/** All words of the element, in English. The `strings` property replaces any of them. */

import type { DimensionRule, ImageSize } from '../engine/upload/rejection.ts'
import type { ErrorCode } from '../engine/upload/upload-error.ts'
import type { UploadStatus } from '../engine/upload/upload-state.ts'
import { type DropZoneMessages, dropZoneMessages } from './drop-zone-messages.ts'
import { errorSentence } from './error-sentence.ts'
import { files } from './file-count.ts'
import { typeName } from './type-name.ts'

export interface Messages extends DropZoneMessages {
  status: Readonly<Record<UploadStatus, string>>
  /** Before the visitor starts it. */
  waitsForVisitor: string
  waitsForNetwork: string
  /** `time` until the next of `retries` attempts; null while it is under way. */
  retrying(code: ErrorCode, time: string | null, attempt: number, retries: number): string
  tryingAgain: string
  timeLeft(time: string): string
  pause(name: string): string
  resume(name: string): string
  retry(name: string): string
  cancel(name: string): string
  remove(name: string): string
  /** The button that chooses files, once there are some. */
  addMore: string
  /** Where one file replaces the other. */
  replace: string
  startAll: string
  pauseAll: string
  resumeAll: string
  retryAll: string
  /** Takes what is done off the list. */
  clearFinished: string
  progressOf(name: string): string
  /** Of all files together. */
  totalProgress: string
  summary(done: number, total: number): string
  /** All of them are done. */
  allDone(count: number): string
  /** Sizes in words: `3 MB of 3.8 MB`. */
  sentOf(sent: string, size: string): string
  failures(count: number): string
  added(count: number): string
  /** While files are checked, before they are listed. */
  checking(count: number): string
  rejected(count: number): string
  unreadable(count: number): string
  more(count: number): string
  /** Of refused files. */
  showAll(count: number): string
  dismiss: string
  /** Uploads of an earlier visit that were not finished. */
  interrupted(count: number): string
  /** How to continue one of them. */
  chooseAgain(name: string): string
  goOn: string
  /** Gives up the interrupted uploads, including the bytes that were sent. */
  discard: string
  /** Why the form can’t be submitted: uploads failed. */
  someFailed: string
  /** Uploads are paused. */
  somePaused: string
  /** With `manual`: nothing is started yet. */
  notStarted: string
  error(code: ErrorCode, limit: number | undefined): string
  /** `allowed` in words: `JPEG, PNG or CSV`. */
  typeNotAllowed(allowed: string): string
  /** Media types; `found` is `''` for content of an unknown type. */
  typeMismatch(declared: string, found: string): string
  /** `limit` in pixels; `size` is null where the file does not contain it. */
  imageDimensions(rule: DimensionRule, limit: number, size: ImageSize | null): string
}

export const englishMessages: Messages = {
  ...dropZoneMessages,
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
  waitsForNetwork: 'No connection. Continues by itself.',
  retrying: (code, time, attempt, retries) =>
    `${retryReason(code)}, trying again${time === null ? '' : ` in ${time}`} (${attempt} of ${retries})`,
  tryingAgain: 'Trying again',
  timeLeft: (time) => `${time} left`,
  pause: (name) => `Pause ${name}`,
  resume: (name) => `Resume ${name}`,
  retry: (name) => `Try ${name} again`,
  cancel: (name) => `Cancel ${name}`,
  remove: (name) => `Remove ${name}`,
  addMore: 'Add more',
  replace: 'Replace',
  startAll: 'Upload',
  pauseAll: 'Pause all',
  resumeAll: 'Resume all',
  retryAll: 'Try all again',
  clearFinished: 'Clear finished',
  progressOf: (name) => `Upload of ${name}`,
  totalProgress: 'Upload of all files',
  allDone: (count) => `${files(count)} uploaded`,
  sentOf: (sent, size) => `${sent} of ${size}`,
  summary: (done, total) => `${done} of ${files(total)} done`,
  failures: (count) => `${files(count)} failed`,
  added: (count) => `${files(count)} added`,
  checking: (count) => `Checking ${files(count)}`,
  rejected: (count) => `${files(count)} can’t be uploaded`,
  unreadable: (count) => `${files(count)} can’t be read.`,
  more: (count) => `and ${count} more`,
  showAll: (count) => `Show all ${count}`,
  dismiss: 'Dismiss',
  interrupted: (count) => (count === 1 ? '1 upload was interrupted.' : `${count} uploads were interrupted.`),
  chooseAgain: (name) => `Choose ${name} again to continue.`,
  goOn: 'Continue',
  discard: 'Discard',
  someFailed: 'Some files were not uploaded. Try again or remove them.',
  somePaused: 'Some uploads are paused. Resume or remove them.',
  notStarted: 'Press “Upload” first.',
  error: errorSentence,
  typeNotAllowed: (allowed) => `This kind of file is not allowed here. Allowed: ${allowed}.`,
  typeMismatch: (declared, found) =>
    found === ''
      ? `The name says ${typeName(declared)}, but the content is something else.`
      : `The name says ${typeName(declared)}, but the content is ${typeName(found)}.`,
  imageDimensions: (rule, limit, size) =>
    size === null
      ? 'The size of the image can’t be read.'
      : `The image is ${size.width} × ${size.height} pixels; ${bounds[rule]} ${limit}.`,
}

const bounds: Readonly<Record<DimensionRule, string>> = {
  minWidth: 'its width must be at least',
  maxWidth: 'its width must be at most',
  minHeight: 'its height must be at least',
  maxHeight: 'its height must be at most',
}

function retryReason(code: ErrorCode): string {
  switch (code) {
    case 'network':
    case 'stalled':
    case 'api-unreachable':
      return 'Connection lost'
    case 'api-unavailable':
    case 'storage-unavailable':
    case 'publish-failed':
    case 'rate-limited':
      return 'Service busy'
    default:
      return 'Failed'
  }
}
