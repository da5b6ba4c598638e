/** What visitors are told about a failure, in English: what happened, and what they can do. Pure. */
import type { ErrorCode } from '../engine/upload/upload-error.ts'
import { dropZoneMessages } from './drop-zone-messages.ts'
import { files } from './file-count.ts'
import { formatBytes } from './format-bytes.ts'

export function errorSentence(code: ErrorCode, limit: number | undefined): string {
  switch (code) {
    case 'unsupported-content-type':
      return 'This kind of file is not allowed here.'
    case 'file-too-large':
    case 'image-too-large':
    case 'payload-too-large':
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
    case 'module-not-loaded':
      return dropZoneMessages.notLoaded
    case 'api-unreachable':
      return 'The upload service can’t be reached. Check your connection and try again.'
    case 'headers-failed':
      return 'Your permission to upload could not be fetched. Please try again.'
    case 'login-required':
      return 'You are signed out. Sign in again in another tab, then try again here.'
    case 'network-login-required':
      return 'This network asks you to sign in first. Open any website to do so, then try again.'
    case 'request-blocked':
      return 'A firewall or proxy of this network refused the upload. Try another network, or ask its administrator.'
    case 'endpoint-not-found':
    case 'route-not-found':
    case 'not-found':
    case 'invalid-request':
    case 'method-not-allowed':
    case 'unsupported-media-type':
    case 'protocol':
    case 'response-blocked':
    case 'storage-denied':
    case 'publish-denied':
      return 'Uploads are not set up correctly here. Please tell the people who run this page.'
    case 'network':
    case 'stalled':
      return 'The connection to the storage broke. Check your connection and try again.'
    case 'api-unavailable':
    case 'storage-unavailable':
    case 'publish-failed':
    case 'rate-limited':
    case 'unavailable':
    case 'assembling':
      return 'The service is busy or down. Please try again in a moment.'
    case 'unauthorized':
    case 'forbidden':
      return 'You may not upload here. Please sign in again.'
    case 'ticket-expired':
    case 'ticket-invalid':
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
    case 'source-missing':
      return 'The file was stored, but it is no longer there.'
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
