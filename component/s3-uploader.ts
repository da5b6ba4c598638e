import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { state } from 'lit/decorators.js'
import { announcement } from './announcement.ts'
import { DropController } from './drop-controller.ts'
import { dropZone } from './drop-zone.ts'
import type { InterruptedUpload, RestoredUploads } from './engine/interrupted-uploads.ts'
import { uploadTotals } from './engine/upload-totals.ts'
import { FocusController } from './focus-controller.ts'
import { FormController } from './form-controller.ts'
import { listSummary } from './list-summary.ts'
import { ListWindowController } from './list-window-controller.ts'
import { nextFrame } from './next-frame.ts'
import { PageGuardController } from './page-guard-controller.ts'
import { pickHandles } from './pick-handles.ts'
import { PreviewController } from './preview-controller.ts'
import { rejectionList } from './rejection-list.ts'
import { RestoreController } from './restore-controller.ts'
import { styles } from './s3-uploader.styles.ts'
import { listStyles } from './upload-list.styles.ts'
import { uploadList } from './upload-list.ts'
import type { RowCommand } from './upload-row.ts'
import { UploaderElement } from './uploader-element.ts'

/**
 * Uploads files from the page straight to Amazon S3 and shows what became of them.
 *
 * A thin view: the uploader owns the uploads; this element turns its snapshots into rows, gestures into commands and
 * finished uploads into a form value. Moving it in the document cancels nothing.
 *
 * @tag s3-uploader
 * @slot label - Heading inside the drop zone
 * @slot hint - Replaces the sentence about size limits
 * @slot icon - Replaces the picture in the drop zone
 * @slot empty - Shown while the list is empty
 * @slot footer - Below the list
 * @csspart dropzone, button, hint, rejections, list, item, thumbnail, name, meta, error, progress, actions, summary,
 *   restore, restore-button, discard-button
 * @cssproperty --s3u-accent, --s3u-on-accent, --s3u-surface, --s3u-surface-hover, --s3u-text, --s3u-text-muted,
 *   --s3u-border, --s3u-danger, --s3u-success, --s3u-radius, --s3u-gap, --s3u-font, --s3u-thumbnail-size,
 *   --s3u-progress-height, --s3u-list-max-height
 * @cssstate dragging, empty, busy
 * @fires files-add files-reject file-remove files-reorder upload-start upload-progress upload-retry upload-stalled
 *   upload-pause upload-resume upload-stored upload-complete upload-ready upload-error upload-cancel upload-metrics
 *   uploads-idle uploads-restore input change
 */
export class S3UploaderElement extends UploaderElement {
  static override readonly styles = [listStyles, styles]
  static override readonly shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    delegatesFocus: true,
  }
  static readonly formAssociated = true

  @state() private disabledByForm = false

  readonly #drop = new DropController(this, {
    acceptsDrop: () => this.#enabled && !this.noDrop,
    acceptsPaste: () => this.#enabled && !this.noPaste,
    handles: () => (this.wantsHandles ? this.handles : undefined),
    onFiles: (files, source, unreadable) => {
      void this.offer(files, source, unreadable)
    },
  })
  readonly #form = new FormController(this, {
    uploads: () => this.files,
    totals: () => this.#totals,
    needs: () => ({
      required: this.required,
      minFiles: this.minFiles ?? 0,
      checking: this.uploader.checking,
      messages: this.messages,
    }),
    anchor: () => this.#chooseButton,
  })
  readonly #rows = new ListWindowController(this, () => this.files.length + this.uploader.checking)
  readonly #restore = new RestoreController(this, {
    enabled: () => this.#enabled && !this.noResume,
    scope: () => `${this.scope} ${this.route} ${this.place}`,
    find: () => this.uploader.interrupted(),
    context: () => ({ messages: this.messages, disabled: !this.#enabled }),
    speak: (sentence) => {
      this.#spoken = sentence
    },
    onRejected: (rejections) => {
      this.rejections = [...this.rejections, ...rejections]
    },
    onAnswered: () => this.#chooseButton?.focus(),
  })
  #totals = uploadTotals([])
  #announced = this.#totals
  #spoken = ''

  constructor() {
    super()
    new PageGuardController(this, {
      totals: () => this.#totals,
      wakeLock: () => !this.noWakeLock,
      unloadGuard: () => !this.noUnloadGuard,
    })
    new PreviewController(this, this.uploader, () =>
      this.noPreview ? [] : this.#rows.rows(this.files).flatMap((row) => this.files[row] ?? []),
    )
    new FocusController(this)
    this.uploader.subscribe(() => this.requestUpdate())
    // A form may be submitted in the same turn.
    this.addEventListener('files-reorder', () => this.hasUpdated && this.#form.hostUpdated())
  }

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

  /** Empties the list. What waits of a former visit is only out of sight. */
  clear(): void {
    this.dismiss()
    this.#restore.dismiss()
    this.uploader.clear()
  }

  /** Uploads of a former visit that wait: for the visitor's permission, for their file, or for `restore`. */
  get interrupted(): readonly InterruptedUpload[] {
    return this.#restore.waiting
  }

  /** Goes on with interrupted uploads; inside a user gesture the browser may ask the visitor for their files. */
  restore(): Promise<RestoredUploads> {
    return this.#restore.restore()
  }

  /** Gives interrupted uploads up: S3 and this browser forget them. */
  discardInterrupted(): Promise<void> {
    return this.#restore.discard()
  }

  /** @internal called by the form */
  formResetCallback(): void {
    this.clear()
  }

  /** @internal called by the form */
  formDisabledCallback(disabled: boolean): void {
    this.disabledByForm = disabled
  }

  /** Draws with the next frame: whatever changes until then is one picture, and the way to S3 is not kept waiting. */
  protected override async scheduleUpdate(): Promise<void> {
    if (this.hasUpdated) await nextFrame()
    await super.scheduleUpdate()
  }

  protected override willUpdate(): void {
    this.uploader.configure(this.settings)
    this.#totals = this.uploader.totals
    // A large batch comes in by and by: it is announced once.
    if (this.uploader.checking > 0) return
    this.#spoken = announcement(this.#announced, this.#totals, this.messages) ?? this.#spoken
    this.#announced = this.#totals
  }

  protected override render() {
    const { messages, files } = this
    const { rules, checking, busy } = this.uploader
    const context = { messages, locale: this.#locale, disabled: !this.#enabled }
    return html`
      ${dropZone({
        ...context,
        dragging: this.#drop.dragging,
        droppable: !this.noDrop,
        multiple: this.multiple,
        directory: this.directory,
        accept: rules.accept,
        capture: this.capture,
        maxFileSize: rules.maxFileSize,
        browse: () => this.browse(),
        onPick: (picked) => void this.offer(picked, 'picker'),
      })}
      <div role="alert" class="alerts">
        ${rejectionList(this.rejections, {
          messages,
          unreadable: this.unreadable,
          dismiss: () => {
            this.dismiss()
            this.#chooseButton?.focus()
          },
        })}
      </div>
      ${this.#restore.render() ?? nothing}
      ${files.length === 0 ? nothing : uploadList(files, this.#rows, { ...context, act: this.#act })}
      ${
        files.length + checking === 0
          ? html`<slot name="empty"></slot>`
          : listSummary({
              ...context,
              totals: this.#totals,
              checking,
              busy,
              manual: this.manual,
              start: () => this.upload(),
            })
      }
      <slot name="footer"></slot>
      <p role="status" class="visually-hidden">${this.#spoken}</p>
    `
  }

  protected override updated(changed: PropertyValues<this>): void {
    // Knowing the limits early is a courtesy; the API holds every file against them anyway.
    if (changed.has('endpoint')) this.uploader.loadLimits().catch(() => {})
    const { states } = this.#form.internals
    for (const [name, on] of [
      ['dragging', this.#drop.dragging],
      ['empty', this.files.length === 0],
      ['busy', this.uploader.busy],
    ] as const) {
      if (on) states.add(name)
      else states.delete(name)
    }
  }

  get #enabled(): boolean {
    return !(this.disabled || this.disabledByForm || this.readonly)
  }

  /** The language of the nearest element that names one; the browser's own where none does. */
  get #locale(): string | undefined {
    return this.closest<HTMLElement>('[lang]')?.lang || undefined
  }

  get #chooseButton(): HTMLElement | undefined {
    return this.renderRoot.querySelector<HTMLElement>('.choose') ?? undefined
  }

  async #browse(): Promise<void> {
    if (this.wantsHandles && this.capture === null && !this.directory) {
      const picked = await pickHandles({ multiple: this.multiple, accept: this.uploader.rules.accept })
      if (picked !== 'unavailable') {
        if (picked.length > 0) void this.offer(picked, 'picker')
        return
      }
    }
    this.renderRoot.querySelector('input')?.click()
  }

  readonly #act = async (command: RowCommand, id: string): Promise<void> => {
    if (command !== 'remove' && command !== 'cancel') {
      this.uploader[command](id)
      return
    }
    // A canceled file has no more business in the list; the keyboard goes on at its neighbour.
    const index = this.files.findIndex((upload) => upload.id === id)
    if (!(await this.uploader.remove(id))) return
    this.requestUpdate()
    await this.updateComplete
    const row = Math.min(index, this.files.length - 1)
    if (!(await this.#rows.focus(row, this.files[row]?.id))) this.#chooseButton?.focus()
  }
}

declare global {
  interface HTMLElementTagNameMap {
    's3-uploader': S3UploaderElement
  }
}
