import type { Env } from 'hono'
import { requestId } from '../http/problem.ts'
import { DEADLINES } from '../upload/deadlines.ts'
import { describeFailure } from '../upload/failure-log.ts'
import type { ObjectAddress } from '../upload/object-storage.ts'
import { StorageError } from '../upload/storage-error.ts'
import { UploadError } from '../upload/upload-error.ts'
import type { Caller, UploadContext } from './upload-context.ts'

/**
 * Deletes pending objects of uploads that were announced, in one call for each bucket. A failure is logged and fails no upload:
 * the lifecycle rule of pending objects removes them later.
 */
export async function removePending<E extends Env>(
  { storage, settings }: UploadContext<E>,
  { c }: Caller,
  pending: readonly ObjectAddress[],
): Promise<void> {
  const buckets = new Set(pending.map(({ bucket }) => bucket))
  try {
    await Promise.all(
      [...buckets].map((bucket) => {
        const keys = pending.flatMap((address) => (address.bucket === bucket ? [address.key] : []))
        return storage.removeAll(bucket, keys, AbortSignal.timeout(DEADLINES.discardMs))
      }),
    )
  } catch (cause) {
    if (!(cause instanceof StorageError)) throw cause
    const code = cause.code === 'denied' ? 'storage-denied' : 'storage-unavailable'
    const failure = new UploadError(code, 'Pending objects of completed uploads were not deleted.', { cause })
    settings.log(describeFailure(failure, { requestId: requestId(c) }))
  }
}
