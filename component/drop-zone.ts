/** Where files come in: the button, the area around it, the file input behind it. A template. */
import { html, nothing } from 'lit'
import { formatBytes } from './format.ts'
import { icons } from './icons.ts'
import type { Messages } from './messages.ts'

export interface DropZoneContext {
  readonly messages: Messages
  readonly locale: string | undefined
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
  browse(): void
  onPick(files: File[]): void
}

export function dropZone(context: DropZoneContext) {
  const { messages, disabled, directory } = context
  const several = context.multiple || directory
  return html`<div part="dropzone" class="dropzone ${context.dragging ? 'dragging' : ''}">
    <span class="icon"><slot name="icon">${icons.upload}</slot></span>
    <div class="invitation">
      <slot name="label"></slot>
      <p>
        <button type="button" part="button" class="choose" aria-describedby="hint" ?disabled=${disabled}
          @click=${context.browse}>${several ? messages.chooseFiles : messages.chooseFile}</button>
        ${context.droppable ? html`<span class="drop-hint" aria-hidden="true">${messages.dropHint}</span>` : nothing}
      </p>
      <p part="hint" class="hint" id="hint"><slot name="hint">${limitHint(context)}</slot></p>
    </div>
    <input type="file" hidden tabindex="-1" accept=${context.accept ?? nothing} capture=${context.capture ?? nothing}
      ?multiple=${several} ?webkitdirectory=${directory}
      @change=${(event: Event & { currentTarget: HTMLInputElement }) => context.onPick(pickedFiles(event.currentTarget))} />
  </div>`
}

function limitHint({ maxFileSize = Number.POSITIVE_INFINITY, messages, locale }: DropZoneContext): string {
  return Number.isFinite(maxFileSize) ? messages.upToSize(formatBytes(maxFileSize, locale)) : ''
}

function pickedFiles(input: HTMLInputElement): File[] {
  const files = [...(input.files ?? [])]
  // So that the same file can be chosen again.
  input.value = ''
  return files
}
