import { type Passage, Uplink } from './adaptive-concurrency.ts'

export interface PoolRequest {
  /** Whose fair share it takes. */
  readonly owner: object
  /** Bytes. */
  readonly size: number
  readonly signal: AbortSignal
  /** Whether it will be over in a moment; asked when its turn comes. Default: no. */
  isQuick?(): boolean
  /** Ends the task, which will be asked for again: the line is worth less than it seemed. Default: never. */
  withdraw?(): void
}

interface Waiting extends PoolRequest {
  enter(admitted: Admitted): void
  leave(reason: unknown): void
}

interface Admitted {
  readonly quick: boolean
  readonly passage: Passage
}

/**
 * So many complaints in the last answers are load. Fewer are chance, and only their own requests wait: of answers that
 * complain at random, 2 % of them, this stops one in 6,000.
 */
const LOAD = { complaints: 3, answers: 8 }

/** Everybody waits at least so long, in milliseconds: the pause of the one who was refused may be next to nothing. */
const LEAST_BRAKE_MS = 250

/**
 * A browser has so many connections to a server and lets further requests wait for one. Whoever leaves at once waits
 * there rather than here, as many again: then no connection idles until the page hears that it is free.
 */
const CONNECTIONS = 6

/** After so many successes in a row a bound that was lowered grows by one. */
const RECOVER_AFTER = 20

/**
 * At most so many requests at a time, over all files and parts, and no more than the line is worth. Whoever has the
 * fewest running goes first, then whoever was not served for longest, so that a huge file and many small ones share the
 * line; among equals the first come is served first.
 *
 * When S3 says that it is too much, everybody waits a moment and the bound is halved; it grows back with success.
 */
export class RequestPool {
  #size: number
  #bound: number
  #running = 0
  #runningQuick = 0
  #successes = 0
  /** Newest last. */
  #answers: ('taken' | 'refused')[] = []
  #brake: ReturnType<typeof setTimeout> | undefined
  readonly #uplink: Uplink
  readonly #runningOf = new Map<object, number>()
  /** The turn in which its last request started. */
  readonly #servedIn = new WeakMap<object, number>()
  #turn = 0
  readonly #waiting: Waiting[] = []

  /** @param now milliseconds of a monotonic clock */
  constructor(size: number, now: () => number) {
    this.#size = size
    this.#bound = size
    this.#uplink = new Uplink(now)
  }

  /** Grows or shrinks the bound; running tasks are never stopped. */
  resize(size: number): void {
    if (size === this.#size) return
    this.#size = size
    this.#bound = size
    this.#admit()
  }

  /**
   * S3 asked for less. Where that is load, nothing starts for so many milliseconds or a little more, and afterwards half
   * as much runs.
   */
  slowDown(ms: number): void {
    this.#answered('refused')
    if (this.#answers.filter((answer) => answer === 'refused').length < LOAD.complaints) return
    this.#successes = 0
    // Whoever complains while nothing starts was asked before the brake: that is no news.
    if (this.#brake === undefined) this.#bound = Math.max(1, Math.floor(this.#bound / 2))
    clearTimeout(this.#brake)
    this.#brake = setTimeout(
      () => {
        this.#brake = undefined
        this.#admit()
      },
      Math.max(ms, LEAST_BRAKE_MS),
    )
  }

  /**
   * Runs the task when a slot is free; rejects with the signal's reason where it is aborted by then. The task tells how
   * many of its bytes have left.
   */
  async run<T>(request: PoolRequest, task: (onSent: (bytes: number) => void) => Promise<T>): Promise<T> {
    const { owner } = request
    const { quick, passage } = await new Promise<Admitted>((enter, leave) => {
      this.#waiting.push({ ...request, enter, leave })
      this.#admit()
    })
    const onSent = (bytes: number) => {
      passage.sent(bytes)
      this.#admit()
    }
    try {
      const result = await task(onSent)
      passage.arrived()
      this.#succeeded()
      return result
    } finally {
      passage.end()
      this.#running -= 1
      if (quick) this.#runningQuick -= 1
      this.#count(owner, -1)
      this.#admit()
    }
  }

  #admit(): void {
    while (this.#brake === undefined && this.#waiting.length > 0) {
      const index = this.#next()
      const waiting = this.#waiting[index]
      if (waiting === undefined) return
      const { owner, size, isQuick, withdraw, signal, enter, leave } = waiting
      if (signal.aborted) {
        this.#waiting.splice(index, 1)
        leave(signal.reason)
        continue
      }
      const quick = isQuick?.() === true
      if (this.#running >= this.#room(quick)) return
      if (!this.#uplink.hasRoomFor(size)) return
      this.#waiting.splice(index, 1)
      this.#running += 1
      if (quick) this.#runningQuick += 1
      this.#count(owner, 1)
      this.#turn += 1
      this.#servedIn.set(owner, this.#turn)
      enter({ quick, passage: this.#uplink.start(size, withdraw) })
    }
  }

  /** Nobody queues behind a request that takes long: it might look silent there. */
  #room(quick: boolean): number {
    const mayQueue = quick && this.#bound >= CONNECTIONS && this.#runningQuick === this.#running
    return mayQueue ? this.#bound + CONNECTIONS : this.#bound
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

  #count(owner: object, by: 1 | -1): void {
    const running = (this.#runningOf.get(owner) ?? 0) + by
    if (running === 0) this.#runningOf.delete(owner)
    else this.#runningOf.set(owner, running)
  }

  #answered(answer: 'taken' | 'refused'): void {
    this.#answers = [...this.#answers.slice(1 - LOAD.answers), answer]
  }

  #succeeded(): void {
    this.#answered('taken')
    if (this.#bound >= this.#size) return
    this.#successes += 1
    if (this.#successes < RECOVER_AFTER) return
    this.#successes = 0
    this.#bound += 1
    this.#admit()
  }
}
