import { addSample, bytesPerSecond, type RateSample } from '../upload/transfer-rate.ts'

/** Bytes per second before anything is measured. */
const INITIAL_RATE = 1_500_000

/**
 * Bytes reported within the first 300 ms may only fill the operating system's send buffers and are not counted, except
 * those beyond 6 MiB: systems buffer at most 4 MiB for a connection.
 */
const SEND_BUFFER = { ms: 300, bytes: 6 * 1024 ** 2 }
/** A request that S3 answers within this time counts in full: its bytes have left the buffers. */
const PROMPT_RESPONSE_MS = 1_000

/** A rate counts once it covers this time or this many bytes. */
const MIN_EVIDENCE = { ms: 1_000, bytes: 2 * 1024 ** 2 }
/** Least time between two samples, unless `MIN_EVIDENCE.bytes` were sent in between. */
const SAMPLE_INTERVAL_MS = 50

/** What one request contributes to the estimate. */
export interface RequestSample {
  /** @param bytes of the body sent so far in this attempt */
  sent(bytes: number): void
  /** S3 confirmed the request. */
  arrived(bytes: number): void
}

/** Estimates the upload bandwidth over all requests. */
export class BandwidthEstimator {
  readonly #now: () => number
  #bytes = 0
  #samples: readonly RateSample[] = []
  #rate = INITIAL_RATE

  /** @param now milliseconds of a monotonic clock */
  constructor(now: () => number) {
    this.#now = now
  }

  /** Bytes per second. */
  get rate(): number {
    return this.#rate
  }

  /** Bytes per second over the last `ms` milliseconds, at most 5,000; null where the samples cover too little. */
  rateOfLast(ms: number): number | null {
    const sinceMs = this.#now() - ms
    return bytesPerSecond(this.#samples.filter(({ atMs }) => atMs >= sinceMs))
  }

  /** After an idle time, which is no evidence: a high rate is dropped, because the network may have changed. */
  reset(): void {
    this.#samples = []
    this.#rate = Math.min(this.#rate, INITIAL_RATE)
  }

  sample(): RequestSample {
    const startedAtMs = this.#now()
    let firstByteAtMs: number | undefined
    let sent = 0
    let counted = 0
    return {
      sent: (bytes) => {
        const before = sent
        sent = bytes
        // A new attempt starts below the bytes of the one before.
        if (bytes <= before) return
        firstByteAtMs ??= this.#now()
        const isBuffered = this.#now() - firstByteAtMs < SEND_BUFFER.ms
        if (isBuffered && bytes <= SEND_BUFFER.bytes) return
        if (isBuffered) this.#startAt(startedAtMs)
        const more = bytes - (isBuffered ? Math.max(before, SEND_BUFFER.bytes) : before)
        counted += more
        this.#count(more)
      },
      arrived: (bytes) => {
        if (this.#now() - startedAtMs > PROMPT_RESPONSE_MS) return
        this.#startAt(startedAtMs)
        this.#count(bytes - counted)
      },
    }
  }

  #count(bytes: number): void {
    const atMs = this.#now()
    const last = this.#samples.at(-1)
    // The first sample has no start time, so its bytes are not counted.
    if (last !== undefined) this.#bytes += bytes
    const isDue =
      last === undefined ||
      atMs - last.atMs >= SAMPLE_INTERVAL_MS ||
      this.#bytes - last.bytesSent >= MIN_EVIDENCE.bytes
    if (!isDue) return
    this.#addSample(atMs)
    const sampled = this.#bytes - (this.#samples[0]?.bytesSent ?? 0)
    this.#rate =
      bytesPerSecond(this.#samples, sampled >= MIN_EVIDENCE.bytes ? 1 : MIN_EVIDENCE.ms) ?? this.#rate
  }

  /** The request's own start opens the first interval. */
  #startAt(atMs: number): void {
    if (this.#samples.length === 0) this.#addSample(atMs)
  }

  #addSample(atMs: number): void {
    this.#samples = addSample(this.#samples, { atMs, bytesSent: this.#bytes })
  }
}
