/** The template of the line below the list: progress of all files together, and the buttons for all of them. */
import { html, nothing } from 'lit'
import type { UploadTotals } from '../engine/queue/upload-totals.ts'
import { formatPercent, formatSeconds } from '../text/format-progress.ts'
import type { Messages } from '../text/messages.ts'

export interface SummaryContext {
  readonly messages: Messages
  /** Of the words and numbers. */
  readonly language: string | undefined
  /** The `lang` attribute of the words; undefined is the page's. */
  readonly lang: string | undefined
  readonly disabled: boolean
  readonly totals: UploadTotals
  /** Files that are neither in the list nor refused yet. */
  readonly checking: number
  /** Whether anything is queued or under way. */
  readonly busy: boolean
  /** Uploads that wait for the Upload button. */
  readonly notStarted: number
  /** Failed uploads that another attempt may finish. */
  readonly retryable: number
  start(): void
  retryAll(): void
}

export function listSummary(context: SummaryContext) {
  const { messages, disabled, totals, checking, notStarted, retryable, start, retryAll } = context
  const { count, counts } = totals
  return html`<div part="summary" class="summary" lang=${context.lang ?? nothing}>
    <span>${checking > 0 ? messages.checking(checking) : messages.summary(counts.ready, count)}${failures(context)}${progress(context)}</span>
    <span class="summary-actions">
      ${
        // One failed file has a button of its own.
        retryable > 1
          ? html`<button type="button" part="retry-all-button" class="quiet" ?disabled=${disabled}
              @click=${retryAll}>${messages.retryAll}</button>`
          : nothing
      }
      ${
        notStarted > 0
          ? html`<button type="button" part="start-button" class="choose" ?disabled=${disabled}
              @click=${start}>${messages.startAll}</button>`
          : nothing
      }
    </span>
  </div>`
}

function failures({ totals: { counts }, messages }: SummaryContext): string {
  return counts.failed === 0 ? '' : ` · ${messages.failures(counts.failed)}`
}

/** Percentage and time left of all files together, while bytes are sent. */
function progress({ totals, busy, messages, language }: SummaryContext): string {
  const { size, bytesSent, secondsLeft } = totals
  if (!busy || bytesSent >= size) return ''
  const percent = ` · ${formatPercent(bytesSent / size, language)}`
  return secondsLeft === null || secondsLeft < 1
    ? percent
    : `${percent} · ${messages.timeLeft(formatSeconds(secondsLeft, language))}`
}
