import type { Config } from './config.ts'
import type { HeicDecoder } from './heic-decoder.ts'
import { ImageError } from './image-error.ts'
import type { ImageTransformer, RenderedVariant } from './image-transformer.ts'
import type { ManifestSource, ReadyManifest } from './manifest.ts'
import type { ObjectPin, ObjectStore } from './object-store.ts'
import { readSource } from './read-source.ts'
import { renderVariants } from './render-variants.ts'
import { requireClean } from './require-clean.ts'
import type { ResultPublisher } from './result-event.ts'
import { replaceOriginal, storeVariants } from './store-variants.ts'
import type { UploadJob } from './upload-job.ts'

export interface ResultPorts {
  config: Config
  store: ObjectStore
  images: ImageTransformer
  /** Absent: HEIC is refused. */
  heic?: HeicDecoder
  /** Milliseconds since the epoch. */
  now: () => number
  /** Announces each result; absent: nothing does. */
  results?: ResultPublisher
  /** An outdated variant could not be deleted; the result itself is complete. */
  onCleanupError?: (job: UploadJob, error: unknown) => void
}

export interface ResultLimits {
  timeoutMs: number
  /** Keys of the former result. A browser may have cached one for ever, so other pixels get another key. */
  usedKeys: readonly string[]
  signal: AbortSignal
}

export interface Result {
  manifest: ReadyManifest
  /** Size of the original. */
  sourceBytes: number
}

/**
 * Reads the original, renders and stores the variants. The caller writes the returned manifest, last.
 *
 * @throws ImageError, StorageError
 */
export async function makeResult(
  job: UploadJob,
  { timeoutMs, usedKeys, signal }: ResultLimits,
  ports: ResultPorts,
): Promise<Result> {
  const { config, store, images, heic, now } = ports
  const startedAt = now()
  const pin = pinOf(job, config)
  if (config.requireScan) await requireClean(store, pin)
  const limitsOfSource = { maxBytes: config.maxInputBytes, canDecodeHeic: heic !== undefined }
  const source = await readSource(store, pin, job.contentType, limitsOfSource, signal)
  const fetchedAt = now()
  const options = {
    specs: config.variants,
    focus: job.metadata.focus,
    watermark: await readWatermark(config, store),
    maxFrames: config.maxFrames,
  }
  const limits = { maxPixels: config.maxInputPixels, memoryBytes: config.memoryBytes, timeoutMs }
  const {
    image,
    variants: rendered,
    warnings,
  } = await renderVariants(source, options, { images, ...(heic && { heic }) }, limits)
  const renderedAt = now()
  const place = { bucket: config.outputBucket ?? job.bucket, prefix: config.derivedPrefix }
  const variants =
    config.output === 'replace'
      ? await replaceOriginal(store, job, source, onlyOne(rendered), { image, warnings }, signal)
      : await storeVariants(store, { ...place, usedKeys }, image.hdr === true, job, rendered, signal)
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
      transformMs: Math.round(renderedAt - fetchedAt),
      storeMs: Math.round(storedAt - renderedAt),
    },
    warnings,
  }
  return { manifest, sourceBytes: source.bytes.length }
}

/** With every job: a replaced watermark counts at once, and a second GET costs little beside the original's. */
async function readWatermark({ watermark, variants }: Config, store: ObjectStore): Promise<Buffer | null> {
  if (watermark === null || !variants.some((variant) => variant.watermark)) return null
  return await (await store.open(watermark)).read()
}

export function sourceOf({ bucket, key, versionId, etag }: UploadJob): ManifestSource {
  return { bucket, key, versionId, etag }
}

/** Pins the bytes the message is about. A replacement needs the current object, so its version does not count. */
function pinOf({ bucket, key, versionId, etag }: UploadJob, config: Config): ObjectPin {
  return {
    bucket,
    key,
    ...(versionId !== null && config.output === 'derived' && { versionId }),
    ...(etag !== null && { ifMatch: etag }),
  }
}

function onlyOne(variants: readonly RenderedVariant[]): RenderedVariant {
  const [variant, ...others] = variants
  if (variant === undefined || others.length > 0) {
    throw new ImageError('internal', `One picture can replace an original, not ${variants.length}.`)
  }
  return variant
}
