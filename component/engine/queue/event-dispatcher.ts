/**
 * Tells the page what happens to its uploads, as events. Owns: which event goes with which move, and the metrics. Does
 * not own: when a view is told that something changed (the uploader's notifier).
 */
import type { Upload } from '../upload/upload.ts'
import type { UploadError } from '../upload/upload-error.ts'
import {
  UploadErrorEvent,
  UploadMetricsEvent,
  UploadRetryEvent,
  UploadStartEvent,
  UploadStatusEvent,
  type UploadStatusEventName,
} from '../upload/upload-events.ts'
import type { UploadEvent, UploadState } from '../upload/upload-state.ts'
import { MetricsRecorder } from './metrics-recorder.ts'

export interface UploadHeraldOptions {
  target: EventTarget
  /** Milliseconds of a monotonic clock. */
  now(): number
  /** Whether every upload ends with its metrics. */
  reportsMetrics(): boolean
}

export class UploadHerald {
  readonly #options: UploadHeraldOptions
  readonly #metrics: MetricsRecorder
  /** The backend's id of what was announced last. */
  readonly #announced = new WeakMap<Upload, string>()
  /** Their bytes moved since the page was told last. */
  readonly #progressed = new Set<Upload>()

  constructor(options: UploadHeraldOptions) {
    this.#options = options
    this.#metrics = new MetricsRecorder(options.now)
  }

  added(upload: Upload): void {
    if (this.#options.reportsMetrics()) this.#metrics.added(upload)
  }

  forget(upload: Upload): void {
    this.#progressed.delete(upload)
  }

  /** The page's last word. */
  mayStart(upload: Upload): Promise<boolean> {
    const event = new UploadStartEvent(upload.snapshot)
    this.#options.target.dispatchEvent(event)
    return event.allowed()
  }

  moved(upload: Upload, event: UploadEvent, before: UploadState): void {
    if (event.type === 'progressed') {
      this.#progressed.add(upload)
      return
    }
    const { target, reportsMetrics } = this.#options
    const metrics = reportsMetrics() ? this.#metrics.moved(upload, before.status) : undefined
    if (metrics !== undefined) target.dispatchEvent(new UploadMetricsEvent(upload.snapshot, metrics))
    if (event.type === 'errored') target.dispatchEvent(new UploadErrorEvent(upload.snapshot, event.error))
    const moment = momentOf(event, before)
    if (moment !== undefined && !this.#isKnown(upload, event)) this.#tell(moment, upload)
  }

  /** Processing is tried again by announcing again: that is no second upload. */
  #isKnown(upload: Upload, event: UploadEvent): boolean {
    if (event.type !== 'completed') return false
    const { id } = event.object
    if (this.#announced.get(upload) === id) return true
    this.#announced.set(upload, id)
    return false
  }

  /** One event for all progress of an upload since the last call. */
  tellProgress(): void {
    const progressed = [...this.#progressed]
    this.#progressed.clear()
    for (const upload of progressed) if (upload.status === 'uploading') this.#tell('upload-progress', upload)
  }

  stalled(upload: Upload): void {
    this.#tell('upload-stalled', upload)
  }

  retrying(upload: Upload, failures: number, delayMs: number, error: UploadError): void {
    this.#metrics.retried(upload)
    this.#options.target.dispatchEvent(new UploadRetryEvent(upload.snapshot, failures, delayMs, error))
  }

  #tell(moment: UploadStatusEventName, upload: Upload): void {
    this.#options.target.dispatchEvent(new UploadStatusEvent(moment, upload.snapshot))
  }
}

function momentOf(event: UploadEvent, before: UploadState): UploadStatusEventName | undefined {
  switch (event.type) {
    // The first of them says that bytes begin to leave; a small file may have no other.
    case 'prepared':
      return 'upload-progress'
    case 'pause':
      return 'upload-pause'
    case 'resume':
      return 'upload-resume'
    case 'stored':
      // A retry that finds the bytes at S3 has nothing new to say.
      return before.status === 'uploading' ? 'upload-stored' : undefined
    case 'completed':
      return 'upload-complete'
    case 'processed':
      return 'upload-ready'
    case 'cancel':
      return 'upload-cancel'
    default:
      return undefined
  }
}
