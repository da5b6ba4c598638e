/** The template of the drop zone: the button, the area around it, the file input behind it. */
import { html, nothing } from 'lit'
import type { DropZoneMessages } from '../text/drop-zone-messages.ts'
import { formatBytes } from '../text/format-bytes.ts'
import { typeNames } from '../text/type-name.ts'
import type { Variant } from './variant.ts'

export interface DropZoneContext {
  readonly variant: Variant
  /** In place of the icon. */
  readonly picture: unknown
  /** What the button says where the list has files; undefined while it is empty. */
  readonly again: string | undefined
  readonly messages: DropZoneMessages
  /** Of the words and numbers. */
  readonly language: string
  readonly disabled: boolean
  readonly required: boolean
  /** Whether there is no zone at all, but its label. */
  readonly hidden: boolean
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
  const label = html`<slot name="label"></slot>`
  return html`${context.hidden ? label : nothing}<div part="dropzone" ?hidden=${context.hidden} class="dropzone as-${context.variant} ${context.again ? 'bar' : ''} ${context.dragging ? 'dragging' : ''}">
    <span class="icon">${context.picture ?? html`<slot name="icon">${icon}</slot>`}</span>
    <div class="invitation">
      ${context.hidden ? nothing : label}
      <p>
        <button type="button" part="button" class="choose" aria-describedby="hint" ?disabled=${disabled}>${context.again ?? choose(context)}</button>
        ${context.droppable && !isTouch() ? html`<span class="drop-hint" aria-hidden="true">${messages.dropHint}</span>` : nothing}
      </p>
      <p part="hint" class="hint" id="hint"><slot name="hint"><span class="limits">${limits(context)}</span></slot></p>
    </div>
    <input type="file" hidden tabindex="-1" accept=${context.accept ?? nothing} capture=${context.capture ?? nothing}
      ?multiple=${several} ?webkitdirectory=${directory}
      @input=${pick} @change=${pick} />
  </div>`
}

const isTouch = () => globalThis.matchMedia?.('(pointer: coarse)').matches

/** Phones offer the camera beside the pictures; a mouse finds files. */
function choose({ messages, directory, multiple, accept, capture }: DropZoneContext): string {
  if (directory) return messages.chooseFolder
  if (isTouch() && accept?.split(',').every((type) => type.trim().startsWith('image/'))) {
    return capture === null ? messages.choosePhoto : messages.takePhoto
  }
  return multiple ? messages.chooseFiles : messages.chooseFile
}

/** `Required · JPEG, PNG or PDF · up to 20 MB each`. */
function limits({
  accept,
  maxFileSize = Number.POSITIVE_INFINITY,
  required,
  messages,
  language,
}: DropZoneContext) {
  const size = Number.isFinite(maxFileSize) ? messages.upToSize(formatBytes(maxFileSize, language)) : ''
  return [required && messages.required, typeNames(accept, messages.fileTypes, language), size]
    .filter(Boolean)
    .join(' · ')
}
