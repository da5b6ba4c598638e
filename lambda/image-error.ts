/**
 * Why a stored upload cannot be processed. Closed: the same strings as `ProcessingErrorCode` in the wire contract, so
 * a page can switch on the manifest's code.
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
  | 'malware-found'
  | 'internal'

/**
 * The final result for one upload that cannot be processed: it becomes a `failed` manifest.
 *
 * The message is the manifest's `detail`: a sentence written here, with actual and allowed numbers. A decoder's text
 * stays in `cause`, because it may repeat content of the file.
 */
export class ImageError extends Error {
  override readonly name = 'ImageError'
  readonly code: ImageErrorCode

  constructor(code: ImageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }

  /** Whether processing the same bytes again may succeed. */
  get retryable(): boolean {
    return this.code === 'processing-timeout' || this.code === 'internal'
  }
}
