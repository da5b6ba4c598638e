import type { PresignedPart } from '../../protocol.ts'

/**
 * URLs of parts, signed just in time: a batch is requested when its first part is due, and the next one half a batch
 * ahead, so that no connection waits for a signature.
 */
export class PartUrls {
  readonly #isExpired: (part: PresignedPart) => boolean
  readonly #sign: (partNumbers: readonly number[]) => Promise<readonly PresignedPart[]>
  /** Part numbers in the order of the `get` calls. */
  readonly #order: readonly number[]
  readonly #signed = new Map<number, Promise<PresignedPart>>()
  readonly #batchSize: number

  /**
   * @param batchSize parts signed in one call: few enough that the last URL is used long before it expires
   * @param isExpired whether S3 would refuse a URL
   */
  constructor(
    order: readonly number[],
    known: readonly PresignedPart[],
    batchSize: number,
    sign: (partNumbers: readonly number[]) => Promise<readonly PresignedPart[]>,
    isExpired: (part: PresignedPart) => boolean,
  ) {
    this.#order = order
    this.#batchSize = batchSize
    this.#sign = sign
    this.#isExpired = isExpired
    for (const part of known) {
      if (!isExpired(part)) this.#signed.set(part.partNumber, Promise.resolve(part))
    }
  }

  /** @throws UploadError of the signing call; the next `get` signs again */
  async get(partNumber: number): Promise<PresignedPart> {
    const signed = this.#signedAt(partNumber)
    const part = await signed
    if (!this.#isExpired(part)) return part
    // The URLs of the same batch expire with it. A concurrent `get` may have cleared them already; a URL signed just now
    // is used without another look.
    if (this.#signed.get(partNumber) === signed) this.#signed.clear()
    return this.#signedAt(partNumber)
  }

  #signedAt(partNumber: number): Promise<PresignedPart> {
    const at = this.#order.indexOf(partNumber)
    const signed = this.#signed.get(partNumber) ?? this.#signFrom(at)
    const ahead = at + Math.ceil(this.#batchSize / 2)
    const next = this.#order[ahead]
    if (next !== undefined && !this.#signed.has(next)) this.#signFrom(ahead)?.catch(() => {})
    return signed as Promise<PresignedPart>
  }

  /** S3 refused the URL: the next `get` signs another one. */
  forget(partNumber: number): void {
    this.#signed.delete(partNumber)
  }

  #signFrom(at: number): Promise<PresignedPart> | undefined {
    const numbers = this.#order.slice(at, at + this.#batchSize).filter((number) => !this.#signed.has(number))
    const batch = this.#sign(numbers)
    for (const [index, number] of numbers.entries()) {
      // `parseSignedParts` has checked that each number has its URL, in this order.
      const part = batch.then((parts) => parts[index] as PresignedPart)
      // A failed batch is not kept, and its rejection is handled even where no `get` waits for this part yet.
      part.catch(() => this.#signed.delete(number))
      this.#signed.set(number, part)
    }
    const first = this.#order[at]
    return first === undefined ? undefined : this.#signed.get(first)
  }
}
