import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Checksum, type ChecksumAlgorithm, createChecksum } from './checksum.ts'

/** Bytes on disk under a random name: written once, never changed. An object is a list of these. */
export interface Blob {
  id: string
  /** Bytes. */
  size: number
}

export interface ReceivedBlob extends Blob {
  md5: Buffer
  sha256: string | null
  checksum: Checksum | null
}

export interface ReceiveOptions {
  /** Digests to compute on the way, besides MD5. */
  sha256?: boolean
  checksum?: ChecksumAlgorithm | null
  /** Called for each chunk before it is written, with the size so far; throws to refuse. */
  admit?: (size: number) => void
  /** Called when all is there; throws to refuse. */
  verify?: (blob: ReceivedBlob) => void
}

/**
 * Owns the files of one directory. A blob that is not finished, not admitted or not verified is removed before the
 * refusal is passed on; one that no record names (the process died in between) goes at the next start.
 */
export class BlobStore {
  readonly #directory: string

  constructor(directory: string) {
    this.#directory = directory
  }

  async open(isKnown: (id: string) => boolean): Promise<void> {
    await mkdir(this.#directory, { recursive: true })
    const strays = (await readdir(this.#directory)).filter((id) => !isKnown(id))
    await Promise.all(strays.map((id) => this.discard({ id })))
  }

  async receive(source: AsyncIterable<Uint8Array>, options: ReceiveOptions = {}): Promise<ReceivedBlob> {
    const { admit, verify } = options
    const id = randomUUID()
    const md5 = createHash('md5')
    const sha256 = options.sha256 ? createHash('sha256') : null
    const checksum = options.checksum ? createChecksum(options.checksum) : null
    let size = 0
    try {
      const file = await open(this.#path(id), 'wx')
      try {
        for await (const chunk of source) {
          size += chunk.byteLength
          admit?.(size)
          md5.update(chunk)
          sha256?.update(chunk)
          checksum?.update(chunk)
          await file.appendFile(chunk)
        }
      } finally {
        await file.close()
      }
      const blob: ReceivedBlob = {
        id,
        size,
        md5: md5.digest(),
        sha256: sha256?.digest('hex') ?? null,
        checksum:
          checksum && options.checksum ? { algorithm: options.checksum, value: checksum.digest() } : null,
      }
      verify?.(blob)
      return blob
    } catch (error) {
      await this.discard({ id })
      throw error
    }
  }

  /** Bytes `start` to `end`, the end not included, of these blobs put one after the other. */
  async *read(blobs: readonly Blob[], start: number, end: number): AsyncGenerator<Uint8Array> {
    let offset = 0
    for (const { id, size } of blobs) {
      const from = Math.max(start - offset, 0)
      const to = Math.min(end - offset, size)
      if (from < to) {
        yield* createReadStream(this.#path(id), { start: from, end: to - 1, highWaterMark: 256 * 1024 })
      }
      offset += size
    }
  }

  async discard({ id }: Pick<Blob, 'id'>): Promise<void> {
    await rm(this.#path(id), { force: true })
  }

  #path(id: string): string {
    return join(this.#directory, id)
  }
}
