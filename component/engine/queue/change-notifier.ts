export interface ChangeNotifierOptions {
  /** Called before the listeners, every time. */
  beforeTelling(): void
  /** Milliseconds of a monotonic clock. */
  now(): number
}

/** Notifies of a change at once after a quiet time, otherwise together with the changes that follow. */
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

  /** @param restMs least time since the last notification, in milliseconds; an urgent change is told earlier */
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

  /** For a visitor's command: notifies at once. */
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

/** As for a listener of an EventTarget: the error is reported, and the other listeners are called. */
function report(error: unknown): void {
  if (typeof reportError === 'function') {
    reportError(error)
    return
  }
  // Node has no `reportError`; it does this for an EventTarget.
  queueMicrotask(() => {
    throw error
  })
}
