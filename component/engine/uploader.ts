/**
 * The headless uploader: takes files in, brings them to S3, and tells how it goes.
 *
 * Owns: its settings, the backend's limits, and how its parts hang together. Does not own: anything that is drawn.
 * Events go to `target`, so that an element can be what dispatches them; snapshots are immutable, so that a view
 * compares by identity.
 */
import type { ConfigResponse, RouteLimits } from '../protocol.ts'
import { BackendLimits } from './api/route-limits.ts'
import { UploadCarrier } from './api/upload-client.ts'
import { type AddedFiles, FileAdder } from './file-adder.ts'
import { combineRules, type FileRules } from './files/file-rules.ts'
import { UploadQueue } from './queue/upload-queue.ts'
import type { UploadTotals } from './queue/upload-totals.ts'
import type { FileHandle, FileHandles } from './resume/file-handle.ts'
import type { InterruptedUploads } from './resume/interrupted-uploads.ts'
import { MemorySessionStore } from './resume/session-store.ts'
import { webLocks } from './resume/upload-lock.ts'
import { browserConnectivity } from './upload/connectivity.ts'
import { type FileMetadata, fileMetadata } from './upload/file-metadata.ts'
import { FileRemoveEvent, type FileSource, FilesReorderEvent } from './upload/upload-events.ts'
import type { UploadSnapshot } from './upload/upload-snapshot.ts'
import type { UploaderPorts } from './uploader-ports.ts'
import { defaultSettings, type UploaderSettings } from './uploader-settings.ts'

export class Uploader extends EventTarget {
  #settings: UploaderSettings = defaultSettings
  readonly #target: EventTarget
  readonly #handles: FileHandles
  readonly #limits: BackendLimits
  readonly #carrier: UploadCarrier
  readonly #queue: UploadQueue
  readonly #adder: FileAdder

  constructor(ports: UploaderPorts) {
    super()
    const { api, transport, target = this, connectivity = browserConnectivity } = ports
    const { handles = new WeakMap(), now = () => performance.now(), random = Math.random } = ports
    const settings = () => this.#settings
    this.#target = target
    this.#handles = handles
    this.#limits = new BackendLimits(api)
    this.#carrier = new UploadCarrier({
      api,
      transport,
      sessions: ports.sessions ?? new MemorySessionStore(),
      locks: ports.locks ?? webLocks,
      handles,
      scope: ports.scope ?? (() => ''),
      place: ports.place ?? (() => ''),
      settings,
      limits: () => this.limits,
      moreToCome: () => this.#queue.sending,
      now,
    })
    this.#queue = new UploadQueue({
      target,
      carrier: this.#carrier,
      connectivity,
      now,
      random,
      settings,
      checking: () => this.checking,
    })
    this.#adder = new FileAdder({
      target,
      handles,
      now,
      queue: this.#queue,
      selection: () => this.#settings.selection,
      rules: () => this.rules,
    })
  }

  /** Snapshots in list order; the same array as long as nothing changed. */
  get uploads(): readonly UploadSnapshot[] {
    return this.#queue.snapshots
  }

  has(id: string): boolean {
    return this.#queue.get(id) !== undefined
  }

  /** All uploads together. */
  get totals(): UploadTotals {
    return this.#queue.totals
  }

  /** What the backend allows, once `loadLimits` knows. */
  get limits(): RouteLimits | undefined {
    return this.#limits.of(this.#settings.route)
  }

  /** What files are held against: the page's rules and the backend's limits. */
  get rules(): FileRules {
    return combineRules(this.#settings.rules, this.limits)
  }

  /** Whether anything is queued or under way. */
  get busy(): boolean {
    return this.#queue.busy
  }

  /** How many files were offered and are neither in the list nor refused yet. */
  get checking(): number {
    return this.#adder.checking
  }

  /** Applies to what starts from now on. */
  configure(settings: Partial<UploaderSettings>): void {
    const merged = { ...this.#settings, ...settings }
    // None at a time would be none ever.
    this.#settings = { ...merged, concurrency: Math.max(1, merged.concurrency || 1) }
    this.#carrier.pool.resize(this.#settings.concurrency)
    this.#queue.admit()
  }

  /**
   * Asks the backend for its limits. Rejects with an UploadError; nothing else depends on the answer.
   *
   * @param known the backend's answer to `GET /config` where somebody asks already; undefined where they got none
   */
  async loadLimits(known?: Promise<ConfigResponse | undefined>): Promise<void> {
    this.#carrier.prepare()
    await this.#limits.load(known)
    this.#queue.changed()
  }

  /** Calls back after any change of the list or of a snapshot, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    return this.#queue.subscribe(listener)
  }

  /** Offers files: asks the page (`files-add`), applies the rules, queues the rest. */
  addFiles(files: Iterable<File | FileHandle>, source: FileSource = 'api'): Promise<AddedFiles> {
    return this.#adder.add([...files], source)
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

  /** Starts what waits in manual mode. */
  upload(id?: string): void {
    this.#queue.command(id, (upload) => this.#queue.release(upload))
  }

  pause(id?: string): void {
    this.#queue.command(id, (upload) => this.#queue.pause(upload))
  }

  resume(id?: string): void {
    this.#queue.command(id, (upload) => this.#queue.resume(upload))
  }

  cancel(id?: string): void {
    this.#queue.command(id, (upload) => upload.cancel())
  }

  /** Takes failed uploads up again where they failed. */
  retry(id?: string): void {
    this.#queue.command(id, (upload) => this.#queue.retry(upload))
  }

  /** Takes an upload out of the list unless the page objects (`file-remove`); what runs ends. */
  async remove(id: string): Promise<boolean> {
    const upload = this.#queue.get(id)
    if (upload === undefined) return false
    const event = new FileRemoveEvent(upload.snapshot)
    this.#target.dispatchEvent(event)
    if (!(await event.allowed())) return false
    this.#queue.drop(upload)
    this.#queue.changedByUser()
    return true
  }

  /** Empties the list without asking. */
  clear(): void {
    this.#adder.clear()
    this.#queue.command(undefined, (upload) => this.#queue.drop(upload))
  }

  /**
   * Gives an upload another place in the list, counted from 0 and clamped; what still waits starts in list order, what
   * runs goes on. False where there is no such upload.
   */
  move(id: string, toIndex: number): boolean {
    if (this.#queue.move(id, toIndex)) {
      this.#queue.changedByUser()
      this.#target.dispatchEvent(new FilesReorderEvent(this.uploads))
    }
    return this.has(id)
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
    const taken = this.#queue.get(id)?.setMetadata(fileMetadata(metadata)) ?? false
    if (taken) this.#queue.changed()
    return taken
  }

  /** Resolves when nothing is checked, queued or under way, at once if so now. */
  waitForIdle(): Promise<readonly UploadSnapshot[]> {
    const idle = () => !this.busy && this.checking === 0
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
    const upload = this.#queue.get(id)
    if (upload === undefined) return
    upload.previewUrl = url
    this.#queue.changed()
  }
}
