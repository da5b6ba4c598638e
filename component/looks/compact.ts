/** The look of one line, for table cells: one file, or a disclosure of several. */
import { html, nothing } from 'lit'
import type { UploadSnapshot } from '../engine/upload/upload-snapshot.ts'
import { icons } from '../list/icons.ts'
import { isDone, listSummary, summaryWords, totalBar } from '../list/list-summary.ts'
import { uploadList } from '../list/upload-list.ts'
import { compactStyles } from './compact.styles.ts'
import type { Look } from './look.ts'

export const compact: Look = {
  styles: compactStyles,
  list(uploads: readonly UploadSnapshot[], view, context) {
    const { summary } = context
    if (uploads.length + summary.checking === 0) return nothing
    if (uploads.length === 1) {
      return html`<div class="line">${uploadList(uploads, view, context)}${start(context.summary)}</div>`
    }
    const failed = summary.totals.counts.failed > 0
    const done = isDone(summary)
    return html`<details class="line files ${done ? 'all-done' : ''}">
      <summary part="summary">
        <span class="line-words ${failed ? 'error' : ''}">${failed ? icons.alert : done ? icons.check : nothing}${summaryWords(summary)}</span>
        ${summary.totals.count === 0 || done ? nothing : totalBar(summary)}
      </summary>
      <div class="opened">${uploadList(uploads, view, context)}${listSummary(summary)}</div>
    </details>`
  },
}

function start({ notStarted, disabled, messages, act }: Parameters<typeof listSummary>[0]) {
  if (notStarted === 0) return nothing
  return html`<button type="button" part="start-button" class="quiet" ?disabled=${disabled}
    @click=${() => act('start')}>${messages.startAll}</button>`
}
