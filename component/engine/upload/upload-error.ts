import type { ApiErrorCode, ProcessingErrorCode, UnknownErrorCode } from '../../protocol.ts'

/** Errors found on the client. */
export type ClientErrorCode =
  // before anything is sent
  | 'total-too-large'
  | 'file-changed'
  | 'checksum-unavailable'
  | 'duplicate-file'
  | 'image-dimensions'
  | 'validator-timeout'
  /** A transformer of the page threw, returned something else than a file or took too long. */
  | 'transform-failed'
  | 'folder-too-large'
  | 'file-unreadable'
  | 'web-link'
  /** The browser could not load the uploader module. */
  | 'module-not-loaded'
  // talking to the API
  | 'api-unreachable'
  | 'api-unavailable'
  /** The page's function for headers failed, mostly to fetch a token. */
  | 'headers-failed'
  /** A web page came instead of JSON: the visitor is signed out, or the endpoint is wrong. */
  | 'login-required'
  /** No API at this URL. */
  | 'endpoint-not-found'
  /** A proxy or hotspot wants the visitor to sign in. */
  | 'network-login-required'
  /** A proxy or firewall refused the request. */
  | 'request-blocked'
  | 'protocol'
  // talking to S3
  | 'network'
  | 'stalled'
  | 'signature-expired'
  /** The host answers, but its CORS rules hide the response from the page. */
  | 'response-blocked'
  | 'storage-rejected'

/** Codes that an upload can fail with. A newer API may send codes that are not listed here. */
export type ErrorCode = ClientErrorCode | ApiErrorCode | ProcessingErrorCode | UnknownErrorCode

export interface UploadErrorOptions {
  cause?: unknown
  /** Whether the same attempt may succeed later without a change. Default: false. */
  retryable?: boolean
  /** HTTP status of the response that refused. */
  httpStatus?: number
  /** S3's own code, for example `EntityTooLarge`. */
  s3Code?: string
  /** Request id of S3 or the API, for support. */
  requestId?: string
  /** The limit that was broken, in bytes or files. */
  limit?: number
  /** Pause that the server asked for, in milliseconds. */
  retryAfterMs?: number
  /** Of the request, without its query, which may be a signature. */
  url?: string
}

/**
 * Why an upload failed. `message` is for developers; the element's sentence for people is looked up from `code`.
 * Holds no presigned URL and no ticket, so it is safe to log.
 */
export class UploadError extends Error {
  override readonly name = 'UploadError'
  readonly code: ErrorCode
  readonly retryable: boolean
  declare readonly httpStatus: number | undefined
  declare readonly s3Code: string | undefined
  declare readonly requestId: string | undefined
  declare readonly limit: number | undefined
  declare readonly retryAfterMs: number | undefined
  declare readonly url: string | undefined

  constructor(code: ErrorCode, message: string, { cause, ...facts }: UploadErrorOptions = {}) {
    super(message, { cause })
    Object.assign(this, facts)
    this.code = code
    this.retryable = facts.retryable ?? false
  }
}
