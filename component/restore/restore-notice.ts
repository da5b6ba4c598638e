/** The template of the notice about uploads of an earlier visit. Loaded only when there are any. */
import { html, nothing } from 'lit'
import { displayName } from '../display-name.ts'
import type { FileAccess, InterruptedUpload } from '../engine/upload/interrupted-upload.ts'
import { css } from '../page/css.ts'
import type { Messages } from '../text/messages.ts'

/** This many files are named; the rest are counted. */
const NAMED = 3
const BY_CLICK: ReadonlySet<FileAccess> = new Set<FileAccess>(['granted', 'prompt'])

export interface NoticeContext {
  readonly messages: Messages
  readonly disabled: boolean
  goOn(): void
  discard(): void
}

/** They use the tokens of the element's own styles. */
export const noticeStyles = css`
  .restore {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 12px;
    padding: 10px 12px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    font-size: 0.875em;
    overflow-wrap: anywhere;
  }

  .restore > div {
    flex: 1 1 14em;
    min-inline-size: 0;
  }

  .restore ul {
    list-style: none;
    color: var(--_text-muted);
  }

  .restore-actions {
    display: flex;
    gap: 8px;
  }
`

export function restoreNotice(
  waiting: readonly InterruptedUpload[],
  { messages, disabled, goOn, discard }: NoticeContext,
) {
  const toChoose = waiting.filter(({ access }) => !BY_CLICK.has(access))
  const more = toChoose.length - NAMED
  return html`<div part="restore" class="restore" role="group" aria-labelledby="interrupted">
    <div>
      <strong id="interrupted">${messages.interrupted(waiting.length)}</strong>
      <ul role=list>
        ${toChoose.slice(0, NAMED).map(({ name }) => html`<li>${messages.chooseAgain(isolated(name))}</li>`)}
        ${more > 0 ? html`<li>${messages.more(more)}</li>` : nothing}
      </ul>
    </div>
    <span class="restore-actions">
      ${
        toChoose.length === waiting.length
          ? nothing
          : html`<button type="button" part="restore-button" class="choose" ?disabled=${disabled}
              @click=${goOn}>${messages.goOn}</button>`
      }
      <button type="button" part="discard-button" class="quiet" ?disabled=${disabled}
        @click=${discard}>${messages.discard}</button>
    </span>
  </div>`
}

/** In Unicode isolates: a right-to-left name must not reorder the sentence. A string cannot contain `<bdi>`. */
const isolated = (name: string) => `\u2068${displayName(name)}\u2069`

/** The same for screen readers, in one or two sentences. */
export function spokenNotice(waiting: readonly InterruptedUpload[], messages: Messages): string {
  const [first] = waiting
  const hint = first !== undefined && waiting.every(({ access }) => !BY_CLICK.has(access))
  return [
    messages.interrupted(waiting.length),
    ...(hint ? [messages.chooseAgain(displayName(first.name))] : []),
  ].join(' ')
}
