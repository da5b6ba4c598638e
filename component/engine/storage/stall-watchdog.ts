/**
 * Calls back once for each watched request that shows no activity for its timeout: one timer for all, so that a request
 * costs no timer of its own and an activity no more than a read of the clock.
 *
 * Timers stop while a laptop sleeps or a tab is frozen, and progress events queue up behind them. So the timer fires
 * often enough to notice that it is late itself: then the timeout starts again. Only once in a silence, because in a
 * hidden tab every timer is late, and a dead socket must end there too.
 */

/** Interval of the checks, and how late a check may be, as a share of the timeout. */
const CHECK_SHARE = 0.1
/** `setTimeout` takes a longer delay for 0. */
const MAX_DELAY_MS = 2 ** 31 - 1

interface Watched {
  timeoutMs: number
  readonly onStall: () => void
  silentSinceMs: number
  excused: boolean
}

/** One request's side of the watchdog. */
export interface Watch {
  /** The request showed activity. @param timeoutMs most milliseconds without activity from now on */
  active(timeoutMs?: number): void
  stop(): void
}

export class StallWatchdog {
  readonly #now: () => number
  readonly #watched = new Set<Watched>()
  /** Kept for one check after the last request, because the next one is about to begin. */
  #timer: ReturnType<typeof setTimeout> | undefined
  #dueAtMs = 0

  /** @param now milliseconds of a monotonic clock, which may or may not go on during sleep */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** @param timeoutMs most milliseconds without activity, counted from now; 0 for no limit */
  watch(timeoutMs: number, onStall: () => void): Watch {
    const watched: Watched = { timeoutMs, onStall, silentSinceMs: this.#now(), excused: false }
    if (timeoutMs > 0) {
      this.#watched.add(watched)
      this.#checkBy(watched.silentSinceMs + intervalOf(watched))
    }
    return {
      active: (nextMs = watched.timeoutMs) => {
        watched.silentSinceMs = this.#now()
        watched.excused = false
        if (nextMs === watched.timeoutMs || !this.#watched.has(watched)) return
        watched.timeoutMs = nextMs
        this.#checkBy(watched.silentSinceMs + intervalOf(watched))
      },
      stop: () => this.#watched.delete(watched),
    }
  }

  #checkBy(atMs: number): void {
    if (this.#timer !== undefined && this.#dueAtMs <= atMs) return
    clearTimeout(this.#timer)
    this.#dueAtMs = atMs
    this.#timer = setTimeout(() => this.#check(), Math.min(Math.max(atMs - this.#now(), 1), MAX_DELAY_MS))
  }

  #check(): void {
    this.#timer = undefined
    const now = this.#now()
    const lateMs = now - this.#dueAtMs
    for (const watched of this.#watched) {
      const intervalMs = intervalOf(watched)
      if (lateMs > intervalMs && !watched.excused) {
        watched.excused = true
        watched.silentSinceMs = now
      }
      const endsAtMs = watched.silentSinceMs + watched.timeoutMs
      if (now < endsAtMs) {
        this.#checkBy(Math.min(endsAtMs, now + intervalMs))
        continue
      }
      this.#watched.delete(watched)
      watched.onStall()
    }
  }
}

function intervalOf({ timeoutMs }: Watched): number {
  return timeoutMs * CHECK_SHARE
}
