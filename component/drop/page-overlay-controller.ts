import type { LitElement, ReactiveController } from 'lit'
import { addStyles } from '../page/add-styles.ts'

export type PageOverlayHost = LitElement & { readonly dropTarget: 'element' | 'page' }

/** Covers the page while files are dragged over it, with `drop-target="page"`: only then its code is loaded. */
export class PageOverlayController implements ReactiveController {
  readonly #host: PageOverlayHost
  #loading: Promise<void> | undefined
  #overlay: typeof import('./page-overlay.ts') | undefined

  constructor(host: PageOverlayHost) {
    this.#host = host
    host.addController(this)
  }

  /** Another document has none of the styles. */
  hostConnected(): void {
    if (this.#overlay !== undefined) addStyles(this.#host, this.#overlay.pageOverlayStyles)
  }

  hostUpdate(): void {
    if (this.#host.dropTarget !== 'page') return
    this.#loading ??= this.#load().catch(() => {
      // The zone alone shows where to drop. The next update tries again.
      this.#loading = undefined
    })
  }

  /** @param words undefined while nothing is dragged over the page */
  render(words: string | undefined) {
    return words === undefined ? undefined : this.#overlay?.pageOverlay(words)
  }

  async #load(): Promise<void> {
    this.#overlay = await import('./page-overlay.ts')
    this.hostConnected()
    this.#host.requestUpdate()
  }
}
