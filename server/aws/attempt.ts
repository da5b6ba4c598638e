import { awsMetadata } from '../upload/failure-log.ts'
import { StorageError } from '../upload/storage-error.ts'
import { untilAborted } from '../upload/until-aborted.ts'
import { hintOf } from './hint.ts'

/**
 * The result of a call to S3. It ends with `signal` even where the SDK waits without one: for credentials.
 *
 * @param what the failure's message.
 * @throws {StorageError}
 */
export async function attempt<Value>(
  what: string,
  signal: AbortSignal,
  call: () => Promise<Value>,
): Promise<Value> {
  try {
    return await untilAborted(call(), signal, () => new Error('AWS did not answer in time'))
  } catch (error) {
    throw toStorageError(what, error)
  }
}

/** The same; `null` for an object or upload that is not there, or not in the state that the call demands. */
export async function attemptOrNull<Value>(
  what: string,
  signal: AbortSignal,
  call: () => Promise<Value>,
): Promise<Value | null> {
  return attempt(what, signal, async () => {
    try {
      return await call()
    } catch (error) {
      if (isMissing(error) || statusOf(error) === 412) return null
      throw error
    }
  })
}

export function isMissing(error: unknown): boolean {
  return statusOf(error) === 404 && nameOf(error) !== 'NoSuchBucket'
}

/** Whether the store lacks the operation or a header of it: by status, by code where stores answer it with 400. */
export function isNotImplemented(error: unknown): boolean {
  return statusOf(error) === 501 || nameOf(error) === 'NotImplemented'
}

export function statusOf(error: unknown): unknown {
  return awsMetadata(error).httpStatusCode
}

/** Temporary statuses below 500: timeout, conflict with another request, too many requests. */
const TEMPORARY_STATUSES: ReadonlySet<unknown> = new Set([408, 409, 429])

/** Temporary in spite of their status: the service's session or clock, which are renewed or corrected. */
const TEMPORARY_CODES: ReadonlySet<string | undefined> = new Set([
  'RequestTimeout',
  'ExpiredToken',
  'TokenRefreshRequired',
  'RequestExpired',
  'RequestTimeTooSkewed',
])

// By HTTP status first: on Workers the SDK cannot parse all of S3's XML errors and throws one without a name, but the
// status is always there.
function toStorageError(what: string, error: unknown): StorageError {
  if (error instanceof StorageError) return error
  const status = statusOf(error)
  const isTemporary = TEMPORARY_STATUSES.has(status) || TEMPORARY_CODES.has(nameOf(error))
  const isFinal = typeof status === 'number' && status >= 300 && status < 500 && !isTemporary
  const isRefused = isFinal || isNotImplemented(error)
  return new StorageError(isRefused ? 'denied' : 'unavailable', what, {
    cause: error,
    hint: hintOf('S3', error),
  })
}

function nameOf(error: unknown): string | undefined {
  return error instanceof Error ? error.name : undefined
}
