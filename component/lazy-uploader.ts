import type { PropertyDeclarations } from 'lit'
import type { TransferItem } from './drop/data-transfer.ts'
import type { GivenFiles } from './engine/file-adder.ts'
import type { FileHandle } from './engine/resume/file-handle.ts'
import type { RestoredUploads } from './engine/resume/interrupted-uploads.ts'
import { hasSessionDatabase } from './engine/resume/session-database.ts'
import type { AddedFiles } from './engine/upload/added-files.ts'
import type { FileMetadata } from './engine/upload/file-metadata.ts'
import type { InterruptedUpload } from './engine/upload/interrupted-upload.ts'
import { UploadError } from './engine/upload/upload-error.ts'
import type { FileSource } from './engine/upload/upload-events.ts'
import type { UploadSnapshot } from './engine/upload/upload-snapshot.ts'
import { pageLoaded } from './page/page-loaded.ts'
import { UploaderProperties } from './uploader-properties.ts'
import type { UploaderUi, UploaderUiOptions } from './uploader-ui.ts'

/** Somebody is about to upload. */
const INTENTS = ['pointerenter', 'focusin', 'dragenter']
const NOTHING: readonly never[] = []

/** What a page can tell the element to do. What does it is loaded with the first sign that somebody is about to upload. */
export abstract class LazyUploader extends UploaderProperties {
  static override readonly properties: PropertyDeclarations = {
    ui: { state: true },
    held: { state: true },
    notLoaded: { state: true },
  }

  protected ui: UploaderUi | undefined
  /** Files that were given and have nowhere to go yet. */
  protected held = 0
  /** The code did not come when somebody asked for it. */
  protected notLoaded = false
  #loading: Promise<UploaderUi> | undefined

  constructor() {
    super()
    // What fails now is told to whoever gives a file.
    for (const intent of INTENTS) this.addEventListener(intent, () => void this.load().catch(() => {}))
  }

  protected abstract readonly uiOptions: UploaderUiOptions

  /** All uploads as immutable snapshots, in list order. */
  get files(): readonly UploadSnapshot[] {
    return this.ui?.uploader.uploads ?? NOTHING
  }

  /** Object keys that the API confirmed, in list order; what the form submits under `name`. */
  get value(): readonly string[] {
    return this.ui?.value ?? NOTHING
  }

  /** Uploads of a former visit that wait: for the visitor's permission, for their file, or for `restore`. */
  get interrupted(): readonly InterruptedUpload[] {
    return this.ui?.interrupted ?? NOTHING
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#lookBack().catch(() => {})
  }

  /**
   * Loads what it takes to upload. The element does so by itself as soon as a pointer, the keyboard or a file comes
   * near; a page may know earlier.
   *
   * @throws UploadError `api-unreachable` where it does not come
   */
  async load(): Promise<void> {
    await this.#open()
  }

  /**
   * Offers files as if the user had chosen them; those given as handles can be read again after a reload.
   *
   * @throws TypeError where something else is given
   */
  async addFiles(files: GivenFiles): Promise<AddedFiles> {
    // Copied at once, because a page may empty its file input while the uploader loads, which then checks the items.
    return this.offer(isIterable(files) ? [...files] : files, 'api')
  }

  /** Starts what waits because of `manual`. */
  upload(id?: string): void {
    this.ui?.uploader.upload(id)
  }

  pause(id?: string): void {
    this.ui?.uploader.pause(id)
  }

  resume(id?: string): void {
    this.ui?.uploader.resume(id)
  }

  cancel(id?: string): void {
    this.ui?.uploader.cancel(id)
  }

  /** Takes failed uploads up again where they failed. */
  retry(id?: string): void {
    this.ui?.uploader.retry(id)
  }

  /** Without an argument what every element does; with one, takes that upload out of the list: false when the page objected. */
  override remove(): void
  override remove(id: string): Promise<boolean>
  override remove(id?: string): Promise<boolean> | undefined {
    if (id !== undefined) return this.ui?.uploader.remove(id) ?? Promise.resolve(false)
    super.remove()
    return undefined
  }

  /**
   * Gives an upload another place in the list, counted from 0 and clamped: rows, form value and what still waits follow.
   * False where there is no such upload.
   */
  move(id: string, toIndex: number): boolean {
    return this.ui?.uploader.move(id, toIndex) ?? false
  }

  /**
   * Says something about one file (a caption, an alternative text), in place of what was said before; the event
   * carries it. At most 2,048 bytes. False once the upload's completion is asked for, or where there is no such upload.
   */
  setMetadata(id: string, metadata: FileMetadata): boolean {
    return this.ui?.uploader.setMetadata(id, metadata) ?? false
  }

  /** Empties the list. What waits of a former visit is only out of sight. */
  clear(): void {
    this.notLoaded = false
    if (this.ui !== undefined) this.ui.clear()
    // What is on its way into the list comes first, and goes too.
    else void this.#loading?.then((ui) => ui.clear()).catch(() => {})
  }

  /** Resolves when nothing is checked, queued or under way. */
  async waitForIdle(): Promise<readonly UploadSnapshot[]> {
    const ui = this.ui ?? (await this.#loading?.catch(() => undefined))
    return ui?.uploader.waitForIdle() ?? NOTHING
  }

  /** Goes on with interrupted uploads; inside a user gesture the browser may ask the visitor for their files. */
  async restore(): Promise<RestoredUploads> {
    return (this.ui ?? (await this.#open())).restore()
  }

  /** Gives interrupted uploads up: S3 and this browser forget them. */
  async discardInterrupted(): Promise<void> {
    await (this.ui ?? (await this.#open())).discardInterrupted()
  }

  protected async offer(files: GivenFiles, source: FileSource): Promise<AddedFiles> {
    return (this.ui ?? (await this.#hold(Array.isArray(files) ? files.length : 1))).offer(files, source)
  }

  protected async offerItems(items: readonly TransferItem[], source: FileSource): Promise<AddedFiles> {
    return (this.ui ?? (await this.#hold(items.length))).offerItems(items, source)
  }

  /** A form must not go without them. */
  async #hold(count: number): Promise<UploaderUi> {
    this.held += count
    try {
      return await this.#open()
    } catch (error) {
      this.notLoaded = true
      throw error
    } finally {
      this.held -= count
    }
  }

  #open(): Promise<UploaderUi> {
    this.#loading ??= this.#load()
    return this.#loading
  }

  async #load(): Promise<UploaderUi> {
    try {
      const { UploaderUi } = await import('./uploader-ui.ts')
      this.ui = new UploaderUi(this, this.uiOptions)
      this.notLoaded = false
      return this.ui
    } catch (cause) {
      this.#loading = undefined
      throw new UploadError('api-unreachable', 'The code that uploads did not come', {
        cause,
        retryable: true,
      })
    }
  }

  /** Whoever never uploaded has nothing to go on with. */
  async #lookBack(): Promise<void> {
    if (this.noResume || !(await hasSessionDatabase())) return
    await pageLoaded()
    await this.load()
  }
}

function isIterable(given: unknown): given is Iterable<Blob | FileHandle> {
  return Symbol.iterator in Object(given)
}
