import type { ReactiveController, ReactiveControllerHost } from 'lit'

/** Controllers of all connected elements: where two would take a paste, neither does. */
const takers = new Set<PagePasteController>()

export interface PagePasteOptions {
  /** Whether files pasted anywhere on the page are wanted. */
  isWanted(): boolean
  onPaste(event: ClipboardEvent): void
}

/** Takes files that are pasted on the page while the focus is elsewhere, as screenshots often are. */
export class PagePasteController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement
  readonly #options: PagePasteOptions
  #listening: AbortController | undefined

  constructor(host: ReactiveControllerHost & HTMLElement, options: PagePasteOptions) {
    this.#host = host
    this.#options = options
    host.addController(this)
  }

  hostConnected(): void {
    this.#listening = new AbortController()
    const { signal } = this.#listening
    takers.add(this)
    // After the listeners of the page and of the elements, which may have taken it.
    this.#host.ownerDocument.addEventListener('paste', (event) => this.#onPaste(event), { signal })
  }

  hostDisconnected(): void {
    takers.delete(this)
    this.#listening?.abort()
  }

  #onPaste(event: ClipboardEvent): void {
    const wanting = [...takers].filter((taker) => taker.#options.isWanted())
    if (wanting.length === 1 && wanting[0] === this) this.#options.onPaste(event)
  }
}
