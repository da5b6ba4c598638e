/**
 * The engine and the list below the drop zone, loaded when an upload is likely to follow.
 *
 * Owns: the uploader, what is shown of it, and the form's value. Does not own: the drop zone, the form's validity, or
 * the settings (the element).
 */
import { html, nothing, type ReactiveController } from 'lit'
import { AvatarCrop } from './avatar/avatar-crop.ts'
import type { TransferItem } from './drop/data-transfer.ts'
import { openFilePicker } from './drop/file-picker.ts'
import { PagePasteController } from './drop/page-paste-controller.ts'
import { readEntries } from './drop/read-entries.ts'
import { FetchUploadApi } from './engine/api/fetch-upload-api.ts'
import type { GivenFiles } from './engine/file-adder.ts'
import { uploadTotals } from './engine/queue/upload-totals.ts'
import type { FileHandles } from './engine/resume/file-handle.ts'
import { IndexedDbSessionStore } from './engine/resume/indexed-db-session-store.ts'
import type { RestoredUploads } from './engine/resume/interrupted-uploads.ts'
import { XhrTransport } from './engine/storage/xhr-transport.ts'
import type { AddedFiles } from './engine/upload/added-files.ts'
import type { InterruptedUpload } from './engine/upload/interrupted-upload.ts'
import type { FileSource } from './engine/upload/upload-events.ts'
import type { UploadSnapshot } from './engine/upload/upload-snapshot.ts'
import { type Removal, Uploader } from './engine/uploader.ts'
import type { FormNeeds, FormState } from './form/empty-form.ts'
import { FormFirstTarget } from './form/form-first-target.ts'
import { UploadsForm } from './form/uploads-form.ts'
import { knownConfig } from './known-config.ts'
import { CountdownController } from './list/countdown-controller.ts'
import { drawingFrame } from './list/drawing-frame.ts'
import { FocusController } from './list/focus-controller.ts'
import { MotionController } from './list/motion-controller.ts'
import { panelStyles } from './list/panel.styles.ts'
import { PreviewController } from './list/preview-controller.ts'
import { RejectionAlert } from './list/rejection-alert.ts'
import { RowCommands } from './list/row-commands.ts'
import { undoStyles } from './list/undo.styles.ts'
import { listStyles } from './list/upload-list.styles.ts'
import { VirtualListController } from './list/virtual-list-controller.ts'
import { messages as english } from './locales/en.ts'
import { lookContext } from './look-context.ts'
import type { LookContext } from './looks/look.ts'
import { LookController } from './looks/look-controller.ts'
import { ReorderController } from './looks/reorder-controller.ts'
import { mayBeInParts } from './may-be-in-parts.ts'
import { addStyles } from './page/add-styles.ts'
import { reportFailures } from './page/report-failures.ts'
import { UnloadGuardController } from './page/unload-guard-controller.ts'
import { WakeLockController } from './page/wake-lock-controller.ts'
import { RestoreController } from './restore/restore-controller.ts'
import { SpeechController } from './speech/speech-controller.ts'
import { warmFormatters } from './text/format-progress.ts'
import { messageMerger } from './text/merge-messages.ts'
import type { Messages } from './text/messages.ts'
import { typeNames } from './text/type-name.ts'
import { placeOf, scopeOf, toSettings } from './to-settings.ts'
import { UploaderProperties } from './uploader-properties.ts'
import type { UploaderUiOptions } from './uploader-ui-options.ts'
import { reportAttributes } from './validate-attributes.ts'

export class UploaderUi implements ReactiveController {
  readonly uploader: Uploader
  readonly #host: UploaderProperties
  readonly #options: UploaderUiOptions
  readonly #rows: VirtualListController
  readonly #commands: RowCommands
  readonly #restore: RestoreController
  readonly #form: UploadsForm
  readonly #words = messageMerger<Messages>(english)
  /** How to read files again after a reload. */
  readonly #handles: FileHandles = new WeakMap()
  readonly #refused: RejectionAlert
  readonly #looks: LookController
  readonly #crop: AvatarCrop
  #totals = uploadTotals([])
  readonly #speech: SpeechController
  #config: Promise<unknown> | undefined

  constructor(host: UploaderProperties, options: UploaderUiOptions) {
    this.#host = host
    this.#options = options
    const { enabled, language, focusChoose } = options
    this.#refused = new RejectionAlert(() => host.requestUpdate())
    this.#form = new UploadsForm({
      host,
      internals: options.internals,
      uploads: () => this.#files,
      count: () => this.uploader.size,
      checking: () => this.uploader.checking,
      messages: () => this.#messages,
      validate: options.validate,
    })
    this.uploader = new Uploader({
      api: new FetchUploadApi(host),
      transport: new XhrTransport(),
      sessions: new IndexedDbSessionStore(),
      handles: this.#handles,
      scope: () => scopeOf(host),
      place: () => placeOf(host),
      target: new FormFirstTarget(host, this.#form),
    })
    // First: the other controllers use its state.
    host.addController(this)
    this.#rows = new VirtualListController(host, () => this.#files.length + this.uploader.checking)
    const { uploader } = this
    const undoTimeoutMs = () => host.undoTimeout
    this.#commands = new RowCommands(host, { uploader, rows: this.#rows, focusChoose, undoTimeoutMs })
    const speak = (sentence: string) => this.#speech.announce(sentence)
    this.#restore = new RestoreController(host, {
      enabled: () => enabled() && !host.noResume,
      scope: () => `${scopeOf(host)} ${host.route} ${placeOf(host)}`,
      find: () => this.uploader.interrupted(),
      context: () => ({ messages: this.#messages, disabled: !enabled() }),
      speak,
      onRejected: (rejections) => this.#refused.add(rejections),
      onAnswered: focusChoose,
    })
    new UnloadGuardController(host, () => !host.noUnloadGuard && this.#moving)
    new WakeLockController(host, () => !host.noWakeLock && this.#moving)
    new PreviewController(host, this.uploader, () => (host.noPreview ? [] : this.#inSight))
    new CountdownController(host, () => this.#inSight.some(({ waiting }) => waiting?.for === 'retry'))
    this.#looks = new LookController(host)
    new ReorderController(host, { uploader, rows: this.#rows, messages: () => this.#messages, speak })
    new FocusController(host)
    new MotionController(host, () => this.#files)
    this.#speech = new SpeechController(host, {
      uploader: this.uploader,
      tally: () => this.#form.tally,
      dragging: options.dragging,
      words: () => ({ messages: this.#messages, language: language().locale }),
    })
    new PagePasteController(host, {
      isWanted: () => host.pagePaste && !host.noPaste && enabled(),
      onPaste: options.paste,
    })
    this.uploader.subscribe(() => {
      this.#form.sync()
      host.requestUpdate()
    })
    this.#crop = new AvatarCrop(host, () => ({ messages: this.#messages, lang: language().lang }))
    reportFailures(host)
    this.#configure()
    reportAttributes(host, UploaderProperties.observedAttributes)
    warmFormatters(language().locale)
  }

  /** Object keys that the API confirmed, in list order. */
  get value(): readonly string[] {
    return this.#form.tally.keys
  }

  /** @param needs of the element before its uploads */
  formState(needs: FormNeeds): FormState {
    return this.#form.state(needs)
  }

  /** Whether a file may be large enough for parts, which can be continued after a reload. */
  get wantsHandles(): boolean {
    return !this.#host.noResume && mayBeInParts(this.uploader)
  }

  /** What the button that chooses files says; undefined while there are none. */
  get again(): string | undefined {
    if (this.uploader.size + this.uploader.checking === 0) return undefined
    return this.#host.multiple || this.#host.directory ? this.#messages.addMore : this.#messages.replace
  }

  /** Uploads of an earlier visit that wait. */
  get interrupted(): readonly InterruptedUpload[] {
    return this.#restore.waiting
  }

  /** Another document than before has none of the styles. */
  hostConnected(): void {
    for (const styles of [this.#options.styles, listStyles, panelStyles, undoStyles])
      addStyles(this.#host, styles)
  }

  beforeUpdate(): Promise<void> {
    return drawingFrame(() => this.uploader.totals.counts)
  }

  hostUpdate(): void {
    this.#configure()
    this.#form.updateValue()
    this.#totals = this.uploader.totals
  }

  hostUpdated(): void {
    const { states } = this.#options.internals
    states[this.#files.length === 0 ? 'add' : 'delete']('empty')
    states[this.uploader.busy ? 'add' : 'delete']('busy')
  }

  async offer(files: GivenFiles | Promise<GivenFiles>, source: FileSource): Promise<AddedFiles> {
    this.#configure()
    this.#refused.clear()
    const added = await this.uploader.addFiles(this.#crop.of(files, source), source)
    this.#refused.add(added.rejected)
    // Back in the list, they could be more files than allowed.
    if (added.accepted.length > 0) this.uploader.finishRemove()
    return added
  }

  async offerItems(items: readonly TransferItem[], source: FileSource): Promise<AddedFiles> {
    const entries = readEntries(items, this.#handles)
    // Offered at once: while a folder is being read, the uploader is not idle and the form waits.
    const reading = entries.then(({ files }) => files)
    const added = this.offer(reading, source)
    const { unreadable } = await entries
    if (unreadable > 0) this.#refused.add([], unreadable)
    return added
  }

  /** Opens Chromium's picker for files that can be continued after a reload; false: use the file input. */
  async pick(accept: string | undefined): Promise<boolean> {
    const { multiple, directory, capture } = this.#host
    if (!this.wantsHandles || capture !== null || directory) return false
    const picked = await openFilePicker({ multiple, accept })
    if (picked === 'unavailable') return false
    if (picked.length > 0) void this.offer(picked, 'picker')
    return true
  }

  clear(removal?: Removal): void {
    this.#refused.clear()
    this.#restore.dismiss()
    this.uploader.clear(removal)
  }

  restore(): Promise<RestoredUploads> {
    return this.#restore.restore()
  }

  discardInterrupted(): Promise<void> {
    return this.#restore.discard()
  }

  /** The files that were refused. */
  renderAlert() {
    const messages = this.#messages
    return this.#refused.render({
      messages,
      allowed: typeNames(this.uploader.rules.accept, messages.fileTypes, this.#options.language().locale),
      dismiss: () => {
        this.#refused.clear()
        this.#options.focusChoose()
      },
    })
  }

  render() {
    const files = this.#files
    const context = this.#context
    return html`${this.#restore.render() ?? nothing}
      ${files.length + this.uploader.checking === 0 ? html`<slot name="empty"></slot>` : this.#looks.look.list(files, this.#rows, context)}
      ${this.#commands.undo.render(context)}
      <p role="status" class="visually-hidden"></p>`
  }

  /** In the frame of the drop zone, in place of its icon. */
  renderPicture = () => this.#looks.look.picture?.(this.#files, this.#context)

  get #context(): LookContext {
    const { language, enabled } = this.#options
    return lookContext(this.#host, {
      uploader: this.uploader,
      tally: this.#form.tally,
      totals: this.#totals,
      commands: this.#commands,
      words: { messages: this.#messages, language: language().locale, disabled: !enabled() },
    })
  }

  get #files() {
    return this.uploader.uploads
  }

  /** Uploads whose rows are drawn. */
  get #inSight(): readonly UploadSnapshot[] {
    return this.#rows.rows(this.#files).flatMap((row) => this.#files[row] ?? [])
  }

  /** Whether leaving the page interrupts anything: queued files lose nothing, and after `completing` the server continues. */
  get #moving(): boolean {
    const { preparing, uploading, completing } = this.#totals.counts
    return preparing + uploading + completing > 0
  }

  get #messages(): Messages {
    return this.#words(this.#options.language())
  }

  #configure(): void {
    this.uploader.configure(toSettings(this.#host))
    const config = this.#options.config()
    if (config === this.#config) return
    this.#config = config
    // With known limits, files are refused before they are sent.
    this.uploader.loadLimits(knownConfig(config)).catch(() => {})
  }
}
