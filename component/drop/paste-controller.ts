import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { dataTransferItems, type TransferItem } from './data-transfer.ts'

/** Controllers of all connected elements: where two would take a paste on the page, neither does. */
const controllers = new Set<PasteController>()

export interface PasteHost extends ReactiveControllerHost, HTMLElement {
  readonly noPaste: boolean
  /** Whether files pasted anywhere on the page are wanted. */
  readonly pagePaste: boolean
}

export interface PasteOptions {
  /** Whether the visitor may change anything. */
  enabled(): boolean
  /** Whether files may be read again after a reload. */
  wantsHandles(): boolean
  onItems(items: readonly TransferItem[]): void
}

/** Takes files that are pasted in its host, or on the page while the focus is elsewhere, as screenshots often are. */
export class PasteController implements ReactiveController {
  readonly #host: PasteHost
  readonly #options: PasteOptions
  #listening: AbortController | undefined

  constructor(host: PasteHost, options: PasteOptions) {
    this.#host = host
    this.#options = options
    host.addController(this)
  }

  hostConnected(): void {
    this.#listening = new AbortController()
    const { signal } = this.#listening
    controllers.add(this)
    this.#host.addEventListener('paste', (event) => this.#onPaste(event), { signal })
    // After the listeners of the page and of the elements, which may have taken it.
    this.#host.ownerDocument.addEventListener('paste', (event) => this.#onPagePaste(event), { signal })
  }

  hostDisconnected(): void {
    controllers.delete(this)
    this.#listening?.abort()
  }

  get #takes(): boolean {
    return this.#options.enabled() && !this.#host.noPaste
  }

  #onPagePaste(event: ClipboardEvent): void {
    const wanting = [...controllers].filter((one) => one.#takes && one.#host.pagePaste)
    if (wanting.length === 1 && wanting[0] === this) this.#onPaste(event)
  }

  #onPaste(event: ClipboardEvent): void {
    const { clipboardData } = event
    if (!this.#takes || clipboardData === null || !pastesFiles(event)) return
    event.preventDefault()
    this.#options.onItems(dataTransferItems(clipboardData, this.#options.wantsHandles()))
  }
}

/**
 * Whether a paste is meant for the element: it carries files, and neither goes into a text nor is one. Copied cells and
 * words carry a picture of themselves beside their plain text; a copied picture has no plain text.
 */
function pastesFiles(event: ClipboardEvent): boolean {
  const { clipboardData: data, defaultPrevented } = event
  const [target] = event.composedPath()
  if (defaultPrevented || !data?.files.length) return false
  if (target instanceof Element && target.matches(':read-write')) return false
  return !(data.types.includes('text/plain') && /text.(html|rtf)/.test(`${data.types}`))
}
