/**
 * Why an upload that S3 holds cannot be turned into pictures. Closed: the same strings as `ProcessingErrorCode` in
 * the wire contract, so a page can switch on what the manifest says.
 */
export type ImageErrorCode =
  | 'empty-file'
  | 'not-an-image'
  | 'type-mismatch'
  | 'unsupported-format'
  | 'unsupported-heic'
  | 'file-too-large'
  | 'image-too-large'
  | 'corrupt-image'
  | 'source-missing'
  | 'superseded'
  | 'processing-timeout'
  | 'internal'

/**
 * A verdict on one upload: it becomes a `failed` manifest.
 *
 * The message is the manifest's `detail`: our own sentence with the numbers that matter. A decoder's text stays in
 * `cause`, because it may echo what is in the file.
 */
export class ImageError extends Error {
  override readonly name = 'ImageError'
  readonly code: ImageErrorCode

  constructor(code: ImageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }

  /** Whether processing the same bytes again may end better. */
  get retryable(): boolean {
    return this.code === 'processing-timeout' || this.code === 'internal'
  }
}
