import type { ApiErrorCode, ProcessingErrorCode } from '../../protocol.ts'

/** What goes wrong on this side of the wire. */
export type ClientErrorCode =
  // before anything is sent
  | 'total-too-large'
  | 'file-changed'
  | 'checksum-unavailable'
  | 'duplicate-file'
  | 'image-dimensions'
  | 'validator-timeout'
  // talking to the API
  | 'api-unreachable'
  | 'api-unavailable'
  | 'protocol'
  // talking to S3
  | 'network'
  | 'stalled'
  | 'signature-expired'
  | 'response-blocked'
  | 'storage-rejected'

/** Every code an upload can fail with; closed, stable, safe to switch on. */
export type ErrorCode = ClientErrorCode | ApiErrorCode | ProcessingErrorCode

export interface UploadErrorOptions {
  cause?: unknown
  /** Whether the same attempt may succeed later without anyone changing anything. Default: false. */
  retryable?: boolean
  /** HTTP status of the answer that refused. */
  httpStatus?: number
  /** S3's own code, for example `EntityTooLarge`. */
  s3Code?: string
  /** Request id of S3 or the API, for support. */
  requestId?: string
  /** The limit that was broken, in bytes or files. */
  limit?: number
  /** How long the other side asked to wait, in milliseconds. */
  retryAfterMs?: number
}

/**
 * Why an upload failed. `message` is for developers; the element's sentence for people is looked up from `code`.
 * Holds no presigned URL and no ticket, so it is safe to log.
 */
export class UploadError extends Error {
  override readonly name = 'UploadError'
  readonly code: ErrorCode
  readonly retryable: boolean
  readonly httpStatus: number | undefined
  readonly s3Code: string | undefined
  readonly requestId: string | undefined
  readonly limit: number | undefined
  readonly retryAfterMs: number | undefined

  constructor(code: ErrorCode, message: string, options: UploadErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.code = code
    this.retryable = options.retryable ?? false
    this.httpStatus = options.httpStatus
    this.s3Code = options.s3Code
    this.requestId = options.requestId
    this.limit = options.limit
    this.retryAfterMs = options.retryAfterMs
  }
}
