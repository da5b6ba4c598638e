import type { DimensionRule } from '../engine/upload/rejection.ts'
import { englishPlural as plural } from '../text/english-plural.ts'
import { formatBytes } from '../text/format-bytes.ts'
import { formatNumber, formatSize } from '../text/format-number.ts'
import type { LocaleMessages } from '../text/messages.ts'

/** English. */
export const errors: LocaleMessages['errors'] = {
  'unsupported-content-type': ({ allowed }) =>
    allowed === undefined
      ? 'This kind of file is not allowed here.'
      : `This kind of file is not allowed here. Allowed: ${allowed}.`,
  'file-too-large': ({ limit }, locale) =>
    limit === undefined ? 'The file is too large.' : `The file is larger than ${formatBytes(limit, locale)}.`,
  'file-too-small': ({ limit }, locale) =>
    limit === undefined || limit <= 1
      ? 'The file is empty.'
      : `The file is smaller than ${formatBytes(limit, locale)}.`,
  'empty-file': 'The file is empty.',
  'total-too-large': ({ limit }, locale) =>
    limit === undefined
      ? 'The files are too large together.'
      : `The files are larger than ${formatBytes(limit, locale)} together.`,
  'too-many-files': ({ limit }, locale) =>
    limit === undefined
      ? 'There are too many files.'
      : plural(locale, limit, {
          one: 'No more than # file can be added.',
          other: 'No more than # files can be added.',
        }),
  'folder-too-large': ({ limit = 0 }, locale) =>
    `The folder has more than ${plural(locale, limit, { one: '# file', other: '# files' })}. Add its folders one by one.`,
  'file-unreadable': 'The file can’t be read. Please choose it again, or copy it to this device first.',
  'web-link': 'This is a link to a web page. Save the file on this device first, then add it.',
  'quota-exceeded': 'There is no space left for this file.',
  'file-changed': 'The file was changed or moved. Please choose it again.',
  'duplicate-file': 'The file is in the list already.',
  rejected: 'The file was refused.',
  'validator-timeout': 'The file could not be checked in time. Please try again.',
  'transform-failed': 'The file could not be prepared. Please try again.',
  'type-mismatch': ({ declared = '', found }) =>
    `The name says ${declared}, but the content is ${found || 'something else'}.`,
  'image-dimensions': ({ rule = 'minWidth', limit = 0, size }, locale) =>
    size == null
      ? 'The size of the image can’t be read.'
      : `The image is ${formatSize(size, locale)} pixels; ${bounds[rule]} ${formatNumber(limit, locale)}.`,
  'api-unreachable': 'The upload service can’t be reached. Check your connection and try again.',
  'headers-failed': 'Your permission to upload could not be fetched. Please try again.',
  'login-required': 'You are signed out. Sign in again in another tab, then try again here.',
  'network-login-required':
    'This network asks you to sign in first. Open any website to do so, then try again.',
  'request-blocked':
    'A firewall or proxy of this network refused the upload. Try another network, or ask its administrator.',
  'endpoint-not-found': 'Uploads are not set up correctly here. Please tell the people who run this page.',
  network: 'The connection to the storage broke. Check your connection and try again.',
  'api-unavailable': 'The service is busy or down. Please try again in a moment.',
  unauthorized: 'You may not upload here. Please sign in again.',
  'ticket-expired': 'The permission to upload ran out. Please try again.',
  'checksum-unverified': 'The storage could not prove that the file arrived unchanged.',
  'checksum-unavailable': 'This browser can’t compute the checksum that is required here.',
  'object-mismatch': 'The file did not arrive complete. Please try again.',
  'not-an-image': 'The file was stored, but it is not the image its name says.',
  'unsupported-heic': 'The file was stored, but HEIC images can’t be shown. Please use JPEG.',
  'unsupported-format': 'The file was stored, but this image format can’t be shown.',
  'corrupt-image': 'The file was stored, but the image is damaged.',
  'source-missing': 'The file was stored, but it is no longer there.',
  'malware-found': 'The file was stored, but the virus scan found a threat in it.',
  'processing-timeout': 'The file was stored, but nothing could be made of it in time.',
  unknown: 'The file could not be uploaded.',
}

const bounds: Readonly<Record<DimensionRule, string>> = {
  minWidth: 'its width must be at least',
  maxWidth: 'its width must be at most',
  minHeight: 'its height must be at least',
  maxHeight: 'its height must be at most',
}
