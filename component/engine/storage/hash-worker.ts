import { startWorker } from './start-worker.ts'

/** An idle worker is terminated after this time, in milliseconds: it costs a few megabytes. */
const IDLE_MS = 5_000
export type HashAlgorithm = 'SHA-256' | 'MD5'

/**
 * How long the worker may take: `startMs` until it runs, then for a piece `ms` and one millisecond more for each
 * `bytesPerMs` bytes.
 */
export interface HashTimeout {
  readonly startMs: number
  readonly ms: number
  readonly bytesPerMs: number
}

/** 1 MB/s, the rate of a slow disk, after 10 s in which a disk wakes up. */
const DEFAULT_TIMEOUT: HashTimeout = { startMs: 2_000, ms: 10_000, bytesPerMs: 1_000 }
/** The first message of a worker that runs. */
const RUNNING = 'running'

// Bundlers recognise exactly this form and emit the worker file.
const createWorker = () => new Worker(new URL('./sha256-worker.js', import.meta.url), { type: 'module' })

/**
 * Hashes pieces in a worker that is terminated when idle. One piece at a time: the caller waits for the result before
 * the next call. A worker that fails to load (another origin, a Content-Security-Policy, a file that was not deployed)
 * or does not answer in time is not tried again.
 */
export class HashWorker {
  readonly #create: () => Worker
  readonly #timeout: HashTimeout
  #worker: Worker | 'unavailable' | undefined
  #isRunning = false
  #idle: ReturnType<typeof setTimeout> | undefined

  constructor(create = createWorker, timeout = DEFAULT_TIMEOUT) {
    this.#create = create
    this.#timeout = timeout
  }

  /**
   * The digest of the piece, or null where the page has to hash it.
   *
   * @throws the signal's reason when aborted: the worker is terminated and its memory freed
   */
  async digest(algorithm: HashAlgorithm, piece: Blob, signal: AbortSignal): Promise<ArrayBuffer | null> {
    clearTimeout(this.#idle)
    const worker = this.#start()
    if (worker === null) return null
    const { startMs, ms, bytesPerMs } = this.#timeout
    const workMs = ms + piece.size / bytesPerMs
    let deadline: ReturnType<typeof setTimeout> | undefined
    let onAbort = () => {}
    try {
      return await new Promise((resolve, reject) => {
        const giveUp = (event?: Event) => {
          event?.preventDefault()
          this.#end('unavailable')
          resolve(null)
        }
        onAbort = () => {
          this.#end(undefined)
          reject(signal.reason)
        }
        signal.addEventListener('abort', onAbort)
        deadline = setTimeout(giveUp, this.#isRunning ? workMs : startMs)
        worker.onerror = worker.onmessageerror = giveUp
        worker.onmessage = ({ data }: MessageEvent<unknown>) => {
          if (data !== RUNNING) {
            resolve(data instanceof ArrayBuffer ? data : null)
            return
          }
          this.#isRunning = true
          clearTimeout(deadline)
          deadline = setTimeout(giveUp, workMs)
        }
        worker.postMessage({ algorithm, piece })
      })
    } finally {
      clearTimeout(deadline)
      signal.removeEventListener('abort', onAbort)
      if (this.#worker === worker) this.#idle = setTimeout(() => this.#end(undefined), IDLE_MS)
    }
  }

  #start(): Worker | null {
    if (this.#worker === 'unavailable') return null
    try {
      this.#worker ??= startWorker(this.#create)
      return this.#worker
    } catch {
      this.#worker = 'unavailable'
      return null
    }
  }

  #end(next: 'unavailable' | undefined): void {
    if (this.#worker instanceof Object) this.#worker.terminate()
    this.#worker = next
    this.#isRunning = false
  }
}
