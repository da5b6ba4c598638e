import type { ReadyStatus, StatusResult } from '../../protocol.ts'
import { UploadError } from '../upload/upload-error.ts'
import type { UploadApi } from './upload-api.ts'

// One script, loaded before the first question.
export { parseStatus } from './parse-status.ts'

/** Wait before the first question about an upload, doubled up to the longest: 15 questions in ten minutes. */
const UPLOAD_WAIT_MS = { first: 500, longest: 60_000 }
/**
 * Least time between two calls: 250 ms while results arrive, half as long again after each call without news, at most
 * 30 s. An upload that joins lowers it to 4 s, but once a minute only: many that join one by one cost no call each.
 */
const CALL_GAP_MS = { first: 250, longest: 30_000, joined: 4_000, joinInterval: 60_000 }
/** After this time without a result, in milliseconds, polling for an upload ends. */
const DEADLINE_MS = 10 * 60_000
/** Most tickets in one call. */
const BATCH_SIZE = 100

interface Polled {
  readonly ticket: string
  deadlineMs: number
  waitMs: number
  dueMs: number
  state: StatusResult['state'] | undefined
  resolve(status: ReadyStatus): void
  reject(reason: unknown): void
}

/** Asks the API for processing results: one timer and batched calls for all uploads. */
export class StatusPoller {
  readonly #api: Pick<UploadApi, 'status'>
  readonly #now: () => number
  readonly #polled = new Set<Polled>()
  #timer: ReturnType<typeof setTimeout> | undefined
  /** When the timer fires. */
  #askAtMs = 0
  #isAsking = false
  #gapMs = CALL_GAP_MS.first
  #nextCallMs = 0
  /** When the last call ended. */
  #answeredMs = 0
  /** When an upload that joined lowered the gap. */
  #loweredMs = Number.NEGATIVE_INFINITY

  /** @param now milliseconds of a monotonic clock */
  constructor(api: Pick<UploadApi, 'status'>, now: () => number) {
    this.#api = api
    this.#now = now
  }

  /**
   * Resolves when the variants exist.
   *
   * @throws UploadError with the processor's code, or `processing-timeout` after ten minutes
   * @throws the signal's reason when aborted
   */
  poll(ticket: string, signal: AbortSignal): Promise<ReadyStatus> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason)
        return
      }
      const leave = () => {
        this.#polled.delete(polled)
        signal.removeEventListener('abort', onAbort)
      }
      const onAbort = () => {
        leave()
        reject(signal.reason)
      }
      const now = this.#now()
      const polled: Polled = {
        ticket,
        deadlineMs: now + DEADLINE_MS,
        waitMs: UPLOAD_WAIT_MS.first,
        dueMs: now + UPLOAD_WAIT_MS.first,
        state: undefined,
        resolve: (status) => {
          leave()
          resolve(status)
        },
        reject: (reason) => {
          leave()
          reject(reason)
        },
      }
      signal.addEventListener('abort', onAbort, { once: true })
      this.#polled.add(polled)
      if (this.#lowerGap(now)) this.#schedule()
      else this.#scheduleBy(polled.dueMs)
    })
  }

  /** For an upload that joined. @returns whether the others may be asked about sooner, too */
  #lowerGap(now: number): boolean {
    const isFirst = this.#polled.size === 1
    const gapMs = isFirst ? CALL_GAP_MS.first : CALL_GAP_MS.joined
    const mayLower = isFirst || now - this.#loweredMs >= CALL_GAP_MS.joinInterval
    // A next call later than the gap is a pause that the API asked for.
    const isPaused = this.#nextCallMs > now + this.#gapMs
    if (!mayLower || isPaused || this.#gapMs <= gapMs) return false
    this.#loweredMs = now
    this.#gapMs = gapMs
    this.#nextCallMs = Math.min(this.#nextCallMs, now + gapMs)
    return true
  }

  #schedule(): void {
    let dueMs = Number.POSITIVE_INFINITY
    for (const polled of this.#polled) dueMs = Math.min(dueMs, polled.dueMs)
    if (this.#polled.size > 0) this.#scheduleBy(dueMs)
  }

  #scheduleBy(dueMs: number): void {
    if (this.#isAsking) return
    const now = this.#now()
    const askAtMs = Math.max(dueMs, this.#nextCallMs, now)
    if (this.#timer !== undefined && this.#askAtMs <= askAtMs) return
    clearTimeout(this.#timer)
    this.#askAtMs = askAtMs
    this.#timer = setTimeout(() => void this.#ask(askAtMs), askAtMs - now)
  }

  async #ask(askAtMs: number): Promise<void> {
    this.#timer = undefined
    const now = this.#now()
    const lateMs = now - askAtMs
    // The machine slept, and the processor may have worked meanwhile: that time does not count.
    if (lateMs > UPLOAD_WAIT_MS.longest) for (const polled of this.#polled) polled.deadlineMs += lateMs
    this.#isAsking = true
    try {
      const due = [...this.#polled].filter(({ dueMs }) => dueMs <= now)
      const expired = due.filter(({ deadlineMs }) => deadlineMs <= now)
      for (const { reject } of expired) reject(new UploadError('processing-timeout', 'Processing timed out'))
      await this.#askBatch(due.filter(({ deadlineMs }) => deadlineMs > now))
    } finally {
      this.#isAsking = false
      this.#schedule()
    }
  }

  async #askBatch(due: readonly Polled[]): Promise<void> {
    if (due.length === 0) return
    const batch = due.slice(0, BATCH_SIZE)
    let hasNews = false
    let pauseMs = 0
    const askedMs = this.#now()
    try {
      const { uploads, retryAfterMs = 0 } = await this.#api.status(batch.map(({ ticket }) => ticket))
      for (const [index, polled] of batch.entries()) {
        if (this.#settle(polled, uploads[index], retryAfterMs)) hasNews = true
      }
    } catch (error) {
      const isFinal = error instanceof UploadError && !error.retryable
      if (error instanceof UploadError) pauseMs = error.retryAfterMs ?? 0
      for (const polled of batch) isFinal ? polled.reject(error) : this.#settle(polled, undefined, 0)
      // Without a response the processor may have worked: the time since the last one does not count.
      const lostMs = this.#now() - Math.max(this.#answeredMs, askedMs - CALL_GAP_MS.longest)
      for (const polled of this.#polled) polled.deadlineMs += lostMs
    }
    this.#answeredMs = this.#now()
    this.#gapMs = hasNews ? CALL_GAP_MS.first : Math.min(CALL_GAP_MS.longest, 1.5 * this.#gapMs)
    // What did not fit into this batch is asked at once.
    const gapMs = due.length > batch.length ? 0 : this.#gapMs
    this.#nextCallMs = this.#now() + Math.max(gapMs, pauseMs)
  }

  /**
   * @param retryAfterMs the API wants no question about an unfinished upload before
   * @returns whether the result is another than that of the last question
   */
  #settle(polled: Polled, result: StatusResult | undefined, retryAfterMs: number): boolean {
    switch (result?.state) {
      case 'ready':
        polled.resolve(result)
        return true
      case 'failed':
        polled.reject(new UploadError(result.code, result.detail, { retryable: result.retryable }))
        return true
      case 'unknown':
        if (!result.error.retryable) {
          polled.reject(new UploadError(result.error.code, result.error.detail))
          return true
        }
    }
    const now = this.#now()
    polled.waitMs = Math.min(UPLOAD_WAIT_MS.longest, 2 * polled.waitMs)
    polled.dueMs = Math.min(now + Math.max(polled.waitMs, retryAfterMs), polled.deadlineMs)
    const hasNews = result !== undefined && polled.state !== undefined && result.state !== polled.state
    polled.state = result?.state ?? polled.state
    return hasNews
  }
}
