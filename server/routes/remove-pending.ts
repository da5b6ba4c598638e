import type { Env } from 'hono'
import { requestId } from '../http/problem.ts'
import { describeFailure } from '../upload/failure-log.ts'
import { itemSignal } from '../upload/item-signal.ts'
import type { ObjectAddress } from '../upload/object-storage.ts'
import { StorageError } from '../upload/storage-error.ts'
import { UploadError } from '../upload/upload-error.ts'
import type { Caller, UploadContext } from './upload-context.ts'

/**
 * Deletes pending objects whose copies were accepted, in one call for each bucket. A failure is logged and fails no upload:
 * the lifecycle rule of pending objects removes them later.
 */
export async function removePending<E extends Env>(
  { storage, settings }: UploadContext<E>,
  { c, signal }: Caller,
  pending: readonly ObjectAddress[],
): Promise<void> {
  const buckets = new Set(pending.map(({ bucket }) => bucket))
  try {
    await Promise.all(
      [...buckets].map((bucket) => {
        const keys = pending.flatMap((address) => (address.bucket === bucket ? [address.key] : []))
        return storage.removeAll(bucket, keys, itemSignal(signal))
      }),
    )
  } catch (cause) {
    if (!(cause instanceof StorageError)) throw cause
    const code = cause.code === 'denied' ? 'storage-denied' : 'storage-unavailable'
    const failure = new UploadError(code, 'Pending objects of completed uploads were not deleted.', { cause })
    settings.log(describeFailure(failure, { requestId: requestId(c) }))
  }
}
