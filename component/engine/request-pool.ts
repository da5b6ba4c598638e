interface Waiting {
  readonly owner: unknown
  readonly isQuick: () => boolean
  readonly signal: AbortSignal
  enter(quick: boolean): void
  leave(reason: unknown): void
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
 * At most so many requests at a time, over all files and parts. Whoever has the fewest running goes first, so that a
 * huge file and many small ones share the line; among equals the first come is served first.
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
  readonly #runningOf = new Map<unknown, number>()
  readonly #waiting: Waiting[] = []

  constructor(size: number) {
    this.#size = size
    this.#bound = size
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
   * Runs the task when a slot is free; rejects with the signal's reason where it is aborted by then.
   *
   * @param isQuick whether it will be over in a moment; asked when its turn comes
   */
  async run<T>(
    task: () => Promise<T>,
    signal: AbortSignal,
    owner: unknown,
    isQuick = () => false,
  ): Promise<T> {
    const quick = await new Promise<boolean>((enter, leave) => {
      this.#waiting.push({ owner, isQuick, signal, enter, leave })
      this.#admit()
    })
    try {
      const result = await task()
      this.#succeeded()
      return result
    } finally {
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
      const { owner, isQuick, signal, enter, leave } = waiting
      if (signal.aborted) {
        this.#waiting.splice(index, 1)
        leave(signal.reason)
        continue
      }
      const quick = isQuick()
      if (this.#running >= this.#room(quick)) return
      this.#waiting.splice(index, 1)
      this.#running += 1
      if (quick) this.#runningQuick += 1
      this.#count(owner, 1)
      enter(quick)
    }
  }

  /** Nobody queues behind a request that takes long: it might look silent there. */
  #room(quick: boolean): number {
    const mayQueue = quick && this.#bound >= CONNECTIONS && this.#runningQuick === this.#running
    return mayQueue ? this.#bound + CONNECTIONS : this.#bound
  }

  #next(): number {
    let best = 0
    let fewest = Number.POSITIVE_INFINITY
    for (const [index, { owner }] of this.#waiting.entries()) {
      const running = this.#runningOf.get(owner) ?? 0
      if (running < fewest) [best, fewest] = [index, running]
      if (fewest === 0) break
    }
    return best
  }

  #count(owner: unknown, by: 1 | -1): void {
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
