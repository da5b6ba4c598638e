/**
 * Videos: the second consumer of upload events. It hands each to a converter and, when that is done, writes the same
 * manifest as the image processor does, so that a page shows the poster and plays the video.
 *
 * Owns: which uploads are videos, and the manifest. Does not own: events and retries (the handler), the conversion.
 */
import { createHash } from 'node:crypto'
import { derivedFolder, type FailedManifest, type ManifestVariant, type ReadyManifest } from './manifest.ts'
import { ManifestStore, versionOf } from './manifest-store.ts'
import type { ConversionEnd, ConvertedFile, MediaConverter } from './media-converter.ts'
import { isStorageError, type ObjectStore } from './object-store.ts'
import type { PriorManifest } from './prior-manifest.ts'
import type { UploadJob } from './upload-job.ts'

export interface VideoPorts {
  config: VideoConfig
  store: ObjectStore
  converter: MediaConverter
  /** Milliseconds since the epoch. */
  now: () => number
}

export interface VideoConfig {
  readonly derivedPrefix: string
  /** `null`: the bucket of the original. */
  readonly outputBucket: string | null
}

export type VideoOutcome =
  | 'started'
  | 'ready'
  | 'failed'
  | 'not-a-video'
  | 'already-done'
  | 'source-missing'
  | 'outdated'

/** A conversion that has not ended by then has failed, in milliseconds: MediaConvert waits in queues for hours. */
const LEASE_MS = 24 * 60 * 60 * 1000
/** Raised with every change of the conversion: then a redelivery converts again. */
const RELEASE = '1'
/** Stem of the result files. */
const STEM = 'media'

/** @throws StorageError, or what the converter throws: the message must be delivered again. */
export async function startVideo(job: UploadJob, ports: VideoPorts): Promise<VideoOutcome> {
  const { store, converter, now } = ports
  const object = await headOrNull(store, job)
  if (object === null) return 'source-missing'
  const contentType = job.contentType ?? object.contentType ?? ''
  if (!contentType.startsWith('video/')) return 'not-a-video'

  const etag = job.etag ?? object.etag
  const { manifests, bucket } = placeOf(job.bucket, ports)
  const prior = await manifests.read(job.id)
  if (isSameSource(prior, etag) && (prior.kind === 'ready' || prior.kind === 'failed')) return 'already-done'
  // An interrupted start is repeated: the converter takes each token once.
  if (!isSameSource(prior, etag) || prior.kind !== 'claimed') {
    const startedAt = now()
    const source = { bucket: job.bucket, key: job.key, versionId: job.versionId, etag }
    await manifests.write(
      {
        version: 1,
        state: 'processing',
        id: job.id,
        source,
        startedAt: new Date(startedAt).toISOString(),
        leaseUntil: new Date(startedAt + LEASE_MS).toISOString(),
        metadata: job.metadata,
      },
      versionOf(prior),
    )
  }
  const prefix = `${derivedFolder(ports.config.derivedPrefix, job.id)}${STEM}`
  await converter.start({
    token: createHash('sha256').update([RELEASE, job.bucket, job.key, job.id, etag].join('\n')).digest('hex'),
    source: { bucket: job.bucket, key: job.key },
    target: { bucket, prefix },
    tags: { uploadId: job.id, bucket: job.bucket, etag, contentType },
  })
  return 'started'
}

/** @throws StorageError: the event must be delivered again. */
export async function finishVideo(end: ConversionEnd, ports: VideoPorts): Promise<VideoOutcome> {
  const { uploadId: id, bucket: sourceBucket, etag, contentType = 'video/mp4' } = end.tags
  if (id === undefined || sourceBucket === undefined || etag === undefined) return 'outdated'
  const { manifests, bucket } = placeOf(sourceBucket, ports)
  const prior = await manifests.read(id)
  if (prior.kind === 'ready' && isSameSource(prior, etag)) return 'already-done'
  if (prior.kind !== 'claimed' || !isSameSource(prior, etag) || prior.job === null) return 'outdated'
  const { key, versionId, metadata } = prior.job
  const about = {
    version: 1,
    id,
    source: { bucket: sourceBucket, key, versionId, etag },
    processedAt: new Date(ports.now()).toISOString(),
    metadata,
  } as const
  const manifest =
    end.kind === 'complete'
      ? await readyManifest(
          about,
          end.files.filter((file) => file.bucket === bucket),
          contentType,
          prior.startedAt,
          ports,
        )
      : failedManifest(about, end.code)
  await manifests.write(manifest, prior.version)
  return manifest.state
}

type About = Pick<ReadyManifest, 'version' | 'id' | 'source' | 'processedAt' | 'metadata'>

async function readyManifest(
  about: About,
  files: readonly ConvertedFile[],
  contentType: string,
  startedAt: number,
  { store, now }: VideoPorts,
): Promise<ReadyManifest | FailedManifest> {
  const variants = await Promise.all(files.map((file) => describeFile(file, store)))
  const video = files.find(({ key }) => key.endsWith('.mp4'))
  if (video === undefined) return failedManifest(about, null)
  return {
    ...about,
    state: 'ready',
    image: {
      format: contentType.slice('video/'.length),
      width: video.width,
      height: video.height,
      orientation: 1,
      hasAlpha: false,
      frames: 1,
      capturedAt: null,
      contentType,
      durationMs: video.durationMs,
    },
    variants,
    timings: { fetchMs: 0, transformMs: Math.max(0, now() - startedAt), storeMs: 0 },
    warnings: [],
  }
}

async function describeFile(
  { bucket, key, width, height }: ConvertedFile,
  store: ObjectStore,
): Promise<ManifestVariant> {
  const isPoster = key.endsWith('.jpg')
  const { size } = await store.head({ bucket, key })
  return {
    name: isPoster ? 'poster' : 'video',
    key,
    contentType: isPoster ? 'image/jpeg' : 'video/mp4',
    width,
    height,
    size,
  }
}

function failedManifest(about: About, code: number | null): FailedManifest {
  const reason = code === null ? '' : ` (MediaConvert error ${code})`
  return {
    ...about,
    state: 'failed',
    code: 'unsupported-format',
    detail: `The video could not be converted${reason}.`,
    retryable: false,
  }
}

function placeOf(sourceBucket: string, { config, store }: VideoPorts) {
  const bucket = config.outputBucket ?? sourceBucket
  return { bucket, manifests: new ManifestStore(store, { bucket, prefix: config.derivedPrefix }) }
}

function isSameSource(prior: PriorManifest, etag: string): boolean {
  return 'sourceEtag' in prior && prior.sourceEtag === etag
}

async function headOrNull(store: ObjectStore, { bucket, key }: UploadJob) {
  try {
    return await store.head({ bucket, key })
  } catch (error) {
    if (isStorageError(error, 'not-found')) return null
    throw error
  }
}
