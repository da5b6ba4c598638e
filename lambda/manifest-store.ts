import { isRecord } from './is-record.ts'
import { type Manifest, manifestKey } from './manifest.ts'
import { isStorageError, type ObjectStore, type StorageError, type WriteCondition } from './object-store.ts'
import { parseJson } from './parse-json.ts'

/** The manifest of an earlier run. `version` is the manifest object's own ETag. */
export type PriorManifest =
  | { kind: 'none' }
  /** Not readable or absent: a role without `s3:ListBucket` gets 403 for both. The first write distinguishes them. */
  | { kind: 'unknown'; denied: StorageError }
  /** Another worker has it until `leaseUntil`, in milliseconds since the epoch; `null`: not stated. */
  | {
      kind: 'claimed'
      version: string
      sourceEtag: string | null
      leaseUntil: number | null
      startedAt: number
    }
  /** Ready, or failed for good: nothing to do for the same source. */
  | { kind: 'settled'; version: string; sourceEtag: string | null }
  /** Failed but worth another try, or not readable. */
  | { kind: 'open'; version: string; sourceEtag: string | null }

/** Bytes. Far above any manifest; a larger object was written by something else. */
const MAX_MANIFEST_BYTES = 1024 * 1024

/**
 * Reads and writes manifests; every write is conditional on the version that was read. S3's conditional writes are
 * the only lock: of two workers one wins, and a worker whose lease ended cannot overwrite its successor.
 */
export class ManifestStore {
  readonly #store: ObjectStore
  readonly #bucket: string
  readonly #prefix: string

  constructor(store: ObjectStore, place: { bucket: string; prefix: string }) {
    this.#store = store
    this.#bucket = place.bucket
    this.#prefix = place.prefix
  }

  async read(id: string): Promise<PriorManifest> {
    const key = manifestKey(this.#prefix, id)
    try {
      const object = await this.#store.open({ bucket: this.#bucket, key })
      if (object.size > MAX_MANIFEST_BYTES) {
        object.discard()
        return { kind: 'open', version: object.etag, sourceEtag: null }
      }
      return parsePrior((await object.read()).toString('utf8'), object.etag)
    } catch (error) {
      if (isStorageError(error, 'not-found')) return { kind: 'none' }
      if (isStorageError(error, 'denied')) return { kind: 'unknown', denied: error }
      throw error
    }
  }

  /**
   * Writes over `previous` (`null`: where none is) and returns the new version.
   *
   * @throws StorageError `precondition-failed` or `conflict`: another worker wrote in between.
   */
  async write(manifest: Manifest, previous: string | null): Promise<string> {
    const condition: WriteCondition =
      previous === null ? { kind: 'absent' } : { kind: 'matches', etag: previous }
    return await this.#store.put({
      bucket: this.#bucket,
      key: manifestKey(this.#prefix, manifest.id),
      body: Buffer.from(JSON.stringify(manifest)),
      contentType: 'application/json',
      cacheControl: 'no-cache',
      condition,
    })
  }
}

export function versionOf(prior: PriorManifest): string | null {
  return 'version' in prior ? prior.version : null
}

function parsePrior(text: string, version: string): PriorManifest {
  const manifest = parseJson(text)
  const source = isRecord(manifest) && isRecord(manifest.source) ? manifest.source : {}
  const sourceEtag = typeof source.etag === 'string' ? source.etag : null
  if (!isRecord(manifest)) return { kind: 'open', version, sourceEtag: null }
  switch (manifest.state) {
    case 'processing':
      return {
        kind: 'claimed',
        version,
        sourceEtag,
        leaseUntil: parseTime(manifest.leaseUntil),
        startedAt: parseTime(manifest.startedAt) ?? 0,
      }
    case 'ready':
      return { kind: 'settled', version, sourceEtag }
    case 'failed':
      return { kind: manifest.retryable === true ? 'open' : 'settled', version, sourceEtag }
    default:
      return { kind: 'open', version, sourceEtag }
  }
}

function parseTime(value: unknown): number | null {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(time) ? null : time
}
