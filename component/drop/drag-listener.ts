import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { TransferItem } from './data-transfer.ts'
import { claimFiles } from './transfer-event.ts'

export interface DragHost extends ReactiveControllerHost, HTMLElement {
  readonly noDrop: boolean
  readonly noDropGuard: boolean
}

export interface DragListenerOptions {
  /** What decides once it is loaded: drop-controller.ts. */
  loaded(): { handle(event: DragEvent): void } | undefined
  /** Whether the visitor may change anything. */
  enabled(): boolean
  onItems(items: readonly TransferItem[]): void
}

/** Listens to drags over an element and the rest of its page, also before the module is loaded that decides on them. */
export class DragListener implements ReactiveController {
  readonly #host: DragHost
  readonly #options: DragListenerOptions
  #listening: AbortController | undefined

  constructor(host: DragHost, options: DragListenerOptions) {
    this.#host = host
    this.#options = options
    host.addController(this)
  }

  hostConnected(): void {
    this.#listening = new AbortController()
    const { signal } = this.#listening
    const onDrag = (event: DragEvent) => this.#onDrag(event)
    for (const type of ['dragenter', 'dragover', 'dragleave', 'drop'] as const) {
      this.#host.addEventListener(type, onDrag, { signal })
      this.#host.ownerDocument.addEventListener(type, onDrag, { signal })
    }
  }

  hostDisconnected(): void {
    this.#listening?.abort()
  }

  #onDrag(event: DragEvent): void {
    const { loaded, enabled, onItems } = this.#options
    const { noDrop, noDropGuard } = this.#host
    const controller = loaded()
    if (controller) {
      controller.handle(event)
      return
    }
    const { dataTransfer, currentTarget, type, defaultPrevented } = event
    const isOn = currentTarget === this.#host
    const accepts = isOn && enabled() && !noDrop
    if (!isOn && (defaultPrevented || noDropGuard)) return
    const isClaimed = claimFiles(event, accepts ? 'copy' : 'none')
    if (isClaimed && accepts && type === 'drop' && dataTransfer)
      onItems([...dataTransfer.items].flatMap(earlyItem))
  }
}

/** Without its handle, which the module asks for: after a reload the visitor chooses the file again. */
function earlyItem(item: DataTransferItem): TransferItem | [] {
  return item.kind === 'file'
    ? { entry: item.webkitGetAsEntry?.() ?? item.getAsFile(), handle: undefined }
    : []
}
