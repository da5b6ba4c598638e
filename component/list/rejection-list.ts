/** Refused files with their reasons, to be seen and to be heard. */
import { html, nothing } from 'lit'
import { displayName } from '../display-name.ts'
import type { Reason, Rejection } from '../engine/upload/rejection.ts'
import { errorSentence } from '../text/error-sentence.ts'
import type { Messages } from '../text/messages.ts'
import { typeName } from '../text/type-name.ts'
import { icons } from './icons.ts'

/** This many files are named; a button shows the rest. */
const NAMED = 3
/** This many are named after that: a list of thousands helps no visitor. */
const NAMED_ALL = 200

export interface RejectionContext {
  readonly messages: Messages
  /** What is allowed, in words; undefined where all is. */
  readonly allowed: string | undefined
  /** Whether all are named. */
  readonly expanded: boolean
  expand(): void
  dismiss(): void
}

export function rejectionList(
  rejections: readonly Rejection[],
  { messages, allowed, expanded, expand, dismiss }: RejectionContext,
) {
  if (rejections.length === 0) return nothing
  const shown = expanded ? NAMED_ALL : NAMED
  const more = rejections.length - shown
  return html`<div part="rejections" class="rejections" role="group" aria-labelledby="refused">
    ${icons.alert}
    <div>
      <strong id="refused">${messages.rejected(rejections.length)}</strong>
      <ul role=list>
        ${rejections
          .slice(0, shown)
          .map((rejection) => html`<li>${named(rejection)}${sentence(rejection, messages, allowed)}</li>`)}
        ${more > 0 ? html`<li>${messages.more(more)}</li>` : nothing}
      </ul>
      ${
        more > 0 && !expanded
          ? html`<button type="button" part="expand-button" class="link" @click=${expand}>${messages.showAll(rejections.length)}</button>`
          : nothing
      }
    </div>
    <button type="button" class="icon-button" aria-label=${messages.dismiss} title=${messages.dismiss}
      @click=${dismiss}>${icons.close}</button>
  </div>`
}

/** As many files as are named without the button, each reason once. */
export function spokenRejections(
  rejections: readonly Rejection[],
  { messages, allowed }: Pick<RejectionContext, 'messages' | 'allowed'>,
): string {
  const namesByReason = new Map<string, string[]>()
  for (const rejection of rejections.slice(0, NAMED)) {
    const reason = sentence(rejection, messages, allowed)
    const name = displayName(rejection.file.name)
    namesByReason.set(reason, [...(namesByReason.get(reason) ?? []), ...(name === '' ? [] : [name])])
  }
  const more = rejections.length - NAMED
  return [
    `${messages.rejected(rejections.length)}.`,
    ...[...namesByReason].map(([reason, names]) =>
      [...(names[0] ? [names.join(', ')] : []), reason].join(': '),
    ),
    ...(more > 0 ? [`${messages.more(more)}.`] : []),
  ].join(' ')
}

/** A link may have no name that helps. */
function named({ file: { name } }: Rejection) {
  return name === '' ? nothing : html`<bdi lang="">${displayName(name)}</bdi>: `
}

function sentence(reason: Reason, messages: Messages, allowed: string | undefined): string {
  if (reason.code === 'rejected' && reason.message !== undefined) return reason.message
  if (reason.code !== 'type-mismatch') return errorSentence(messages, { ...reason, allowed })
  const [declared, found] = [reason.declared, reason.found].map((type) => typeName(type, messages.fileTypes))
  return errorSentence(messages, { code: reason.code, declared, found })
}
