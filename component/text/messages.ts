/** Every sentence the element says, in English. The `strings` property replaces any of them. */

import type { DimensionRule, ImageSize } from '../engine/upload/rejection.ts'
import type { ErrorCode } from '../engine/upload/upload-error.ts'
import type { UploadStatus } from '../engine/upload/upload-state.ts'
import { type DropZoneMessages, dropZoneMessages } from './drop-zone-messages.ts'
import { formatBytes } from './format-bytes.ts'

export interface Messages extends DropZoneMessages {
  status: Readonly<Record<UploadStatus, string>>
  waitingToRetry: string
  timeLeft(time: string): string
  pause(name: string): string
  resume(name: string): string
  retry(name: string): string
  cancel(name: string): string
  remove(name: string): string
  startAll: string
  progressOf(name: string): string
  summary(done: number, total: number): string
  failures(count: number): string
  added(count: number): string
  /** While files are looked at before they come into the list. */
  checking(count: number): string
  rejected(count: number): string
  unreadable(count: number): string
  more(count: number): string
  dismiss: string
  /** Uploads of a former visit that did not come to their end. */
  interrupted(count: number): string
  /** What it takes to go on with one of them. */
  chooseAgain(name: string): string
  goOn: string
  /** Gives the interrupted uploads up, what was sent of them included. */
  discard: string
  error(code: ErrorCode, limit: number | undefined): string
  /** Both are media types; `found` is `''` where the content is of no known kind. */
  typeMismatch(declared: string, found: string): string
  /** `limit` in pixels; `size` is null where the image does not say how large it is. */
  imageDimensions(rule: DimensionRule, limit: number, size: ImageSize | null): string
}

const files = (count: number) => (count === 1 ? '1 file' : `${count} files`)

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
  waitingToRetry: 'Trying again',
  timeLeft: (time) => `${time} left`,
  pause: (name) => `Pause ${name}`,
  resume: (name) => `Resume ${name}`,
  retry: (name) => `Try ${name} again`,
  cancel: (name) => `Cancel ${name}`,
  remove: (name) => `Remove ${name}`,
  startAll: 'Upload',
  progressOf: (name) => `Upload of ${name}`,
  summary: (done, total) => `${done} of ${files(total)} done`,
  failures: (count) => `${files(count)} failed`,
  added: (count) => `${files(count)} added`,
  checking: (count) => `Checking ${files(count)}`,
  rejected: (count) => `${files(count)} can’t be uploaded`,
  unreadable: (count) => `${files(count)} can’t be read.`,
  more: (count) => `and ${count} more`,
  dismiss: 'Dismiss',
  interrupted: (count) => (count === 1 ? '1 upload was interrupted.' : `${count} uploads were interrupted.`),
  chooseAgain: (name) => `Choose ${name} again to continue.`,
  goOn: 'Continue',
  discard: 'Discard',
  error: errorSentence,
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

/** `JPEG` of `image/jpeg`. */
function typeName(type: string): string {
  if (type === 'application/x-executable') return 'a program'
  return (type.split('/')[1] ?? type).replace(/^x-|\+xml$/g, '').toUpperCase()
}

function errorSentence(code: ErrorCode, limit: number | undefined): string {
  switch (code) {
    case 'unsupported-content-type':
      return 'This kind of file is not allowed here.'
    case 'file-too-large':
    case 'image-too-large':
      return limit === undefined
        ? 'The file is too large.'
        : `The file is larger than ${formatBytes(limit, 'en')}.`
    case 'file-too-small':
      return limit === undefined || limit <= 1
        ? 'The file is empty.'
        : `The file is smaller than ${formatBytes(limit, 'en')}.`
    case 'empty-file':
      return 'The file is empty.'
    case 'total-too-large':
      return limit === undefined
        ? 'The files are too large together.'
        : `The files are larger than ${formatBytes(limit, 'en')} together.`
    case 'too-many-files':
      return limit === undefined ? 'There are too many files.' : `No more than ${files(limit)} can be added.`
    case 'quota-exceeded':
      return 'There is no space left for this file.'
    case 'file-changed':
    case 'superseded':
      return 'The file was changed or moved. Please choose it again.'
    case 'api-unreachable':
      return 'The upload service can’t be reached. Check your connection and try again.'
    case 'network':
    case 'stalled':
      return 'The connection to the storage broke. Check your connection and try again.'
    case 'api-unavailable':
    case 'storage-unavailable':
    case 'publish-failed':
    case 'rate-limited':
      return 'The service is busy or down. Please try again in a moment.'
    case 'unauthorized':
    case 'forbidden':
      return 'You may not upload here. Please sign in again.'
    case 'ticket-expired':
    case 'signature-expired':
      return 'The permission to upload ran out. Please try again.'
    case 'checksum-unverified':
      return 'The storage could not prove that the file arrived unchanged.'
    case 'checksum-unavailable':
      return 'This browser can’t compute the checksum that is required here.'
    case 'parts-missing':
    case 'upload-not-found':
    case 'object-mismatch':
      return 'The file did not arrive complete. Please try again.'
    case 'not-an-image':
    case 'type-mismatch':
      return 'The file was stored, but it is not the image its name says.'
    case 'unsupported-heic':
      return 'The file was stored, but HEIC images can’t be shown. Please use JPEG.'
    case 'unsupported-format':
      return 'The file was stored, but this image format can’t be shown.'
    case 'corrupt-image':
      return 'The file was stored, but the image is damaged.'
    case 'malware-found':
      return 'The file was stored, but the virus scan found a threat in it.'
    case 'processing-timeout':
      return 'The file was stored, but nothing could be made of it in time.'
    case 'rejected':
      return 'The file was refused.'
    case 'duplicate-file':
      return 'The file is in the list already.'
    case 'validator-timeout':
      return 'The file could not be checked in time. Please try again.'
    default:
      return 'The file could not be uploaded.'
  }
}
