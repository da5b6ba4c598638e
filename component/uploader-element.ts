import { state } from 'lit/decorators.js'
import type { AddedFiles } from './engine/file-adder.ts'
import type { FileHandle, FileHandles } from './engine/file-handle.ts'
import type { FileMetadata } from './engine/file-metadata.ts'
import type { Rejection } from './engine/file-rules.ts'
import { IndexedDbSessionStore } from './engine/indexed-db-session-store.ts'
import { FetchUploadApi } from './engine/upload-api.ts'
import type { FileSource } from './engine/upload-events.ts'
import type { UploadSnapshot } from './engine/upload-snapshot.ts'
import { Uploader } from './engine/uploader.ts'
import { XhrTransport } from './engine/xhr-transport.ts'
import { objectKeys } from './form-state.ts'
import { SettingsElement } from './settings-element.ts'

/** What a page can tell the element to do: the uploader's commands under the element's settings. Shows nothing. */
export class UploaderElement extends SettingsElement {
  protected readonly handles: FileHandles = new WeakMap()
  protected readonly uploader = new Uploader({
    api: new FetchUploadApi(this),
    transport: new XhrTransport(),
    sessions: new IndexedDbSessionStore(),
    handles: this.handles,
    scope: () => this.scope,
    place: () => this.place,
    target: this,
  })

  @state() protected rejections: readonly Rejection[] = []
  @state() protected unreadable = 0

  /** All uploads as immutable snapshots, in list order. */
  get files(): readonly UploadSnapshot[] {
    return this.uploader.uploads
  }

  /** Object keys that the API confirmed, in list order; what the form submits under `name`. */
  get value(): readonly string[] {
    return objectKeys(this.files)
  }

  /** Offers files as if the user had chosen them; those given as handles can be read again after a reload. */
  addFiles(files: Iterable<File | FileHandle>): Promise<AddedFiles> {
    return this.offer([...files], 'api')
  }

  /** Starts what waits because of `manual`. */
  upload(id?: string): void {
    this.uploader.upload(id)
  }

  pause(id?: string): void {
    this.uploader.pause(id)
  }

  resume(id?: string): void {
    this.uploader.resume(id)
  }

  cancel(id?: string): void {
    this.uploader.cancel(id)
  }

  /** Takes failed uploads up again where they failed. */
  retry(id?: string): void {
    this.uploader.retry(id)
  }

  /** Without an argument what every element does; with one, takes that upload out of the list: false when the page objected. */
  override remove(): void
  override remove(id: string): Promise<boolean>
  override remove(id?: string): Promise<boolean> | undefined {
    if (id !== undefined) return this.uploader.remove(id)
    super.remove()
    return undefined
  }

  /**
   * Gives an upload another place in the list, counted from 0 and clamped: rows, form value and what still waits follow.
   * False where there is no such upload.
   */
  move(id: string, toIndex: number): boolean {
    return this.uploader.move(id, toIndex)
  }

  /**
   * Says something about one file (a caption, an alternative text), in place of what was said before; the event
   * carries it. At most 2,048 bytes. False once the upload's completion is asked for, or where there is no such upload.
   */
  setMetadata(id: string, metadata: FileMetadata): boolean {
    return this.uploader.setMetadata(id, metadata)
  }

  /** Resolves when nothing is checked, queued or under way. */
  waitForIdle(): Promise<readonly UploadSnapshot[]> {
    return this.uploader.waitForIdle()
  }

  /** The backend, for what is written down. */
  protected get scope(): string {
    const { baseURI } = document
    return URL.canParse(this.endpoint, baseURI) ? new URL(this.endpoint, baseURI).href : this.endpoint
  }

  /** This element among all of the site, as far as its author tells them apart. */
  protected get place(): string {
    return [location.pathname + location.search, this.id, this.name ?? ''].join(' ')
  }

  /** Whether a file may be so large that it comes in parts, which are worth going on with. */
  protected get wantsHandles(): boolean {
    const { limits, rules } = this.uploader
    const { multipartThreshold } = limits ?? { multipartThreshold: 0 }
    const { maxFileSize = Number.POSITIVE_INFINITY } = rules
    return !this.noResume && multipartThreshold !== null && maxFileSize > multipartThreshold
  }

  protected async offer(
    files: readonly (File | FileHandle)[],
    source: FileSource,
    unreadable = 0,
  ): Promise<AddedFiles> {
    // The page may have set a property in this very turn.
    this.uploader.configure(this.settings)
    this.unreadable = unreadable
    this.rejections = []
    const added = await this.uploader.addFiles(files, source)
    // Another batch may have been refused meanwhile.
    this.rejections = [...this.rejections, ...added.rejected]
    return added
  }

  protected dismiss(): void {
    this.rejections = []
    this.unreadable = 0
  }
}
