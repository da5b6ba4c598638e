import type { PropertyDeclarations } from 'lit'
import type { TransferItem } from './drop/data-transfer.ts'
import type { GivenFiles } from './engine/file-adder.ts'
import type { RestoredUploads } from './engine/resume/interrupted-uploads.ts'
import { hasSessionDatabase } from './engine/resume/session-database.ts'
import type { AddedFiles } from './engine/upload/added-files.ts'
import type { FileMetadata } from './engine/upload/file-metadata.ts'
import type { InterruptedUpload } from './engine/upload/interrupted-upload.ts'
import { UploadError } from './engine/upload/upload-error.ts'
import type { FileSource } from './engine/upload/upload-events.ts'
import type { UploadSnapshot } from './engine/upload/upload-snapshot.ts'
import type { Removal } from './engine/uploader.ts'
import { givenKeys } from './form/given-stored.ts'
import { ignoreAssignments } from './ignore-assignments.ts'
import { pageLoaded } from './page/page-loaded.ts'
import { UploaderProperties } from './uploader-properties.ts'
import type { UploaderUi } from './uploader-ui.ts'
import type { UploaderUiOptions } from './uploader-ui-options.ts'

/** After one of these an upload is likely to follow, or the visitor is told why the form is invalid. */
const INTENTS = ['pointerenter', 'focusin', 'focusout', 'dragenter', 'invalid']
const NOTHING: readonly never[] = []

/**
 * The element's commands. The module that carries them out is loaded when an upload is likely to follow.
 *
 * @csspart dropzone - The area that takes files
 * @csspart button - Opens the file picker
 * @csspart hint - The sentence about size limits
 * @csspart validation-message - Why the form cannot be submitted yet, after the visitor left or tried to submit it
 * @csspart failure - Why nothing can be uploaded now
 * @csspart rejections - The files that were refused
 * @csspart expand-button - Names all files that were refused
 * @csspart list - The list of uploads
 * @csspart item - One upload; also `item-` and its status
 * @csspart page-overlay - Covers the page while files are dragged over it, with `drop-target="page"`
 * @csspart thumbnail - Its picture or icon
 * @csspart thumbnail-image - The picture itself
 * @csspart name - Its file name
 * @csspart folder - The folder that the file is from
 * @csspart meta - Its size and progress in words
 * @csspart error - Why it failed
 * @csspart error-code - The code of the failure and the id of its request, to be copied
 * @csspart progress - Its progress bar
 * @csspart actions - Its buttons
 * @csspart done-icon - The mark of a finished upload
 * @csspart pause-button - Pauses it
 * @csspart resume-button - Continues it
 * @csspart retry-button - Repeats what failed
 * @csspart cancel-button - Ends it
 * @csspart remove-button - Takes it off the list
 * @csspart move-button - The handle that moves it, with `reorder`
 * @csspart caption - The text field of a card, with `caption-field`
 * @csspart caption-label - What it is for, above it
 * @csspart total - The progress of all uploads together, with its bar and its line
 * @csspart summary - The line below the list
 * @csspart total-progress - The progress bar of all uploads together
 * @csspart pause-all-button - Pauses all uploads that keep what was sent
 * @csspart resume-all-button - Continues all that the visitor paused
 * @csspart clear-button - Takes the finished uploads off the list
 * @csspart start-button - Starts uploads that wait because of `manual`
 * @csspart retry-all-button - Tries again all failed uploads that another attempt may finish
 * @csspart undo - The notice about removed files
 * @csspart undo-button - Brings them back
 * @csspart restore - The notice about uploads of an earlier visit
 * @csspart restore-button - Continues them
 * @csspart discard-button - Gives them up
 * @csspart crop - The dialog that crops an avatar
 * @csspart crop-stage - The picture in it
 * @csspart crop-cancel - Closes it and adds nothing
 * @csspart crop-use - Adds the chosen square
 */
export abstract class LazyUploader extends UploaderProperties {
  static override readonly properties: PropertyDeclarations = {
    ui: { state: true },
    held: { state: true },
    notLoaded: { state: true },
    assigned: { state: true },
  }

  protected ui: UploaderUi | undefined
  /** Batches of files that were given before the module is loaded. */
  protected held = 0
  /** Files were given and the module failed to load. */
  protected notLoaded = false
  /** To `value` or `files`, before the module is loaded; undefined: the default counts. */
  protected assigned: unknown
  #loading: Promise<UploaderUi> | undefined

  constructor() {
    super()
    for (const intent of INTENTS) this.addEventListener(intent, this.preload)
  }

  protected abstract readonly uiOptions: UploaderUiOptions

  /** All files of the list as immutable snapshots, in list order. Assigning sets the stored ones, as of `value`. */
  get files(): readonly UploadSnapshot[] {
    return this.ui?.uploader.uploads ?? NOTHING
  }

  set files(given: unknown) {
    this.value = given
  }
  /**
   * Keys of the stored files in list order; what the form submits under `name`. Assigning what `defaultFiles` takes sets
   * the stored files; `''` empties the list; null, undefined and a list equal to the one assigned last change nothing.
   */
  get value(): readonly string[] {
    return this.ui?.value ?? givenKeys(this.given)
  }

  set value(given: unknown) {
    if (given === '') this.clear()
    else if (given != null) this.assign(given)
  }

  /** Uploads of an earlier visit that wait: for the visitor's permission, for their file, or for `restore`. */
  get interrupted(): readonly InterruptedUpload[] {
    return this.ui?.interrupted ?? NOTHING
  }

  /** @internal */
  override connectedCallback(): void {
    super.connectedCallback()
    void this.#loadForSavedUploads().catch(() => {})
  }

  /**
   * Loads the uploading code; done by itself as soon as a pointer, the keyboard or a file comes near.
   *
   * @throws UploadError `module-not-loaded`
   */
  async load(): Promise<void> {
    await this.#open()
  }

  /**
   * Adds files as if they had been chosen; those given as handles can be read again after a reload.
   *
   * @throws TypeError where something else is given
   */
  async addFiles(files: GivenFiles): Promise<AddedFiles> {
    // A list may be emptied before the module is loaded: that of a file input, for example.
    return this.offer(isIterable(files) ? [...files] : files, 'api')
  }

  /** Starts uploads that wait because of `manual`: one, or all. */
  upload(id?: string): void {
    this.ui?.uploader.upload(id)
  }

  /** Pauses one upload, or all. */
  pause(id?: string): void {
    this.ui?.uploader.pause(id)
  }

  /** Continues one paused upload, or all. */
  resume(id?: string): void {
    this.ui?.uploader.resume(id)
  }

  /** Ends one upload, or all; they stay in the list. */
  cancel(id?: string): void {
    this.ui?.uploader.cancel(id)
  }

  /** Repeats the step that failed, of one upload or of all. */
  retry(id?: string): void {
    this.ui?.uploader.retry(id)
  }

  /**
   * With an id, takes that upload off the list: false when `file-remove` was prevented. An `undoable` removal can be
   * undone, with a button in the list, for the time of `undoTimeout`. Without an id, removes the element from the page,
   * as every element's `remove()` does.
   */
  override remove(): void
  override remove(id: string, removal?: Removal): Promise<boolean>
  override remove(id?: string, removal?: Removal): Promise<boolean> | undefined {
    if (id !== undefined) return this.ui?.uploader.remove(id, removal) ?? Promise.resolve(false)
    super.remove()
    return undefined
  }

  /**
   * Gives an upload another place in the list, counted from 0 and clamped; rows, form value and uploads that have not
   * started follow. False where there is no such upload.
   */
  move(id: string, toIndex: number): boolean {
    return this.ui?.uploader.move(id, toIndex) ?? false
  }

  /**
   * Flat strings about one file (a caption, an alternative text) in place of those before; the event on SNS carries
   * them, and after the upload's completion `files` and the JSON value do. At most 2,048 bytes. False while the completion
   * is requested, or where there is no such upload.
   */
  setMetadata(id: string, metadata: FileMetadata): boolean {
    return this.ui?.uploader.setMetadata(id, metadata) ?? false
  }

  /** Puts uploads back in the list whose removal can still be undone. */
  undoRemove(): readonly UploadSnapshot[] {
    return this.ui?.uploader.undoRemove() ?? NOTHING
  }

  /** Empties the list without asking. Uploads of an earlier visit are only hidden. */
  clear(removal?: Removal): void {
    this.notLoaded = false
    this.assigned = []
    if (this.ui !== undefined) this.ui.clear(removal)
    // Files that are held come into the list first, and leave it.
    else void this.#loading?.then((ui) => ui.clear(undefined, this.assigned)).catch(() => {})
  }

  /** Resolves with all uploads when nothing is checked, queued or running. */
  async waitForIdle(): Promise<readonly UploadSnapshot[]> {
    await this.#loading?.catch(() => {})
    return this.ui?.uploader.waitForIdle() ?? NOTHING
  }

  /** Continues uploads of an earlier visit; inside a user gesture the browser may ask the visitor for their files. */
  async restore(): Promise<RestoredUploads> {
    return (await this.#open()).restore()
  }

  /** Gives up uploads of an earlier visit: S3 and this browser delete what they have of them. */
  async discardInterrupted(): Promise<void> {
    await (await this.#open()).discardInterrupted()
  }

  /** The list before the module is loaded. */
  protected get given(): unknown {
    return this.assigned ?? this.defaultFiles
  }

  protected assign(given: unknown): void {
    this.assigned = given
    this.ui?.assign(given)
  }
  /** A failure is told when a file is given. */
  protected readonly preload = (event?: Event): void => {
    this.#open()
      .then(({ notice }) => notice.handle(event))
      .catch(() => {})
  }

  protected async offer(files: GivenFiles, source: FileSource): Promise<AddedFiles> {
    return (this.ui ?? (await this.#hold())).intake.offer(files, source)
  }

  protected async offerItems(items: readonly TransferItem[], source: FileSource): Promise<AddedFiles> {
    return (this.ui ?? (await this.#hold())).intake.offerItems(items, source)
  }

  /** While they are held the form is invalid: it must not be submitted without them. */
  #hold(): Promise<UploaderUi> {
    this.held += 1
    return this.#open()
      .catch((error: unknown) => {
        this.notLoaded = true
        throw error
      })
      .finally(() => {
        this.held -= 1
      })
  }

  #open(): Promise<UploaderUi> {
    this.#loading ??= this.#load()
    return this.#loading
  }

  async #load(): Promise<UploaderUi> {
    const { UploaderUi } = await import('./uploader-ui.ts').catch((cause: unknown) => {
      this.#loading = undefined
      const options = { cause, retryable: true }
      throw new UploadError('module-not-loaded', 'The uploader module failed to load.', options)
    })
    this.ui = new UploaderUi(this, this.uiOptions)
    if (this.assigned !== undefined) this.ui.assign(this.assigned)
    this.notLoaded = false
    return this.ui
  }

  /** Uploads of an earlier visit can only be where there is a database. */
  async #loadForSavedUploads(): Promise<void> {
    if (this.noResume || !(await hasSessionDatabase())) return
    await pageLoaded()
    this.preload()
  }
}

function isIterable(files: GivenFiles): files is Extract<GivenFiles, Iterable<unknown>> {
  return Symbol.iterator in Object(files)
}

ignoreAssignments(LazyUploader.prototype)
