import type { ReadyStatus, StatusResult } from '../../protocol.ts'
import { UploadError } from '../upload/upload-error.ts'
import type { UploadApi } from './upload-api.ts'

/** First wait before asking, in milliseconds; each further wait of the same upload is half as long again. */
const FIRST_WAIT_MS = 250
/** Longest wait between two questions about the same upload, in milliseconds. */
const LONGEST_WAIT_MS = 5_000
/** After so long without an end the watch is given up, in milliseconds. */
const DEADLINE_MS = 10 * 60_000
/** Most tickets in one call. */
const BATCH_SIZE = 100

interface Watch {
  readonly ticket: string
  deadlineAt: number
  waitMs: number
  dueAt: number
  resolve(status: ReadyStatus): void
  reject(reason: unknown): void
}

/** Asks the API how processing goes: one loop and one batched call for all uploads, each backing off on its own. */
export class StatusWatcher {
  readonly #api: Pick<UploadApi, 'status'>
  readonly #now: () => number
  readonly #watches = new Set<Watch>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #asking = false

  constructor(api: Pick<UploadApi, 'status'>, now: () => number) {
    this.#api = api
    this.#now = now
  }

  /** Resolves when the variants are there; rejects with the processor's code, or with the signal's reason. */
  watch(ticket: string, signal: AbortSignal): Promise<ReadyStatus> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#watches.delete(watch)
        signal.removeEventListener('abort', onAbort)
      }
      const onAbort = () => {
        leave()
        reject(signal.reason)
      }
      const now = this.#now()
      const watch: Watch = {
        ticket,
        deadlineAt: now + DEADLINE_MS,
        waitMs: FIRST_WAIT_MS,
        dueAt: now + FIRST_WAIT_MS,
        resolve: (status) => {
          leave()
          resolve(status)
        },
        reject: (reason) => {
          leave()
          reject(reason)
        },
      }
      if (signal.aborted) {
        reject(signal.reason)
        return
      }
      signal.addEventListener('abort', onAbort, { once: true })
      this.#watches.add(watch)
      this.#schedule()
    })
  }

  #schedule(): void {
    if (this.#asking || this.#watches.size === 0) return
    clearTimeout(this.#timer)
    const dueAt = Math.min(...[...this.#watches].map((watch) => watch.dueAt))
    const askAt = Math.max(dueAt, this.#now())
    this.#timer = setTimeout(() => void this.#ask(askAt), askAt - this.#now())
  }

  async #ask(askAt: number): Promise<void> {
    const now = this.#now()
    // While a laptop slept nobody could ask.
    const lateMs = now - askAt
    if (lateMs > LONGEST_WAIT_MS) for (const watch of this.#watches) watch.deadlineAt += lateMs
    const due = [...this.#watches].filter((watch) => watch.dueAt <= now).slice(0, BATCH_SIZE)
    this.#asking = true
    try {
      const answers = due.length === 0 ? [] : await this.#api.status(due.map((watch) => watch.ticket))
      due.forEach((watch, index) => {
        this.#settle(watch, answers[index])
      })
    } catch (error) {
      const lasting = error instanceof UploadError && !error.retryable
      for (const watch of due) lasting ? watch.reject(error) : this.#settle(watch, undefined)
    } finally {
      this.#asking = false
      this.#schedule()
    }
  }

  #settle(watch: Watch, status: StatusResult | undefined): void {
    switch (status?.state) {
      case 'ready':
        watch.resolve(status)
        return
      case 'failed':
        watch.reject(new UploadError(status.code, status.detail, { retryable: status.retryable }))
        return
      case 'unknown':
        if (!status.error.retryable) {
          watch.reject(new UploadError(status.error.code, status.error.detail))
          return
        }
    }
    const now = this.#now()
    if (now >= watch.deadlineAt) {
      watch.reject(new UploadError('processing-timeout', 'Nothing was made of the upload in time'))
      return
    }
    watch.waitMs = Math.min(LONGEST_WAIT_MS, watch.waitMs * 1.5)
    watch.dueAt = now + watch.waitMs
  }
}
