import type { ReactiveController, ReactiveControllerHost } from 'lit'

/** Draws once a second while rows count seconds. */
export class CountdownController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement
  readonly #isCounting: () => boolean
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(host: ReactiveControllerHost & HTMLElement, isCounting: () => boolean) {
    this.#host = host
    this.#isCounting = isCounting
    host.addController(this)
  }

  hostUpdated(): void {
    clearTimeout(this.#timer)
    if (!this.#host.isConnected || !this.#isCounting()) return
    this.#timer = setTimeout(() => this.#host.requestUpdate(), 1_000)
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer)
  }
}
