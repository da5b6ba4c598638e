import type { ItemError, UploadErrorCode } from '../../component/protocol.ts'

// Whether the same call may succeed later without a change by anyone.
export const RETRYABLE: Record<UploadErrorCode, boolean> = {
  'file-too-large': false,
  'file-too-small': false,
  'unsupported-content-type': false,
  'too-many-files': false,
  rejected: false,
  'quota-exceeded': false,
  'ticket-invalid': false,
  'ticket-expired': false,
  forbidden: false,
  // The bytes may still be on their way.
  'upload-not-found': true,
  'parts-missing': true,
  assembling: true,
  'object-mismatch': false,
  'checksum-unverified': false,
  'storage-denied': false,
  'storage-unavailable': true,
  'publish-failed': true,
  'publish-denied': false,
  'rate-limited': true,
  unavailable: true,
}

export interface UploadErrorOptions {
  cause?: unknown
  /** The limit that was broken, in bytes or files. */
  limit?: number
  /** Overrides the code's default. */
  retryable?: boolean
  /** How long the client shall wait before the same call, in milliseconds. */
  retryAfterMs?: number
}

/** One item of a batch failed; the others go on. The message is shown to people, the cause never is. */
export class UploadError extends Error {
  override readonly name: string = 'UploadError'
  readonly code: UploadErrorCode
  readonly retryable: boolean
  readonly limit: number | undefined
  readonly retryAfterMs: number | undefined

  constructor(code: UploadErrorCode, message: string, options: UploadErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.retryable = options.retryable ?? RETRYABLE[code]
    this.limit = options.limit
    this.retryAfterMs = options.retryAfterMs
  }

  toItemError(): ItemError {
    return {
      code: this.code,
      detail: this.message,
      retryable: this.retryable,
      ...(this.limit === undefined ? {} : { limit: this.limit }),
      ...(this.retryAfterMs === undefined ? {} : { retryAfterMs: this.retryAfterMs }),
    }
  }
}

/** Thrown by a host's hook to refuse one file. Its message is shown to the user. */
export class RejectUpload extends UploadError {
  override readonly name = 'RejectUpload'

  constructor(
    message: string,
    options: { code?: 'rejected' | 'quota-exceeded'; limit?: number; cause?: unknown } = {},
  ) {
    super(options.code ?? 'rejected', message, options)
  }
}
