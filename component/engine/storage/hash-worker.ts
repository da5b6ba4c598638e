/** Ended after so long without work, in milliseconds: a worker costs some megabytes. */
const IDLE_MS = 5_000
/** How long an answer is waited for, in milliseconds, and a millisecond more for each so many bytes. */
export interface Patience {
  readonly ms: number
  readonly bytesPerMs: number
}

/** The pace of a slow disk. */
const PATIENCE: Patience = { ms: 10_000, bytesPerMs: 1_000 }

// Named as it is built; bundlers and Vite know this very form, and find the source by it.
const createWorker = () => new Worker(new URL('./sha256-worker.js', import.meta.url), { type: 'module' })

/**
 * Has pieces hashed by a worker, which is there while there is work. One at a time: the caller waits for an answer
 * before it asks again. A worker that cannot be had once (a script of another origin, a Content-Security-Policy, a file
 * that was not deployed) or that does not answer is not tried again.
 */
export class HashWorker {
  readonly #create: () => Worker
  readonly #patience: Patience
  #worker: Worker | 'refused' | undefined
  #idle: ReturnType<typeof setTimeout> | undefined

  constructor(create = createWorker, patience = PATIENCE) {
    this.#create = create
    this.#patience = patience
  }

  /**
   * The SHA-256 of the piece, or null where the page has to hash it. Rejects with the signal's reason when aborted: the
   * worker is ended then, and with it what it read.
   */
  async digest(piece: Blob, signal: AbortSignal): Promise<ArrayBuffer | null> {
    clearTimeout(this.#idle)
    const worker = this.#start()
    if (worker === null) return null
    const { ms, bytesPerMs } = this.#patience
    let deadline: ReturnType<typeof setTimeout> | undefined
    let onAbort = () => {}
    try {
      return await new Promise((resolve, reject) => {
        const giveUp = (event?: Event) => {
          event?.preventDefault()
          this.#end('refused')
          resolve(null)
        }
        onAbort = () => {
          this.#end(undefined)
          reject(signal.reason)
        }
        signal.addEventListener('abort', onAbort)
        deadline = setTimeout(giveUp, ms + piece.size / bytesPerMs)
        worker.onerror = worker.onmessageerror = giveUp
        worker.onmessage = ({ data }: MessageEvent<unknown>) =>
          resolve(data instanceof ArrayBuffer ? data : null)
        worker.postMessage(piece)
      })
    } finally {
      clearTimeout(deadline)
      signal.removeEventListener('abort', onAbort)
      if (this.#worker === worker) this.#idle = setTimeout(() => this.#end(undefined), IDLE_MS)
    }
  }

  #start(): Worker | null {
    if (this.#worker === 'refused') return null
    try {
      this.#worker ??= this.#create()
      return this.#worker
    } catch {
      this.#worker = 'refused'
      return null
    }
  }

  #end(next: 'refused' | undefined): void {
    if (this.#worker instanceof Object) this.#worker.terminate()
    this.#worker = next
  }
}
