import type { LitElement, ReactiveController } from 'lit'

/** Keeps the focus where it is while rows change places: a browser takes it from whatever is moved in the document. */
export class FocusController implements ReactiveController {
  readonly #host: LitElement
  #focused: Element | null = null

  constructor(host: LitElement) {
    this.#host = host
    host.addController(this)
  }

  hostUpdate(): void {
    this.#focused = this.#host.shadowRoot?.activeElement ?? null
  }

  hostUpdated(): void {
    const focused = this.#focused
    this.#focused = null
    if (!(focused instanceof HTMLElement) || !focused.isConnected) return
    if (this.#host.shadowRoot?.activeElement !== focused) focused.focus({ preventScroll: true })
  }
}
