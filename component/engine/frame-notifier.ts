/** Tells of the first change at once and of all that follow together: nobody needs to draw more often. */
export class FrameNotifier {
  readonly #beforeTelling: () => void
  readonly #restMs: () => number
  readonly #listeners = new Set<() => void>()
  #rest: ReturnType<typeof setTimeout> | undefined
  #changed = false

  /** @param restMs how long to gather changes after telling of some, in milliseconds; read every time */
  constructor(beforeTelling: () => void, restMs: () => number) {
    this.#beforeTelling = beforeTelling
    this.#restMs = restMs
  }

  /** Calls back after changes, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  notify(): void {
    this.#changed = true
    if (this.#rest === undefined) this.notifyNow()
  }

  /** For what the user just did: the answer must not lag. */
  notifyNow(): void {
    clearTimeout(this.#rest)
    this.#changed = false
    this.#rest = setTimeout(() => {
      this.#rest = undefined
      if (this.#changed) this.notifyNow()
    }, this.#restMs())
    this.#beforeTelling()
    for (const listener of [...this.#listeners]) {
      try {
        listener()
      } catch (error) {
        report(error)
      }
    }
  }
}

/** As of an EventTarget's listener: a fault of the page's is told as such, and the others go on. */
function report(error: unknown): void {
  if (typeof reportError === 'function') {
    reportError(error)
    return
  }
  // Node has none, and does this for an EventTarget.
  queueMicrotask(() => {
    throw error
  })
}
