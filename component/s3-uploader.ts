import { html, LitElement, nothing, type PropertyDeclarations, type PropertyValues } from 'lit'
import { fetchConfig, shownLimits } from './backend-config.ts'
import { DropController } from './drop/drop-controller.ts'
import { dropZone } from './drop/drop-zone.ts'
import { FormController } from './form/form-controller.ts'
import { LazyUploader } from './lazy-uploader.ts'
import { nextFrame } from './page/next-frame.ts'
import { styles } from './s3-uploader.styles.ts'
import { type DropZoneMessages, dropZoneMessages } from './text/drop-zone-messages.ts'
import type { UploaderUiOptions } from './uploader-ui.ts'

/** The backend's plans are there within so many frames, or take so long that nobody should wait for them to be drawn. */
const LAUNCH_FRAMES = 3

/**
 * Uploads files from the page straight to Amazon S3 and shows what became of them.
 *
 * A thin shell: the drop zone and the form are here; the engine and the list come with the first sign that somebody is
 * about to upload (uploader-ui.ts). Moving it in the document cancels nothing.
 *
 * @tag s3-uploader
 * @slot label - Heading inside the drop zone
 * @slot hint - Replaces the sentence about size limits
 * @slot icon - Replaces the picture in the drop zone
 * @slot empty - Shown while the list is empty
 * @slot footer - Below the list
 * @csspart dropzone, button, hint, failure, rejections, list, item, thumbnail, name, meta, error, progress, actions, summary,
 *   restore, restore-button, discard-button
 * @cssproperty --s3u-accent, --s3u-on-accent, --s3u-surface, --s3u-surface-hover, --s3u-text, --s3u-text-muted,
 *   --s3u-border, --s3u-danger, --s3u-success, --s3u-radius, --s3u-gap, --s3u-font, --s3u-thumbnail-size,
 *   --s3u-progress-height, --s3u-list-max-height
 * @cssstate dragging, empty, busy
 * @fires files-add files-reject file-remove files-reorder upload-start upload-progress upload-retry upload-stalled
 *   upload-pause upload-resume upload-stored upload-complete upload-ready upload-error upload-cancel upload-metrics
 *   uploads-idle uploads-restore input change
 */
export class S3UploaderElement extends LazyUploader {
  static override readonly properties: PropertyDeclarations = {
    disabledByForm: { state: true },
    config: { state: true },
  }
  static override readonly styles = styles
  static override readonly shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    delegatesFocus: true,
  }
  static readonly formAssociated = true

  private disabledByForm = false
  /** The backend's answer to `GET /config`; undefined while there is none. */
  private config: unknown
  #asked: { readonly endpoint: string; readonly answer: Promise<unknown> } | undefined

  protected override readonly uiOptions: UploaderUiOptions = {
    config: () => this.#askConfig(),
    enabled: () => this.#enabled,
    locale: () => this.#locale,
    focusChoose: () => this.#chooseButton?.focus(),
    // A form may be submitted before the next frame.
    onChange: () => this.hasUpdated && this.#form.hostUpdated(),
  }
  readonly #drop = new DropController(this, {
    acceptsDrop: () => this.#enabled && !this.noDrop,
    acceptsPaste: () => this.#enabled && !this.noPaste,
    wantsHandles: () => this.ui?.wantsHandles ?? !this.noResume,
    // What went wrong is shown.
    onItems: (items, source) => void this.offerItems(items, source).catch(() => {}),
  })
  readonly #form = new FormController(this, {
    uploads: () => this.files,
    counts: () => this.ui?.counts ?? {},
    needs: () => ({
      required: this.required,
      minFiles: this.minFiles ?? 0,
      checking: this.held + (this.ui?.uploader.checking ?? 0),
      messages: this.#messages,
    }),
    anchor: () => this.#chooseButton,
  })

  get form(): HTMLFormElement | null {
    return this.#form.internals.form
  }

  get validity(): ValidityState {
    return this.#form.internals.validity
  }

  get validationMessage(): string {
    return this.#form.internals.validationMessage
  }

  get willValidate(): boolean {
    return this.#form.internals.willValidate
  }

  checkValidity(): boolean {
    return this.#form.internals.checkValidity()
  }

  reportValidity(): boolean {
    return this.#form.internals.reportValidity()
  }

  /** Opens the file picker; only inside a user gesture. */
  browse(): void {
    if (this.#enabled) void this.#browse()
  }

  /** @internal called by the form */
  formResetCallback(): void {
    this.clear()
  }

  /** @internal called by the form */
  formDisabledCallback(disabled: boolean): void {
    this.disabledByForm = disabled
  }

  /** Draws with the next frame: whatever changes until then is one picture. The first bytes leave before that. */
  protected override async scheduleUpdate(): Promise<void> {
    if (this.hasUpdated) await nextFrame()
    for (let frame = 0; frame < LAUNCH_FRAMES && this.ui?.launching; frame += 1) await nextFrame()
    await super.scheduleUpdate()
  }

  protected override render() {
    const { ui } = this
    return html`
      ${dropZone({
        messages: this.#messages,
        locale: this.#locale,
        disabled: !this.#enabled,
        dragging: this.#drop.dragging,
        droppable: !this.noDrop,
        multiple: this.multiple,
        directory: this.directory,
        capture: this.capture,
        ...this.#limits,
        browse: () => this.browse(),
        onPick: (picked) => void this.offer(picked, 'picker').catch(() => {}),
      })}
      <div role="alert" class="alerts">
        ${this.notLoaded ? html`<p part="failure" class="failure">${this.#messages.notLoaded}</p>` : (ui?.renderAlert() ?? nothing)}
      </div>
      ${ui?.render() ?? html`<slot name="empty"></slot>`}
      <slot name="footer"></slot>
      <p role="status" class="visually-hidden">${ui?.spoken}</p>
    `
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('endpoint')) void this.#askConfig()
    const { states } = this.#form.internals
    for (const [name, on] of [
      ['dragging', this.#drop.dragging],
      ['empty', this.files.length === 0],
      ['busy', this.ui?.uploader.busy === true],
    ] as const) {
      if (on) states.add(name)
      else states.delete(name)
    }
  }

  get #enabled(): boolean {
    return !(this.disabled || this.disabledByForm || this.readonly)
  }

  get #messages(): DropZoneMessages {
    return { ...dropZoneMessages, ...this.strings }
  }

  /** The page's own limits, and the backend's where it has none. */
  get #limits(): { accept: string | undefined; maxFileSize: number | undefined } {
    const shown = shownLimits(this.config, this.route)
    const { accept, maxFileSize = Number.POSITIVE_INFINITY } = this
    return {
      accept: accept ?? shown.accept,
      maxFileSize: Math.min(maxFileSize, shown.maxFileSize ?? Number.POSITIVE_INFINITY),
    }
  }

  /** The language of the nearest element that names one; the browser's own where none does. */
  get #locale(): string | undefined {
    return this.closest<HTMLElement>('[lang]')?.lang || undefined
  }

  get #chooseButton(): HTMLElement | undefined {
    return this.renderRoot.querySelector<HTMLElement>('.choose') ?? undefined
  }

  /** Once for each endpoint, whoever asks. */
  #askConfig(): Promise<unknown> {
    const { endpoint } = this
    if (this.#asked?.endpoint === endpoint) return this.#asked.answer
    const answer = fetchConfig(this)
    this.#asked = { endpoint, answer }
    this.config = undefined
    void answer.then((config) => {
      // It may have become another meanwhile.
      if (this.#asked?.answer === answer) this.config = config
    })
    return answer
  }

  async #browse(): Promise<void> {
    if (await this.ui?.pick(this.#limits.accept)) return
    this.renderRoot.querySelector('input')?.click()
  }
}

declare global {
  interface HTMLElementTagNameMap {
    's3-uploader': S3UploaderElement
  }
}
