/**
 * The headless uploader: a list of uploads, one gate that lets them start, one pool that bounds their requests.
 *
 * Owns: the list, admission, batching of API calls, and the events. Does not own: one upload's life (upload.ts), the
 * rules (file-rules.ts), anything that is drawn. Events go to `target`, so that an element can be what dispatches
 * them; snapshots are immutable, so that a view compares by identity.
 */
import type { ConfigResponse, RouteLimits } from '../protocol.ts'
import { browserConnectivity, type Connectivity, whenOnline } from './connectivity.ts'
import { type FileHandle, type FileHandles, isFile, readHandles } from './file-handle.ts'
import { FileIntake, type IntakeBatch } from './file-intake.ts'
import { type FileMetadata, fileMetadata } from './file-metadata.ts'
import { combineRules, type FileRules, type Rejection } from './file-rules.ts'
import { isFolderJunk } from './folder-junk.ts'
import { FrameNotifier } from './frame-notifier.ts'
import type { InterruptedUploads } from './interrupted-uploads.ts'
import { OfflinePause } from './offline-pause.ts'
import { MemorySessionStore, type SessionStore } from './session-store.ts'
import { addSample, type RateSample } from './transfer-rate.ts'
import type { Transport } from './transport.ts'
import { Upload, type UploadPorts } from './upload.ts'
import type { UploadApi } from './upload-api.ts'
import { UploadCarrier } from './upload-carrier.ts'
import {
  FileRemoveEvent,
  type FileSource,
  FilesAddEvent,
  FilesRejectEvent,
  FilesReorderEvent,
  UploadErrorEvent,
  UploadMetricsEvent,
  type UploadMoment,
  UploadMomentEvent,
  UploadRetryEvent,
  UploadStartEvent,
  UploadsIdleEvent,
} from './upload-events.ts'
import { UploadGate } from './upload-gate.ts'
import { type UploadLocks, webLocks } from './upload-lock.ts'
import { MetricsRecorder } from './upload-metrics.ts'
import { UploadOrder } from './upload-order.ts'
import type { UploadSnapshot } from './upload-snapshot.ts'
import type { UploadEvent, UploadState } from './upload-state.ts'
import { type UploadTotals, uploadTotals } from './upload-totals.ts'
import { defaultSettings, type UploaderSettings } from './uploader-settings.ts'

export interface UploaderPorts {
  api: UploadApi
  transport: Transport
  /** Where events are dispatched. Default: the uploader itself. */
  target?: EventTarget
  /** Where uploads are written down so that a reload loses nothing. Default: nowhere. */
  sessions?: SessionStore
  /** Default: Web Locks. */
  locks?: UploadLocks
  /** Where files came from, for those that are not given as handles. Default: unknown. */
  handles?: FileHandles
  /** Names the backend in what is written down. Default: `''`. */
  scope?: () => string
  /** Names the place on the site that interrupted uploads are offered at again. Default: `''`. */
  place?: () => string
  /** Default: the browser's own word. */
  connectivity?: Connectivity
  /** Milliseconds of a monotonic clock. Default: `performance.now`. */
  now?: () => number
  /** Uniform in [0, 1). Default: `Math.random`. */
  random?: () => number
}

export interface AddedFiles {
  readonly accepted: readonly UploadSnapshot[]
  readonly rejected: readonly Rejection[]
  /** Litter of the operating system that came along in folders: never offered, nothing to say about. */
  readonly leftOut: number
}

export class Uploader extends EventTarget {
  #settings: UploaderSettings = defaultSettings
  readonly #api: UploadApi
  #config: ConfigResponse | undefined
  readonly #target: EventTarget
  readonly #now: () => number
  readonly #handles: FileHandles
  readonly #uploads = new UploadOrder()
  readonly #gate = new UploadGate(() => this.#uploads.values())
  readonly #intake: FileIntake
  readonly #carrier: UploadCarrier
  readonly #metrics: MetricsRecorder
  readonly #notifier = new FrameNotifier(() => this.#tell())
  readonly #listeners = new Set<() => void>()
  readonly #progressed = new Set<Upload>()
  readonly #uploadPorts: UploadPorts
  readonly #connectivity: Connectivity
  readonly #offlinePause: OfflinePause
  #list: readonly UploadSnapshot[] | null = null
  #samples: readonly RateSample[] = []
  #busy = false
  #admitting = false
  #nextId = 1

  constructor(ports: UploaderPorts) {
    super()
    this.#api = ports.api
    this.#target = ports.target ?? this
    const { now = () => performance.now(), scope = () => '', place = () => '' } = ports
    this.#now = now
    this.#handles = ports.handles ?? new WeakMap()
    this.#intake = new FileIntake(now)
    this.#metrics = new MetricsRecorder(now)
    this.#carrier = new UploadCarrier({
      api: ports.api,
      transport: ports.transport,
      sessions: ports.sessions ?? new MemorySessionStore(),
      locks: ports.locks ?? webLocks,
      handles: this.#handles,
      scope,
      place,
      settings: () => this.#settings,
      limits: () => this.limits,
      moreToCome: () => this.#gate.sending,
      now,
    })
    this.#uploadPorts = this.#createUploadPorts(ports)
    this.#connectivity = ports.connectivity ?? browserConnectivity
    this.#offlinePause = new OfflinePause({
      connectivity: this.#connectivity,
      random: ports.random ?? Math.random,
      sending: () => this.#gate.ahead,
      resume: (upload) => this.resume(upload.id),
      returned: () => this.#admit(),
    })
  }

  /** Snapshots in list order; the same array as long as nothing changed. */
  get uploads(): readonly UploadSnapshot[] {
    this.#list ??= Object.freeze([...this.#uploads.values()].map((upload) => upload.snapshot))
    return this.#list
  }

  has(id: string): boolean {
    return this.#uploads.has(id)
  }

  /** All uploads together. */
  get totals(): UploadTotals {
    return uploadTotals(this.uploads, this.#samples)
  }

  /** What the backend allows, once `loadLimits` knows. */
  get limits(): RouteLimits | undefined {
    const { route } = this.#settings
    return this.#config !== undefined && Object.hasOwn(this.#config.routes, route)
      ? this.#config.routes[route]
      : undefined
  }

  /** What files are held against: the page's rules and the backend's limits. */
  get rules(): FileRules {
    return combineRules(this.#settings.rules, this.limits)
  }

  /** Whether anything is queued or under way. */
  get busy(): boolean {
    return this.#busy
  }

  /** How many files were offered and are neither in the list nor refused yet. */
  get checking(): number {
    return this.#intake.waiting
  }

  /** Applies to what starts from now on. */
  configure(settings: Partial<UploaderSettings>): void {
    this.#settings = { ...this.#settings, ...settings }
    this.#carrier.pool.resize(this.#settings.concurrency)
    this.#admit()
  }

  /** Asks the backend for its limits. Rejects with an UploadError; nothing else depends on the answer. */
  async loadLimits(): Promise<void> {
    this.#carrier.prepare()
    this.#config = undefined
    this.#config = await this.#api.config()
    this.#notify()
  }

  /** Calls back after any change of the list or of a snapshot, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Offers files: asks the page (`files-add`), applies the rules, queues the rest. */
  async addFiles(files: Iterable<File | FileHandle>, source: FileSource = 'api'): Promise<AddedFiles> {
    const given = [...files]
    const chosen = given.filter(isFile)
    if (chosen.length < given.length) {
      const { files: read, missing } = await readHandles(given, this.#handles)
      const added = await this.addFiles(read, source)
      if (missing.length === 0) return added
      this.#target.dispatchEvent(new FilesRejectEvent(missing))
      return { ...added, rejected: [...missing, ...added.rejected] }
    }
    const offered = chosen.filter((file) => !isFolderJunk(file))
    const leftOut = chosen.length - offered.length
    const nothing: AddedFiles = { accepted: [], rejected: [], leftOut }
    if (offered.length === 0) return nothing
    const event = new FilesAddEvent(offered, source)
    this.#target.dispatchEvent(event)
    if (!(await event.allowed())) return nothing

    const added: Upload[] = []
    const rejected = await this.#intake.take(offered, () => this.#openBatch(added, event))
    if (rejected === undefined) return nothing
    if (rejected.length > 0) this.#target.dispatchEvent(new FilesRejectEvent(rejected))
    this.#afterChange()
    return { accepted: added.map((upload) => upload.snapshot), rejected, leftOut }
  }

  /**
   * What former visits left unfinished at this place, or undefined where there is nothing. Its `offer` asks the page
   * (`uploads-restore`) and goes on with what needs no gesture.
   */
  interrupted(): Promise<InterruptedUploads | undefined> {
    return this.#carrier.interrupted({
      target: this.#target,
      // Where only one may be, it would take the place of what is there.
      room: () =>
        this.#settings.selection === 'multiple' ? 'many' : this.uploads.length > 0 ? 'none' : 'one',
      handles: this.#handles,
      addFiles: (restored) => this.addFiles(restored, 'restore'),
    })
  }

  /** What files that come in now are held against. The first of them takes the place of all where only one may be. */
  #openBatch(added: Upload[], event: FilesAddEvent): IntakeBatch {
    const single = this.#settings.selection === 'single'
    return {
      rules: single ? { ...this.rules, maxFiles: 1 } : this.rules,
      present: () => (single && added.length === 0 ? [] : this.#uploads.values()),
      admit: (file) => {
        if (single && added.length === 0) for (const upload of [...this.#uploads.values()]) this.#drop(upload)
        const upload = this.#append(file)
        upload.setMetadata(event.metadataOf(file) ?? {})
        added.push(upload)
        return upload
      },
      sending: () => this.#gate.sending,
      report: () => this.#afterChange(),
    }
  }

  /** Starts what waits in manual mode. */
  upload(id?: string): void {
    for (const upload of this.#pick(id)) if (upload.status === 'queued') this.#gate.release(upload)
    this.#admit()
  }

  pause(id?: string): void {
    for (const upload of this.#pick(id)) upload.pause()
  }

  resume(id?: string): void {
    for (const upload of this.#pick(id)) {
      if (upload.status === 'paused') this.#gate.release(upload)
      upload.resume()
    }
  }

  cancel(id?: string): void {
    for (const upload of this.#pick(id)) upload.cancel()
  }

  /** Takes failed uploads up again where they failed. */
  retry(id?: string): void {
    for (const upload of this.#pick(id)) {
      if (upload.status === 'failed') this.#gate.release(upload)
      upload.retry()
    }
  }

  /** Takes an upload out of the list unless the page objects (`file-remove`); what runs ends. */
  async remove(id: string): Promise<boolean> {
    const upload = this.#uploads.get(id)
    if (upload === undefined) return false
    const event = new FileRemoveEvent(upload.snapshot)
    this.#target.dispatchEvent(event)
    if (!(await event.allowed())) return false
    this.#drop(upload)
    this.#admit()
    this.#notifier.notifyNow()
    return true
  }

  /** Empties the list without asking. */
  clear(): void {
    this.#intake.clear()
    for (const upload of [...this.#uploads.values()]) this.#drop(upload)
    this.#admit()
    this.#notifier.notifyNow()
  }

  /**
   * Gives an upload another place in the list, counted from 0 and clamped; what still waits starts in list order, what
   * runs goes on. False where there is no such upload.
   */
  move(id: string, toIndex: number): boolean {
    if (this.#uploads.move(id, toIndex)) {
      this.#gate.reordered()
      this.#list = null
      this.#notifier.notifyNow()
      this.#target.dispatchEvent(new FilesReorderEvent(this.uploads))
    }
    return this.#uploads.has(id)
  }

  /**
   * Says something about one file (a caption, an alternative text), in place of what was said before: flat strings, at
   * most 2,048 bytes, that the event carries beside the batch's metadata, never instead of it. Completion takes along
   * what is set when it is asked for. False, and nothing is set, from then on, or where there is no such upload; a
   * completion that was refused can be corrected and tried again.
   *
   * @throws TypeError or RangeError where it could never be sent
   */
  setMetadata(id: string, metadata: FileMetadata): boolean {
    const taken = this.#uploads.get(id)?.setMetadata(fileMetadata(metadata)) ?? false
    if (taken) this.#notify()
    return taken
  }

  /** Resolves when nothing is checked, queued or under way, at once if so now. */
  waitForIdle(): Promise<readonly UploadSnapshot[]> {
    const idle = () => !this.#busy && !this.#gate.busy && this.checking === 0
    if (idle()) return Promise.resolve(this.uploads)
    return new Promise((resolve) => {
      const stop = this.subscribe(() => {
        if (!idle()) return
        stop()
        resolve(this.uploads)
      })
    })
  }

  /** Shows a local picture of the file in its snapshot. */
  setPreview(id: string, url: string | null): void {
    const upload = this.#uploads.get(id)
    if (upload === undefined) return
    upload.previewUrl = url
    this.#notify()
  }

  #append(file: File): Upload {
    const upload = new Upload(String(this.#nextId), file, this.#uploadPorts)
    this.#nextId += 1
    this.#uploads.append(upload)
    this.#metrics.added(upload)
    this.#list = null
    if (this.#settings.start === 'automatic') this.#gate.append(upload)
    return upload
  }

  #drop(upload: Upload): void {
    upload.cancel()
    this.#uploads.delete(upload.id)
    this.#gate.forget(upload)
    this.#progressed.delete(upload)
    upload.dispose()
    this.#list = null
  }

  #pick(id: string | undefined): Upload[] {
    if (id === undefined) return [...this.#uploads.values()]
    const upload = this.#uploads.get(id)
    return upload === undefined ? [] : [upload]
  }

  /** The one gate: starts what waits as long as few enough bytes are ahead of the pool. */
  #admit(): void {
    // Starting an upload calls back here.
    if (this.#admitting) return
    this.#admitting = true
    const { concurrency } = this.#settings
    while (this.#connectivity.online) {
      const next = this.#gate.next(concurrency)
      if (next === undefined) break
      next.start()
    }
    this.#admitting = false
    this.#settle()
  }

  /** Notices the moment when the last upload came to rest. */
  #settle(): void {
    // A batch that is still coming in is not over, even where its first files are already done.
    const busy = this.#gate.busy || (this.#busy && this.checking > 0)
    this.#offlinePause.watch(busy)
    if (busy === this.#busy) return
    this.#busy = busy
    this.#notify()
    if (!busy) this.#target.dispatchEvent(new UploadsIdleEvent(this.uploads))
  }

  #moved(upload: Upload, event: UploadEvent, before: UploadState): void {
    if (!this.#uploads.has(upload.id)) return
    if (event.type === 'progressed') {
      this.#progressed.add(upload)
      this.#notify()
      return
    }
    this.#gate.place(upload)
    this.#list = null
    const metrics = this.#metrics.moved(upload, before.status)
    if (metrics !== undefined && this.#settings.metrics === 'report') {
      this.#target.dispatchEvent(new UploadMetricsEvent(upload.snapshot, metrics))
    }
    if (event.type === 'errored')
      this.#target.dispatchEvent(new UploadErrorEvent(upload.snapshot, event.error))
    const moment = momentOf(event, before)
    if (moment !== undefined) this.#target.dispatchEvent(new UploadMomentEvent(moment, upload.snapshot))
    this.#afterChange()
  }

  #afterChange(): void {
    this.#notify()
    this.#admit()
  }

  #notify(): void {
    this.#list = null
    this.#notifier.notify()
  }

  #tell(): void {
    this.#list = null
    const progressed = [...this.#progressed]
    this.#progressed.clear()
    for (const upload of progressed) {
      if (upload.status !== 'uploading') continue
      this.#target.dispatchEvent(new UploadMomentEvent('upload-progress', upload.snapshot))
    }
    const { counts, bytesSent } = this.totals
    const moving = counts.preparing + counts.uploading > 0
    this.#samples = moving ? addSample(this.#samples, { atMs: this.#now(), bytesSent }) : []
    for (const listener of [...this.#listeners]) listener()
  }

  #createUploadPorts({ random }: UploaderPorts): UploadPorts {
    const carrier = this.#carrier
    return {
      mayStart: (upload) => {
        const event = new UploadStartEvent(upload.snapshot)
        this.#target.dispatchEvent(event)
        return event.allowed()
      },
      presign: (file, signal) => carrier.presign(file, signal),
      storedParts: (presigned) => carrier.storedParts(presigned),
      restore: (file) => carrier.restore(file),
      remember: (file, session) => carrier.remember(file, session),
      forget: (presigned) => carrier.forget(presigned),
      renounce: (file) => carrier.renounce(file),
      send: (sending) => carrier.send(sending),
      abort: (presigned) => carrier.abort(presigned),
      complete: (presigned, metadata, signal) => carrier.complete(presigned, metadata, signal),
      awaitVariants: (presigned, signal) => carrier.awaitVariants(presigned, signal),
      moved: (upload, event, before) => this.#moved(upload, event, before),
      stalled: (upload) =>
        this.#target.dispatchEvent(new UploadMomentEvent('upload-stalled', upload.snapshot)),
      retrying: (upload, failures, delayMs, error) => {
        if (error.s3Code === 'SlowDown') carrier.pool.slowDown(delayMs)
        this.#metrics.retried(upload)
        this.#target.dispatchEvent(new UploadRetryEvent(upload.snapshot, failures, delayMs, error))
        this.#notify()
      },
      retries: () => this.#settings.retries,
      whenOnline: (signal) => whenOnline(this.#connectivity, signal),
      now: this.#now,
      random: random ?? Math.random,
    }
  }
}

function momentOf(event: UploadEvent, before: UploadState): UploadMoment | undefined {
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
