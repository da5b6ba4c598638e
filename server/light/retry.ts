/** Which failures of AWS are tried again, and when. Pure but for the jitter. */
import { AwsError } from '../aws/aws-error.ts'

const TEMPORARY_STATUSES = new Set([429, 500, 502, 503, 504])
const TIMEOUTS = new Set(['RequestTimeout', 'RequestTimeoutException'])
const THROTTLING =
  /^(SlowDown|Throttl|RequestThrottled|RequestLimitExceeded|TooManyRequests|BandwidthLimitExceeded|PriorRequestNotComplete)/

// The AWS SDK's: up to 100 ms, doubled with each attempt; five times that where the service asks for less.
const BASE_MS = 100
const THROTTLED_BASE_MS = 500
const MAX_DELAY_MS = 5_000

/**
 * Milliseconds until the next attempt, random so that clients do not come back together; `null`: it would fail again.
 *
 * @param attempt from 1.
 */
export function retryDelayMs(error: unknown, attempt: number, random = Math.random): number | null {
  // Without a response: the connection broke, or there was no answer in time.
  if (!(error instanceof AwsError)) return random() * BASE_MS * 2 ** attempt
  const { httpStatusCode: status } = error.$metadata
  const isThrottled = status === 429 || THROTTLING.test(error.name)
  if (!isThrottled && !TEMPORARY_STATUSES.has(status) && !TIMEOUTS.has(error.name)) return null
  const asked = Number(error.$response.headers['retry-after']) * 1000
  const delay = random() * (isThrottled ? THROTTLED_BASE_MS : BASE_MS) * 2 ** attempt
  return Math.min(MAX_DELAY_MS, Number.isFinite(asked) && asked > 0 ? Math.max(asked, delay) : delay)
}
