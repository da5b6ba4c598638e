import type { PresignedPart } from '../../protocol.ts'

/**
 * URLs of parts, signed just in time: a batch is asked for when its first part is due, and the next one a little
 * ahead, so that no connection waits for a signature.
 */
export class PartUrls {
  readonly #isOver: (part: PresignedPart) => boolean
  readonly #sign: (partNumbers: readonly number[]) => Promise<readonly PresignedPart[]>
  /** In the order in which they will be asked for. */
  readonly #order: readonly number[]
  readonly #signed = new Map<number, Promise<PresignedPart>>()
  readonly #batchSize: number

  /**
   * @param batchSize parts signed in one call: few enough that the last URL is used long before it expires
   * @param isOver whether S3 would no longer take a URL
   */
  constructor(
    order: readonly number[],
    known: readonly PresignedPart[],
    batchSize: number,
    sign: (partNumbers: readonly number[]) => Promise<readonly PresignedPart[]>,
    isOver: (part: PresignedPart) => boolean,
  ) {
    this.#order = order
    this.#batchSize = batchSize
    this.#sign = sign
    this.#isOver = isOver
    for (const part of known) {
      if (!isOver(part)) this.#signed.set(part.partNumber, Promise.resolve(part))
    }
  }

  /** Rejects with the signing call's error; asking again then signs anew. What was signed just now is not doubted. */
  async get(partNumber: number): Promise<PresignedPart> {
    const signed = this.#signedAt(partNumber)
    const part = await signed
    if (!this.#isOver(part)) return part
    // The others are no younger, or soon as old. Somebody else may have noticed before.
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

  /** The URL was refused: the next `get` signs a new one. */
  forget(partNumber: number): void {
    this.#signed.delete(partNumber)
  }

  #signFrom(at: number): Promise<PresignedPart> | undefined {
    const numbers = this.#order.slice(at, at + this.#batchSize).filter((number) => !this.#signed.has(number))
    const batch = this.#sign(numbers)
    for (const [index, number] of numbers.entries()) {
      // The adapter has checked that every number has its answer, in this order.
      const part = batch.then((parts) => parts[index] as PresignedPart)
      // A failed batch must not be remembered, and nobody may be waiting for this very part yet.
      part.catch(() => this.#signed.delete(number))
      this.#signed.set(number, part)
    }
    const first = this.#order[at]
    return first === undefined ? undefined : this.#signed.get(first)
  }
}
