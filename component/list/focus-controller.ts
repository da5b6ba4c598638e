import type { LitElement, ReactiveController } from 'lit'

/**
 * Keeps the focus while rows change places: browsers remove it from elements that move in the document. If the focused
 * button of a row disappears, the row's next button gets the focus.
 */
export class FocusController implements ReactiveController {
  readonly #host: LitElement
  #focused: Element | null = null
  #row: Element | null = null

  constructor(host: LitElement) {
    this.#host = host
    host.addController(this)
  }

  hostUpdate(): void {
    this.#focused = this.#host.shadowRoot?.activeElement ?? null
    this.#row = this.#focused?.closest('[data-id]') ?? null
  }

  hostUpdated(): void {
    const [focused, row] = [this.#focused, this.#row]
    this.#focused = this.#row = null
    const wanted = focused?.isConnected === false && row?.isConnected ? row.querySelector('button') : focused
    if (!(wanted instanceof HTMLElement) || !wanted.isConnected) return
    if (this.#host.shadowRoot?.activeElement !== wanted) wanted.focus({ preventScroll: true })
  }
}
