/** The line below the list: how far all files together are, and the button that starts them. A template. */
import { html, nothing } from 'lit'
import type { UploadTotals } from '../engine/queue/upload-totals.ts'
import { formatPercent, formatSeconds } from '../text/format-progress.ts'
import type { Messages } from '../text/messages.ts'

export interface SummaryContext {
  readonly messages: Messages
  readonly locale: string | undefined
  readonly disabled: boolean
  readonly totals: UploadTotals
  /** Files that are neither in the list nor refused yet. */
  readonly checking: number
  /** Whether anything is queued or under way. */
  readonly busy: boolean
  /** Whether the visitor starts the uploads. */
  readonly manual: boolean
  start(): void
}

export function listSummary(context: SummaryContext) {
  const { messages, disabled, totals, checking, busy, manual, start } = context
  const { count, counts } = totals
  return html`<div part="summary" class="summary">
    <span>${checking > 0 ? messages.checking(checking) : messages.summary(counts.ready, count)}${failures(context)}${progress(context)}</span>
    ${
      manual && counts.queued > 0 && !busy
        ? html`<button type="button" part="start-button" class="choose" ?disabled=${disabled}
            @click=${start}>${messages.startAll}</button>`
        : nothing
    }
  </div>`
}

function failures({ totals: { counts }, messages }: SummaryContext): string {
  return counts.failed === 0 ? '' : ` · ${messages.failures(counts.failed)}`
}

/** Of all files together, while bytes move. */
function progress({ totals, busy, messages, locale }: SummaryContext): string {
  const { size, bytesSent, secondsLeft } = totals
  if (!busy || bytesSent >= size) return ''
  const percent = ` · ${formatPercent(bytesSent / size, locale)}`
  return secondsLeft === null || secondsLeft < 1
    ? percent
    : `${percent} · ${messages.timeLeft(formatSeconds(secondsLeft, locale))}`
}
