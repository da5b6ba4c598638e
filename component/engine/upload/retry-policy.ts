import { UploadError } from './upload-error.ts'

/** Longest first pause, in milliseconds: most faults pass at once, and a pause leaves a connection idle. */
const BASE_MS = 50
const GROWTH = 5
/** Longest pause, in milliseconds; reached with the fifth failure. */
const CAP_MS = 30_000
/** Pauses after this many failures are at least half of the cap, so that 45 retries span at least ten minutes. */
const FULL_JITTER_FAILURES = 5
/** A longer `Retry-After` is not waited for: the visitor is told, in milliseconds. */
const MAX_RETRY_AFTER_MS = 10 * 60_000

/**
 * Pause before the next attempt, in milliseconds, or `give-up`.
 *
 * Random pauses keep clients apart: between 0 and the grown pause at first, later in its upper half. A `Retry-After` of
 * the server is a lower bound, up to ten minutes.
 *
 * @param failures attempts that failed so far, at least 1
 * @param retries retries in all
 * @param random uniform in [0, 1)
 */
export function retryDelay(
  error: unknown,
  failures: number,
  retries: number,
  random: () => number,
): number | 'give-up' {
  if (!(error instanceof UploadError) || !error.retryable || failures > retries) return 'give-up'
  // The same call would find the same parts missing: they must be sent first.
  if (error.code === 'parts-missing') return 'give-up'
  const retryAfterMs = error.retryAfterMs ?? 0
  if (retryAfterMs > MAX_RETRY_AFTER_MS) return 'give-up'
  const longestMs = Math.min(CAP_MS, BASE_MS * GROWTH ** (failures - 1))
  const shortestMs = failures > FULL_JITTER_FAILURES ? longestMs / 2 : 0
  return Math.max(retryAfterMs, Math.round(shortestMs + random() * (longestMs - shortestMs)))
}
