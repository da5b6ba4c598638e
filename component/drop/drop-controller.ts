import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { FileSource } from '../engine/upload/upload-events.ts'
import { dataTransferItems, type TransferItem } from './data-transfer.ts'
import { claimFiles, pastesFiles } from './transfer-event.ts'

/**
 * Milliseconds without a `dragover` after which a drag has left: some browsers send `dragleave` while the pointer only
 * crosses a child.
 */
const LEAVE_GRACE_MS = 100

export interface DropHost extends ReactiveControllerHost, HTMLElement {
  readonly noDrop: boolean
  readonly noPaste: boolean
  /** Whether a file dropped anywhere else on the page may be opened by the browser in place of the page. */
  readonly noDropGuard: boolean
}

export interface DropOptions {
  /** Whether the visitor may change anything. */
  enabled(): boolean
  /** Whether files may be read again after a reload. */
  wantsHandles(): boolean
  onItems(items: readonly TransferItem[], source: FileSource): void
}

/** Owns drag, drop and paste on its host, whether files are dragged over it, and drops elsewhere on its page. */
export class DropController implements ReactiveController {
  readonly #host: DropHost
  readonly #options: DropOptions
  #listening: AbortController | undefined
  #leaveTimer: ReturnType<typeof setTimeout> | undefined
  #dragging = false

  constructor(host: DropHost, options: DropOptions) {
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
    const host = this.#host
    const page = host.ownerDocument
    for (const type of ['dragenter', 'dragover', 'drop'] as const) {
      host.addEventListener(type, (event) => this.#onDrag(event), { signal })
      page.addEventListener(type, (event) => this.#onPageDrag(event), { signal })
    }
    host.addEventListener('dragleave', () => this.#leaveSoon(), { signal })
    host.addEventListener('paste', (event) => this.onPaste(event), { signal })
  }

  hostDisconnected(): void {
    this.#listening?.abort()
    this.#setDragging(false)
  }

  /** Files are kept from the browser, which would open them in place of the page, also where none are accepted. */
  #onDrag(event: DragEvent): void {
    const accepts = this.#options.enabled() && !this.#host.noDrop
    const { dataTransfer: files } = event
    if (!claimFiles(event, accepts ? 'copy' : 'none')) return
    this.#setDragging(accepts && event.type !== 'drop')
    if (accepts && event.type === 'drop') this.#take(files, 'drop')
  }

  #onPageDrag(event: DragEvent): void {
    if (!event.defaultPrevented && !this.#host.noDropGuard) claimFiles(event, 'none')
  }

  #leaveSoon(): void {
    clearTimeout(this.#leaveTimer)
    this.#leaveTimer = setTimeout(() => this.#setDragging(false), LEAVE_GRACE_MS)
  }

  /** Takes pasted files unless the paste is meant for a text. */
  onPaste(event: ClipboardEvent): void {
    if (!this.#options.enabled() || this.#host.noPaste || !pastesFiles(event)) return
    event.preventDefault()
    this.#take(event.clipboardData, 'paste')
  }

  #take(transfer: DataTransfer | null, source: FileSource): void {
    const { wantsHandles, onItems } = this.#options
    if (transfer) onItems(dataTransferItems(transfer, wantsHandles()), source)
  }

  #setDragging(dragging: boolean): void {
    clearTimeout(this.#leaveTimer)
    if (this.#dragging === dragging) return
    this.#dragging = dragging
    this.#host.requestUpdate()
  }
}
