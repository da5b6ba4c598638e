/** The object store: what S3 and the stores that speak its protocol need, on either adapter. */
import type {
  AcceptedMove,
  ObjectAddress,
  ObjectStorage,
  PostGrant,
  SignedPost,
  SignedPut,
  StoredObject,
} from '../upload/object-storage.ts'
import type { StoreCapabilities } from '../upload/store-capabilities.ts'
import { attempt, attemptOrNull, isMissing, isNotImplemented, statusOf } from './attempt.ts'
import { putHeaders } from './grant-fields.ts'
import type { ListedPlace, S3Calls, WriteCondition } from './s3-calls.ts'
import { S3Multipart, type S3MultipartOptions } from './s3-multipart.ts'
import { S3Removal } from './s3-removal.ts'
import { xmlElements, xmlText } from './xml-text.ts'

export interface S3StorageOptions extends S3MultipartOptions {
  variantUrlSeconds: number
}

// Far more than a manifest has; any other object is cut off here and then refused by the parser.
const MAX_TEXT_BYTES = 256 * 1024

/** How the store treats `If-None-Match` on a copy. `lacking`: it is not sent. */
type Condition = 'unknown' | 'observed' | 'ignored' | 'lacking'

export class S3Storage extends S3Multipart implements ObjectStorage {
  readonly #variantUrlSeconds: number
  /** Unknown before the first copy. */
  #condition: Condition = 'unknown'
  readonly #removal: S3Removal

  constructor(s3: S3Calls, options: S3StorageOptions) {
    super(s3, options)
    this.#variantUrlSeconds = options.variantUrlSeconds
    this.#removal = new S3Removal(s3, this.store)
  }

  capabilities(bucket: string, signal: AbortSignal): Promise<StoreCapabilities> {
    return attempt('The endpoint could not be read', signal, () => this.store.of(bucket))
  }

  async signPosts(grants: readonly PostGrant[], signal: AbortSignal): Promise<SignedPost[]> {
    return attempt('The upload could not be signed', signal, () => this.s3.signPosts(grants))
  }

  async signPut(grant: PostGrant, signal: AbortSignal): Promise<SignedPut> {
    return attempt('The upload could not be signed', signal, async () => {
      const { conditions } = await this.store.of(grant.bucket)
      return this.s3.signPut(grant, putHeaders(grant, conditions.includes('put')))
    })
  }

  async head(address: ObjectAddress, signal: AbortSignal): Promise<StoredObject | null> {
    return attemptOrNull('The upload could not be looked up', signal, () => this.s3.head(address, signal))
  }

  async accept(move: AcceptedMove, signal: AbortSignal): Promise<'accepted' | 'exists' | 'missing'> {
    return attempt('The upload could not be accepted', signal, async () => {
      if (move.mayOverwrite) return this.#copy(move, 'none', signal)
      if ((await this.#conditionOf(move.to)) === 'lacking') return this.#copyAfterLook(move, 'none', signal)
      if (this.#condition === 'ignored') return this.#copyAfterLook(move, 'absent', signal)
      try {
        const outcome = await this.#copy(move, 'absent', signal)
        if (outcome === 'accepted' && this.#condition === 'unknown') {
          // Copied once more, the same bytes tell whether the store observes `If-None-Match`.
          const again = await this.#copy(move, 'absent', signal)
          this.#condition = again === 'exists' ? 'observed' : 'ignored'
        }
        return outcome
      } catch (error) {
        if (!isNotImplemented(error)) throw error
        this.#condition = 'lacking'
        return this.#copyAfterLook(move, 'none', signal)
      }
    })
  }

  async #conditionOf({ bucket }: ObjectAddress): Promise<Condition> {
    if (this.#condition === 'unknown') {
      const { conditions } = await this.store.of(bucket)
      if (!conditions.includes('copy')) this.#condition = 'lacking'
    }
    return this.#condition
  }

  async #copyAfterLook(move: AcceptedMove, condition: WriteCondition, signal: AbortSignal) {
    if ((await this.head(move.to, signal)) !== null) return 'exists'
    return this.#copy(move, condition, signal)
  }

  async #copy(
    move: AcceptedMove,
    condition: WriteCondition,
    signal: AbortSignal,
  ): Promise<'accepted' | 'exists' | 'missing'> {
    try {
      await this.s3.copy(move, condition, signal)
      return 'accepted'
    } catch (error) {
      if (statusOf(error) === 412) return 'exists'
      if (isMissing(error)) return 'missing'
      throw error
    }
  }

  remove(object: ObjectAddress & { etag: string }, signal: AbortSignal): Promise<boolean> {
    return this.#removal.remove(object, () => this.head(object, signal), signal)
  }

  removeAll(bucket: string, keys: readonly string[], signal: AbortSignal): Promise<void> {
    return this.#removal.removeAll(bucket, keys, signal)
  }

  async list(
    place: ListedPlace,
    signal: AbortSignal,
  ): Promise<{ objects: { key: string; lastModified: Date }[]; next: string | null }> {
    return attempt('Pending uploads could not be listed', signal, async () => {
      const xml = await this.s3.list(place, signal)
      const objects = xmlElements(xml, 'Contents').flatMap((contents) => {
        const key = xmlText(contents, 'Key')
        const lastModified = new Date(xmlText(contents, 'LastModified') ?? Number.NaN)
        return key === null || Number.isNaN(lastModified.getTime()) ? [] : [{ key, lastModified }]
      })
      const last = objects.at(-1)?.key
      const isTruncated = xmlText(xml, 'IsTruncated') === 'true'
      return { objects, next: isTruncated && last !== undefined && last > place.after ? last : null }
    })
  }

  async readText(address: ObjectAddress, signal: AbortSignal): Promise<string | null> {
    return attemptOrNull('The result could not be read', signal, () =>
      this.s3.readText(address, MAX_TEXT_BYTES, signal),
    )
  }

  async signUrl(address: ObjectAddress, signal: AbortSignal): Promise<string> {
    return attempt('The result could not be signed', signal, () =>
      this.s3.signUrl(address, this.#variantUrlSeconds),
    )
  }
}
