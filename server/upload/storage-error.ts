import { awsMetadata } from './failure-log.ts'

/** `denied`: asking again changes nothing until someone mends the configuration. `unavailable`: it may. */
export class StorageError extends Error {
  override readonly name = 'StorageError'
  readonly code: 'denied' | 'unavailable'

  constructor(code: 'denied' | 'unavailable', message: string, options?: { cause: unknown }) {
    super(message, options)
    this.code = code
  }
}

/** What the call gives. @throws {StorageError} that says what could not be done. */
export async function attempt<Value>(what: string, call: () => Promise<Value>): Promise<Value> {
  try {
    return await call()
  } catch (error) {
    throw asStorageError(what, error)
  }
}

/** The same, and `null` for what is not there, or not as the call demands. */
export async function attemptOrNull<Value>(what: string, call: () => Promise<Value>): Promise<Value | null> {
  try {
    return await call()
  } catch (error) {
    const { httpStatusCode: status } = awsMetadata(error)
    if ((status === 404 && nameOf(error) !== 'NoSuchBucket') || status === 412) return null
    throw asStorageError(what, error)
  }
}

/** Statuses below 500 that S3 means for now: timeouts, conflicts with another request, too many of them. */
const passingStatuses: ReadonlySet<unknown> = new Set([408, 409, 429])

// By HTTP status first: on Workers the SDK cannot parse all of S3's XML errors and throws something nameless, but the
// status is always on it.
function asStorageError(what: string, error: unknown): StorageError {
  if (error instanceof StorageError) return error
  const { httpStatusCode: status } = awsMetadata(error)
  const isPassing = passingStatuses.has(status) || nameOf(error) === 'RequestTimeout'
  const refused = typeof status === 'number' && status >= 300 && status < 500 && !isPassing
  return new StorageError(refused ? 'denied' : 'unavailable', what, { cause: error })
}

function nameOf(error: unknown): string | undefined {
  return error instanceof Error ? error.name : undefined
}
