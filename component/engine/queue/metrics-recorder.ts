import type { Upload } from '../upload/upload.ts'
import { isSettled, type UploadStatus } from '../upload/upload-state.ts'

/** How long one upload spent where, and what it took. Nothing of it leaves the page by itself. */
export interface UploadMetrics {
  /** Milliseconds in each status that it went through, pauses and retries included. */
  readonly milliseconds: Readonly<Partial<Record<UploadStatus, number>>>
  /** Attempts that failed and were repeated automatically. */
  readonly retries: number
}

/** Watches uploads move and adds up their time; asks the clock and nothing else. */
export class MetricsRecorder {
  readonly #now: () => number
  readonly #stopwatches = new WeakMap<Upload, Stopwatch>()

  constructor(now: () => number) {
    this.#now = now
  }

  added(upload: Upload): void {
    this.#stopwatch(upload)
  }

  retried(upload: Upload): void {
    this.#stopwatch(upload).retries += 1
  }

  /** @returns the metrics once the upload has come to rest. */
  moved(upload: Upload, before: UploadStatus): UploadMetrics | undefined {
    const now = this.#now()
    const stopwatch = this.#stopwatch(upload)
    const { milliseconds, since } = stopwatch
    milliseconds[before] = (milliseconds[before] ?? 0) + now - since
    stopwatch.since = now
    return isSettled(upload.status)
      ? { milliseconds: { ...milliseconds }, retries: stopwatch.retries }
      : undefined
  }

  #stopwatch(upload: Upload): Stopwatch {
    let stopwatch = this.#stopwatches.get(upload)
    if (stopwatch === undefined) {
      stopwatch = { since: this.#now(), milliseconds: {}, retries: 0 }
      this.#stopwatches.set(upload, stopwatch)
    }
    return stopwatch
  }
}

interface Stopwatch {
  /** When the present status began. */
  since: number
  readonly milliseconds: Partial<Record<UploadStatus, number>>
  retries: number
}
