/**
 * The headless uploader: takes files, brings them to S3, and reports how it goes.
 *
 * Owns: its settings, the API's limits, and how its parts are composed. Does not own: anything that is drawn. Events go
 * to `target`, so that an element can dispatch them; snapshots are immutable, so that a view compares by identity.
 */
import type { ConfigResponse, RouteLimits } from '../protocol.ts'
import { HttpUploadClient } from './api/http-upload-client.ts'
import { ApiLimits } from './api/route-limits.ts'
import { FileAdder, type GivenFiles } from './file-adder.ts'
import { combineRules, type FileRules } from './files/file-rules.ts'
import { FileTransforms } from './files/file-transforms.ts'
import { replaceStored } from './queue/replace-stored.ts'
import { type UploadIds, UploadQueue } from './queue/upload-queue.ts'
import type { UploadTotals } from './queue/upload-totals.ts'
import { waitUntil } from './queue/wait-until.ts'
import type { FileHandles } from './resume/file-handle.ts'
import type { InterruptedUploads } from './resume/interrupted-uploads.ts'
import type { AddedFiles } from './upload/added-files.ts'
import { type FileMetadata, fileMetadata } from './upload/file-metadata.ts'
import { type GivenStoredFile, storedFiles } from './upload/stored-file.ts'
import type { Upload } from './upload/upload.ts'
import type { FileSource } from './upload/upload-events.ts'
import { FileRemoveEvent, FileRemoveUndoEvent, FilesReorderEvent } from './upload/upload-events.ts'
import type { UploadSnapshot } from './upload/upload-snapshot.ts'
import { type UploaderPorts, withDefaults } from './uploader-ports.ts'
import { defaultSettings, type UploaderSettings } from './uploader-settings.ts'

/** Whether a removed upload can return for a while. */
export type Removal = 'final' | 'undoable'

export class Uploader extends EventTarget {
  #settings: UploaderSettings = defaultSettings
  readonly #target: EventTarget
  readonly #handles: FileHandles
  readonly #limits: ApiLimits
  readonly #client: HttpUploadClient
  readonly #queue: UploadQueue
  readonly #adder: FileAdder

  constructor(ports: UploaderPorts) {
    super()
    const withAll = withDefaults(ports, this)
    const { api, target, connectivity, handles, now, random } = withAll
    const settings = () => this.#settings
    this.#target = target
    this.#handles = handles
    this.#limits = new ApiLimits(api)
    this.#client = new HttpUploadClient({
      ...withAll,
      settings,
      limits: () => this.limits,
      isSending: () => this.#queue.sending,
    })
    const transforms = new FileTransforms({
      transformers: () => this.#settings.transformers,
      pageRules: () => this.#settings.rules,
      limits: () => this.limits,
      uploads: () => this.#queue.uploads(),
    })
    this.#queue = new UploadQueue({
      target,
      client: this.#client,
      connectivity,
      now,
      random,
      settings,
      checking: () => this.checking,
      transforms,
      slowDown: (ms) => this.#client.pool.slowDown(ms),
    })
    this.#adder = new FileAdder({
      target,
      handles,
      now,
      queue: this.#queue,
      selection: () => this.#settings.selection,
      rules: () => this.rules,
      transforms,
    })
  }

  /** Snapshots in list order; the same array as long as nothing changed. */
  get uploads(): readonly UploadSnapshot[] {
    return this.#queue.snapshots
  }

  /** Number of uploads in the list. */
  get size(): number {
    return this.#queue.size
  }

  has(id: string): boolean {
    return this.#queue.get(id) !== undefined
  }

  /** All uploads together. */
  get totals(): UploadTotals {
    return this.#queue.totals
  }

  /** What the API allows, once `loadLimits` has resolved. */
  get limits(): RouteLimits | undefined {
    return this.#limits.of(this.#settings.route)
  }

  /** Rules for files: those of the page and the limits of the API. */
  get rules(): FileRules {
    return combineRules(this.#settings.rules, this.limits)
  }

  /** Whether anything waits for its turn, is under way, or continues when the network is back. */
  get busy(): boolean {
    return this.#queue.busy
  }

  /** Files that were offered and are neither in the list nor refused yet; at least 1 while a folder is being read. */
  get checking(): number {
    return this.#adder.checking
  }

  /** Applies to what starts from now on. */
  configure(settings: Partial<UploaderSettings>): void {
    const merged = { ...this.#settings, ...settings }
    // With 0 at a time nothing would ever start.
    this.#settings = { ...merged, concurrency: Math.max(1, merged.concurrency || 1) }
    this.#client.pool.resize(this.#settings.concurrency)
    this.#queue.schedule()
  }

  /**
   * Asks the API for its limits. Rejects with an UploadError; nothing else depends on the response.
   *
   * @param known the response to `GET /config` that the page has asked for already; undefined where it got none
   */
  async loadLimits(known?: Promise<ConfigResponse | undefined>): Promise<void> {
    this.#client.prepare()
    await this.#limits.load(known)
    this.#queue.changed()
  }

  /** Calls back after any change of the list or of a snapshot, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    return this.#queue.subscribe(listener)
  }

  /**
   * Offers files: asks the page (`files-add`), applies the rules, queues the rest.
   *
   * @param files one or more, or a promise of them while a folder is being read: the uploader is not idle meanwhile
   */
  addFiles(files: GivenFiles | Promise<GivenFiles>, source: FileSource = 'api'): Promise<AddedFiles> {
    return this.#adder.add(files, source)
  }

  /**
   * Makes these the stored files of the list, before all others: of an edit form, for example. Uploads that are stored
   * leave the list where they are not named; others stay. No event is dispatched.
   *
   * @throws TypeError where one has no key or wrong facts
   */
  setStored(files: Iterable<GivenStoredFile>): void {
    replaceStored(this.#queue, storedFiles(files))
    this.#queue.changedByUser()
  }

  /** What earlier visits left unfinished here, if anything. Its `offer` asks the page (`uploads-restore`). */
  interrupted(): Promise<InterruptedUploads | undefined> {
    return this.#client.interrupted({
      target: this.#target,
      // With a single selection it would replace the listed file.
      room: () =>
        this.#settings.selection === 'multiple' ? 'many' : this.uploads.length > 0 ? 'none' : 'one',
      handles: this.#handles,
      addFiles: (restored) => this.addFiles(restored, 'restore'),
    })
  }

  /** Starts what waits in manual mode. */
  upload(id?: string): void {
    this.#queue.command(id, (upload) => upload.release())
  }

  pause(ids?: UploadIds): void {
    this.#queue.command(ids, (upload) => upload.pause())
  }

  resume(ids?: UploadIds): void {
    this.#queue.command(ids, (upload) => upload.resume())
  }

  cancel(id?: string): void {
    this.#queue.command(id, (upload) => upload.cancel())
  }

  /** Tries failed uploads again where they failed, and the processing of stored ones. */
  retry(ids?: UploadIds): void {
    this.#queue.command(ids, (upload) => upload.retry())
  }

  /**
   * Takes an upload out of the list unless the page objects (`file-remove`). What runs of it ends; where the removal is
   * `undoable` it is paused, until `undoRemove` or `finishRemove`.
   */
  async remove(id: string, removal?: Removal): Promise<boolean> {
    return (await this.removeAll([id], removal)) === 1
  }

  /** The same for several uploads, with one change of the list at the end. Resolves with how many left. */
  async removeAll(ids: readonly string[], removal: Removal = 'final'): Promise<number> {
    const leaving = ids.flatMap((id) => this.#queue.get(id) ?? [])
    const decisions = leaving.map((upload) => {
      const event = new FileRemoveEvent(upload.snapshot)
      this.#target.dispatchEvent(event)
      return event.decision()
    })
    const decided = await Promise.all(decisions)
    const allowed = leaving.filter((_, index) => decided[index]?.kind !== 'refused')
    for (const upload of allowed) this.#take(upload, removal)
    if (allowed.length > 0) this.#queue.changedByUser()
    return allowed.length
  }

  /** Empties the list without asking. Where that is `final`, what was removed before cannot return either. */
  clear(removal: Removal = 'final'): void {
    this.#adder.clear()
    if (removal === 'final') this.#queue.removed.drop()
    this.#queue.command(undefined, (upload) => this.#take(upload, removal))
  }

  /** Undoable removals, in their order; the same array as long as nothing changed. */
  get removed(): readonly UploadSnapshot[] {
    return this.#queue.removed.snapshots
  }

  /** Puts all `removed` uploads back in their places, where they continue; returns them. */
  undoRemove(): readonly UploadSnapshot[] {
    const returned = this.#queue.removed.return()
    if (returned.length === 0) return returned
    this.#queue.changedByUser()
    this.#target.dispatchEvent(new FileRemoveUndoEvent(returned))
    return returned
  }

  /** Ends all `removed` uploads: S3 deletes the parts that it has of them. */
  finishRemove(): void {
    if (this.removed.length === 0) return
    this.#queue.removed.drop()
    this.#queue.changedByUser()
  }

  /**
   * Moves an upload to another index of the list, from 0 and clamped: waiting uploads start in list order. False where
   * there is no such upload.
   */
  move(id: string, toIndex: number): boolean {
    if (this.#queue.move(id, toIndex)) {
      this.#queue.changedByUser()
      this.#target.dispatchEvent(new FilesReorderEvent(this.uploads))
    }
    return this.has(id)
  }

  /**
   * Replaces the metadata of one file (a caption): flat strings, at most 2,048 bytes, that the completion carries; what is
   * set afterwards is in the snapshot alone. False, and nothing is set, while the completion is asked for, or where there is
   * no such upload.
   *
   * @throws TypeError where it is no object of strings or has an invalid name
   * @throws RangeError where it has more than 2,048 bytes
   */
  setMetadata(id: string, metadata: FileMetadata): boolean {
    const taken = this.#queue.get(id)?.setMetadata(fileMetadata(metadata)) ?? false
    if (taken) this.#queue.changed()
    return taken
  }

  /** Resolves when nothing is checked or under way and nothing continues by itself; at once if so now. */
  async waitForIdle(): Promise<readonly UploadSnapshot[]> {
    const isIdle = () => !this.busy && this.checking === 0
    await waitUntil(isIdle, (listener) => this.subscribe(listener))
    return this.uploads
  }

  /** Shows a local picture of the file in its snapshot. */
  setPreview(id: string, url: string | null): void {
    const upload = this.#queue.get(id)
    if (upload === undefined) return
    upload.previewUrl = url
    this.#queue.changed()
  }

  #take(upload: Upload, removal: Removal): void {
    if (removal === 'final') this.#queue.drop(upload)
    else this.#queue.removed.add(upload)
  }
}
