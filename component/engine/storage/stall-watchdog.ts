/**
 * Calls for each watched request once when nothing was heard of it for so long: one timer for all that sets itself
 * anew, so that a request costs no timer of its own and a sign of life no more than a look at the clock.
 *
 * Timers stand still while a laptop sleeps or a tab is frozen, and signs of life wait behind them. So the timer looks
 * often enough to notice when it came late itself: then the wait begins anew. Only once in a silence, because in a tab
 * that stays hidden every timer is late, and a dead socket must end there too.
 */

/** How often to look, and how late a look may be, as a share of the timeout. */
const STEP = 0.1
/** `setTimeout` takes a longer wait for none. */
const LONGEST_WAIT_MS = 2 ** 31 - 1

/** What is known of one request. */
interface Watched {
  readonly timeoutMs: number
  readonly onStall: () => void
  silentSince: number
  excused: boolean
}

/** One request's side of the watchdog. */
export interface Watch {
  /** A sign of life. */
  heard(): void
  stop(): void
}

export class StallWatchdog {
  readonly #now: () => number
  readonly #watched = new Set<Watched>()
  /** Stays for one look after the last request, because the next one is about to begin. */
  #timer: ReturnType<typeof setTimeout> | undefined
  #dueAt = 0

  /** @param now milliseconds of a monotonic clock, which may stand still or go on during sleep */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** The silence begins now. @param timeoutMs milliseconds without a sign of life; 0 for never */
  watch(timeoutMs: number, onStall: () => void): Watch {
    const watched: Watched = { timeoutMs, onStall, silentSince: this.#now(), excused: false }
    if (timeoutMs > 0) {
      this.#watched.add(watched)
      this.#lookBy(watched.silentSince + stepOf(watched))
    }
    return {
      heard: () => {
        watched.silentSince = this.#now()
        watched.excused = false
      },
      stop: () => this.#watched.delete(watched),
    }
  }

  #lookBy(at: number): void {
    if (this.#timer !== undefined && this.#dueAt <= at) return
    clearTimeout(this.#timer)
    this.#dueAt = at
    this.#timer = setTimeout(() => this.#look(), Math.min(Math.max(at - this.#now(), 1), LONGEST_WAIT_MS))
  }

  #look(): void {
    this.#timer = undefined
    const now = this.#now()
    const lateMs = now - this.#dueAt
    for (const watched of this.#watched) {
      const stepMs = stepOf(watched)
      if (lateMs > stepMs && !watched.excused) {
        watched.excused = true
        watched.silentSince = now
      }
      const endsAt = watched.silentSince + watched.timeoutMs
      if (now < endsAt) {
        this.#lookBy(Math.min(endsAt, now + stepMs))
        continue
      }
      this.#watched.delete(watched)
      watched.onStall()
    }
  }
}

function stepOf({ timeoutMs }: Watched): number {
  return timeoutMs * STEP
}
