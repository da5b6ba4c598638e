/**
 * How a large file is cut into parts. Pure.
 *
 * The limits are S3's: 10,000 parts, each but the last of 5 MiB to 5 GiB. Parts smaller than 8 MiB cost more in round
 * trips than they bring, larger ones cost more when they must be sent again.
 */

const mebibyte = 1024 ** 2
const largestPart = 5 * 1024 ** 3
const mostParts = 10_000
const smallestPart = 8 * mebibyte
/** Every part has a preflight of its own, so beyond this many parts they grow, … */
const commonCount = 64
/** … until so large that sending one again costs a phone too much; further only where S3's 10,000 demand it. */
const commonPart = 16 * mebibyte

/** How many parts the element sends at a time, unless it is told otherwise. */
const connections = 6

/** Bytes. What parts can carry: 48.8 TiB, which Amazon calls 50 TB. */
export const largestMultipart = mostParts * largestPart

export interface PartPlan {
  /** Bytes of every part but the last; whole MiB. */
  partSize: number
  partCount: number
}

/**
 * The parts of a file of `size` bytes (0 to `largestMultipart`), `null` when it goes in one request.
 *
 * Six connections send parts in rounds, so a file takes `ceil(count / 6) × partSize` instead of `size / 6`: with one
 * part too many for the last round, five connections idle through it. Of all sizes from the smallest that will do to
 * its double, the first is taken that costs less than 2 % so, or else the one that costs least.
 *
 * @param threshold bytes; only larger files come in parts, and none where it is `null`.
 */
export function planParts(size: number, threshold: number | null): PartPlan | null {
  if (threshold === null || size <= threshold) return null
  const common = Math.min(commonPart, wholeMebibytes(size / commonCount))
  const least = Math.max(smallestPart, common, wholeMebibytes(size / mostParts))
  const most = Math.min(2 * least, largestPart)
  let best = least
  for (let partSize = least; partSize <= most && idle(size, best) >= 0.02; partSize += mebibyte) {
    if (idle(size, partSize) < idle(size, best)) best = partSize
  }
  return { partSize: best, partCount: Math.ceil(size / best) }
}

function wholeMebibytes(bytes: number): number {
  return Math.ceil(bytes / mebibyte) * mebibyte
}

/** The share of its time by which a file takes longer than if no connection ever idled. */
function idle(size: number, partSize: number): number {
  const rounds = Math.ceil(Math.ceil(size / partSize) / connections)
  return (rounds * partSize * connections) / size - 1
}

/** Bytes of one part of a file, `partNumber` from 1. */
export function sizeOfPart(plan: PartPlan, size: number, partNumber: number): number {
  return partNumber < plan.partCount ? plan.partSize : size - (plan.partCount - 1) * plan.partSize
}
