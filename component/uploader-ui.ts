/**
 * The engine and the list below the drop zone, loaded when an upload is likely to follow.
 *
 * Owns: the uploader, what is shown of it, and the form's value. Does not own: the drop zone, the form's validity, or
 * the settings (the element).
 */
import { html, nothing, type ReactiveController } from 'lit'
import { AvatarCrop } from './avatar/avatar-crop.ts'
import type { TransferItem } from './drop/data-transfer.ts'
import { DropController } from './drop/drop-controller.ts'
import { PageOverlayController } from './drop/page-overlay-controller.ts'
import { PasteController } from './drop/paste-controller.ts'
import { FetchUploadApi } from './engine/api/fetch-upload-api.ts'
import { uploadTotals } from './engine/queue/upload-totals.ts'
import type { FileHandles } from './engine/resume/file-handle.ts'
import { IndexedDbSessionStore } from './engine/resume/indexed-db-session-store.ts'
import type { RestoredUploads } from './engine/resume/interrupted-uploads.ts'
import { XhrTransport } from './engine/storage/xhr-transport.ts'
import type { InterruptedUpload } from './engine/upload/interrupted-upload.ts'
import type { FileSource } from './engine/upload/upload-events.ts'
import type { UploadSnapshot } from './engine/upload/upload-snapshot.ts'
import { type Removal, Uploader } from './engine/uploader.ts'
import { FileIntake } from './file-intake.ts'
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
import { RejectionNotice } from './list/rejection-notice.ts'
import { RowCommands } from './list/row-commands.ts'
import { undoStyles } from './list/undo.styles.ts'
import { listStyles } from './list/upload-list.styles.ts'
import { ValidityNotice } from './list/validity-notice.ts'
import { VirtualListController } from './list/virtual-list-controller.ts'
import { messages as english } from './locales/en.ts'
import { lookContext } from './look-context.ts'
import type { LookContext } from './looks/look.ts'
import { LookController } from './looks/look-controller.ts'
import { ReorderController } from './looks/reorder-controller.ts'
import { addStyles } from './page/add-styles.ts'
import { reportConfig, reportFailures } from './page/report-failures.ts'
import { MOVING, UnloadGuardController } from './page/unload-guard-controller.ts'
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
  readonly #refused: RejectionNotice
  readonly #looks: LookController
  readonly #crop: AvatarCrop
  readonly drop: DropController
  readonly #overlay: PageOverlayController
  readonly notice: ValidityNotice
  /** Everything by which files come in. */
  readonly intake: FileIntake
  #totals = uploadTotals([])
  readonly #speech: SpeechController
  #config: Promise<unknown> | undefined

  constructor(host: UploaderProperties, options: UploaderUiOptions) {
    this.#host = host
    this.#options = options
    const { enabled, language, focusChoose } = options
    this.#form = new UploadsForm({
      host,
      internals: options.internals,
      uploads: () => this.#files,
      count: () => this.uploader.size,
      checking: () => this.uploader.checking,
      busy: () => this.uploader.busy,
      messages: () => this.#messages,
      validate: options.validate,
      setStored: (stored) => this.uploader.setStored(stored),
      clear: (removal) => this.uploader.clear(removal),
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
    const speak: SpeechController['announce'] = (...news) => this.#speech.announce(...news)
    const words = () => this.#rules
    this.#refused = new RejectionNotice(host, { words, speak, onDismissed: focusChoose })
    this.notice = new ValidityNotice(host, { internals: options.internals, enabled, speak })
    this.#restore = new RestoreController(host, {
      enabled: () => enabled() && !host.noResume,
      scope: () => `${scopeOf(host)} ${host.route} ${placeOf(host)}`,
      find: () => this.uploader.interrupted(),
      context: () => ({ messages: this.#messages, disabled: !enabled() }),
      speak,
      onRejected: this.#refused.add,
      onAnswered: focusChoose,
    })
    this.#crop = new AvatarCrop(host, () => ({ messages: this.#messages, language: language() }))
    this.intake = new FileIntake({
      host,
      uploader: this.uploader,
      handles: this.#handles,
      crop: this.#crop,
      refused: this.#refused,
      beforeOffer: () => this.#configure(),
    })
    const uploads = () => this.uploader.uploads
    new UnloadGuardController(host, () => !host.noUnloadGuard && this.#moving, uploads)
    new WakeLockController(host, () => !host.noWakeLock && this.#moving)
    new PreviewController(host, this.uploader, () => (host.noPreview ? [] : this.#inSight))
    new CountdownController(host, () => this.#inSight.some(({ waiting }) => waiting?.for === 'retry'))
    this.#looks = new LookController(host)
    new ReorderController(host, { uploader, rows: this.#rows, messages: () => this.#messages, speak })
    new FocusController(host, options)
    new MotionController(host, () => this.#files)
    this.#speech = new SpeechController(host, {
      uploader: this.uploader,
      tally: () => this.#form.tally,
      dragging: () => this.drop.dragging,
      words: () => ({ messages: this.#messages, language: language().locale }),
    })
    const takes = (source: FileSource) => ({
      enabled,
      wantsHandles: () => this.intake.wantsHandles,
      onItems: (items: readonly TransferItem[]) =>
        void this.intake.offerItems(items, source).catch(reportError),
    })
    this.drop = new DropController(host, { ...takes('drop'), onLink: (url) => this.intake.refuseLink(url) })
    this.#overlay = new PageOverlayController(host)
    new PasteController(host, takes('paste'))
    this.uploader.subscribe(() => {
      this.#form.sync()
      host.requestUpdate()
    })
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

  /** What the button that chooses files says; undefined while there are none. */
  get again(): string | undefined {
    if (this.uploader.size + this.uploader.checking === 0) return undefined
    return this.#host.multiple || this.#host.directory ? this.#messages.addMore : this.#messages.replace
  }

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
    states[this.drop.dragging ? 'add' : 'delete']('dragging')
  }

  /** @param assigned since, before this module was loaded */
  clear(removal?: Removal, assigned?: unknown): void {
    this.#refused.clear()
    this.#restore.dismiss()
    this.#form.clear(removal)
    if (assigned !== undefined) this.assign(assigned)
  }

  /** The page assigned `value` or `files`. */
  readonly assign = (given: unknown): void => this.#form.assign(given)

  /** The form was reset: the page's default comes back. */
  reset(): void {
    this.#refused.clear()
    this.#restore.dismiss()
    this.#form.reset(this.#host.defaultFiles)
    this.notice.clear()
  }

  restore(): Promise<RestoredUploads> {
    return this.#restore.restore()
  }

  discardInterrupted(): Promise<void> {
    return this.#restore.discard()
  }

  /**
   * In two boxes that stay. Where the focused element leaves a box, Orca guesses that the focus went to the first text in
   * it, and says nothing of a focus that it guessed: what gets the focus then must be outside.
   */
  render() {
    const files = this.#files
    const context = this.#context
    const isOverPage = this.drop.dragging && this.#host.dropTarget === 'page'
    return html`<div class="uploads">
      ${this.#refused.render()}${this.#overlay.render(isOverPage ? context.messages.dropAnywhere : undefined)}
      ${this.notice.render()}${this.#restore.render() ?? nothing}
      ${files.length + this.uploader.checking === 0 ? html`<slot name="empty"></slot>` : this.#looks.look.list(files, this.#rows, context)}
      </div><div class="uploads">${this.#commands.undo.render(context)}<p role="status" class="visually-hidden"></p></div>`
  }

  /** In the frame of the drop zone, in place of its icon. */
  renderPicture = () => this.#looks.look.picture?.(this.#files, this.#context)

  get #context(): LookContext {
    const [uploader, { tally }, totals, commands] = [this.uploader, this.#form, this.#totals, this.#commands]
    const { language, enabled } = this.#options
    const { found } = this.intake
    const words = { messages: this.#messages, language: language().locale, disabled: !enabled() }
    return lookContext(this.#host, { uploader, tally, totals, found, commands, words })
  }

  get #files() {
    return this.uploader.uploads
  }

  /** Uploads whose rows are drawn. */
  get #inSight(): readonly UploadSnapshot[] {
    return this.#rows.rows(this.#files).flatMap((row) => this.#files[row] ?? [])
  }

  get #moving(): boolean {
    return MOVING.some((status) => this.#totals.counts[status] > 0)
  }

  get #messages(): Messages {
    return this.#words(this.#options.language())
  }

  /** What is allowed, in words. */
  get #rules() {
    const [messages, { locale }] = [this.#messages, this.#options.language()]
    return { messages, allowed: typeNames(this.uploader.rules.accept, messages.fileTypes, locale) }
  }

  #configure(): void {
    this.uploader.configure(toSettings(this.#host))
    this.#form.setDefault(this.#host.defaultFiles)
    const config = this.#options.config()
    if (config === this.#config) return
    this.#config = config
    // With known limits, files are refused before they are sent.
    this.uploader.loadLimits(knownConfig(config)).catch(reportConfig)
  }
}
