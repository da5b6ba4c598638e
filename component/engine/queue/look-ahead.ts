/**
 * How many uploads start before the bytes of earlier ones have left. Pure.
 *
 * Plans are fetched ahead so that no connection idles, but not so far that they expire unused.
 */

/**
 * Uploads that may be started and not yet at S3: up to `files`, as long as all of them leave within `seconds`. Before the
 * line is measured they may have `unmeasuredBytes`, and always `minBytes`, so that small files do not take a call each.
 */
const LOOK_AHEAD = {
  files: 200,
  seconds: 30,
  unmeasuredBytes: 64 * 1024 ** 2,
  minBytes: 4 * 1024 ** 2,
} as const

/** Uploads started together: as many as the API plans in one call. */
const START_BATCH = 100

export interface QueueLoad {
  /** Uploads that are started and not yet at S3, and their bytes. */
  readonly files: number
  readonly bytes: number
  /** Uploads that wait for their turn. */
  readonly waiting: number
  /** Whether more files are about to be added. */
  readonly moreToAdd: boolean
  /** Requests to S3 at a time. */
  readonly concurrency: number
  /** As measured lately; null where that is unknown. */
  readonly bytesPerSecond: number | null
  /** What S3 stored since nothing was ahead: bytes, and the seconds that took. */
  readonly stored: { readonly bytes: number; readonly seconds: number }
}

/**
 * How many uploads may still start in the current batch.
 *
 * @param left what was left of the batch before; 0 where none is under way
 */
export function startsLeft(left: number, load: QueueLoad): number {
  const share = Math.max(load.files / LOOK_AHEAD.files, load.bytes / maxBytes(load))
  const isStarving = load.files < 2 * load.concurrency
  if (share >= 1 && !isStarving) return 0
  if (left > 0) return left
  const isBatchReady = load.waiting >= START_BATCH || !load.moreToAdd
  return isStarving || (share <= 0.5 && isBatchReady) ? START_BATCH : 0
}

function maxBytes({ bytesPerSecond, stored }: QueueLoad): number {
  if (bytesPerSecond !== null) return Math.max(LOOK_AHEAD.minBytes, LOOK_AHEAD.seconds * bytesPerSecond)
  // Includes the wait for the first plans, so it is never more than the line can do.
  const rate = stored.seconds > 0 ? stored.bytes / stored.seconds : 0
  return Math.max(LOOK_AHEAD.unmeasuredBytes, LOOK_AHEAD.seconds * rate)
}
