export interface ChangeNotifierOptions {
  /** Called before the listeners, every time. */
  beforeTelling(): void
  /** Milliseconds of a monotonic clock. */
  now(): number
}

/** Tells of a change at once where it told of none lately, and else together with all that follow. */
export class ChangeNotifier {
  readonly #options: ChangeNotifierOptions
  readonly #listeners = new Set<() => void>()
  #toldAt = Number.NEGATIVE_INFINITY
  #next: { readonly at: number; readonly timer: ReturnType<typeof setTimeout> } | undefined

  constructor(options: ChangeNotifierOptions) {
    this.#options = options
  }

  /** Calls back after changes, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** @param restMs how long listeners are left alone after they were told, if nothing more urgent comes; milliseconds */
  notify(restMs: number): void {
    const at = this.#toldAt + restMs
    if (this.#next !== undefined && this.#next.at <= at) return
    const waitMs = at - this.#options.now()
    if (waitMs <= 0) {
      this.notifyNow()
      return
    }
    clearTimeout(this.#next?.timer)
    this.#next = { at, timer: setTimeout(() => this.notifyNow(), waitMs) }
  }

  /** For what the user just did: the answer must not lag. */
  notifyNow(): void {
    clearTimeout(this.#next?.timer)
    this.#next = undefined
    this.#toldAt = this.#options.now()
    this.#options.beforeTelling()
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
