/** The part of S3 that the processor uses: a port, so that tests run without S3. ETags carry no quotes here. */
export interface ObjectStore {
  /**
   * Starts reading an object. The body is open: call `read` or `discard`, always.
   *
   * @throws StorageError `not-found`, `precondition-failed` (with `ifMatch`), `denied`, `unavailable`
   */
  open(source: ObjectPin, signal?: AbortSignal): Promise<OpenObject>
  /** @throws StorageError as `open` */
  head(source: ObjectPin): Promise<ObjectHead>
  /** Object tags. @throws StorageError as `open` */
  tags(source: ObjectPin): Promise<Record<string, string>>
  /**
   * Deletes objects; a missing one counts as deleted.
   *
   * @throws StorageError `denied`, `unavailable`
   */
  delete(bucket: string, keys: readonly string[]): Promise<void>
  /**
   * Keys below a prefix, in S3's order.
   *
   * @throws StorageError `denied`, `unavailable`
   */
  list(bucket: string, prefix: string): AsyncIterable<string>
  /**
   * Stores bytes and returns the new ETag.
   *
   * @throws StorageError `precondition-failed` or `conflict` (with a condition), `denied`, `unavailable`
   */
  put(object: NewObject, signal?: AbortSignal): Promise<string>
}

/** Which object; `versionId` or `ifMatch` pin its exact bytes. */
export interface ObjectPin {
  bucket: string
  key: string
  versionId?: string
  ifMatch?: string
}

export interface ObjectHead {
  /** Bytes. */
  size: number
  etag: string
  versionId: string | null
  contentType: string | null
  /** Keys are lower case, as S3 returns them. */
  userMetadata: Record<string, string>
}

export interface OpenObject extends ObjectHead {
  /** The first bytes, at least 1,024 unless the object is shorter. `read` still returns the whole body. */
  peek(): Promise<Buffer>
  /** The whole body, exactly `size` bytes. @throws StorageError `unavailable` when the body breaks off */
  read(): Promise<Buffer>
  /** Closes the connection: an unread body would occupy its socket for ever. */
  discard(): void
}

export interface NewObject {
  bucket: string
  key: string
  body: Buffer
  contentType: string
  cacheControl?: string
  userMetadata?: Record<string, string>
  condition?: WriteCondition
}

/** Write only where no object exists, or only over the version that was read. */
export type WriteCondition = { kind: 'absent' } | { kind: 'matches'; etag: string }

export type StorageErrorCode = 'not-found' | 'precondition-failed' | 'conflict' | 'denied' | 'unavailable'

/**
 * An error of the store, never of the image. `denied` too is retried: a corrected policy resolves it, so the message
 * must survive until then.
 */
export class StorageError extends Error {
  override readonly name = 'StorageError'
  readonly code: StorageErrorCode
  /** S3's request id, for support. */
  readonly requestId: string | null

  constructor(
    code: StorageErrorCode,
    message: string,
    options: ErrorOptions & { requestId?: string | undefined } = {},
  ) {
    super(message, options)
    this.code = code
    this.requestId = options.requestId ?? null
  }
}

export function isStorageError(error: unknown, ...codes: StorageErrorCode[]): error is StorageError {
  return error instanceof StorageError && (codes.length === 0 || codes.includes(error.code))
}
