/** Registers `<s3-uploader>`. Import `./element` instead to register the class under another name. */
import { S3UploaderElement } from './s3-uploader.ts'

// A page may load the script twice: `define` would throw.
if (customElements.get('s3-uploader') === undefined) customElements.define('s3-uploader', S3UploaderElement)

export type {
  FileHandle,
  FileSource,
  InterruptedUpload,
  Rejection,
  RestoredUploads,
  UploadEventMap,
  UploadSnapshot,
  UploadStatus,
} from './engine/index.ts'
export { UploadError } from './engine/upload/upload-error.ts'
export { registerLocale } from './language/known-locales.ts'
export type { Locale, LocaleLoader } from './language/locale-loader.ts'
export type { ErrorDetails } from './text/error-messages.ts'
export type { LocaleMessages, Messages, Strings } from './text/messages.ts'
export { S3UploaderElement }
