/**
 * The manifest: `derived/<id>/manifest.json`, the result for one upload and the only object that `/status` reads.
 *
 * It is written as `processing` first and as `ready` or `failed` last, after every variant is stored, so that a
 * reader sees all variants or none. The server imports this file (pure, no dependencies) and nothing else of the
 * Lambda.
 */

export type Manifest = ProcessingManifest | ReadyManifest | FailedManifest

interface ManifestBase {
  version: 1
  /** The upload's id; for a plain `{bucket, key}` message the object key. */
  id: string
  source: ManifestSource
  /** Absent in manifests of older releases. */
  madeWith?: MadeWith
}

/** The settings a result depends on. Other settings make a redelivery process the upload again. */
export interface MadeWith {
  /** Release of the processor and of its decoders. */
  processor: string
  /** Hash of the variants and of what else changes a rendered image. */
  variants: string
  /** Hash of the limits on size and memory: only failures depend on them. */
  limits: string
}

export interface ManifestSource {
  bucket: string
  key: string
  versionId: string | null
  etag: string | null
}

export interface ProcessingManifest extends ManifestBase {
  state: 'processing'
  startedAt: string
  /** ISO 8601. Afterwards another worker may take the job over: the writer was killed or failed. */
  leaseUntil?: string
  /** Flat strings about the file, copied from the event. */
  metadata?: Record<string, string>
  /** Variants of the former upload under the same key, to be deleted with the next result. */
  formerKeys?: string[]
}

export interface ReadyManifest extends ManifestBase {
  state: 'ready'
  processedAt: string
  image: ManifestImage
  variants: ManifestVariant[]
  /** Flat strings about the file, copied from the event. */
  metadata: Record<string, string>
  /** Milliseconds. */
  timings: { fetchMs: number; transformMs: number; storeMs: number }
  /** Kebab-case codes of tolerated faults, for example `repaired-source`. */
  warnings: string[]
}

export interface FailedManifest extends ManifestBase {
  state: 'failed'
  processedAt: string
  /** Stable kebab-case code. */
  code: string
  /** A sentence with actual and allowed numbers, never a decoder's text. */
  detail: string
  retryable: boolean
  /** Flat strings about the file, copied from the event. */
  metadata?: Record<string, string>
}

/** The contract's `ImageInfo` without what only `/status` can add. Fields that the original does not state are absent. */
export interface ManifestImage {
  format: string
  /** As displayed, after the orientation was applied. */
  width: number
  height: number
  /** EXIF orientation of the original, 1 to 8. */
  orientation: number
  hasAlpha: boolean
  frames: number
  /** Wall-clock time of the camera as ISO 8601, with a UTC offset only where the camera wrote one. */
  capturedAt: string | null
  /** Media type by content. */
  contentType?: string
  /** Of the original, in bytes. */
  size?: number
  /** `srgb`, `display-p3`, `rec2020-pq`, `grey`, `cmyk` or the name in the image's colour profile. */
  colorSpace?: string
  /** Bits per channel. */
  bitDepth?: number
  /** Whether the original has an HDR rendition: PQ, HLG or a gain map. */
  hdr?: boolean
  /** Of one run of an animation or video, in milliseconds. */
  durationMs?: number
  /** Runs of an animation; 0 is endless. */
  loop?: number
  /** Pixels per inch. */
  density?: number
  /** Maker and model. */
  camera?: string
  lens?: string
  /** `1/250 s, f/2.8, ISO 100, 35 mm`; unknown parts are left out. */
  exposure?: string
  copyright?: string
  /** Whether the original states a location. The location itself is never copied. */
  hasLocation?: boolean
  placeholder?: ManifestPlaceholder
}

export interface ManifestPlaceholder {
  /** ThumbHash in base64. */
  thumbHash: string
  /** Average colour, `#rrggbb`. */
  color: string
}

export interface ManifestVariant {
  name: string
  key: string
  contentType: string
  width: number
  height: number
  /** Bytes. */
  size: number
  /** Frames of an animation; absent for a still image. */
  frames?: number
  /** Only of an HDR original: whether this variant still has its gain map. */
  hdr?: 'kept' | 'lost'
}

/** The folder of an upload's results, with a final slash. `prefix` is `derived/` unless both sides agree on another. */
export function derivedFolder(prefix: string, id: string): string {
  return `${prefix}${id}/`
}

export function manifestKey(prefix: string, id: string): string {
  return `${derivedFolder(prefix, id)}manifest.json`
}
