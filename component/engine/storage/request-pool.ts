import { AdaptiveConcurrency, type InFlight } from './adaptive-concurrency.ts'

export interface PoolRequest {
  /** Requests of one owner (a file) share its turn. */
  readonly owner: object
  /** Bytes. */
  readonly size: number
  readonly signal: AbortSignal
  /** Whether it will finish in a moment; asked when its turn comes. Default: no. */
  isShort?(): boolean
  /** Ends the task so that the caller runs it again later, after a failed probe. Default: never ended. */
  preempt?(): void
}

interface Waiting extends PoolRequest {
  enter(admitted: Admitted): void
  leave(reason: unknown): void
}

interface Admitted {
  readonly isShort: boolean
  readonly inFlight: InFlight
}

/**
 * 3 `SlowDown` in the last 8 responses mean load. Fewer are chance and delay only their own requests: 2 % of refusals at
 * random reach this once in 6,000 responses.
 */
const SLOW_DOWN = { count: 3, responses: 8 }

/** Least pause of all requests, in milliseconds: the refused request's own back-off may be close to 0. */
const MIN_COOLDOWN_MS = 250

/**
 * Connections that a browser opens to one server; it queues further requests itself. Short requests may fill that queue
 * once more, so that no connection idles until the page hears that it is free.
 */
const BROWSER_CONNECTIONS = 6

/** Successes in a row after which a lowered limit grows by one. */
const SUCCESSES_TO_GROW = 20

/**
 * Limits the requests at a time over all files and parts, and to what the connection benefits from. The owner with the
 * fewest running requests goes first, then the one served longest ago, so that one huge file and many small ones share
 * the connection; otherwise first come, first served.
 *
 * When S3 answers `SlowDown` repeatedly, nothing starts for a moment and the limit is halved; it grows back with success.
 */
export class RequestPool {
  #size: number
  #limit: number
  #running = 0
  #runningShort = 0
  #successes = 0
  /** Newest last. */
  #responses: ('ok' | 'slow-down')[] = []
  #cooldown: ReturnType<typeof setTimeout> | undefined
  readonly #concurrency: AdaptiveConcurrency
  readonly #runningOf = new Map<object, number>()
  /** The turn in which the owner's last request started. */
  readonly #servedIn = new WeakMap<object, number>()
  #turn = 0
  readonly #waiting: Waiting[] = []

  /**
   * @param size most requests at a time
   * @param now milliseconds of a monotonic clock
   */
  constructor(size: number, now: () => number) {
    this.#size = size
    this.#limit = size
    this.#concurrency = new AdaptiveConcurrency(now)
  }

  /** Changes the limit; running requests are not stopped. */
  resize(size: number): void {
    if (size === this.#size) return
    this.#size = size
    this.#limit = size
    this.#admit()
  }

  /** S3 answered `SlowDown`. @param ms the refused request's back-off: under load nothing starts for at least as long */
  slowDown(ms: number): void {
    this.#record('slow-down')
    if (this.#responses.filter((response) => response === 'slow-down').length < SLOW_DOWN.count) return
    this.#successes = 0
    // A refusal during the cooldown answers a request from before it.
    if (this.#cooldown === undefined) this.#limit = Math.max(1, Math.floor(this.#limit / 2))
    clearTimeout(this.#cooldown)
    this.#cooldown = setTimeout(
      () => {
        this.#cooldown = undefined
        this.#admit()
      },
      Math.max(ms, MIN_COOLDOWN_MS),
    )
  }

  /**
   * Runs the task when a slot is free. The task reports how many of its bytes are sent.
   *
   * @throws the signal's reason where it is aborted before
   */
  async run<T>(request: PoolRequest, task: (onSent: (bytes: number) => void) => Promise<T>): Promise<T> {
    const { owner } = request
    const { isShort, inFlight } = await new Promise<Admitted>((enter, leave) => {
      this.#waiting.push({ ...request, enter, leave })
      this.#admit()
    })
    const onSent = (bytes: number) => {
      inFlight.sent(bytes)
      this.#admit()
    }
    try {
      const result = await task(onSent)
      inFlight.arrived()
      this.#succeeded()
      return result
    } finally {
      inFlight.end()
      this.#running -= 1
      if (isShort) this.#runningShort -= 1
      this.#countRunning(owner, -1)
      this.#admit()
    }
  }

  #admit(): void {
    while (this.#cooldown === undefined && this.#waiting.length > 0) {
      const index = this.#next()
      const waiting = this.#waiting[index]
      if (waiting === undefined) return
      const { owner, size, preempt, signal, enter, leave } = waiting
      if (signal.aborted) {
        this.#waiting.splice(index, 1)
        leave(signal.reason)
        continue
      }
      const isShort = waiting.isShort?.() === true
      if (this.#running >= this.#slots(isShort)) return
      if (!this.#concurrency.hasRoomFor(size)) return
      this.#waiting.splice(index, 1)
      this.#running += 1
      if (isShort) this.#runningShort += 1
      this.#countRunning(owner, 1)
      this.#turn += 1
      this.#servedIn.set(owner, this.#turn)
      enter({ isShort, inFlight: this.#concurrency.start(size, preempt) })
    }
  }

  /** Only short requests may queue in the browser, and only behind short ones: behind a long one they would seem stalled. */
  #slots(isShort: boolean): number {
    const mayQueue = isShort && this.#limit >= BROWSER_CONNECTIONS && this.#runningShort === this.#running
    return mayQueue ? this.#limit + BROWSER_CONNECTIONS : this.#limit
  }

  #next(): number {
    let best = 0
    let least = { running: Number.POSITIVE_INFINITY, servedIn: Number.POSITIVE_INFINITY }
    for (const [index, { owner }] of this.#waiting.entries()) {
      const running = this.#runningOf.get(owner) ?? 0
      const servedIn = this.#servedIn.get(owner) ?? 0
      const isBetter = running < least.running || (running === least.running && servedIn < least.servedIn)
      if (isBetter) [best, least] = [index, { running, servedIn }]
      if (least.running + least.servedIn === 0) break
    }
    return best
  }

  #countRunning(owner: object, by: 1 | -1): void {
    const running = (this.#runningOf.get(owner) ?? 0) + by
    if (running === 0) this.#runningOf.delete(owner)
    else this.#runningOf.set(owner, running)
  }

  #record(response: 'ok' | 'slow-down'): void {
    this.#responses = [...this.#responses.slice(1 - SLOW_DOWN.responses), response]
  }

  #succeeded(): void {
    this.#record('ok')
    if (this.#limit >= this.#size) return
    this.#successes += 1
    if (this.#successes < SUCCESSES_TO_GROW) return
    this.#successes = 0
    this.#limit += 1
    this.#admit()
  }
}
