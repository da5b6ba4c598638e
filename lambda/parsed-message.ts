import type { ConversionEnd } from './media-converter.ts'
import type { ReprocessRequest } from './reprocess-request.ts'
import type { UploadJob } from './upload-job.ts'

/** The content of one message; several for a message with several S3 records. */
export type ParsedMessage =
  | { kind: 'job'; job: UploadJob }
  /** An original was deleted, so its variants are to be deleted too. */
  | { kind: 'removal'; bucket: string; key: string }
  | { kind: 'reprocess'; request: ReprocessRequest }
  /** A video was converted, or could not be. */
  | { kind: 'conversion'; end: ConversionEnd }
  /** Well formed, but not about an upload. */
  | { kind: 'ignored'; reason: string }
  /** Not readable: it belongs to the dead letters, where a person can look at it. */
  | { kind: 'rejected'; reason: string }
