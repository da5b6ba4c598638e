import { ImageError } from './image-error.ts'
import { isStorageError, type ObjectPin, type ObjectStore } from './object-store.ts'
import { sourceMissing } from './read-source.ts'

/** The object has not been scanned yet, or the scan did not succeed: the message waits in its queue. */
export class ScanPendingError extends Error {
  override readonly name = 'ScanPendingError'
}

/** Tag of GuardDuty Malware Protection for S3 (docs.aws.amazon.com/guardduty/latest/ug/monitor-enable-s3-object-tagging.html). */
const TAG = 'GuardDutyMalwareScanStatus'

/**
 * Passes an object in which GuardDuty has found no threat.
 *
 * @throws ImageError `malware-found`, `source-missing`
 * @throws ScanPendingError before the scan has a result
 * @throws StorageError
 */
export async function requireClean(store: ObjectStore, { bucket, key, versionId }: ObjectPin): Promise<void> {
  const status = await readStatus(store, { bucket, key, ...(versionId !== undefined && { versionId }) })
  if (status === 'NO_THREATS_FOUND') return
  if (status === 'THREATS_FOUND')
    throw new ImageError('malware-found', 'The scan for malware found a threat.')
  throw new ScanPendingError(
    status === undefined ? 'Not scanned for malware yet' : `The scan ended with ${status}`,
  )
}

async function readStatus(store: ObjectStore, pin: ObjectPin): Promise<string | undefined> {
  try {
    return (await store.tags(pin))[TAG]
  } catch (error) {
    if (isStorageError(error, 'not-found')) throw sourceMissing(error)
    throw error
  }
}
