import { UploadError } from './upload-error.ts'

/**
 * First pause of the back-off at most, in milliseconds: most faults are gone at once, and a pause is a connection's
 * worth of throughput.
 */
const BASE_MS = 50
/** So steep that five retries still span an outage: up to 38 s, on average half of that. */
const GROWTH = 5
/** Longest pause of the back-off, in milliseconds. */
const CAP_MS = 30_000
/** Whoever asks for more is not waited for, but the visitor told; `setTimeout` would take some weeks for no time at all. */
const LONGEST_ASKED_MS = 10 * 60_000

/**
 * How long to wait before the next attempt, in milliseconds, or `give-up`.
 *
 * Full jitter (a uniform draw between 0 and the grown pause) keeps a crowd of clients from coming back in step.
 * A `Retry-After` of the other side is a lower bound, up to ten minutes.
 *
 * @param failures how many attempts failed so far, at least 1
 * @param retries how many retries are allowed in all
 * @param random uniform in [0, 1)
 */
export function retryDelay(
  error: unknown,
  failures: number,
  retries: number,
  random: () => number,
): number | 'give-up' {
  if (!(error instanceof UploadError) || !error.retryable || failures > retries) return 'give-up'
  // The same call again would find the same parts missing: they must be sent first.
  if (error.code === 'parts-missing') return 'give-up'
  if ((error.retryAfterMs ?? 0) > LONGEST_ASKED_MS) return 'give-up'
  const ceiling = Math.min(CAP_MS, BASE_MS * GROWTH ** (failures - 1))
  return Math.max(error.retryAfterMs ?? 0, Math.round(random() * ceiling))
}
