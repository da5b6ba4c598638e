import { createHash } from 'node:crypto'
import type { RenderedVariant } from './image-transformer.ts'
import { derivedFolder, type ManifestVariant } from './manifest.ts'
import { isStorageError, type ObjectStore } from './object-store.ts'
import { type Source, superseded } from './read-source.ts'
import { markReplacement, type Replacement } from './replacement-marker.ts'
import type { UploadJob } from './upload-job.ts'

/**
 * Puts every variant into the upload's result folder. Waits for all of them, also after an error, so that no write
 * is in flight when the manifest is written.
 *
 * @throws StorageError
 */
export async function storeVariants(
  store: ObjectStore,
  place: { bucket: string; prefix: string; usedKeys: readonly string[] },
  isHdr: boolean,
  job: UploadJob,
  variants: readonly RenderedVariant[],
  signal: AbortSignal,
): Promise<ManifestVariant[]> {
  // A folder named after an id belongs to one upload. One named after a key may get another upload.
  const isImmutable = job.id !== job.key
  const cacheControl = isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache'
  const puts = variants.map(async (variant) => {
    const path = `${derivedFolder(place.prefix, job.id)}${variant.name}`
    const plain = `${path}.${variant.extension}`
    const isUsed = isImmutable && place.usedKeys.includes(plain)
    const key = isUsed ? `${path}-${hashOf(variant.bytes)}.${variant.extension}` : plain
    signal.throwIfAborted()
    await store.put(
      { bucket: place.bucket, key, body: variant.bytes, contentType: variant.contentType, cacheControl },
      signal,
    )
    return describeVariant(variant, key, isHdr)
  })
  await Promise.allSettled(puts)
  return await Promise.all(puts)
}

/**
 * Stores the image over its original, provided that the original has not changed since it was read.
 *
 * @throws ImageError `superseded`
 * @throws StorageError
 */
export async function replaceOriginal(
  store: ObjectStore,
  job: UploadJob,
  source: Source,
  variant: RenderedVariant,
  about: Pick<Replacement, 'image' | 'warnings'>,
  signal: AbortSignal,
): Promise<ManifestVariant[]> {
  signal.throwIfAborted()
  const { width, height } = variant
  const replacement: Replacement = { sourceEtag: source.etag, width, height, ...about }
  try {
    await store.put(
      {
        bucket: job.bucket,
        key: job.key,
        body: variant.bytes,
        contentType: variant.contentType,
        userMetadata: markReplacement(source.userMetadata, replacement),
        condition: { kind: 'matches', etag: source.etag },
      },
      signal,
    )
  } catch (error) {
    if (isStorageError(error, 'precondition-failed', 'not-found')) throw superseded(error)
    throw error
  }
  return [describeVariant(variant, job.key, about.image.hdr === true)]
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 8)
}

function describeVariant(variant: RenderedVariant, key: string, isHdr: boolean): ManifestVariant {
  const { name, contentType, width, height, bytes, frames, hasGainMap } = variant
  return {
    name,
    key,
    contentType,
    width,
    height,
    size: bytes.length,
    ...(frames > 1 && { frames }),
    ...(isHdr && { hdr: hasGainMap ? 'kept' : 'lost' }),
  }
}
