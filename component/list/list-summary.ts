/** The template below the list: progress of all files together, and the buttons for all of them. */
import { html, nothing } from 'lit'
import type { UploadTotals } from '../engine/queue/upload-totals.ts'
import { formatBytes } from '../text/format-bytes.ts'
import { formatPercent, formatSeconds, formatSpeed } from '../text/format-progress.ts'
import type { Messages } from '../text/messages.ts'
import { icons } from './icons.ts'

export interface SummaryContext {
  readonly messages: Messages
  /** Of the words and numbers. */
  readonly language: string
  readonly disabled: boolean
  readonly totals: UploadTotals
  /** Files that are neither in the list nor refused yet. */
  readonly checking: number
  /** Files found in the folders that are being read; null while none is. */
  readonly found: number | null
  /** Whether anything is queued or under way. */
  readonly busy: boolean
  /** Uploads that wait for the Upload button. */
  readonly notStarted: number
  /** Uploads that keep what was sent when they are paused. */
  readonly pausable: number
  /** Uploads that the visitor paused. */
  readonly paused: number
  /** Failed uploads that another attempt may finish. */
  readonly retryable: number
  /** Whether finished uploads may leave the list: not where they are values of a form. */
  readonly clearable: boolean
  act(command: SummaryCommand): void
}

export type SummaryCommand = 'start' | 'pause-all' | 'resume-all' | 'retry-all' | 'clear'

/** One file has a bar and buttons of its own: those for all of them begin with two. */
const SEVERAL = 2

export function listSummary(context: SummaryContext) {
  const { count } = context.totals
  const done = isDone(context)
  // Files of an earlier visit alone: there is nothing to sum up.
  if (count + context.checking === 0) return nothing
  return html`<div part="total" class="total ${done ? 'all-done' : hasFailed(context) ? 'has-failed' : ''}" role="group"
    aria-label=${context.messages.totalProgress}>
    ${count < SEVERAL ? nothing : totalBar(context)}
    <div part="summary" class="summary">
      <span>${done ? icons.check : nothing}${summaryWords(context)}</span>
      <span class="summary-actions">${buttons(context)}</span>
    </div>
  </div>`
}

/** All of them are stored, and at least one was uploaded on this visit. */
export function isDone({ totals: { count, counts }, checking }: SummaryContext): boolean {
  return checking === 0 && count > 0 && counts.ready === count
}

/** Nothing is under way, and at least one failed. */
function hasFailed({ totals: { counts }, busy, checking }: SummaryContext): boolean {
  return !busy && checking === 0 && counts.failed > 0
}

/** `2 of 5 files done · 3 MB of 8 MB · 1.2 MB/s · 4 sec left`. */
export function summaryWords(context: SummaryContext): string {
  const { messages, totals, checking, found } = context
  if (checking > 0) return found === null ? messages.checking(checking) : messages.readingFolder(found)
  if (totals.count === 0) return messages.stored
  return isDone(context) ? messages.allDone(totals.count) : progressWords(context).join(' · ')
}

function progressWords({ totals, busy, messages, language }: SummaryContext): string[] {
  const { count, counts, size, bytesSent, bytesPerSecond, secondsLeft } = totals
  const words = [messages.summary(counts.ready, count)]
  if (counts.failed > 0) words.push(messages.failures(counts.failed))
  if (!busy || bytesSent === 0 || bytesSent >= size) return words
  words.push(messages.sentOf(formatBytes(bytesSent, language), formatBytes(size, language)))
  if (bytesPerSecond !== null && bytesPerSecond > 0) words.push(formatSpeed(bytesPerSecond, language))
  if (secondsLeft !== null && secondsLeft >= 1)
    words.push(messages.timeLeft(formatSeconds(secondsLeft, language)))
  return words
}

/** Full only when all are done: S3 may still refuse what was sent. */
export function totalBar({ totals, messages, language }: SummaryContext) {
  const { count, counts, size, bytesSent, secondsLeft } = totals
  const done = counts.ready === count
  const fraction = done ? 1 : size === 0 ? 0 : Math.min(0.99, bytesSent / size)
  const [sent, all] = [formatBytes(bytesSent, language), formatBytes(size, language)]
  const time = secondsLeft === null || secondsLeft < 1 ? null : formatSeconds(secondsLeft, language, 'long')
  const value = messages.spoken.progressValue(formatPercent(fraction, language), sent, all, time)
  return html`<progress part="total-progress" class="total-bar" max="1" .value=${fraction}
    aria-label=${messages.totalProgress} aria-valuetext=${value}></progress>`
}

function buttons({ messages, disabled, act, ...counts }: SummaryContext) {
  const button = (command: SummaryCommand, label: string, look = 'quiet') => html`<button type="button"
    part="${command}-button" class=${look} ?disabled=${disabled} @click=${() => act(command)}>${label}</button>`
  const pauseOrResume = () => {
    if (counts.paused >= SEVERAL) return button('resume-all', messages.resumeAll)
    return counts.pausable >= SEVERAL ? button('pause-all', messages.pauseAll) : nothing
  }
  return [
    // One place for both, so that the button keeps the focus when its command changes.
    pauseOrResume(),
    counts.retryable >= SEVERAL ? button('retry-all', messages.retryAll) : nothing,
    counts.clearable && counts.totals.counts.ready > 0 ? button('clear', messages.clearFinished) : nothing,
    counts.notStarted > 0 ? button('start', messages.startAll, 'choose') : nothing,
  ]
}
