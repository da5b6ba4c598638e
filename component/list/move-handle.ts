import { html } from 'lit'
import type { UploadSnapshot } from '../engine/upload/upload-snapshot.ts'
import type { Messages } from '../text/messages.ts'
import { icons } from './icons.ts'

/** A button that moves a file: by drag, by the arrow keys, or by a click on it and then on another one's. */
export function moveHandle(
  { id }: UploadSnapshot,
  name: string,
  index: number,
  count: number,
  { messages, disabled }: { readonly messages: Messages; readonly disabled: boolean },
) {
  const label = messages.move(name, index + 1, count)
  return html`<button type="button" part="move-button" class="icon-button move" data-move=${id} title=${label}
    aria-label=${label} ?disabled=${disabled || count < 2}>${icons.grip}</button>`
}
