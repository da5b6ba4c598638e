import type { Readable } from 'node:stream'
import { StorageError } from './object-store.ts'

/** Enough for every file signature, an SVG's prolog included, in bytes. */
const PEEK_BYTES = 1024

/** Reads a body into one buffer of the announced size: one copy, and never more bytes than the limit allowed. */
export class BodyReader {
  readonly #body: Readable
  readonly #size: number
  readonly #signal: AbortSignal | undefined
  #iterator: AsyncIterator<unknown> | undefined
  #bytes: Buffer = Buffer.alloc(0)
  #length = 0

  constructor(body: Readable, size: number, signal?: AbortSignal) {
    this.#body = body
    this.#size = size
    this.#signal = signal
  }

  /** @throws StorageError `unavailable` */
  async peek(): Promise<Buffer> {
    await this.#readTo(Math.min(PEEK_BYTES, this.#size), PEEK_BYTES)
    return this.#bytes.subarray(0, this.#length)
  }

  /** @throws StorageError `unavailable` */
  async read(): Promise<Buffer> {
    await this.#readTo(Number.POSITIVE_INFINITY, this.#size)
    if (this.#length < this.#size) {
      throw new StorageError('unavailable', `The body ended at ${this.#length} of ${this.#size} bytes`)
    }
    return this.#bytes
  }

  /** Until `wanted` bytes are there or the body ended. */
  async #readTo(wanted: number, capacity: number): Promise<void> {
    const abort = () => this.#body.destroy(new Error('The read was aborted'))
    this.#signal?.addEventListener('abort', abort, { once: true })
    try {
      this.#grow(capacity)
      this.#iterator ??= this.#body[Symbol.asyncIterator]()
      while (this.#length < wanted) {
        const { done, value } = await this.#iterator.next()
        if (done === true) return
        this.#append(value)
      }
    } finally {
      this.#signal?.removeEventListener('abort', abort)
    }
  }

  #append(part: unknown): void {
    if (!(part instanceof Uint8Array) || this.#length + part.length > this.#size) {
      throw new StorageError('unavailable', 'The body is longer than announced')
    }
    this.#grow(this.#length + part.length)
    this.#bytes.set(part, this.#length)
    this.#length += part.length
  }

  #grow(capacity: number): void {
    const needed = Math.min(capacity, this.#size)
    if (needed <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(needed)
    larger.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = larger
  }
}
