/**
 * How a large file is cut into parts. Pure.
 *
 * The limits are S3's: 10,000 parts, or what another store takes, each except the last of 5 MiB to 5 GiB and all of one size,
 * which some stores demand. Parts below 8 MiB cost more in round
 * trips than they save, larger ones cost more when they are sent again.
 */
import { CONNECTIONS, MAX_PARTS } from '../../component/protocol-limits.ts'

const MEBIBYTE = 1024 ** 2
/** Bytes. */
export const MAX_PART_SIZE = 5 * 1024 ** 3
const MIN_PART_SIZE = 8 * MEBIBYTE
/** Each part has its own preflight, so files of more than 64 parts get larger parts, … */
const USUAL_PARTS = 64
/** … up to 16 MiB, what a phone can afford to send again; above that only where 10,000 parts are not enough. */
const USUAL_PART_SIZE = 16 * MEBIBYTE

/** A part size that loses less than this share of the time to idle connections is taken at once. */
const ACCEPTED_IDLE = 0.02

/** Bytes. The most that parts can carry: 48.8 TiB, which Amazon calls 50 TB. */
export const MAX_MULTIPART_SIZE = MAX_PARTS * MAX_PART_SIZE

export interface PartPlan {
  /** Bytes of every part except the last; whole MiB. */
  partSize: number
  partCount: number
}

/**
 * The parts of a file of `size` bytes (0 to `MAX_MULTIPART_SIZE`), `null` when it goes in one request.
 *
 * Six connections send parts in rounds, so a file takes `ceil(count / 6) × partSize` instead of `size / 6`: when one
 * part is left for the last round, five connections idle. Of all sizes from the smallest allowed one to twice that,
 * the first with less than 2 % idle time is taken, otherwise the one with the least.
 *
 * @param threshold bytes; only larger files come in parts, and none where it is `null`.
 * @param maxParts what the store takes; `size` is at most `maxParts × 5 GiB`.
 */
export function planParts(size: number, threshold: number | null, maxParts = MAX_PARTS): PartPlan | null {
  if (threshold === null || size <= threshold) return null
  const usual = Math.min(USUAL_PART_SIZE, wholeMebibytes(size / USUAL_PARTS))
  const smallest = Math.max(MIN_PART_SIZE, usual, wholeMebibytes(size / maxParts))
  const largest = Math.min(2 * smallest, MAX_PART_SIZE)
  let best = smallest
  for (
    let partSize = smallest;
    partSize <= largest && idle(size, best) >= ACCEPTED_IDLE;
    partSize += MEBIBYTE
  ) {
    if (idle(size, partSize) < idle(size, best)) best = partSize
  }
  return { partSize: best, partCount: Math.ceil(size / best) }
}

function wholeMebibytes(bytes: number): number {
  return Math.ceil(bytes / MEBIBYTE) * MEBIBYTE
}

/** By which share a file takes longer than with connections that never idle. */
function idle(size: number, partSize: number): number {
  const rounds = Math.ceil(Math.ceil(size / partSize) / CONNECTIONS)
  return (rounds * partSize * CONNECTIONS) / size - 1
}

/** Bytes of one part of a file, `partNumber` from 1. */
export function sizeOfPart(plan: PartPlan, size: number, partNumber: number): number {
  return partNumber < plan.partCount ? plan.partSize : size - (plan.partCount - 1) * plan.partSize
}
