/** Bytes sent at a time of a monotonic clock, in milliseconds. */
export interface RateSample {
  readonly atMs: number
  readonly bytesSent: number
}

/** Samples older than this do not count, in milliseconds. */
const WINDOW_MS = 5_000
/** A shorter span gives no useful rate, in milliseconds. */
const MIN_SPAN_MS = 250

/** Samples of the last 5 s with the new one. A lower value, where bytes were lost, changes the count and not the rate. */
export function addSample<Sample extends RateSample>(
  samples: readonly Sample[],
  sample: Sample,
): readonly Sample[] {
  const last = samples.at(-1)
  const lost = Math.max(0, (last?.bytesSent ?? 0) - sample.bytesSent)
  const recent = samples.filter(({ atMs }) => sample.atMs - atMs <= WINDOW_MS)
  const kept = lost === 0 ? recent : recent.map((other) => ({ ...other, bytesSent: other.bytesSent - lost }))
  return [...kept, sample]
}

/** Bytes per second over the window, or null while less than `minSpanMs` of it is known. */
export function bytesPerSecond(samples: readonly RateSample[], minSpanMs = MIN_SPAN_MS): number | null {
  const first = samples[0]
  const last = samples.at(-1)
  if (first === undefined || last === undefined) return null
  const spanMs = last.atMs - first.atMs
  if (spanMs < minSpanMs) return null
  return ((last.bytesSent - first.bytesSent) / spanMs) * 1000
}

/** Seconds until the rest is sent, or null while unknown. */
export function secondsLeft(bytesLeft: number, rate: number | null): number | null {
  return rate === null || rate <= 0 ? null : bytesLeft / rate
}
