/** What the live region says about the list, when something changed. Pure. */
import type { UploadTotals } from '../engine/queue/upload-totals.ts'
import { formatPercent } from '../text/format-progress.ts'
import type { Messages } from '../text/messages.ts'

export interface Announced {
  readonly totals: UploadTotals
  /** Whether all that moves waits for the network. */
  readonly offline: boolean
}

/** The sentence for the change from one state to the next; undefined without news. */
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

/** Quarters of all bytes that were sent, 0 to 4. */
function quarterOf({ bytesSent, size }: UploadTotals): number {
  return size === 0 ? 0 : Math.floor((4 * bytesSent) / size)
}
