import { LineMeter } from './bandwidth-estimator.ts'

/**
 * What is on its way is lost when the line breaks: no more than the line takes away in so many seconds, so that whoever
 * loses the network every half minute still gets on.
 */
const HORIZON_S = 12
/** What leaves within so many seconds adds little to that. */
const MOMENT_S = 1

/** So many requests start on a line that nobody has tried; after so long, in milliseconds, all are tried. */
const FIRST = { requests: 2, ms: 1_500 }

/**
 * Later one request more is tried for so long, of which the first moments do not count. It proved useful where it
 * brought so much of what each of the others had brought before. After a vain trial the next one waits, each time
 * longer; what proved useful is doubted after a while.
 */
const TRIAL = {
  ms: 3_000,
  settleMs: 500,
  gain: 0.35,
  pauseMs: 30_000,
  longestPauseMs: 300_000,
  doubtMs: 30_000,
}

/** One request on its way. */
export interface Passage {
  /** So many of its bytes have left, in this attempt. */
  sent(bytes: number): void
  /** S3 has all of them. */
  arrived(): void
  end(): void
}

interface Running {
  readonly size: number
  readonly startedAtMs: number
  readonly withdraw: (() => void) | undefined
  sent: number
}

interface Since {
  readonly requests: number
  readonly sinceMs: number
}

/**
 * Finds how many requests at a time the visitor's line is worth.
 *
 * Where it is fast, as many as there are. Where it is slow, the rate alone does not tell: a line that is slow as a whole
 * gains nothing from several requests and loses more when it breaks, while on the way to a far region each connection
 * has its own slow rate. So more requests are tried now and then.
 */
export class Uplink {
  readonly #now: () => number
  readonly #meter: LineMeter
  readonly #running = new Set<Running>()
  /** So many at a time are worth it, however slow they are. */
  #proven: Since = { requests: FIRST.requests, sinceMs: 0 }
  /** So many were on their way, and another one had to wait. */
  #held: Since = { requests: 0, sinceMs: 0 }
  /** More requests than so many, which had such a rate. */
  #trial: (Since & { readonly rate: number }) | undefined
  #isTried = false
  #nextTrialMs = 0
  #pauseMs = TRIAL.pauseMs

  /** @param now milliseconds of a monotonic clock */
  constructor(now: () => number) {
    this.#now = now
    this.#meter = new LineMeter(now)
  }

  /** Whether a request of so many bytes should start right now. True where none is on its way. */
  hasRoomFor(bytes: number): boolean {
    this.#doubt()
    if (this.#isWorthIt(bytes)) return true
    const requests = this.#moving().length
    if (this.#held.requests !== requests) this.#held = { requests, sinceMs: this.#now() }
    return this.#trialIsDue()
  }

  /** @param withdraw ends it, where it turns out that the line is not worth it: it is to be started again */
  start(size: number, withdraw?: () => void): Passage {
    if (this.#running.size === 0) this.#beginAnew()
    const startedAtMs = this.#now()
    const rate = this.#rateOfLate()
    if (!this.#isWorthIt(size) && rate !== null)
      this.#trial = { requests: this.#moving().length, sinceMs: startedAtMs, rate }
    const running: Running = { size, startedAtMs, withdraw, sent: 0 }
    this.#running.add(running)
    const probe = this.#meter.probe()
    return {
      sent: (bytes) => {
        running.sent = bytes
        probe.sent(bytes)
        this.#judge()
      },
      arrived: () => probe.arrived(size),
      end: () => this.#running.delete(running),
    }
  }

  #isWorthIt(bytes: number): boolean {
    const useful = this.#trial === undefined ? this.#proven.requests : this.#trial.requests + this.#step
    const isSmall = bytes <= MOMENT_S * this.#meter.rate
    return isSmall || this.#moving().length < useful || this.#isWithinHorizon(bytes)
  }

  /** Whether all is done in time with so many bytes more. */
  #isWithinHorizon(more: number): boolean {
    return this.#moving().reduce((sum, { size }) => sum + size, more) <= HORIZON_S * this.#meter.rate
  }

  /** With bytes left: the line is shared by these. */
  #moving(): readonly Running[] {
    return [...this.#running].filter(({ size, sent }) => sent < size)
  }

  #beginAnew(): void {
    this.#meter.beginAnew()
    this.#held = { requests: 0, sinceMs: 0 }
    this.#trial = undefined
  }

  /** How many more a trial adds. */
  get #step(): number {
    return this.#isTried ? 1 : Number.POSITIVE_INFINITY
  }

  #trialIsDue(): boolean {
    const now = this.#now()
    if (this.#trial !== undefined || now < this.#nextTrialMs || this.#rateOfLate() === null) return false
    const isSteady = now - this.#held.sinceMs >= (this.#isTried ? TRIAL.ms : FIRST.ms)
    // What a vain trial left must end before the next one.
    const isCalm = this.#moving().length <= this.#proven.requests || this.#isWithinHorizon(0)
    return isSteady && isCalm
  }

  /** Ends the trial once the line has shown what more requests are worth. */
  #judge(): void {
    const now = this.#now()
    if (this.#trial === undefined || now - this.#trial.sinceMs < TRIAL.ms) return
    const { requests, rate, sinceMs } = this.#trial
    this.#trial = undefined
    const moving = this.#moving().length
    const rateNow = this.#rateOfLate()
    // The list is at its end.
    if (moving <= requests || rateNow === null) return
    const gain = rateNow / rate - 1
    if (gain >= (TRIAL.gain * (moving - requests)) / requests) {
      const useful = Math.max(requests + 1, Math.min(moving, Math.round(requests * (1 + gain))))
      this.#proven = { requests: useful, sinceMs: now }
      // The trial has just shown how fast so many are: what the next one is to be compared with.
      this.#held = { requests: moving, sinceMs: sinceMs }
      this.#pauseMs = TRIAL.pauseMs
    } else {
      if (!this.#isTried) this.#proven = { requests: 1, sinceMs: now }
      this.#nextTrialMs = now + this.#pauseMs
      this.#pauseMs = Math.min(TRIAL.longestPauseMs, 2 * this.#pauseMs)
      this.#withdraw(sinceMs)
    }
    this.#isTried = true
  }

  /** Less is lost with what has just begun than when all of it breaks later. */
  #withdraw(sinceMs: number): void {
    for (const { startedAtMs, sent, size, withdraw } of [...this.#running]) {
      if (startedAtMs >= sinceMs && sent < size / 2) withdraw?.()
    }
  }

  #doubt(): void {
    const { requests, sinceMs } = this.#proven
    if (!this.#isTried || requests === 1 || this.#now() - sinceMs < TRIAL.doubtMs) return
    this.#lower()
    this.#nextTrialMs = 0
  }

  #lower(): void {
    this.#proven = { requests: Math.max(1, this.#proven.requests - 1), sinceMs: this.#now() }
  }

  #rateOfLate(): number | null {
    return this.#meter.rateOfLast(TRIAL.ms - TRIAL.settleMs)
  }
}
