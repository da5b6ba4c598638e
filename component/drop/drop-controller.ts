import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { FileSource } from '../engine/upload/upload-events.ts'
import { dataTransferItems, type TransferItem } from './data-transfer.ts'

/** Some browsers send `dragleave` while the pointer only crosses a child: wait so many milliseconds for the next `dragover`. */
const LEAVE_GRACE_MS = 100

export interface DropOptions {
  acceptsDrop(): boolean
  acceptsPaste(): boolean
  /** Whether files may be read again after a reload. */
  wantsHandles(): boolean
  onItems(items: readonly TransferItem[], source: FileSource): void
}

/** Owns drag, drop and paste on its host, and whether something is being dragged over it. */
export class DropController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement
  readonly #options: DropOptions
  #listening: AbortController | undefined
  #leaveTimer: ReturnType<typeof setTimeout> | undefined
  #dragging = false

  constructor(host: ReactiveControllerHost & HTMLElement, options: DropOptions) {
    this.#host = host
    this.#options = options
    host.addController(this)
  }

  get dragging(): boolean {
    return this.#dragging
  }

  hostConnected(): void {
    this.#listening = new AbortController()
    const { signal } = this.#listening
    this.#host.addEventListener('dragenter', (event) => this.#onDrag(event), { signal })
    this.#host.addEventListener('dragover', (event) => this.#onDrag(event), { signal })
    this.#host.addEventListener('dragleave', () => this.#leaveSoon(), { signal })
    this.#host.addEventListener('drop', (event) => this.#onDrop(event), { signal })
    this.#host.addEventListener('paste', (event) => this.#onPaste(event), { signal })
  }

  hostDisconnected(): void {
    this.#listening?.abort()
    this.#setDragging(false)
  }

  #onDrag(event: DragEvent): void {
    if (!this.#options.acceptsDrop() || !carriesFiles(event.dataTransfer)) return
    event.preventDefault()
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy'
    this.#setDragging(true)
  }

  #leaveSoon(): void {
    clearTimeout(this.#leaveTimer)
    this.#leaveTimer = setTimeout(() => this.#setDragging(false), LEAVE_GRACE_MS)
  }

  #onDrop(event: DragEvent): void {
    this.#setDragging(false)
    if (!this.#options.acceptsDrop() || !carriesFiles(event.dataTransfer)) return
    event.preventDefault()
    this.#take(event.dataTransfer, 'drop')
  }

  #onPaste(event: ClipboardEvent): void {
    if (!this.#options.acceptsPaste() || (event.clipboardData?.files.length ?? 0) === 0) return
    event.preventDefault()
    this.#take(event.clipboardData, 'paste')
  }

  #take(transfer: DataTransfer | null, source: FileSource): void {
    if (transfer === null) return
    const { wantsHandles, onItems } = this.#options
    onItems(dataTransferItems(transfer, wantsHandles()), source)
  }

  #setDragging(dragging: boolean): void {
    clearTimeout(this.#leaveTimer)
    if (this.#dragging === dragging) return
    this.#dragging = dragging
    this.#host.requestUpdate()
  }
}

/** Safari hides the types while dragging: an empty list may still be files. */
function carriesFiles(transfer: DataTransfer | null): boolean {
  return transfer !== null && (transfer.types.length === 0 || transfer.types.includes('Files'))
}
