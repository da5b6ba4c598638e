import { candidateIds } from './candidate-ids.ts'
import type { Config } from './config.ts'
import { manifestKey } from './manifest.ts'
import { ManifestStore } from './manifest-store.ts'
import { isStorageError, type ObjectStore } from './object-store.ts'

/**
 * Deletes the variants and the manifest of an original that was deleted. Without effect while an object exists under
 * the key, for example after an old version of it was deleted.
 *
 * @returns whether there was a result
 * @throws StorageError
 */
export async function removeResults(
  { bucket, key }: { bucket: string; key: string },
  { config, store }: { config: Config; store: ObjectStore },
): Promise<boolean> {
  if (await exists(store, bucket, key)) return false
  const manifests = new ManifestStore(store, {
    bucket: config.outputBucket ?? bucket,
    prefix: config.derivedPrefix,
  })
  for (const id of candidateIds(key)) {
    const prior = await manifests.read(id)
    if (!('job' in prior) || prior.job?.key !== key || prior.job.bucket !== bucket) continue
    // The manifest last: until it is gone, another delivery finds what is left.
    await manifests.delete(id, [...prior.variantKeys, manifestKey(config.derivedPrefix, id)])
    return true
  }
  return false
}

async function exists(store: ObjectStore, bucket: string, key: string): Promise<boolean> {
  try {
    await store.head({ bucket, key })
    return true
  } catch (error) {
    if (isStorageError(error, 'not-found')) return false
    throw error
  }
}
