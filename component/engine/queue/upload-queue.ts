/**
 * The uploads in list order, from being added to coming to rest.
 *
 * Owns: the list, its observers, and that page and view hear of every change. Does not own: which files come in
 * (file-adder.ts), which upload starts (upload-scheduler.ts), one upload's life (upload.ts).
 */
import type { Connectivity } from '../upload/connectivity.ts'
import type { FileMetadata } from '../upload/file-metadata.ts'
import type { StoredFile } from '../upload/stored-file.ts'
import { addSample, bytesPerSecond, type RateSample } from '../upload/transfer-rate.ts'
import { Upload } from '../upload/upload.ts'
import type { UploadClient } from '../upload/upload-client.ts'
import type { UploadEnvironment, UploadObserver } from '../upload/upload-environment.ts'
import type { UploadError } from '../upload/upload-error.ts'
import { type Decision, UploadsIdleEvent } from '../upload/upload-events.ts'
import type { UploadSnapshot } from '../upload/upload-snapshot.ts'
import { initialUploadState, type UploadEvent, type UploadState } from '../upload/upload-state.ts'
import { ChangeNotifier } from './change-notifier.ts'
import { EventDispatcher } from './event-dispatcher.ts'
import { OfflinePause } from './offline-pause.ts'
import { RemovedUploads } from './removed-uploads.ts'
import { UploadCollection } from './upload-collection.ts'
import { UploadScheduler } from './upload-scheduler.ts'
import type { UploadTotals } from './upload-totals.ts'

/** One upload, or several of them. */
export type UploadIds = string | readonly string[]

/** Of the uploader's settings, those that the queue depends on. */
export interface QueueSettings {
  readonly start: 'automatic' | 'manual'
  readonly concurrency: number
  readonly retries: number
  readonly metrics: 'silent' | 'report'
}

export interface UploadQueueOptions {
  readonly target: EventTarget
  readonly client: UploadClient
  readonly connectivity: Connectivity
  /** Milliseconds of a monotonic clock. */
  now(): number
  /** Uniform in [0, 1). */
  random(): number
  /** Read before every use. */
  settings(): QueueSettings
  /** Files that are offered and neither in the list nor refused yet. */
  checking(): number
  /** What is sent of each file. */
  readonly transforms: Pick<UploadEnvironment, 'prepare' | 'isTransformed'>
  /** S3 asked for a pause. */
  slowDown(ms: number): void
}

/**
 * Listeners hear of changes at most this often, in milliseconds: each drawing takes time from the sending. Progress is
 * less urgent than a change of state, and no visitor follows each of many uploads.
 */
const NOTIFY_MS = { state: 50, progress: 200, many: 400 }
const MANY_UPLOADS = 50

/** The rate of the line is used once it spans this many milliseconds: before, there are plans to wait for. */
const TRUSTED_SPAN_MS = 2_000

export class UploadQueue implements UploadObserver {
  /** Uploads that were taken out of the list and can return. */
  readonly removed: RemovedUploads
  readonly #options: UploadQueueOptions
  readonly #collection = new UploadCollection()
  readonly #scheduler: UploadScheduler<Upload>
  readonly #dispatcher: EventDispatcher
  readonly #notifier: ChangeNotifier
  readonly #offlinePause: OfflinePause
  readonly #environment: UploadEnvironment
  #samples: readonly RateSample[] = []
  #nextId = 1

  constructor(options: UploadQueueOptions) {
    const { target, client, connectivity, now, random, settings, checking } = options
    this.#options = options
    this.#notifier = new ChangeNotifier({ beforeTelling: () => this.#beforeTelling(), now })
    this.#dispatcher = new EventDispatcher({
      target,
      now,
      reportsMetrics: () => settings().metrics === 'report',
    })
    this.#scheduler = new UploadScheduler({
      list: () => this.#collection.values(),
      moreToAdd: () => checking() > 0,
      isOnline: () => connectivity.online,
      concurrency: () => settings().concurrency,
      bytesPerSecond: () => bytesPerSecond(this.#samples, TRUSTED_SPAN_MS),
      now,
      onBusy: (isBusy) => this.#onBusy(isBusy),
    })
    this.removed = new RemovedUploads({
      collection: this.#collection,
      scheduler: this.#scheduler,
      dispatcher: this.#dispatcher,
      isOnline: () => connectivity.online,
    })
    this.#offlinePause = new OfflinePause({
      connectivity,
      random,
      ahead: () => this.#scheduler.ahead,
      held: () => this.#scheduler.held,
      onChange: () => this.#networkChanged(),
      onReturn: () => this.#onReturn(),
    })
    this.#environment = {
      client,
      observer: this,
      confirmStart: (id) => this.#confirmStart(id),
      prepare: (file, upload, signal) => options.transforms.prepare(file, upload, signal),
      isTransformed: (file) => options.transforms.isTransformed(file),
      isOnline: () => connectivity.online,
      retries: () => settings().retries,
      now,
      random,
    }
  }

  /** In list order; the same array as long as nothing changed. */
  get snapshots(): readonly UploadSnapshot[] {
    return this.#collection.snapshots
  }

  get size(): number {
    return this.#collection.size
  }

  get totals(): UploadTotals {
    return this.#collection.totals(this.#samples)
  }

  /** Whether anything waits for its turn, is under way, or continues when the network is back. */
  get busy(): boolean {
    return this.#scheduler.isBusy
  }

  /** Whether any upload is started and not yet at S3. */
  get sending(): boolean {
    return this.#scheduler.isSending
  }

  uploads(): Iterable<Upload> {
    return this.#collection.values()
  }

  get(id: string): Upload | undefined {
    return this.#collection.get(id)
  }

  /** A visitor's command for one upload, for several, or for all in list order. */
  command(ids: UploadIds | undefined, perform: (upload: Upload) => void): void {
    for (const upload of this.#picked(ids)) perform(upload)
    this.changedByUser()
  }

  #picked(ids: UploadIds | undefined): readonly Upload[] {
    if (ids === undefined) return [...this.#collection.values()]
    return (typeof ids === 'string' ? [ids] : ids).flatMap((id) => this.#collection.get(id) ?? [])
  }

  append(file: File, metadata: FileMetadata): Upload {
    const state = initialUploadState(this.#options.settings().start)
    const upload = new Upload(this.#newId(), file, state, this.#environment)
    upload.setMetadata(metadata)
    this.#collection.append(upload)
    this.#dispatcher.added(upload)
    this.#scheduler.added(upload)
    return upload
  }

  /** A file of an earlier visit, at the end of the list. */
  appendStored(file: StoredFile): Upload {
    const upload = Upload.stored(this.#newId(), file, this.#environment)
    this.#collection.append(upload)
    return upload
  }

  /** Takes an upload out of the list; what runs of it ends without an event. */
  drop(upload: Upload): void {
    upload.cancel()
    this.#collection.delete(upload.id)
    this.#scheduler.removed(upload)
    this.#dispatcher.removed(upload)
    upload.remove()
  }

  /** @returns whether the order changed */
  move(id: string, toIndex: number): boolean {
    const moved = this.#collection.move(id, toIndex)
    if (moved) this.#scheduler.reordered()
    return moved
  }

  /** Starts what may start now, for example after a change of the settings. */
  schedule(): void {
    this.#scheduler.schedule()
  }

  subscribe(listener: () => void): () => void {
    return this.#notifier.subscribe(listener)
  }

  changed(): void {
    this.#collection.changed()
    this.#notify('state')
  }

  /** For a visitor's command: listeners hear of it at once. */
  changedByUser(): void {
    this.#scheduler.schedule()
    this.#notifier.notifyNow()
  }

  transitioned(id: string, event: UploadEvent, before: UploadState): void {
    const upload = this.#collection.get(id)
    if (upload === undefined) {
      this.removed.transitioned(id, event, before)
      return
    }
    this.#collection.changed()
    const isProgress = event.type === 'progressed'
    if (!isProgress) this.#scheduler.transitioned(upload)
    this.#dispatcher.transitioned(upload, event, before)
    this.#notify(isProgress ? 'progress' : 'state')
  }

  stalled(id: string): void {
    const upload = this.#collection.get(id)
    if (upload !== undefined) this.#dispatcher.stalled(upload)
  }

  retrying(id: string, attempt: number, delayMs: number, error: UploadError): void {
    if (error.s3Code === 'SlowDown') this.#options.slowDown(delayMs)
    const upload = this.#collection.get(id)
    if (upload !== undefined) this.#dispatcher.retrying(upload, attempt, delayMs, error)
    this.changed()
  }

  /** A removed upload does not start. */
  async #confirmStart(id: string): Promise<Decision> {
    const upload = this.#collection.get(id)
    return upload === undefined
      ? { kind: 'refused', message: undefined }
      : this.#dispatcher.confirmStart(upload)
  }

  #onBusy(isBusy: boolean): void {
    this.changed()
    this.#watchNetwork()
    if (isBusy) return
    this.#options.target.dispatchEvent(new UploadsIdleEvent(this.snapshots))
  }

  #watchNetwork(): void {
    this.#offlinePause.watch(this.busy || this.#collection.failedForNow.length > 0)
  }

  #networkChanged(): void {
    for (const upload of this.#scheduler.waiting) upload.networkChanged()
    this.changed()
  }

  /** The network or the page is back: what failed for a passing reason is tried again. */
  #onReturn(): void {
    for (const upload of this.#collection.failedForNow) upload.retry()
    this.#scheduler.schedule()
  }

  #newId(): string {
    const id = String(this.#nextId)
    this.#nextId += 1
    return id
  }

  #notify(change: 'state' | 'progress'): void {
    this.#notifier.notify(this.#collection.size > MANY_UPLOADS ? NOTIFY_MS.many : NOTIFY_MS[change])
  }

  #beforeTelling(): void {
    this.#collection.changed()
    this.#dispatcher.dispatchProgress()
    const { counts, bytesSent } = this.totals
    const isMoving = counts.preparing + counts.uploading > 0
    this.#samples = isMoving ? addSample(this.#samples, { atMs: this.#options.now(), bytesSent }) : []
  }
}
