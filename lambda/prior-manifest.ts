import { isRecord } from './is-record.ts'
import type { MadeWith } from './manifest.ts'
import type { StorageError } from './object-store.ts'
import { parseJson } from './parse-json.ts'
import type { UploadJob } from './upload-job.ts'

/** The manifest of an earlier run. */
export type PriorManifest =
  | { kind: 'none' }
  /** Not readable or absent: a role without `s3:ListBucket` gets 403 for both. The first write distinguishes them. */
  | { kind: 'unknown'; denied: StorageError }
  /** Another worker has it until `leaseUntil`, in milliseconds since the epoch; `null`: not stated. */
  | (StoredManifest & { kind: 'claimed'; leaseUntil: number | null; startedAt: number })
  | (StoredManifest & { kind: 'ready' })
  /** Failed for good: the same settings would fail again. */
  | (StoredManifest & { kind: 'failed' })
  /** Failed but worth another try, or not readable. */
  | (StoredManifest & { kind: 'open' })

interface StoredManifest {
  /** ETag of the manifest object itself. */
  version: string
  sourceEtag: string | null
  /** `null` for a manifest of an older release. */
  madeWith: MadeWith | null
  /** Objects that belong to this result, and those of an earlier one that are not deleted yet. */
  variantKeys: readonly string[]
  /** The upload it is about, to process it again. */
  job: UploadJob | null
}

export function parsePriorManifest(text: string, version: string): PriorManifest {
  const manifest = parseJson(text)
  if (!isRecord(manifest)) return unreadableManifest(version)
  const job = jobOf(manifest)
  const stored: StoredManifest = {
    version,
    sourceEtag: job?.etag ?? null,
    madeWith: parseMadeWith(manifest.madeWith),
    variantKeys: [...keysOf(manifest.variants), ...textsOf(manifest.formerKeys)],
    job,
  }
  switch (manifest.state) {
    case 'processing':
      return {
        kind: 'claimed',
        ...stored,
        leaseUntil: parseTime(manifest.leaseUntil),
        startedAt: parseTime(manifest.startedAt) ?? 0,
      }
    case 'ready':
      return { kind: 'ready', ...stored }
    case 'failed':
      return { kind: manifest.retryable === true ? 'open' : 'failed', ...stored }
    default:
      return { kind: 'open', ...stored }
  }
}

export function unreadableManifest(version: string): PriorManifest {
  return { kind: 'open', version, sourceEtag: null, madeWith: null, variantKeys: [], job: null }
}

function jobOf(manifest: Record<string, unknown>): UploadJob | null {
  const { id, source, metadata } = manifest
  if (typeof id !== 'string' || !isRecord(source)) return null
  const { bucket, key, versionId, etag } = source
  if (typeof bucket !== 'string' || typeof key !== 'string') return null
  return {
    id,
    bucket,
    key,
    versionId: typeof versionId === 'string' ? versionId : null,
    etag: typeof etag === 'string' ? etag : null,
    contentType: null,
    metadata: isRecord(metadata)
      ? Object.fromEntries(
          Object.entries(metadata).flatMap(([name, text]) =>
            typeof text === 'string' ? [[name, text]] : [],
          ),
        )
      : {},
  }
}

function parseMadeWith(value: unknown): MadeWith | null {
  if (!isRecord(value)) return null
  const { processor, variants, limits } = value
  const isWhole = typeof processor === 'string' && typeof variants === 'string' && typeof limits === 'string'
  return isWhole ? { processor, variants, limits } : null
}

function keysOf(variants: unknown): string[] {
  return Array.isArray(variants)
    ? textsOf(variants.map((variant: unknown) => (isRecord(variant) ? variant.key : null)))
    : []
}

function textsOf(values: unknown): string[] {
  return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : []
}

function parseTime(value: unknown): number | null {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(time) ? null : time
}
