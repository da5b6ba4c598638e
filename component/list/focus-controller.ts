import type { LitElement, ReactiveController } from 'lit'

/** What stays when one of its buttons goes: a row, the summary, the notice of refused files. */
const PLACES = '[data-id], .total, .rejections'

export interface FocusOptions {
  /** Where the focus goes when nothing is left of its place. */
  focusChoose(): void
}

/**
 * Keeps the focus while rows change places: browsers remove it from elements that move in the document. If the focused
 * button disappears, the next button of its row gets the focus, or else the place around it: not a button of the
 * summary, so that a held Enter does not pause what it started.
 *
 * Does not own: the focus when a row leaves the list (row-commands.ts).
 */
export class FocusController implements ReactiveController {
  readonly #host: LitElement
  readonly #options: FocusOptions
  #focused: Element | null = null
  #place: Element | null = null

  constructor(host: LitElement, options: FocusOptions) {
    this.#host = host
    this.#options = options
    host.addController(this)
  }

  hostUpdate(): void {
    this.#focused = this.#host.shadowRoot?.activeElement ?? null
    this.#place = this.#focused?.closest(PLACES) ?? null
  }

  hostUpdated(): void {
    const [focused, place] = [this.#focused, this.#place]
    this.#focused = this.#place = null
    if (focused === null) return
    if (focused.isConnected) this.#focus(focused)
    else if (place?.isConnected)
      this.#focus(place.matches('[data-id]') ? place.querySelector('button') : place)
    else if (!place?.matches('[data-id]')) this.#options.focusChoose()
  }

  #focus(wanted: Element | null): void {
    if (!(wanted instanceof HTMLElement) || this.#host.shadowRoot?.activeElement === wanted) return
    // By script alone: with Tab the visitor goes from button to button.
    if (wanted.matches(PLACES)) wanted.tabIndex = -1
    wanted.focus({ preventScroll: true })
  }
}
