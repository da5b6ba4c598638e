import type { ReactiveController, ReactiveControllerHost } from 'lit'

/**
 * Asks before the page is left, only while bytes move: a permanent `beforeunload` listener keeps a page out of the
 * back/forward cache.
 *
 * Follows the uploads, not the element's place in the document: they go on while it is moved or detached.
 */
export class UnloadGuardController implements ReactiveController {
  readonly #isWanted: () => boolean
  #guarding: AbortController | undefined

  /** @param isWanted whether bytes move and the page wants the question */
  constructor(host: ReactiveControllerHost, isWanted: () => boolean) {
    this.#isWanted = isWanted
    host.addController(this)
  }

  hostUpdated(): void {
    if (!this.#isWanted()) {
      this.#guarding?.abort()
      this.#guarding = undefined
      return
    }
    if (this.#guarding !== undefined) return
    this.#guarding = new AbortController()
    const { signal } = this.#guarding
    window.addEventListener('beforeunload', (event) => event.preventDefault(), { signal })
  }
}
