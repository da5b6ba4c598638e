/** The page's measurements of its run. */
export interface PageResult {
  /** Milliseconds from the choice to the end. */
  wallMs: number
  /** Milliseconds; 0 if no task reached the 50 ms of the Long Tasks API. */
  longestTaskMs: number
}

declare global {
  interface Window {
    /** Set by the benchmark. */
    benchFinished(result: PageResult): Promise<void>
  }
}

/** The browser reports a task after its end. */
const LAST_TASK_MS = 100

/**
 * The page's stopwatch: starts with the event of the file choice, before any listener of the subject, and stops when the
 * subject reports that all files are done.
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

  /** Counts from the event of the choice: before it, the browser's protocol creates the files. */
  #note(tasks: readonly PerformanceEntry[]): void {
    for (const { startTime, duration } of tasks) {
      const own = startTime + duration - Math.max(startTime, this.#pickedAt)
      if (own >= 50) this.#longestTaskMs = Math.max(this.#longestTaskMs, own)
    }
  }
}
