import { UploadError } from '../upload/upload-error.ts'

/** Counts the stalled attempts of one request, so that each next attempt waits twice as long. */
export class StallCounter {
  #stalls = 0

  /** Passes the number of attempts that stalled so far. */
  async run<T>(attempt: (stalls: number) => Promise<T>): Promise<T> {
    try {
      return await attempt(this.#stalls)
    } catch (error) {
      if (error instanceof UploadError && error.code === 'stalled') this.#stalls += 1
      throw error
    }
  }
}
