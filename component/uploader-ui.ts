/**
 * What it takes to upload, and the list below the drop zone: loaded with the first sign that somebody is about to.
 *
 * Owns: the uploader, and what is shown of it. Does not own: the drop zone, the form, or the settings (the element).
 */
import { html, nothing, type ReactiveController } from 'lit'
import type { TransferItem } from './drop/data-transfer.ts'
import { openFilePicker } from './drop/file-picker.ts'
import { readEntries } from './drop/read-entries.ts'
import { FetchUploadApi } from './engine/api/fetch-upload-api.ts'
import { parseConfig } from './engine/api/parse-response.ts'
import type { GivenFiles } from './engine/file-adder.ts'
import { uploadTotals } from './engine/queue/upload-totals.ts'
import type { FileHandles } from './engine/resume/file-handle.ts'
import { IndexedDbSessionStore } from './engine/resume/indexed-db-session-store.ts'
import type { RestoredUploads } from './engine/resume/interrupted-uploads.ts'
import { XhrTransport } from './engine/storage/xhr-transport.ts'
import type { AddedFiles } from './engine/upload/added-files.ts'
import type { InterruptedUpload } from './engine/upload/interrupted-upload.ts'
import type { Rejection } from './engine/upload/rejection.ts'
import type { FileSource } from './engine/upload/upload-events.ts'
import { Uploader } from './engine/uploader.ts'
import { objectKeys } from './form/form-state.ts'
import { announcement } from './list/announcement.ts'
import { FocusController } from './list/focus-controller.ts'
import { listSummary } from './list/list-summary.ts'
import { PreviewController } from './list/preview-controller.ts'
import { rejectionList } from './list/rejection-list.ts'
import { listStyles } from './list/upload-list.styles.ts'
import { uploadList } from './list/upload-list.ts'
import type { RowCommand } from './list/upload-row.ts'
import { VirtualListController } from './list/virtual-list-controller.ts'
import { addStyles } from './page/add-styles.ts'
import { UnloadGuardController } from './page/unload-guard-controller.ts'
import { WakeLockController } from './page/wake-lock-controller.ts'
import { RestoreController } from './restore/restore-controller.ts'
import { warmFormatters } from './text/format-progress.ts'
import { englishMessages, type Messages } from './text/messages.ts'
import { placeOf, scopeOf, toSettings } from './to-settings.ts'
import { UploaderProperties } from './uploader-properties.ts'
import { validateAttributes } from './validate-attributes.ts'

export interface UploaderUiOptions {
  /** The answer of the present backend to `GET /config`; undefined where there is none. */
  config(): Promise<unknown>
  /** Whether the visitor may change anything. */
  enabled(): boolean
  /** The language of numbers. */
  locale(): string | undefined
  /** Puts the keyboard on the button that chooses files. */
  focusChoose(): void
  /** Uploads changed; that is drawn later. */
  onChange(): void
}

export class UploaderUi implements ReactiveController {
  readonly uploader: Uploader
  readonly #host: UploaderProperties
  readonly #options: UploaderUiOptions
  readonly #rows: VirtualListController
  readonly #restore: RestoreController
  /** Where files came from. */
  readonly #handles: FileHandles = new WeakMap()
  #rejections: readonly Rejection[] = []
  #unreadable = 0
  #totals = uploadTotals([])
  #announced = this.#totals
  #spoken = ''
  #endpoint: string | undefined

  constructor(host: UploaderProperties, options: UploaderUiOptions) {
    this.#host = host
    this.#options = options
    const { enabled, locale, focusChoose } = options
    this.uploader = new Uploader({
      api: new FetchUploadApi(host),
      transport: new XhrTransport(),
      sessions: new IndexedDbSessionStore(),
      handles: this.#handles,
      scope: () => scopeOf(host),
      place: () => placeOf(host),
      target: host,
    })
    // Before the others, which ask for what it knows.
    host.addController(this)
    this.#rows = new VirtualListController(host, () => this.#files.length + this.uploader.checking)
    this.#restore = new RestoreController(host, {
      enabled: () => enabled() && !host.noResume,
      scope: () => `${scopeOf(host)} ${host.route} ${placeOf(host)}`,
      find: () => this.uploader.interrupted(),
      context: () => ({ messages: this.#messages, disabled: !enabled() }),
      speak: (sentence) => {
        this.#spoken = sentence
      },
      onRejected: (rejections) => this.#refuse(rejections),
      onAnswered: focusChoose,
    })
    new UnloadGuardController(host, () => !host.noUnloadGuard && this.#moving)
    new WakeLockController(host, () => !host.noWakeLock && this.#moving)
    new PreviewController(host, this.uploader, () =>
      host.noPreview ? [] : this.#rows.rows(this.#files).flatMap((row) => this.#files[row] ?? []),
    )
    new FocusController(host)
    this.uploader.subscribe(() => {
      options.onChange()
      host.requestUpdate()
    })
    this.#configure()
    for (const fault of validateAttributes(host, UploaderProperties.observedAttributes)) {
      reportError(new TypeError(`<s3-uploader>: ${fault}`))
    }
    warmFormatters(locale())
  }

  /** Object keys that the API confirmed, in list order. */
  get value(): readonly string[] {
    return objectKeys(this.#files)
  }

  /** How many uploads are in each state, as it is now and not as it is drawn. */
  get counts() {
    return this.uploader.totals.counts
  }

  /** Whether uploads are started of which none is on its way yet. */
  get launching(): boolean {
    const { preparing, uploading } = this.counts
    return preparing > 0 && uploading === 0
  }

  /** What a screen reader is told next. */
  get spoken(): string {
    return this.#spoken
  }

  /** Whether a file may be so large that it comes in parts, which are worth going on with. */
  get wantsHandles(): boolean {
    const { limits, rules } = this.uploader
    const { multipartThreshold } = limits ?? { multipartThreshold: 0 }
    const { maxFileSize = Number.POSITIVE_INFINITY } = rules
    return !this.#host.noResume && multipartThreshold !== null && maxFileSize > multipartThreshold
  }

  /** Uploads of a former visit that wait. */
  get interrupted(): readonly InterruptedUpload[] {
    return this.#restore.waiting
  }

  hostConnected(): void {
    addStyles(this.#host, listStyles)
  }

  hostUpdate(): void {
    this.#configure()
    this.#totals = this.uploader.totals
    // A large batch comes in by and by: it is announced once.
    if (this.uploader.checking > 0) return
    this.#spoken = announcement(this.#announced, this.#totals, this.#messages) ?? this.#spoken
    this.#announced = this.#totals
  }

  async offer(files: GivenFiles, source: FileSource): Promise<AddedFiles> {
    // The page may have set a property in this very turn.
    this.#configure()
    this.#dismiss()
    const added = await this.uploader.addFiles(files, source)
    // Another batch may have been refused meanwhile. Where nothing was, it draws at once that all is known.
    this.#refuse(added.rejected)
    return added
  }

  async offerItems(items: readonly TransferItem[], source: FileSource): Promise<AddedFiles> {
    const { files, unreadable } = await readEntries(items, this.#handles)
    const added = this.offer(files, source)
    this.#unreadable = unreadable
    return added
  }

  /** Chromium's own picker, where that is worth it: false where the file input has to do. */
  async pick(accept: string | undefined): Promise<boolean> {
    const { multiple, directory, capture } = this.#host
    if (!this.wantsHandles || capture !== null || directory) return false
    const picked = await openFilePicker({ multiple, accept })
    if (picked === 'unavailable') return false
    if (picked.length > 0) void this.offer(picked, 'picker')
    return true
  }

  clear(): void {
    this.#dismiss()
    this.#restore.dismiss()
    this.uploader.clear()
  }

  restore(): Promise<RestoredUploads> {
    return this.#restore.restore()
  }

  discardInterrupted(): Promise<void> {
    return this.#restore.discard()
  }

  /** What was refused. */
  renderAlert() {
    return rejectionList(this.#rejections, {
      messages: this.#messages,
      unreadable: this.#unreadable,
      dismiss: () => {
        this.#dismiss()
        this.#options.focusChoose()
      },
    })
  }

  render() {
    const { checking, busy } = this.uploader
    const { enabled, locale } = this.#options
    const files = this.#files
    const context = { messages: this.#messages, locale: locale(), disabled: !enabled() }
    return html`${this.#restore.render() ?? nothing}
      ${files.length === 0 ? nothing : uploadList(files, this.#rows, { ...context, act: this.#act })}
      ${
        files.length + checking === 0
          ? html`<slot name="empty"></slot>`
          : listSummary({
              ...context,
              totals: this.#totals,
              checking,
              busy,
              manual: this.#host.manual,
              start: () => this.uploader.upload(),
            })
      }`
  }

  get #files() {
    return this.uploader.uploads
  }

  /** Queued files lose nothing when the page is left or sleeps; after `completing` the server goes on alone. */
  get #moving(): boolean {
    const { preparing, uploading, completing } = this.#totals.counts
    return preparing + uploading + completing > 0
  }

  get #messages(): Messages {
    return { ...englishMessages, ...this.#host.strings }
  }

  #configure(): void {
    this.uploader.configure(toSettings(this.#host))
    const { endpoint } = this.#host
    if (endpoint === this.#endpoint) return
    this.#endpoint = endpoint
    // Knowing the limits early is a courtesy; the API holds every file against them anyway.
    this.uploader.loadLimits(this.#options.config().then(configOf)).catch(() => {})
  }

  #refuse(rejections: readonly Rejection[]): void {
    this.#rejections = [...this.#rejections, ...rejections]
    this.#host.requestUpdate()
  }

  #dismiss(): void {
    this.#rejections = []
    this.#unreadable = 0
    this.#host.requestUpdate()
  }

  readonly #act = async (command: RowCommand, id: string): Promise<void> => {
    if (command !== 'remove' && command !== 'cancel') {
      this.uploader[command](id)
      return
    }
    // A canceled file has no more business in the list; the keyboard goes on at its neighbour.
    const index = this.#files.findIndex((upload) => upload.id === id)
    if (!(await this.uploader.remove(id))) return
    this.#host.requestUpdate()
    await this.#host.updateComplete
    const row = Math.min(index, this.#files.length - 1)
    if (!(await this.#rows.focus(row, this.#files[row]?.id))) this.#options.focusChoose()
  }
}

/** Undefined where it is no answer of this API: the engine asks itself and says what is wrong. */
function configOf(answer: unknown) {
  try {
    return answer === undefined ? undefined : parseConfig(answer)
  } catch {
    return undefined
  }
}
