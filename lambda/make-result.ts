import type { Config } from './config.ts'
import { drawVariants } from './draw-variants.ts'
import { ImageError } from './image-error.ts'
import type { ImageTransformer, RenderedVariant } from './image-transformer.ts'
import type { ManifestSource, ReadyManifest } from './manifest.ts'
import type { ObjectPin, ObjectStore } from './object-store.ts'
import { readSource } from './read-source.ts'
import { replaceOriginal, storeVariants } from './store-variants.ts'
import type { UploadJob } from './upload-job.ts'

export interface ResultPorts {
  config: Config
  store: ObjectStore
  images: ImageTransformer
  /** Milliseconds since the epoch. */
  now: () => number
}

export interface Result {
  manifest: ReadyManifest
  /** Size of the original. */
  sourceBytes: number
}

/**
 * Reads, draws and stores; the manifest it returns is for the caller to write, last.
 *
 * @throws ImageError, StorageError
 */
export async function makeResult(
  job: UploadJob,
  timeoutMs: number,
  ports: ResultPorts,
  signal: AbortSignal,
): Promise<Result> {
  const { config, store, images, now } = ports
  const startedAt = now()
  const source = await readSource(store, pinOf(job, config), job.contentType, config.maxInputBytes, signal)
  const fetchedAt = now()
  const limits = { maxPixels: config.maxInputPixels, memoryBytes: config.memoryBytes, timeoutMs }
  const { image, variants: drawn, warnings } = await drawVariants(source, config.variants, images, limits)
  const drawnAt = now()
  const place = { bucket: config.outputBucket ?? job.bucket, prefix: config.derivedPrefix }
  const variants =
    config.output === 'replace'
      ? await replaceOriginal(store, job, source, onlyOne(drawn), { image, warnings }, signal)
      : await storeVariants(store, place, job, drawn, signal)
  const storedAt = now()
  const manifest: ReadyManifest = {
    version: 1,
    state: 'ready',
    id: job.id,
    source: { ...sourceOf(job), versionId: job.versionId ?? source.versionId, etag: source.etag },
    processedAt: new Date(storedAt).toISOString(),
    image,
    variants,
    metadata: job.metadata,
    timings: {
      fetchMs: Math.round(fetchedAt - startedAt),
      transformMs: Math.round(drawnAt - fetchedAt),
      storeMs: Math.round(storedAt - drawnAt),
    },
    warnings,
  }
  return { manifest, sourceBytes: source.bytes.length }
}

export function sourceOf({ bucket, key, versionId, etag }: UploadJob): ManifestSource {
  return { bucket, key, versionId, etag }
}

/** Exactly the bytes the message is about. A replacement must also be of the current object, whatever its version. */
function pinOf({ bucket, key, versionId, etag }: UploadJob, config: Config): ObjectPin {
  if (versionId !== null && config.output === 'derived') return { bucket, key, versionId }
  return { bucket, key, ...(etag !== null && { ifMatch: etag }) }
}

function onlyOne(variants: readonly RenderedVariant[]): RenderedVariant {
  const [variant, ...others] = variants
  if (variant === undefined || others.length > 0) {
    throw new ImageError('internal', `One picture can replace an original, not ${variants.length}.`)
  }
  return variant
}
