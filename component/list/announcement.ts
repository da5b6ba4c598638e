/** What a screen reader is told about the list: little, and only when something changed. Pure. */
import type { UploadTotals } from '../engine/queue/upload-totals.ts'
import { formatPercent } from '../text/format-progress.ts'
import type { Messages } from '../text/messages.ts'

export interface Announced {
  readonly totals: UploadTotals
  /** Whether all that moves waits for the network. */
  readonly offline: boolean
}

/** The polite sentence for a step from one sum to the next, or undefined where there is nothing new. */
export function announcement(
  before: Announced,
  after: Announced,
  messages: Messages,
  language?: string,
): string | undefined {
  const { count, counts } = after.totals
  const { ready: done, failed } = counts
  if (failed > before.totals.counts.failed) return messages.failures(failed)
  if (after.offline && !before.offline) return messages.waitsForNetwork
  if (done !== before.totals.counts.ready && done > 0) return messages.summary(done, count)
  if (count > before.totals.count) return messages.added(count - before.totals.count)
  const quarter = quarterOf(after.totals)
  return quarter > quarterOf(before.totals) && quarter < 4 ? formatPercent(quarter / 4, language) : undefined
}

/** Quarter of all bytes that left, 0 to 4. */
function quarterOf({ bytesSent, size }: UploadTotals): number {
  return size === 0 ? 0 : Math.floor((4 * bytesSent) / size)
}
