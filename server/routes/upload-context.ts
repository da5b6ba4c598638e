import type { Context, Env } from 'hono'
import type { ItemError } from '../../component/protocol.ts'
import { isProblemCode, RequestError, requestId } from '../http/problem.ts'
import type { Settings } from '../options/settings.ts'
import { deadlines } from '../upload/deadlines.ts'
import { type EventPublisher, PublishError } from '../upload/event-publisher.ts'
import { describeFailure, isOurFailure } from '../upload/failure-log.ts'
import type { ObjectStorage } from '../upload/object-storage.ts'
import { StorageError } from '../upload/storage-error.ts'
import type { Tickets } from '../upload/ticket.ts'
import { UploadError } from '../upload/upload-error.ts'

/** What every call works with: the settings, and the world behind ports. */
export interface Service<E extends Env> {
  settings: Settings<E>
  storage: ObjectStorage
  publisher: EventPublisher
  tickets: Tickets
}

/** One request and who makes it. */
export interface Caller {
  c: Context
  subject: string
  /** Ends every wait for AWS, so that a silent store costs a batch one deadline and not one per item. */
  signal: AbortSignal
  /** The same for uploads in parts, which S3 needs longer to list and to assemble. */
  assemblySignal: AbortSignal
}

export function callerOf(c: Context, subject: string): Caller {
  return {
    c,
    subject,
    signal: AbortSignal.timeout(deadlines.answerMs),
    assemblySignal: AbortSignal.timeout(deadlines.assemblyMs),
  }
}

/** A shared signal for one item: Node warns of a leak when more than ten calls listen to the same one. */
export function itemSignal(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal])
}

/**
 * What one failed item answers; logged where the fault is ours.
 *
 * @throws the error itself when it is no failure of one item but a defect.
 */
export function toItemError<E extends Env>(
  error: unknown,
  service: Service<E>,
  { c, uploadId }: { c: Context; uploadId: string | null },
): ItemError {
  const failure = asUploadError(error)
  if (isOurFailure(failure)) {
    service.settings.log(describeFailure(failure, { requestId: requestId(c), uploadId }))
  }
  return failure.toItemError()
}

/** The same where the call is about one upload: its failure is the whole answer. */
export function toProblem<E extends Env>(
  error: unknown,
  service: Service<E>,
  about: { c: Context; uploadId: string | null },
): RequestError {
  if (error instanceof RequestError) return error
  const { code, detail } = toItemError(error, service, about)
  return isProblemCode(code)
    ? new RequestError(code, detail)
    : new RequestError('internal', 'The request failed on our side. Try again.', { cause: error })
}

function asUploadError(error: unknown): UploadError {
  if (error instanceof UploadError) return error
  if (error instanceof PublishError) {
    return new UploadError('publish-failed', 'The upload could not be announced. Try again.', {
      cause: error,
    })
  }
  if (error instanceof StorageError && error.code === 'unavailable') {
    return new UploadError('storage-unavailable', 'The store does not answer. Try again.', { cause: error })
  }
  if (error instanceof StorageError) {
    // S3 also says 403 for what is not there, unless the service may s3:ListBucket.
    return new UploadError('storage-denied', 'The store refuses this service.', { cause: error })
  }
  throw error
}

/** Runs a host's hook: what it throws beyond `RejectUpload` fails this file, not its neighbours, and may pass. */
export async function runHook<Value>(hook: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await hook()
  } catch (error) {
    if (error instanceof UploadError) throw error
    throw new UploadError('rejected', 'The file could not be checked. Try again.', {
      // Also what is thrown as `undefined` shall be seen in the log.
      cause: error ?? null,
      retryable: true,
    })
  }
}
