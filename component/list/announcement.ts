/** What a screen reader is told about the list: little, and only when something changed. Pure. */
import type { UploadTotals } from '../engine/queue/upload-totals.ts'
import { formatPercent } from '../text/format-progress.ts'
import type { Messages } from '../text/messages.ts'

/** The polite sentence for a step from one sum to the next, or undefined where there is nothing new. */
export function announcement(
  before: UploadTotals,
  after: UploadTotals,
  messages: Messages,
): string | undefined {
  const { ready: done, failed } = after.counts
  if (failed > before.counts.failed) return messages.failures(failed)
  if (done !== before.counts.ready && done > 0) return messages.summary(done, after.count)
  if (after.count > before.count) return messages.added(after.count - before.count)
  const quarter = quarterOf(after)
  return quarter > quarterOf(before) && quarter < 4 ? formatPercent(quarter / 4) : undefined
}

/** Quarter of all bytes that left, 0 to 4. */
function quarterOf({ bytesSent, size }: UploadTotals): number {
  return size === 0 ? 0 : Math.floor((4 * bytesSent) / size)
}
