/**
 * The manifest: `derived/<id>/manifest.json`, the Lambda's word on one upload and all that `/status` reads.
 *
 * It is written as `processing` first and as `ready` or `failed` last, after every variant is stored, so that a
 * reader sees nothing or everything. The server imports this file (pure, no dependencies) and nothing else of
 * the Lambda.
 */

export type Manifest = ProcessingManifest | ReadyManifest | FailedManifest

interface ManifestBase {
  version: 1
  /** The upload's id; for a plain `{bucket, key}` message the object key. */
  id: string
  source: ManifestSource
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
  /** ISO 8601. From then on another worker may take the job over: the one that wrote this gave up or was killed. */
  leaseUntil?: string
}

export interface ReadyManifest extends ManifestBase {
  state: 'ready'
  processedAt: string
  image: ManifestImage
  variants: ManifestVariant[]
  /** Flat strings about the file, as the event carried them. */
  metadata: Record<string, string>
  /** Milliseconds. */
  timings: { fetchMs: number; transformMs: number; storeMs: number }
  /** What was mended on the way, for example `repaired-source`. */
  warnings: string[]
}

export interface FailedManifest extends ManifestBase {
  state: 'failed'
  processedAt: string
  /** Stable kebab-case code. */
  code: string
  /** Our own sentence with the numbers that matter, never a decoder's text. */
  detail: string
  retryable: boolean
}

export interface ManifestImage {
  format: string
  /** As displayed, after the orientation was applied. */
  width: number
  height: number
  /** EXIF orientation of the original, 1 to 8. */
  orientation: number
  hasAlpha: boolean
  frames: number
  /** ISO 8601 from EXIF, `null` where the image has none. */
  capturedAt: string | null
}

export interface ManifestVariant {
  name: string
  key: string
  contentType: string
  width: number
  height: number
  /** Bytes. */
  size: number
}

/** Where the results of an upload live, with a final slash. `prefix` is `derived/` unless both sides agree on another. */
export function derivedFolder(prefix: string, id: string): string {
  return `${prefix}${id}/`
}

export function manifestKey(prefix: string, id: string): string {
  return `${derivedFolder(prefix, id)}manifest.json`
}
