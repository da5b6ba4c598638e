import { awsMetadata } from '../upload/failure-log.ts'
import { StorageError } from '../upload/storage-error.ts'

/**
 * The result of a call to S3.
 *
 * @param what the failure's message.
 * @throws {StorageError}
 */
export async function attempt<Value>(what: string, call: () => Promise<Value>): Promise<Value> {
  try {
    return await call()
  } catch (error) {
    throw toStorageError(what, error)
  }
}

/** The same; `null` for an object or upload that is not there, or not in the state that the call demands. */
export async function attemptOrNull<Value>(what: string, call: () => Promise<Value>): Promise<Value | null> {
  try {
    return await call()
  } catch (error) {
    const { httpStatusCode: status } = awsMetadata(error)
    if ((status === 404 && nameOf(error) !== 'NoSuchBucket') || status === 412) return null
    throw toStorageError(what, error)
  }
}

/** Temporary statuses below 500: timeout, conflict with another request, too many requests. */
const TEMPORARY_STATUSES: ReadonlySet<unknown> = new Set([408, 409, 429])

// By HTTP status first: on Workers the SDK cannot parse all of S3's XML errors and throws one without a name, but the
// status is always there.
function toStorageError(what: string, error: unknown): StorageError {
  if (error instanceof StorageError) return error
  const { httpStatusCode: status } = awsMetadata(error)
  const isTemporary = TEMPORARY_STATUSES.has(status) || nameOf(error) === 'RequestTimeout'
  const isRefused = typeof status === 'number' && status >= 300 && status < 500 && !isTemporary
  return new StorageError(isRefused ? 'denied' : 'unavailable', what, { cause: error })
}

function nameOf(error: unknown): string | undefined {
  return error instanceof Error ? error.name : undefined
}
