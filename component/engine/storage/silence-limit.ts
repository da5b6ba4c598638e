/**
 * How long a request may show no activity before it counts as stalled. Pure.
 *
 * Progress events cannot be trusted everywhere: some set-ups fire none or only the first, proxies and virus scanners take
 * a body at once and forward it later, and send buffers hide megabytes on a slow connection. So the configured timeout
 * applies only while events are known to follow the bytes; else the limit grows with the size and the measured rate.
 */

/** Without live progress the limit is at least four times the timeout: 120 s by default. */
const UNSEEN_FACTOR = 4
/** A request may take four times as long as its size takes at the measured rate. */
const RATE_FACTOR = 4
/** Bytes per millisecond before any rate is measured: a slow mobile connection. */
const ASSUMED_BYTES_PER_MS = 32
/** An assumed rate allows at most 20 times the timeout: 10 min by default. */
const MAX_ASSUMED_FACTOR = 20
/** Where events are rare, four times the longest gap between two of them. */
const GAP_FACTOR = 4
/** Progress is live once two partial events are this far apart, in milliseconds: buffers fill faster. */
const LIVE_SPAN_MS = 250

export interface SilenceLimitOptions {
  /** Most milliseconds of silence with live progress; 0 or less for no limit. */
  readonly timeoutMs: number
  /** Earlier attempts of this request that stalled: each doubles the limit. */
  readonly stalls: number
  /** Bytes of the request. */
  readonly size: number
  /** Bytes per millisecond of an earlier large request, from its start to its response; 0 where unknown. */
  readonly bytesPerMs: number
  /** Whether the progress events of earlier requests were live. */
  readonly isLive: boolean
  readonly startedAtMs: number
}

export class SilenceLimit {
  readonly #options: SilenceLimitOptions
  #isConfirmedLive = false
  #isSent = false
  #firstPartialMs: number | undefined
  #lastMs: number
  #longestGapMs = 0

  constructor(options: SilenceLimitOptions) {
    this.#options = options
    this.#lastMs = options.startedAtMs
  }

  /** Whether the progress events of this request have followed its bytes. */
  get isConfirmedLive(): boolean {
    return this.#isConfirmedLive
  }

  /** Milliseconds of silence allowed from the last activity on; 0 for no limit. */
  get ms(): number {
    const { timeoutMs, stalls, isLive } = this.#options
    if (!(timeoutMs > 0)) return 0
    const limitMs = (isLive || this.#isConfirmedLive) && !this.#isSent ? this.#liveMs() : this.#unseenMs()
    return limitMs * 2 ** stalls
  }

  /** @param total bytes of the body; 0 where unknown */
  progressed(atMs: number, sent: number, total: number): void {
    this.#longestGapMs = Math.max(this.#longestGapMs, atMs - this.#lastMs)
    this.#lastMs = atMs
    this.#isSent = total > 0 && sent >= total
    if (this.#isSent || sent === 0) return
    this.#firstPartialMs ??= atMs
    if (atMs - this.#firstPartialMs >= LIVE_SPAN_MS) this.#isConfirmedLive = true
  }

  #liveMs(): number {
    return Math.max(this.#options.timeoutMs, GAP_FACTOR * this.#longestGapMs)
  }

  #unseenMs(): number {
    const { timeoutMs, size, bytesPerMs } = this.#options
    const estimateMs =
      bytesPerMs > 0
        ? (RATE_FACTOR * size) / bytesPerMs
        : Math.min(size / ASSUMED_BYTES_PER_MS, MAX_ASSUMED_FACTOR * timeoutMs)
    return Math.max(UNSEEN_FACTOR * timeoutMs, estimateMs)
  }
}
