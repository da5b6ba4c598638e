/**
 * Calls once when nothing was heard for so long: one timer that sets itself anew, so that a sign of life costs no more
 * than a look at the clock.
 *
 * Timers stand still while a laptop sleeps or a tab is frozen, and signs of life wait behind them. So the timer looks
 * often enough to notice when it came late itself: then the wait begins anew. Only once in a silence, because in a tab
 * that stays hidden every timer is late, and a dead socket must end there too.
 */
export interface StallWatchdogOptions {
  /** Milliseconds without a sign of life; 0 for never. */
  timeoutMs: number
  onStall(): void
  /** Milliseconds of a monotonic clock, which may stand still or go on during sleep. Default: `performance.now`. */
  now?: () => number
}

/** How often to look, and how late a look may be, as a share of the timeout. */
const STEP = 0.1
/** `setTimeout` takes a longer wait for none. */
const LONGEST_WAIT_MS = 2 ** 31 - 1

export class StallWatchdog {
  readonly #options: StallWatchdogOptions
  readonly #now: () => number
  #silentSince: number
  #excused = false
  #timer: ReturnType<typeof setTimeout> | undefined

  /** The silence begins now. */
  constructor(options: StallWatchdogOptions) {
    this.#options = options
    this.#now = options.now ?? (() => performance.now())
    this.#silentSince = this.#now()
    if (options.timeoutMs > 0) this.#lookLater(this.#silentSince)
  }

  /** A sign of life. */
  heard(): void {
    this.#silentSince = this.#now()
    this.#excused = false
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #lookLater(now: number): void {
    const { timeoutMs } = this.#options
    const left = this.#silentSince + timeoutMs - now
    const wait = Math.min(Math.max(left, 1), timeoutMs * STEP, LONGEST_WAIT_MS)
    this.#timer = setTimeout(() => this.#look(now + wait), wait)
  }

  #look(dueAt: number): void {
    const { timeoutMs, onStall } = this.#options
    const now = this.#now()
    if (now - dueAt > timeoutMs * STEP && !this.#excused) {
      this.#excused = true
      this.#silentSince = now
    }
    if (now - this.#silentSince >= timeoutMs) onStall()
    else this.#lookLater(now)
  }
}
