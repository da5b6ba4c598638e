import { html, LitElement, nothing, type PropertyDeclarations } from 'lit'
import { BackendConfig } from './backend-config.ts'
import { DragListener } from './drop/drag-listener.ts'
import { dropZone } from './drop/drop-zone.ts'
import { meansPicker } from './drop/transfer-event.ts'
import { elementInternals } from './form/element-internals.ts'
import { emptyForm } from './form/empty-form.ts'
import { earlyEntries } from './form/given-stored.ts'
import { ignoreAssignments } from './ignore-assignments.ts'
import { LanguageController } from './language/language-controller.ts'
import { LazyUploader } from './lazy-uploader.ts'
import { optionalText } from './property-values.ts'
import { styles } from './s3-uploader.styles.ts'
import { type DropZoneMessages, dropZoneMessages } from './text/drop-zone-messages.ts'
import { messageMerger } from './text/merge-messages.ts'
import { uncoverAccessors } from './uncover-accessors.ts'
import type { UploaderUiOptions } from './uploader-ui-options.ts'

/**
 * Uploads files from the page straight to Amazon S3 and shows their progress and results.
 *
 * Owns: the drop zone, the form's validity and the backend's limits. The engine and the list are loaded when an upload
 * is likely to follow (uploader-ui.ts). Moving the element in the document cancels nothing.
 *
 * @tag s3-uploader
 * @slot label - Heading inside the drop zone; names the element where the page has no `<label>` for it
 * @slot hint - Replaces the sentence about size limits, which begins with the word that a file is required
 * @slot icon - Replaces the picture in the drop zone
 * @slot empty - Shown while the list is empty
 * @slot footer - Below the list
 * @cssstate dragging - Files are dragged over it
 * @cssstate empty - The list is empty
 * @cssstate busy - Anything is queued or running
 * @cssstate user-invalid - It is invalid, and the visitor left it or tried to submit its form
 * @fires {FilesAddEvent} files-add - Files were chosen; can be prevented. Detail: `{ files, source }`
 * @fires {FilesRejectEvent} files-reject - Files break the rules, once a batch. Detail: `{ rejections }`
 * @fires {FileRemoveEvent} file-remove - An upload is about to leave the list; can be prevented. Detail: `{ upload }`
 * @fires {FileRemoveUndoEvent} file-remove-undo - Removed uploads are back in the list. Detail: `{ uploads }`
 * @fires {FilesReorderEvent} files-reorder - The list has another order. Detail: `{ uploads }`
 * @fires {UploadsRestoreEvent} uploads-restore - Uploads of an earlier visit are about to continue; can be prevented. Detail: `{ uploads }`
 * @fires {UploadStartEvent} upload-start - The API is about to be asked for a plan; can be prevented. Detail: `{ upload }`
 * @fires {UploadStatusEvent} upload-progress - Bytes were sent, at most once a frame. Detail: `{ upload }`
 * @fires {UploadRetryEvent} upload-retry - An attempt failed and the next one follows. Detail: `{ upload, attempt, delayMs, error }`
 * @fires {UploadStatusEvent} upload-stalled - An attempt ended after `stall-timeout`. Detail: `{ upload }`
 * @fires {UploadStatusEvent} upload-pause - It was paused. Detail: `{ upload }`
 * @fires {UploadStatusEvent} upload-resume - It continues. Detail: `{ upload }`
 * @fires {UploadStatusEvent} upload-cancel - It was canceled. Detail: `{ upload }`
 * @fires {UploadStatusEvent} upload-stored - S3 has the bytes. Detail: `{ upload }`
 * @fires {UploadStatusEvent} upload-complete - The API has verified and announced it. Detail: `{ upload }`
 * @fires {UploadStatusEvent} upload-ready - Its variants are known. Detail: `{ upload }`
 * @fires {UploadErrorEvent} upload-error - It failed. Detail: `{ upload, error }`
 * @fires {UploadProcessingErrorEvent} upload-processing-error - It is stored, but no variants could be made. Detail: `{ upload, error }`
 * @fires {UploadMetricsEvent} upload-metrics - With `metrics`: it ended. Detail: `{ upload, metrics }`
 * @fires {UploadsIdleEvent} uploads-idle - Nothing is queued or running any more, once a batch. Detail: `{ uploads }`
 * @fires {Event} input - The form value changed
 * @fires {Event} change - The form value changed
 */
export class S3UploaderElement extends LazyUploader {
  static override readonly properties: PropertyDeclarations = { disabledByForm: { state: true } }
  static override readonly styles = styles
  static override readonly shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    delegatesFocus: true,
  }
  /** @internal */
  static readonly formAssociated = true

  private disabledByForm = false
  #dressed = 'list'
  /** What the page finds wrong. */
  #customError = ''
  readonly #config = new BackendConfig(this, () => this.requestUpdate())
  readonly #words = messageMerger<DropZoneMessages>(dropZoneMessages)
  readonly #language = new LanguageController(this)
  readonly #internals = elementInternals(this)
  protected override readonly uiOptions: UploaderUiOptions = {
    config: () => this.#config.ask(),
    enabled: () => this.#enabled,
    language: () => this.#language.language,
    focusChoose: () => this.#chooseButton?.focus(),
    styles,
    internals: this.#internals,
    // A form may be submitted before the next frame.
    validate: () => this.hasUpdated && this.#validate(),
  }

  constructor() {
    super()
    uncoverAccessors(this)
    new DragListener(this, {
      loaded: () => this.ui?.drop,
      enabled: () => this.#enabled,
      onItems: (items) => void this.offerItems(items, 'drop').catch(reportError),
    })
    // So that the page's label names it: the controls inside have names of their own.
    this.#internals.role = 'group'
    this.#internals.states.add('empty')
    this.addEventListener('click', (event) => {
      if (meansPicker(event, this)) this.browse()
    })
  }

  /** The form it belongs to. Assigning an id sets the `form` attribute, as some frameworks do. */
  get form(): HTMLFormElement | null {
    return this.#internals.form
  }

  set form(id: unknown) {
    const owner = optionalText(id)
    if (owner === null) this.removeAttribute('form')
    else this.setAttribute('form', owner)
  }

  /** As on any form control. */
  get validity(): ValidityState {
    return this.#internals.validity
  }

  /** As on any form control. */
  get validationMessage(): string {
    return this.#internals.validationMessage
  }

  /** As on any form control. */
  get labels(): NodeList {
    return this.#internals.labels
  }

  /** As on any form control. */
  get type(): string {
    return this.localName
  }

  /** As on any form control. */
  get willValidate(): boolean {
    return this.#internals.willValidate
  }

  /** As on any form control. */
  checkValidity(): boolean {
    return this.#internals.checkValidity()
  }

  /** As on any form control. */
  reportValidity(): boolean {
    return this.#internals.reportValidity()
  }

  /** As on any form control: makes it invalid with this message, until `''` is given. */
  setCustomValidity(message: string): void {
    this.#customError = message
    this.#validate()
  }

  /** Opens the file picker; only inside a user gesture. */
  browse(): void {
    if (this.#enabled) void this.#browse()
  }

  /** As on a file input: the same as `browse()`. */
  showPicker(): void {
    this.browse()
  }

  /** @internal called by the form */
  formResetCallback(): void {
    this.assigned = undefined
    this.ui?.reset()
  }

  /** @internal called by the browser: the visitor came back to the page */
  formStateRestoreCallback(state: unknown): void {
    if (state) this.assign(state)
  }

  /** @internal called by the form */
  formDisabledCallback(disabled: boolean): void {
    this.disabledByForm = disabled
  }

  /** @internal called in another document: the module adds the styles there */
  adoptedCallback(): void {
    this.preload()
  }

  protected override async scheduleUpdate(): Promise<void> {
    await this.ui?.beforeUpdate()
    await super.scheduleUpdate()
  }

  protected override render() {
    const { ui } = this
    const messages = this.#messages
    const { locale, lang, dir } = this.#language.language
    return html`<div class="words" translate="no" lang=${lang ?? nothing} dir=${dir ?? nothing}>
      ${dropZone({
        hidden: this.readonly,
        variant: this.variant,
        again: ui?.again,
        picture: ui?.renderPicture(),
        messages,
        language: locale,
        disabled: !this.#enabled,
        required: this.required,
        dragging: this.ui?.drop.dragging ?? false,
        droppable: this.#enabled && !this.noDrop,
        multiple: this.multiple,
        directory: this.directory,
        capture: this.capture,
        ...this.#limits,
        onPick: (picked) => void this.offer(picked, 'picker').catch(reportError),
      })}
      ${this.notLoaded ? html`<p role="alert" part="failure" class="failure">${messages.notLoaded}</p>` : nothing}
      ${ui?.render() ?? html`<slot name="empty"></slot>`}
      <slot name="footer"></slot>
    </div>`
  }

  protected override updated(): void {
    // Without scripts the form sends its files; with them, it must not send the field twice.
    for (const input of this.querySelectorAll<HTMLInputElement>('[type=file]')) input.disabled = true
    // Without validation no `invalid` follows.
    this.form?.addEventListener('submit', this.preload)
    // A form that is submitted before the module is loaded must not lose the files that are stored already.
    if (!this.ui && this.name !== null) {
      this.#internals.setFormValue(earlyEntries(this.name, this.given, this.valueFormat))
    }
    this.#validate()
    // The browser takes it before the page's `<label>`.
    this.#internals.ariaLabel = (!this.labels[0] && this.querySelector('[slot=label]')?.textContent) || null
    void this.#config.ask()
    void this.#dress().catch(() => {})
    if (this.pagePaste || this.dropTarget === 'page' || this.value[0]) this.preload()
  }

  #validate(): void {
    const { flags, message } = this.ui?.formState(this.#needs) ?? emptyForm(this.#needs, this.value.length)
    const custom = this.#customError
    if (custom) flags.customError = true
    this.#internals.setValidity(flags, custom || message, this.#chooseButton)
    this.ui?.notice.refresh()
  }

  get #enabled(): boolean {
    return !(this.disabled || this.disabledByForm || this.readonly)
  }

  get #messages() {
    return this.#words(this.#language.language)
  }

  get #needs() {
    const { required, minFiles = 0, held } = this
    return { required, minFiles, checking: held, messages: this.#messages }
  }

  /** The page's own limits, and the backend's where it has none. */
  get #limits(): { accept: string | undefined; maxFileSize: number | undefined } {
    const shown = this.#config.limits(this.route)
    const { accept, maxFileSize = Number.POSITIVE_INFINITY } = this
    return {
      accept: accept ?? shown.accept,
      maxFileSize: Math.min(maxFileSize, shown.maxFileSize ?? Number.POSITIVE_INFINITY),
    }
  }

  get #chooseButton() {
    return this.shadowRoot?.querySelector<HTMLElement>('.choose') ?? undefined
  }

  /** The zones of the rarer looks. */
  async #dress(): Promise<void> {
    if (this.#dressed === this.variant) return
    this.#dressed = this.variant
    const { dressZone } = await import('./looks/dress-zone.ts')
    dressZone(this)
  }

  async #browse(): Promise<void> {
    if (await this.ui?.intake.pick(this.#limits.accept)) return
    this.renderRoot.querySelector('input')?.click()
  }
}

ignoreAssignments(S3UploaderElement.prototype)

declare global {
  interface HTMLElementTagNameMap {
    's3-uploader': S3UploaderElement
  }
}
