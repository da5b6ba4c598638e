/**
 * When files are transformed: in the order in which their uploads start, and only a little ahead of what is sent.
 *
 * Owns: the number of files in work and of results that wait for a connection. Does not own: what transformers do
 * (run-transformers.ts).
 */
import type { PreparedFile } from '../upload/prepared-file.ts'
import type { FileTransformer, TransformContext } from './file-transformer.ts'
import { runTransformers } from './run-transformers.ts'

// One script, loaded with the first file that is transformed.
export { resultError } from './result-error.ts'

/** Files in work at a time: a photo of 48 megapixels takes 200 MB while it is decoded. */
export const MAX_TRANSFORMS = 2
/** Results that wait for a connection, and files in work: enough for two rounds of the six connections. */
export const TRANSFORMS_AHEAD = 12

interface Place {
  readonly signal: AbortSignal
  enter(): void
}

export class TransformQueue {
  #waiting: Place[] = []
  #running = 0
  /** In work, or waiting for a connection. */
  #ahead = 0

  /** @throws as `runTransformers` */
  async run(
    file: File,
    transformers: readonly FileTransformer[],
    context: TransformContext,
  ): Promise<PreparedFile> {
    await this.#enter(context.signal)
    let isHeld = true
    const release = () => {
      if (isHeld) this.#ahead -= 1
      isHeld = false
      this.#next()
    }
    try {
      return { file: await runTransformers(file, transformers, context), release }
    } catch (error) {
      release()
      throw error
    } finally {
      this.#running -= 1
      this.#next()
    }
  }

  #enter(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#waiting = this.#waiting.filter((other) => other !== place)
        reject(signal.reason)
      }
      const place: Place = {
        signal,
        enter: () => {
          signal.removeEventListener('abort', onAbort)
          resolve()
        },
      }
      signal.addEventListener('abort', onAbort)
      this.#waiting.push(place)
      this.#next()
    })
  }

  #next(): void {
    while (this.#running < MAX_TRANSFORMS && this.#ahead < TRANSFORMS_AHEAD) {
      const place = this.#waiting.shift()
      if (place === undefined) return
      this.#running += 1
      this.#ahead += 1
      place.enter()
    }
  }
}
