/** A model of one stack under load: which limit of AWS is met first, and when. List limits of 2026; ask AWS for your own. */

export interface Load {
  uploadsPerHour: number
  /** The busiest second carries this many times the average. */
  peak: number
  /** Uploads that begin in one second, besides the average; 0: none. */
  burst: number
}

export interface Limits {
  imageConcurrency: number
  /** Concurrent executions of the account. */
  accountConcurrency: number
  /** Messages a second: 30,000 in us-east-1, 9,000 in large regions, 300 in small ones. */
  snsPerSecond: number
  s3WritesPerPrefix: number
  s3ReadsPerPrefix: number
}

export const DEFAULT_LIMITS: Limits = {
  imageConcurrency: 10,
  accountConcurrency: 1_000,
  snsPerSecond: 9_000,
  s3WritesPerPrefix: 3_500,
  s3ReadsPerPrefix: 5_500,
}

/** Measured with 4 MB JPEGs and two variants: seconds of one image, and calls of one upload. */
const IMAGE_SECONDS = 0.6
const WRITES = { uploads: 1, derived: 4 }
/** Reads of the manifest: the claim of the function, and the page's questions until the result is there. */
const POLLS_AT_ONCE = 2
const POLL_SECONDS = 3
/** Files in one call of a page, and calls of a page for one batch: presign, complete, and status while it waits. */
const BATCH = 20
const API_SECONDS = 0.15

export interface Use {
  name: string
  /** In the unit of the limit. */
  used: number
  limit: number
}

export interface Tier {
  perSecond: number
  /** Most used first. */
  uses: Use[]
  /** How long the last upload of the burst waits for its images, in seconds. */
  burstWaitSeconds: number
}

export function tierOf({ uploadsPerHour, peak, burst }: Load, limits: Limits = DEFAULT_LIMITS): Tier {
  const perSecond = uploadsPerHour / 3_600
  const rate = perSecond * peak
  const imagesAtOnce = rate * IMAGE_SECONDS
  const waitSeconds = imagesAtOnce > limits.imageConcurrency ? Number.POSITIVE_INFINITY : IMAGE_SECONDS
  const polls = POLLS_AT_ONCE + Math.min(waitSeconds, 60) / POLL_SECONDS
  const apiCalls = (rate / BATCH) * (2 + polls)
  const uses = [
    { name: 'images at a time (ImageConcurrency)', used: imagesAtOnce, limit: limits.imageConcurrency },
    {
      name: 'concurrent executions (account)',
      used: Math.min(imagesAtOnce, limits.imageConcurrency) + apiCalls * API_SECONDS,
      limit: limits.accountConcurrency,
    },
    { name: 'SNS messages a second', used: rate, limit: limits.snsPerSecond },
    { name: 'S3 writes a second, uploads/', used: rate * WRITES.uploads, limit: limits.s3WritesPerPrefix },
    { name: 'S3 writes a second, derived/', used: rate * WRITES.derived, limit: limits.s3WritesPerPrefix },
    { name: 'S3 reads a second, derived/', used: rate * polls, limit: limits.s3ReadsPerPrefix },
  ]
  return {
    perSecond,
    uses: uses.sort((a, b) => b.used / b.limit - a.used / a.limit),
    burstWaitSeconds: burstWait(burst, rate, limits),
  }
}

/** Second by second: what arrives, what `imageConcurrency` handles, until the burst is through. */
function burstWait(burst: number, rate: number, { imageConcurrency }: Limits): number {
  const handled = imageConcurrency / IMAGE_SECONDS
  if (rate >= handled) return Number.POSITIVE_INFINITY
  let [waiting, seconds] = [burst, 0]
  while (waiting > 0) {
    waiting += rate - handled
    seconds += 1
  }
  return seconds
}
