/** What a screen reader is told about the list: little, and only when something changed. Pure. */
import type { UploadSnapshot } from './engine/upload-snapshot.ts'
import { formatPercent } from './format.ts'
import type { Messages } from './messages.ts'

export interface Digest {
  readonly total: number
  readonly done: number
  readonly failed: number
  /** Quarter of all bytes that left, 0 to 4. */
  readonly quarter: number
}

export function digest(uploads: readonly UploadSnapshot[]): Digest {
  const counted = uploads.filter((upload) => upload.status !== 'canceled')
  const size = counted.reduce((sum, upload) => sum + upload.size, 0)
  const sent = counted.reduce((sum, upload) => sum + upload.bytesSent, 0)
  return {
    total: counted.length,
    done: counted.filter((upload) => upload.status === 'ready').length,
    failed: counted.filter((upload) => upload.status === 'failed').length,
    quarter: size === 0 ? 0 : Math.floor((4 * sent) / size),
  }
}

/** The polite sentence for a step from one digest to the next, or undefined where there is nothing new. */
export function announcement(before: Digest, after: Digest, messages: Messages): string | undefined {
  if (after.done !== before.done && after.done > 0) return messages.summary(after.done, after.total)
  if (after.total > before.total) return messages.added(after.total - before.total)
  if (after.quarter > before.quarter && after.quarter < 4) return formatPercent(after.quarter / 4)
  return undefined
}
