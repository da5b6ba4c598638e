/** Listeners are told at most once in so many milliseconds: the browser reports progress no more often (XHR, 4.5.6). */
const FRAME_MS = 50

/** Tells of the first change at once and of all that follow together: nobody needs to draw more often. */
export class FrameNotifier {
  readonly #beforeTelling: () => void
  readonly #listeners = new Set<() => void>()
  #frame: ReturnType<typeof setTimeout> | undefined
  #changed = false

  constructor(beforeTelling: () => void) {
    this.#beforeTelling = beforeTelling
  }

  /** Calls back after changes, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  notify(): void {
    this.#changed = true
    if (this.#frame === undefined) this.notifyNow()
  }

  /** For what the user just did: the answer must not lag. */
  notifyNow(): void {
    clearTimeout(this.#frame)
    this.#changed = false
    this.#frame = setTimeout(() => {
      this.#frame = undefined
      if (this.#changed) this.notifyNow()
    }, FRAME_MS)
    this.#beforeTelling()
    for (const listener of [...this.#listeners]) listener()
  }
}
