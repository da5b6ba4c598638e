/**
 * Dispatches what happens to uploads as events.
 *
 * Owns: which event goes with which transition, and the metrics. Does not own: when a view hears of a change (the
 * notifier).
 */
import type { Upload } from '../upload/upload.ts'
import type { UploadError } from '../upload/upload-error.ts'
import {
  type Decision,
  UploadErrorEvent,
  UploadMetricsEvent,
  UploadProcessingErrorEvent,
  UploadRetryEvent,
  UploadStartEvent,
  UploadStatusEvent,
  type UploadStatusEventName,
} from '../upload/upload-events.ts'
import type { UploadEvent, UploadState } from '../upload/upload-state.ts'
import { MetricsRecorder } from './metrics-recorder.ts'

export interface EventDispatcherOptions {
  readonly target: EventTarget
  /** Milliseconds of a monotonic clock. */
  now(): number
  /** Whether every upload ends with its metrics. */
  reportsMetrics(): boolean
}

export class EventDispatcher {
  readonly #options: EventDispatcherOptions
  readonly #metrics: MetricsRecorder
  /** Their bytes moved since their last `upload-progress`. */
  readonly #progressed = new Set<Upload>()

  constructor(options: EventDispatcherOptions) {
    this.#options = options
    this.#metrics = new MetricsRecorder(options.now)
  }

  added(upload: Upload): void {
    if (this.#options.reportsMetrics()) this.#metrics.added(upload)
  }

  removed(upload: Upload): void {
    this.#progressed.delete(upload)
  }

  /** Asks the page whether the upload may start. */
  confirmStart(upload: Upload): Promise<Decision> {
    const event = new UploadStartEvent(upload.snapshot)
    this.#options.target.dispatchEvent(event)
    return event.decision()
  }

  transitioned(upload: Upload, event: UploadEvent, before: UploadState): void {
    if (event.type === 'progressed') {
      this.#progressed.add(upload)
      return
    }
    const { target, reportsMetrics } = this.#options
    const metrics = reportsMetrics() ? this.#metrics.transitioned(upload, before.status) : undefined
    if (metrics !== undefined) target.dispatchEvent(new UploadMetricsEvent(upload.snapshot, metrics))
    if (event.type === 'errored') target.dispatchEvent(new UploadErrorEvent(upload.snapshot, event.error))
    if (event.type === 'processed' && event.result.kind === 'failed') {
      target.dispatchEvent(new UploadProcessingErrorEvent(upload.snapshot, event.result.error))
    }
    const name = eventNameOf(event, before)
    if (name !== undefined) this.#dispatch(name, upload)
  }

  /** One event for all progress of an upload since the last call. */
  dispatchProgress(): void {
    const progressed = [...this.#progressed]
    this.#progressed.clear()
    for (const upload of progressed) {
      if (upload.status === 'uploading') this.#dispatch('upload-progress', upload)
    }
  }

  /** It ended after it had left the list. */
  canceled(upload: Upload): void {
    this.#dispatch('upload-cancel', upload)
  }

  stalled(upload: Upload): void {
    this.#dispatch('upload-stalled', upload)
  }

  retrying(upload: Upload, attempt: number, delayMs: number, error: UploadError): void {
    this.#metrics.retried(upload)
    this.#options.target.dispatchEvent(new UploadRetryEvent(upload.snapshot, attempt, delayMs, error))
  }

  #dispatch(name: UploadStatusEventName, upload: Upload): void {
    this.#options.target.dispatchEvent(new UploadStatusEvent(name, upload.snapshot))
  }
}

function eventNameOf(event: UploadEvent, before: UploadState): UploadStatusEventName | undefined {
  switch (event.type) {
    // The first one tells that bytes begin to leave; a small file may have no other.
    case 'prepared':
      return 'upload-progress'
    case 'pause':
      return before.status === 'paused' ? undefined : 'upload-pause'
    case 'resume':
      return 'upload-resume'
    case 'stored':
      // A retry that finds the bytes at S3 was told of before.
      return before.status === 'uploading' ? 'upload-stored' : undefined
    case 'completed':
      return 'upload-complete'
    case 'processed':
      return event.result.kind === 'failed' ? undefined : 'upload-ready'
    case 'cancel':
      return 'upload-cancel'
    default:
      return undefined
  }
}
