import {
  derivedFolder,
  type FailedManifest,
  type Manifest,
  manifestKey,
  type ReadyManifest,
} from './manifest.ts'
import { isStorageError, type ObjectStore, type WriteCondition } from './object-store.ts'
import { parseFinalManifest } from './parse-final-manifest.ts'
import { type PriorManifest, parsePriorManifest, unreadableManifest } from './prior-manifest.ts'

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
        return unreadableManifest(object.etag)
      }
      return parsePriorManifest((await object.read()).toString('utf8'), object.etag)
    } catch (error) {
      if (isStorageError(error, 'not-found')) return { kind: 'none' }
      if (isStorageError(error, 'denied')) return { kind: 'unknown', denied: error }
      throw error
    }
  }

  placeOf(id: string): { bucket: string; manifestKey: string } {
    return { bucket: this.#bucket, manifestKey: manifestKey(this.#prefix, id) }
  }

  /** The result of an upload as it was written; `null` when there is none of this release. */
  async readFinal(id: string): Promise<ReadyManifest | FailedManifest | null> {
    const object = await this.#store.open({ bucket: this.#bucket, key: manifestKey(this.#prefix, id) })
    return parseFinalManifest((await object.read()).toString('utf8'))
  }

  /** The same result, about an original that was stored again with other bytes. */
  async moveSource(manifest: ReadyManifest, etag: string): Promise<void> {
    const object = await this.#store.open({
      bucket: this.#bucket,
      key: manifestKey(this.#prefix, manifest.id),
    })
    const stored = parseFinalManifest((await object.read()).toString('utf8'))
    if (stored?.state !== 'ready' || stored.source.etag !== manifest.source.etag) return
    // A version names bytes, too: those of before.
    await this.write({ ...stored, source: { ...stored.source, etag, versionId: null } }, object.etag)
  }

  /** Deletes what a result left in the upload's folder: `keys` outside of it are not touched. */
  async delete(id: string, keys: readonly string[]): Promise<void> {
    const folder = derivedFolder(this.#prefix, id)
    await this.#store.delete(
      this.#bucket,
      keys.filter((key) => key.startsWith(folder)),
    )
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
