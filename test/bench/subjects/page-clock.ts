/** What the page itself knows of its run. */
export interface PageResult {
  /** Milliseconds from the choice to the end. */
  wallMs: number
  /** Milliseconds; 0 where no task reached the 50 of the Long Tasks API. */
  longestTaskMs: number
}

declare global {
  interface Window {
    /** Put there by the benchmark. */
    benchFinished(result: PageResult): Promise<void>
  }
}

/** The browser reports a task after its end. */
const LAST_TASK_MS = 100

/**
 * The page's own watch: starts when the visitor's choice arrives, before any listener of the subject, and stops when
 * the subject says that everything came to rest.
 */
export class PageClock {
  #pickedAt = Number.NaN
  #longestTaskMs = 0
  readonly #observer = new PerformanceObserver((list) => this.#note(list.getEntries()))

  constructor() {
    // `change` does not leave a shadow root, `input` does.
    addEventListener(
      'input',
      () => {
        this.#pickedAt = performance.now()
      },
      { capture: true, once: true },
    )
    this.#observer.observe({ type: 'longtask' })
  }

  stop(): void {
    const wallMs = performance.now() - this.#pickedAt
    setTimeout(() => {
      this.#note(this.#observer.takeRecords())
      void window.benchFinished({ wallMs, longestTaskMs: this.#longestTaskMs })
    }, LAST_TASK_MS)
  }

  /** Making the files of the choice is the driver's task, not the subject's: only what comes after it counts. */
  #note(tasks: readonly PerformanceEntry[]): void {
    for (const { startTime, duration } of tasks) {
      const own = startTime + duration - Math.max(startTime, this.#pickedAt)
      if (own >= 50) this.#longestTaskMs = Math.max(this.#longestTaskMs, own)
    }
  }
}
