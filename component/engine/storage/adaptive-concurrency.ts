import { BandwidthEstimator } from './bandwidth-estimator.ts'

/** Cap bytes in flight at 12 s of bandwidth: all of them are lost when the connection drops. */
const MAX_IN_FLIGHT_S = 12
/** A request of at most 1 s of bandwidth is exempt. */
const SMALL_REQUEST_S = 1

/** Requests at a time before anything is measured, and the time after which the first probe starts all of them. */
const INITIAL = { requests: 2, ms: 1_500 }

/**
 * A later probe adds one request for 3 s, the first 0.5 s of which are not counted. It succeeds when each added
 * request brought at least 35 % of the rate that each of the others had before. After a failed probe the next one waits
 * 30 s, doubled each time up to 300 s. A limit that a probe raised decays by one every 30 s.
 */
const PROBE = {
  ms: 3_000,
  settleMs: 500,
  minGain: 0.35,
  pauseMs: 30_000,
  maxPauseMs: 300_000,
  decayMs: 30_000,
}

/** The pool's handle of one running request. */
export interface InFlight {
  /** @param bytes of the body sent so far in this attempt */
  sent(bytes: number): void
  /** S3 confirmed the request. */
  arrived(): void
  end(): void
}

interface Running {
  readonly size: number
  readonly startedAtMs: number
  readonly preempt: (() => void) | undefined
  sent: number
}

interface Since {
  readonly requests: number
  readonly sinceMs: number
}

/**
 * Finds how many requests at a time the connection benefits from.
 *
 * A fast connection gets as many as the pool allows. On a slow one the rate alone does not decide: where all requests
 * share one bottleneck, more of them gain nothing and lose more when it drops; where each connection has its own limit
 * (a distant region), each one more adds to the rate. So the number is probed from time to time.
 */
export class AdaptiveConcurrency {
  readonly #now: () => number
  readonly #bandwidth: BandwidthEstimator
  readonly #running = new Set<Running>()
  /** Requests that may run however slow they are. */
  #limit: Since = { requests: INITIAL.requests, sinceMs: 0 }
  /** Since when another request waits behind this many. */
  #blockedSince: Since = { requests: 0, sinceMs: 0 }
  /** The number of requests before the probe, and their rate. */
  #probe: (Since & { readonly rate: number }) | undefined
  #hasProbed = false
  #nextProbeMs = 0
  #pauseMs = PROBE.pauseMs

  /** @param now milliseconds of a monotonic clock */
  constructor(now: () => number) {
    this.#now = now
    this.#bandwidth = new BandwidthEstimator(now)
  }

  /** Whether a request of this size, in bytes, may start now; true where none is running. */
  hasRoomFor(size: number): boolean {
    this.#decay()
    if (this.#isAllowed(size)) return true
    const requests = this.#sending().length
    if (this.#blockedSince.requests !== requests) this.#blockedSince = { requests, sinceMs: this.#now() }
    return this.#isProbeDue()
  }

  /** @param preempt ends the request after a failed probe; it is then started again later */
  start(size: number, preempt?: () => void): InFlight {
    if (this.#running.size === 0) this.#reset()
    const startedAtMs = this.#now()
    const rate = this.#recentRate()
    if (!this.#isAllowed(size) && rate !== null)
      this.#probe = { requests: this.#sending().length, sinceMs: startedAtMs, rate }
    const running: Running = { size, startedAtMs, preempt, sent: 0 }
    this.#running.add(running)
    const sample = this.#bandwidth.sample()
    return {
      sent: (bytes) => {
        running.sent = bytes
        sample.sent(bytes)
        this.#evaluateProbe()
      },
      arrived: () => sample.arrived(size),
      end: () => this.#running.delete(running),
    }
  }

  #isAllowed(size: number): boolean {
    const limit = this.#probe === undefined ? this.#limit.requests : this.#probe.requests + this.#step
    const isSmall = size <= SMALL_REQUEST_S * this.#bandwidth.rate
    return isSmall || this.#sending().length < limit || this.#fitsInFlight(size)
  }

  /** Whether `more` bytes keep the bytes in flight below the cap. */
  #fitsInFlight(more: number): boolean {
    return (
      this.#sending().reduce((sum, { size }) => sum + size, more) <= MAX_IN_FLIGHT_S * this.#bandwidth.rate
    )
  }

  /** Requests with bytes left to send: they share the bandwidth. */
  #sending(): readonly Running[] {
    return [...this.#running].filter(({ size, sent }) => sent < size)
  }

  #reset(): void {
    this.#bandwidth.reset()
    this.#blockedSince = { requests: 0, sinceMs: 0 }
    this.#probe = undefined
  }

  /** Requests that a probe adds: the first one starts all that wait. */
  get #step(): number {
    return this.#hasProbed ? 1 : Number.POSITIVE_INFINITY
  }

  #isProbeDue(): boolean {
    const now = this.#now()
    if (this.#probe !== undefined || now < this.#nextProbeMs || this.#recentRate() === null) return false
    const isSteady = now - this.#blockedSince.sinceMs >= (this.#hasProbed ? PROBE.ms : INITIAL.ms)
    // Requests of a failed probe must end before the next one.
    const isCalm = this.#sending().length <= this.#limit.requests || this.#fitsInFlight(0)
    return isSteady && isCalm
  }

  /** Ends the probe after its time, and raises the limit where the rate grew enough. */
  #evaluateProbe(): void {
    const now = this.#now()
    if (this.#probe === undefined || now - this.#probe.sinceMs < PROBE.ms) return
    const { requests, rate, sinceMs } = this.#probe
    this.#probe = undefined
    const sending = this.#sending().length
    const rateNow = this.#recentRate()
    // No more requests than before: the queue ran out during the probe.
    if (sending <= requests || rateNow === null) return
    const gain = rateNow / rate - 1
    if (gain >= (PROBE.minGain * (sending - requests)) / requests) {
      const limit = Math.max(requests + 1, Math.min(sending, Math.round(requests * (1 + gain))))
      this.#limit = { requests: limit, sinceMs: now }
      // The probe has measured the rate of this many: the next probe compares with it.
      this.#blockedSince = { requests: sending, sinceMs: sinceMs }
      this.#pauseMs = PROBE.pauseMs
    } else {
      if (!this.#hasProbed) this.#limit = { requests: 1, sinceMs: now }
      this.#nextProbeMs = now + this.#pauseMs
      this.#pauseMs = Math.min(PROBE.maxPauseMs, 2 * this.#pauseMs)
      this.#preempt(sinceMs)
    }
    this.#hasProbed = true
  }

  /** Ends requests of the failed probe that are not half sent: less is lost than when the connection drops later. */
  #preempt(sinceMs: number): void {
    for (const { startedAtMs, sent, size, preempt } of [...this.#running]) {
      if (startedAtMs >= sinceMs && sent < size / 2) preempt?.()
    }
  }

  #decay(): void {
    const { requests, sinceMs } = this.#limit
    if (!this.#hasProbed || requests === 1 || this.#now() - sinceMs < PROBE.decayMs) return
    this.#limit = { requests: requests - 1, sinceMs: this.#now() }
    this.#nextProbeMs = 0
  }

  #recentRate(): number | null {
    return this.#bandwidth.rateOfLast(PROBE.ms - PROBE.settleMs)
  }
}
