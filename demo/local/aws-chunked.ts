import { S3Error } from './s3-error.ts'

/** Headers behind the body, by lower-case name; complete when the body has been read to its end. */
export type Trailers = Map<string, string>

const MAX_LINE_BYTES = 16 * 1024

/**
 * Unwraps `Content-Encoding: aws-chunked` without chunk signatures: `SIZE-IN-HEX CRLF bytes CRLF`, a chunk of size 0,
 * then trailers. The SDK sends streams so, because their checksum is known only at the end. Throws `IncompleteBody`
 * when the body stops early.
 */
export async function* decodeAwsChunked(
  source: AsyncIterable<Uint8Array>,
  trailers: Trailers,
): AsyncGenerator<Uint8Array> {
  const input = new LineReader(source)
  for (;;) {
    const size = parseChunkSize(await input.line())
    if (size === 0) break
    yield* input.take(size)
    if ((await input.line()) !== '') throw new S3Error('IncompleteBody')
  }
  for (let line = await input.line(); line !== ''; line = await input.line()) {
    const colon = line.indexOf(':')
    if (colon < 1) throw new S3Error('MalformedTrailerError')
    trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
  }
  await input.end()
}

function parseChunkSize(line: string): number {
  const digits = line.split(';')[0] ?? ''
  if (!/^[0-9a-f]{1,12}$/i.test(digits)) throw new S3Error('IncompleteBody')
  return Number.parseInt(digits, 16)
}

class LineReader {
  readonly #source: AsyncIterator<Uint8Array>
  #buffer: Buffer = Buffer.alloc(0)

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /** Up to the next CRLF, which is taken too. */
  async line(): Promise<string> {
    for (;;) {
      const end = this.#buffer.indexOf('\r\n')
      if (end >= 0) {
        const line = this.#buffer.toString('latin1', 0, end)
        this.#buffer = this.#buffer.subarray(end + 2)
        return line
      }
      if (this.#buffer.length > MAX_LINE_BYTES) throw new S3Error('IncompleteBody')
      this.#buffer = Buffer.concat([this.#buffer, await this.#pull()])
    }
  }

  async *take(size: number): AsyncGenerator<Uint8Array> {
    for (let left = size; left > 0; ) {
      if (this.#buffer.length === 0) this.#buffer = await this.#pull()
      const piece = this.#buffer.subarray(0, left)
      this.#buffer = this.#buffer.subarray(piece.length)
      left -= piece.length
      yield piece
    }
  }

  /** Reads what may still follow, so that the request counts as read. */
  async end(): Promise<void> {
    while (!(await this.#source.next()).done);
  }

  async #pull(): Promise<Buffer> {
    const next = await this.#source.next()
    if (next.done) throw new S3Error('IncompleteBody')
    return Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength)
  }
}
