/**
 * At most `size` tasks at a time, first come first served. One pool serves every request to S3, so that many files
 * and, later, the parts of one file share the same bound.
 */
export class RequestPool {
  #size: number
  #running = 0
  readonly #waiting: Array<() => void> = []

  constructor(size: number) {
    this.#size = size
  }

  /** Grows or shrinks the bound; running tasks are never stopped. */
  resize(size: number): void {
    this.#size = size
    this.#admit()
  }

  /** Runs the task when a slot is free; rejects with the signal's reason when aborted while waiting. */
  async run<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#slot(signal)
    try {
      return await task()
    } finally {
      this.#running -= 1
      this.#admit()
    }
  }

  #slot(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason)
        return
      }
      const enter = () => {
        signal.removeEventListener('abort', leave)
        this.#running += 1
        resolve()
      }
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1)
        reject(signal.reason)
      }
      signal.addEventListener('abort', leave, { once: true })
      this.#waiting.push(enter)
      this.#admit()
    })
  }

  #admit(): void {
    while (this.#running < this.#size) {
      const enter = this.#waiting.shift()
      if (enter === undefined) return
      enter()
    }
  }
}
