import { addSample, bytesPerSecond, type RateSample } from '../upload/transfer-rate.ts'

/** Bytes per second of a line that nobody has measured. */
const ASSUMED = 1_500_000

/**
 * What leaves in so many milliseconds may only have filled the computer's own buffers, and does not count, but for what
 * is more than they hold: systems give a connection 4 MiB at most. …
 */
const BUFFERS = { ms: 300, bytes: 6 * 1024 ** 2 }
/** … But what S3 confirms as soon as this has really left. */
const SOON_MS = 1_000

/** A rate is believed after so long or so many bytes. */
const EVIDENCE = { ms: 1_000, bytes: 2 * 1024 ** 2 }
/** A sample is taken as often, or after as much of evidence. */
const SAMPLE_MS = 50

/** What one request tells of the line. */
export interface LineProbe {
  /** So many of its bytes have left, in this attempt. */
  sent(bytes: number): void
  /** S3 has all of them. */
  arrived(bytes: number): void
}

/** Measures what the visitor's line takes away, over all requests. */
export class LineMeter {
  readonly #now: () => number
  #bytes = 0
  #samples: readonly RateSample[] = []
  #rate = ASSUMED

  /** @param now milliseconds of a monotonic clock */
  constructor(now: () => number) {
    this.#now = now
  }

  /** Bytes per second. */
  get rate(): number {
    return this.#rate
  }

  /** Bytes per second of so many milliseconds, at most five seconds, or null where they tell too little. */
  rateOfLast(ms: number): number | null {
    const sinceMs = this.#now() - ms
    return bytesPerSecond(this.#samples.filter(({ atMs }) => atMs >= sinceMs))
  }

  /** The line was idle: that time does not count, and what was fast may be another line by now. */
  beginAnew(): void {
    this.#samples = []
    this.#rate = Math.min(this.#rate, ASSUMED)
  }

  probe(): LineProbe {
    const startedAtMs = this.#now()
    let leftAtMs: number | undefined
    let sent = 0
    let counted = 0
    return {
      sent: (bytes) => {
        const before = sent
        sent = bytes
        // Where an attempt follows another, its first bytes are behind those of the former.
        if (bytes <= before) return
        leftAtMs ??= this.#now()
        const isBuffered = this.#now() - leftAtMs < BUFFERS.ms
        if (isBuffered && bytes <= BUFFERS.bytes) return
        if (isBuffered) this.#beginAt(startedAtMs)
        const more = bytes - (isBuffered ? Math.max(before, BUFFERS.bytes) : before)
        counted += more
        this.#count(more)
      },
      arrived: (bytes) => {
        if (this.#now() - startedAtMs > SOON_MS) return
        this.#beginAt(startedAtMs)
        this.#count(bytes - counted)
      },
    }
  }

  #count(bytes: number): void {
    const atMs = this.#now()
    const last = this.#samples.at(-1)
    // The first bytes tell nothing: nobody knows how long they took.
    if (last !== undefined) this.#bytes += bytes
    const isNew =
      last === undefined || atMs - last.atMs >= SAMPLE_MS || this.#bytes - last.bytesSent >= EVIDENCE.bytes
    if (!isNew) return
    this.#sampleAt(atMs)
    const sampled = this.#bytes - (this.#samples[0]?.bytesSent ?? 0)
    this.#rate = bytesPerSecond(this.#samples, sampled >= EVIDENCE.bytes ? 1 : EVIDENCE.ms) ?? this.#rate
  }

  /** What has left for good since then took no longer than that. */
  #beginAt(atMs: number): void {
    if (this.#samples.length === 0) this.#sampleAt(atMs)
  }

  #sampleAt(atMs: number): void {
    this.#samples = addSample(this.#samples, { atMs, bytesSent: this.#bytes })
  }
}
