/**
 * The uploads in the order of the list, from their place in the queue to their rest.
 *
 * Owns: the list, who starts when, and that page and view hear of every change. Does not own: which files come in
 * (file-adder.ts), one upload's life (upload.ts), the way to S3 (upload-carrier.ts).
 */

import type { UploadCarrier } from '../api/upload-client.ts'
import { type Connectivity, whenOnline } from '../upload/connectivity.ts'
import type { FileMetadata } from '../upload/file-metadata.ts'
import { addSample, bytesPerSecond, type RateSample } from '../upload/transfer-rate.ts'
import { Upload } from '../upload/upload.ts'
import { UploadsIdleEvent } from '../upload/upload-events.ts'
import type { UploadPorts } from '../upload/upload-ports.ts'
import type { UploadSnapshot } from '../upload/upload-snapshot.ts'
import type { UploadEvent, UploadState } from '../upload/upload-state.ts'
import type { UploaderSettings } from '../uploader-settings.ts'
import { ChangeNotifier } from './change-notifier.ts'
import { UploadHerald } from './event-dispatcher.ts'
import { UploadAdmission } from './upload-admission.ts'
import { UploadOrder } from './upload-collection.ts'
import { UploadGate } from './upload-gate.ts'
import { type UploadTotals, uploadTotals } from './upload-totals.ts'

export interface UploadQueueOptions {
  target: EventTarget
  carrier: UploadCarrier
  connectivity: Connectivity
  /** Milliseconds of a monotonic clock. */
  now(): number
  /** Uniform in [0, 1). */
  random(): number
  /** Read anew for every use. */
  settings(): Readonly<UploaderSettings>
  /** Files that are neither in the list nor refused yet. */
  checking(): number
}

/**
 * Changes are told together after so many milliseconds, and how far bytes are less often than that they begin or end:
 * every picture takes milliseconds from the sending. Of many files nobody follows each.
 */
const REST_MS = { moved: 50, progressed: 200, many: 400 }
const MANY_UPLOADS = 50

/** How fast a line is shows only after so many milliseconds: at first there are plans to wait for. */
const TRUSTED_SPAN_MS = 2_000

export class UploadQueue {
  readonly #options: UploadQueueOptions
  readonly #order = new UploadOrder()
  readonly #gate = new UploadGate({
    list: () => this.#order.values(),
    moreToAdd: () => this.#options.checking() > 0,
    bytesPerSecond: () => bytesPerSecond(this.#samples, TRUSTED_SPAN_MS),
    now: () => this.#options.now(),
  })
  readonly #notifier = new ChangeNotifier({
    beforeTelling: () => this.#beforeTelling(),
    now: () => this.#options.now(),
  })
  readonly #herald: UploadHerald
  readonly #admission: UploadAdmission
  readonly #uploadPorts: UploadPorts
  #samples: readonly RateSample[] = []
  #nextId = 1

  constructor(options: UploadQueueOptions) {
    const { target, carrier, connectivity, now, random, settings, checking } = options
    this.#options = options
    this.#herald = new UploadHerald({ target, now, reportsMetrics: () => settings().metrics === 'report' })
    this.#admission = new UploadAdmission({
      gate: this.#gate,
      connectivity,
      random,
      checking,
      concurrency: () => settings().concurrency,
      resume: (upload) => this.resume(upload),
      onBusy: (busy) => {
        this.changed()
        if (!busy) target.dispatchEvent(new UploadsIdleEvent(this.snapshots))
      },
    })
    this.#uploadPorts = {
      carrier,
      mayStart: (upload) => this.#herald.mayStart(upload),
      moved: (upload, event, before) => this.#moved(upload, event, before),
      stalled: (upload) => this.#herald.stalled(upload),
      retrying: (upload, failures, delayMs, error) => {
        if (error.s3Code === 'SlowDown') carrier.pool.slowDown(delayMs)
        this.#herald.retrying(upload, failures, delayMs, error)
        this.changed()
      },
      retries: () => settings().retries,
      whenOnline: (signal) => whenOnline(connectivity, signal),
      now,
      random,
    }
  }

  /** In list order; the same array as long as nothing changed. */
  get snapshots(): readonly UploadSnapshot[] {
    return this.#order.snapshots
  }

  get totals(): UploadTotals {
    return uploadTotals(this.snapshots, this.#samples)
  }

  /** Whether anything is queued or under way. */
  get busy(): boolean {
    return this.#admission.busy || this.#gate.busy
  }

  /** Whether any upload is started and not yet with S3. */
  get sending(): boolean {
    return this.#gate.sending
  }

  uploads(): Iterable<Upload> {
    return this.#order.values()
  }

  get(id: string): Upload | undefined {
    return this.#order.get(id)
  }

  /** What the visitor wants of one, or of all in list order; others start when it is done. */
  command(id: string | undefined, perform: (upload: Upload) => void): void {
    const upload = id === undefined ? undefined : this.#order.get(id)
    const picked = id === undefined ? [...this.#order.values()] : upload === undefined ? [] : [upload]
    this.#admission.hold(() => {
      for (const one of picked) perform(one)
    })
    this.changedByUser()
  }

  append(file: File, metadata: FileMetadata): Upload {
    const upload = new Upload(String(this.#nextId), file, this.#uploadPorts)
    upload.setMetadata(metadata)
    this.#nextId += 1
    this.#order.append(upload)
    this.#herald.added(upload)
    if (this.#options.settings().start === 'automatic') this.#gate.append(upload)
    return upload
  }

  /** Whatever of it runs ends, without a word. */
  drop(upload: Upload): void {
    upload.cancel()
    this.#order.delete(upload.id)
    this.#gate.forget(upload)
    this.#herald.forget(upload)
    upload.dispose()
  }

  /** @returns whether the order is another now */
  move(id: string, toIndex: number): boolean {
    const moved = this.#order.move(id, toIndex)
    if (moved) this.#gate.reordered()
    return moved
  }

  /** Lets what waits in manual mode start in its turn. */
  release(upload: Upload): void {
    if (upload.status === 'queued') this.#gate.release(upload)
  }

  pause(upload: Upload): void {
    this.#admission.paused(upload)
    upload.pause()
  }

  resume(upload: Upload): void {
    if (upload.status === 'paused') this.#gate.release(upload)
    upload.resume()
  }

  retry(upload: Upload): void {
    if (upload.status === 'failed') this.#gate.release(upload)
    upload.retry()
  }

  /** To be told after every change that may let somebody start. */
  admit(): void {
    this.#admission.admit()
  }

  subscribe(listener: () => void): () => void {
    return this.#notifier.subscribe(listener)
  }

  changed(): void {
    this.#order.changed()
    this.#notify('moved')
  }

  /** For what the user just did: the answer must not lag. */
  changedByUser(): void {
    this.#admission.admit()
    this.#notifier.notifyNow()
  }

  #moved(upload: Upload, event: UploadEvent, before: UploadState): void {
    if (this.#order.get(upload.id) === undefined) return
    this.#order.changed()
    if (event.type !== 'progressed') this.#gate.place(upload)
    this.#herald.moved(upload, event, before)
    this.#notify(event.type === 'progressed' ? 'progressed' : 'moved')
    if (event.type !== 'progressed') this.#admission.admit()
  }

  #notify(change: 'moved' | 'progressed'): void {
    this.#notifier.notify(this.#order.size > MANY_UPLOADS ? REST_MS.many : REST_MS[change])
  }

  #beforeTelling(): void {
    this.#order.changed()
    this.#herald.tellProgress()
    const { counts, bytesSent } = this.totals
    const moving = counts.preparing + counts.uploading > 0
    this.#samples = moving ? addSample(this.#samples, { atMs: this.#options.now(), bytesSent }) : []
  }
}
