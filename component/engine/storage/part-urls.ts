import type { PresignedPart } from '../../protocol.ts'
import type { DualClock } from '../upload/dual-clock.ts'
import { isUrlExpired } from './signature-expiry.ts'

export interface PartUrlsOptions {
  /** Part numbers in the order of the `get` calls. */
  readonly order: readonly number[]
  /** Signed with the plan. */
  readonly known: readonly PresignedPart[]
  /** When the plan was requested; null where its URLs are not known. */
  readonly knownSignedAt: DualClock | null
  /** Parts signed in one call: few enough that the last URL is used long before it expires. */
  readonly batchSize: number
  /** Answers every part number, in order. */
  sign(partNumbers: readonly number[]): Promise<readonly PresignedPart[]>
  now(): DualClock
}

interface SignedPart {
  readonly part: PresignedPart
  readonly signedAt: DualClock
}

/**
 * URLs of parts, signed just in time: a batch is requested when its first part is due, and the next one half a batch
 * ahead, so that no connection waits for a signature.
 */
export class PartUrls {
  readonly #options: PartUrlsOptions
  readonly #indexOf: ReadonlyMap<number, number>
  readonly #signed = new Map<number, Promise<SignedPart>>()

  constructor(options: PartUrlsOptions) {
    this.#options = options
    const { order, known, knownSignedAt: signedAt, now } = options
    this.#indexOf = new Map(order.map((partNumber, index) => [partNumber, index]))
    if (signedAt === null) return
    for (const part of known) {
      if (isUrlExpired(part.url, signedAt, now())) continue
      this.#signed.set(part.partNumber, Promise.resolve({ part, signedAt }))
    }
  }

  /** @throws UploadError of the signing call; the next `get` signs again. A URL signed just now is not checked. */
  async get(partNumber: number): Promise<PresignedPart> {
    const promise = this.#signedPart(partNumber)
    const { part, signedAt } = await promise
    if (!isUrlExpired(part.url, signedAt, this.#options.now())) return part
    // The others are as old. Another part may have noticed before.
    if (this.#signed.get(partNumber) === promise) this.#signed.clear()
    return (await this.#signedPart(partNumber)).part
  }

  /** The URL was refused: the next `get` signs a new one. */
  forget(partNumber: number): void {
    this.#signed.delete(partNumber)
  }

  #signedPart(partNumber: number): Promise<SignedPart> {
    const { order, batchSize } = this.#options
    const index = this.#indexOf.get(partNumber) ?? 0
    if (!this.#signed.has(partNumber)) this.#signBatch(index)
    const ahead = index + Math.ceil(batchSize / 2)
    const next = order[ahead]
    if (next !== undefined && !this.#signed.has(next)) this.#signBatch(ahead)
    return this.#signed.get(partNumber) ?? Promise.reject(new RangeError(`Part ${partNumber} is not planned`))
  }

  #signBatch(index: number): void {
    const { order, batchSize, sign, now } = this.#options
    const numbers = order.slice(index, index + batchSize).filter((number) => !this.#signed.has(number))
    const signedAt = now()
    const batch = sign(numbers)
    for (const [place, number] of numbers.entries()) {
      const signed = batch.then((parts) => {
        const part = parts[place]
        if (part === undefined) throw new RangeError(`Part ${number} was not signed`)
        return { part, signedAt }
      })
      this.#signed.set(number, signed)
      // A failed batch is requested again; a part that is not due yet has no other handler.
      signed.catch(() => this.#signed.delete(number))
    }
  }
}
