import { identifyImage } from './identify-image.ts'
import type { ReadyManifest } from './manifest.ts'
import type { ManifestStore } from './manifest-store.ts'
import { isStorageError, type ObjectStore } from './object-store.ts'
import { stripMetadata } from './strip-metadata.ts'

/**
 * Stores the original again without its metadata, under the same key, provided that it has not changed, and notes its
 * new ETag in the manifest. Without effect on an original that has none.
 *
 * @throws StorageError
 */
export async function cleanOriginal(
  manifest: ReadyManifest,
  manifests: ManifestStore,
  store: ObjectStore,
): Promise<void> {
  const { bucket, key, etag } = manifest.source
  if (etag === null) return
  try {
    const object = await store.open({ bucket, key, ifMatch: etag })
    const bytes = await object.read()
    const { format } = identifyImage(bytes, null, { canDecodeHeic: true })
    const stripped = stripMetadata(bytes, format, manifest.image.orientation)
    if (stripped === null || stripped === bytes) return
    const newEtag = await store.put({
      bucket,
      key,
      body: stripped,
      contentType: object.contentType ?? 'application/octet-stream',
      userMetadata: object.userMetadata,
      condition: { kind: 'matches', etag },
    })
    await manifests.moveSource(manifest, newEtag)
  } catch (error) {
    // Deleted or overwritten in the meantime: another message is about that.
    if (!isStorageError(error, 'not-found', 'precondition-failed')) throw error
  }
}
