import type { Context, Env } from 'hono'
import type { ItemError } from '../../component/protocol.ts'
import { INTERNAL, isProblemCode, RequestError, requestId } from '../http/problem.ts'
import { PublishError } from '../upload/event-publisher.ts'
import { describeFailure, type Failure, isServiceFault } from '../upload/failure-log.ts'
import { SecretsError } from '../upload/secrets.ts'
import { StorageError } from '../upload/storage-error.ts'
import { UploadError } from '../upload/upload-error.ts'
import { CallRecord } from './call-report.ts'
import type { UploadContext } from './upload-context.ts'

/**
 * The error of one failed item; logged where the service or AWS is at fault.
 *
 * @throws the error itself when it is a defect and not the failure of one item
 */
export function toItemError<E extends Env>(
  error: unknown,
  context: UploadContext<E>,
  { c, uploadId }: { c: Context; uploadId: string | null },
): ItemError {
  const failure = toUploadError(error)
  if (isServiceFault(failure)) {
    logFailure(context, c, describeFailure(failure, { requestId: requestId(c), uploadId }))
  }
  return failure.toItemError()
}

/** At the end of the call, one entry for each reason. */
function logFailure<E extends Env>({ settings }: UploadContext<E>, c: Context, failure: Failure): void {
  const record = CallRecord.of(c)
  if (record === undefined) settings.log(failure)
  else record.addFailure(failure)
}

/** The same for calls about one upload: its failure is the whole response. */
export function toProblem<E extends Env>(
  error: unknown,
  context: UploadContext<E>,
  about: { c: Context; uploadId: string | null },
): RequestError {
  if (error instanceof RequestError) return error
  const { code, detail } = toItemError(error, context, about)
  return isProblemCode(code)
    ? new RequestError(code, detail)
    : new RequestError('internal', INTERNAL, { cause: error })
}

function toUploadError(error: unknown): UploadError {
  if (error instanceof UploadError) return error
  if (error instanceof PublishError && error.code === 'denied') {
    return new UploadError('publish-denied', 'The upload could not be announced.', { cause: error })
  }
  if (error instanceof PublishError) {
    return new UploadError('publish-failed', 'The upload could not be announced. Try again.', {
      cause: error,
    })
  }
  if (error instanceof SecretsError) {
    return new UploadError('unavailable', 'The service is not ready. Try again.', { cause: error })
  }
  if (error instanceof StorageError && error.code === 'unavailable') {
    return new UploadError('storage-unavailable', 'The store is unavailable. Try again.', { cause: error })
  }
  if (error instanceof StorageError) {
    // S3 also answers 403 for a missing object, unless the service has s3:ListBucket.
    return new UploadError('storage-denied', 'The store refused this service.', { cause: error })
  }
  throw error
}
