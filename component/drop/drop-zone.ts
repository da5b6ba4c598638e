/** The template of the drop zone: the button, the area around it, the file input behind it. */
import { html, nothing } from 'lit'
import type { DropZoneMessages } from '../text/drop-zone-messages.ts'
import { formatBytes } from '../text/format-bytes.ts'

export interface DropZoneContext {
  readonly messages: DropZoneMessages
  /** Of the words and numbers. */
  readonly language: string | undefined
  /** The `lang` attribute of the words; undefined is the page's. */
  readonly lang: string | undefined
  readonly disabled: boolean
  readonly dragging: boolean
  /** Whether the sentence about dropping is shown. */
  readonly droppable: boolean
  readonly multiple: boolean
  readonly directory: boolean
  readonly accept: string | undefined
  readonly capture: string | null
  /** Bytes. */
  readonly maxFileSize: number | undefined
  onPick(files: File[]): void
}

const icon = html`<svg viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="2"
  stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path
  d="M12 15V4M7.5 8.5 12 4l4.5 4.5M4 15v5h16v-5"/></svg>`

export function dropZone(context: DropZoneContext) {
  const { messages, disabled, directory } = context
  const several = context.multiple || directory
  const pick = (event: Event & { currentTarget: HTMLInputElement }) => {
    // The page gets `input` and `change` with the form value, later.
    event.stopPropagation()
    const { currentTarget: input } = event
    const files = [...(input.files ?? [])]
    // Otherwise choosing the same file again would not be a change.
    input.value = ''
    // The browser dispatches `input` and `change`: the second one finds the input empty.
    if (files[0]) context.onPick(files)
  }
  return html`<div part="dropzone" class="dropzone ${context.dragging ? 'dragging' : ''}">
    <span class="icon"><slot name="icon">${icon}</slot></span>
    <div class="invitation" lang=${context.lang ?? nothing}>
      <slot name="label"></slot>
      <p>
        <button type="button" part="button" class="choose" aria-describedby="hint" ?disabled=${disabled}>${several ? messages.chooseFiles : messages.chooseFile}</button>
        ${context.droppable ? html`<span class="drop-hint" aria-hidden="true">${messages.dropHint}</span>` : nothing}
      </p>
      <p part="hint" class="hint" id="hint"><slot name="hint">${limitHint(context)}</slot></p>
    </div>
    <input type="file" hidden tabindex="-1" accept=${context.accept ?? nothing} capture=${context.capture ?? nothing}
      ?multiple=${several} ?webkitdirectory=${directory}
      @input=${pick} @change=${pick} />
  </div>`
}

function limitHint({ maxFileSize = Number.POSITIVE_INFINITY, messages, language }: DropZoneContext): string {
  return Number.isFinite(maxFileSize) ? messages.upToSize(formatBytes(maxFileSize, language)) : ''
}
