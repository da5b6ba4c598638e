import type { ReadyStatus } from '../../protocol.ts'
import type { UploadError } from './upload-error.ts'

/** What was made of a stored upload: a fact beside the upload's own state, never its failure. */
export type ProcessingResult =
  /** The upload is done when it is announced. */
  | { readonly kind: 'none' }
  | { readonly kind: 'ready'; readonly status: ReadyStatus }
  | { readonly kind: 'failed'; readonly error: UploadError }
