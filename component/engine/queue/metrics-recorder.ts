import type { Upload } from '../upload/upload.ts'
import type { UploadMetrics } from '../upload/upload-metrics.ts'
import { isSettled, type UploadState, type UploadStatus } from '../upload/upload-state.ts'

interface Stopwatch {
  /** When the current status began, in milliseconds. */
  since: number
  readonly milliseconds: Partial<Record<UploadStatus, number>>
  retries: number
}

/** Adds up how long uploads spend in each status. */
export class MetricsRecorder {
  readonly #now: () => number
  readonly #stopwatches = new WeakMap<Upload, Stopwatch>()

  /** @param now milliseconds of a monotonic clock */
  constructor(now: () => number) {
    this.#now = now
  }

  added(upload: Upload): void {
    this.#stopwatch(upload)
  }

  retried(upload: Upload): void {
    this.#stopwatch(upload).retries += 1
  }

  /** @returns the metrics once the upload is settled */
  transitioned(upload: Upload, before: UploadState['status']): UploadMetrics | undefined {
    const { status } = upload
    if (before === 'removed' || before === 'stored') return undefined
    const now = this.#now()
    const stopwatch = this.#stopwatch(upload)
    const { milliseconds, since } = stopwatch
    milliseconds[before] = (milliseconds[before] ?? 0) + now - since
    stopwatch.since = now
    return isSettled(status) ? { milliseconds: { ...milliseconds }, retries: stopwatch.retries } : undefined
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
