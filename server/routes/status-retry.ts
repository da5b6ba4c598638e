import type { StatusResult } from '../../component/protocol.ts'
import type { TicketClaims } from '../upload/ticket.ts'

const MIN_RETRY_MS = 1_000
const MAX_RETRY_MS = 30_000

/**
 * How long a client shall wait before it asks again, in milliseconds; `null` for results that do not change any more. A
 * tenth of the time that has passed, 1 to 30 s: 56 calls in the first ten minutes.
 */
export function statusRetryMs(result: StatusResult, claims: TicketClaims, now: Date): number | null {
  switch (result.state) {
    case 'pending':
      // The grant of an upload in parts may be days old when its parts are complete, so its age says nothing.
      return retryMs(claims.multipart === null ? now.getTime() - claims.grantedAt * 1000 : 0)
    case 'processing':
      return retryMs(now.getTime() - Date.parse(result.startedAt))
    default:
      return null
  }
}

/** Counts `NaN` and negative values as 0. */
function retryMs(elapsedMs: number): number {
  return Math.round(Math.min(MAX_RETRY_MS, Math.max(MIN_RETRY_MS, elapsedMs / 10 || 0)))
}
