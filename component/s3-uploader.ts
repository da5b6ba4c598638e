import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { property, state } from 'lit/decorators.js'
import { announcement } from './announcement.ts'
import { DropController } from './drop-controller.ts'
import type { AddedFiles } from './engine/file-adder.ts'
import type { FileHandle, FileHandles } from './engine/file-handle.ts'
import type { FileMetadata } from './engine/file-metadata.ts'
import type { FileRules, Rejection } from './engine/file-rules.ts'
import type { FileValidator } from './engine/file-validator.ts'
import { IndexedDbSessionStore } from './engine/indexed-db-session-store.ts'
import type { InterruptedUpload, RestoredUploads } from './engine/interrupted-uploads.ts'
import { FetchUploadApi } from './engine/upload-api.ts'
import type { FileSource } from './engine/upload-events.ts'
import type { UploadSnapshot } from './engine/upload-snapshot.ts'
import { uploadTotals } from './engine/upload-totals.ts'
import { Uploader } from './engine/uploader.ts'
import { defaultSettings, type UploaderSettings } from './engine/uploader-settings.ts'
import { XhrTransport } from './engine/xhr-transport.ts'
import { FocusController } from './focus-controller.ts'
import { FormController } from './form-controller.ts'
import { objectKeys } from './form-state.ts'
import { formatBytes, formatPercent, formatSeconds } from './format.ts'
import { icons } from './icons.ts'
import { ListWindowController } from './list-window-controller.ts'
import { englishMessages, type Messages } from './messages.ts'
import { nextFrame } from './next-frame.ts'
import { PageGuardController } from './page-guard-controller.ts'
import { parseSize } from './parse-size.ts'
import { pickHandles } from './pick-handles.ts'
import { PreviewController } from './preview-controller.ts'
import { rejectionList } from './rejection-list.ts'
import { RestoreController } from './restore-controller.ts'
import { styles } from './s3-uploader.styles.ts'
import { uploadList } from './upload-list.ts'
import type { RowCommand } from './upload-row.ts'

const sizeAttribute = { converter: parseSize }

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
export class S3UploaderElement extends LitElement {
  static override readonly styles = styles
  static override readonly shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    delegatesFocus: true,
  }
  static readonly formAssociated = true

  /** Where the upload API is mounted. Default: `/uploads`. */
  @property() endpoint = '/uploads'
  /** The API's route, with its own limits. Default: `default`. */
  @property() route = defaultSettings.route
  /** As on a file input; default: what the API allows. */
  @property() accept: string | null = null
  @property({ type: Boolean }) multiple = false
  /** `user` or `environment`: take a new photo on a phone. */
  @property() capture: string | null = null
  /** Choose folders instead of files. */
  @property({ type: Boolean }) directory = false
  @property({ reflect: true }) name: string | null = null
  @property({ type: Boolean }) required = false
  @property({ type: Boolean, reflect: true }) disabled = false
  /** Shows the list, changes nothing. */
  @property({ type: Boolean }) readonly = false
  @property({ attribute: 'min-files', type: Number }) minFiles: number | undefined
  @property({ attribute: 'max-files', type: Number }) maxFiles: number | undefined
  /** Bytes; the attribute also takes `10KB` or `10KiB`. */
  @property({ attribute: 'min-file-size', ...sizeAttribute }) minFileSize: number | undefined
  /** Bytes; the attribute also takes `10MB` or `10MiB`. */
  @property({ attribute: 'max-file-size', ...sizeAttribute }) maxFileSize: number | undefined
  /** Bytes of all files together; the attribute also takes `1GB` or `1GiB`. */
  @property({ attribute: 'max-total-size', ...sizeAttribute }) maxTotalSize: number | undefined
  /** Pixels as displayed, for images alone; so are the next three. */
  @property({ attribute: 'min-width', type: Number }) minWidth: number | undefined
  @property({ attribute: 'max-width', type: Number }) maxWidth: number | undefined
  @property({ attribute: 'min-height', type: Number }) minHeight: number | undefined
  @property({ attribute: 'max-height', type: Number }) maxHeight: number | undefined
  /** Refuse a file that is in the list already: same name, size, type, date and folder. */
  @property({ attribute: 'no-duplicates', type: Boolean }) noDuplicates = false
  /** Refuse a file whose first bytes contradict its type. */
  @property({ attribute: 'verify-content', type: Boolean }) verifyContent = false
  /** Wait for `upload()` instead of starting at once. */
  @property({ type: Boolean }) manual = false
  @property({ attribute: 'no-drop', type: Boolean }) noDrop = false
  @property({ attribute: 'no-paste', type: Boolean }) noPaste = false
  @property({ attribute: 'no-preview', type: Boolean }) noPreview = false
  /** Let the screen go off while bytes move. */
  @property({ attribute: 'no-wake-lock', type: Boolean }) noWakeLock = false
  /** Let the page go away while bytes move, without asking. */
  @property({ attribute: 'no-unload-guard', type: Boolean }) noUnloadGuard = false
  /** Done when the upload is announced, without waiting for variants. */
  @property({ attribute: 'no-status', type: Boolean }) noStatus = false
  /** A reload starts over: nothing is written down. */
  @property({ attribute: 'no-resume', type: Boolean }) noResume = false
  /** Whether S3 verifies a SHA-256 of every byte: `auto` where the API requires it, `sha256` always, `none`. */
  @property() checksum: UploaderSettings['checksum'] = defaultSettings.checksum
  /** Every upload ends with an `upload-metrics` event. */
  @property({ type: Boolean }) metrics = false
  /** Requests to S3 at a time, over all files. Default: 6. */
  @property({ type: Number }) concurrency = defaultSettings.concurrency
  /** Automatic retries of each step. Default: 5. */
  @property({ type: Number }) retries = defaultSettings.retries
  /** Milliseconds without a byte or an answer of S3 before an attempt is given up; 0 for never. Default: 30,000. */
  @property({ attribute: 'stall-timeout', type: Number }) stallTimeout = defaultSettings.stallTimeoutMs

  /** Headers for every call to the API: an object, or a function asked anew each time. Never sent to S3. */
  @property({ attribute: false }) headers: HeadersInit | (() => HeadersInit | Promise<HeadersInit>) = {}
  /** Cookies for the API, as in `fetch`. Default: `same-origin`. */
  @property({ attribute: false }) credentials: RequestCredentials = 'same-origin'
  /** Flat strings about the batch, signed into every ticket and carried in the event. */
  @property({ attribute: false }) metadata: Readonly<Record<string, string>> = {}
  /** The page's own checks: each returns a sentence to refuse a file, within 15 seconds. */
  @property({ attribute: false }) validators: readonly FileValidator[] = []
  /** Sentences that replace the English ones. */
  @property({ attribute: false }) strings: Partial<Messages> = {}

  @state() private rejections: readonly Rejection[] = []
  @state() private unreadable = 0
  @state() private disabledByForm = false

  readonly #handles: FileHandles = new WeakMap()
  readonly #uploader = new Uploader({
    api: new FetchUploadApi(this),
    transport: new XhrTransport(),
    sessions: new IndexedDbSessionStore(),
    handles: this.#handles,
    scope: () => this.#scope,
    place: () => this.#place,
    target: this,
  })
  readonly #drop = new DropController(this, {
    acceptsDrop: () => this.#enabled && !this.noDrop,
    acceptsPaste: () => this.#enabled && !this.noPaste,
    handles: () => (this.#wantsHandles ? this.#handles : undefined),
    onFiles: (files, source, unreadable) => {
      void this.#offer(files, source, unreadable)
    },
  })
  readonly #form = new FormController(this, {
    uploads: () => this.files,
    totals: () => this.#totals,
    needs: () => ({
      required: this.required,
      minFiles: this.minFiles ?? 0,
      checking: this.#uploader.checking,
      messages: this.#messages,
    }),
    anchor: () => this.#chooseButton,
  })
  readonly #rows = new ListWindowController(this, () => this.files.length + this.#uploader.checking)
  readonly #restore = new RestoreController(this, {
    enabled: () => this.#enabled && !this.noResume,
    scope: () => `${this.#scope} ${this.route} ${this.#place}`,
    find: () => this.#uploader.interrupted(),
    context: () => ({ messages: this.#messages, disabled: !this.#enabled }),
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
    new PreviewController(this, this.#uploader, () =>
      this.noPreview ? [] : this.#rows.rows(this.files).flatMap((row) => this.files[row] ?? []),
    )
    new FocusController(this)
    this.#uploader.subscribe(() => this.requestUpdate())
    // A form may be submitted in the same turn.
    this.addEventListener('files-reorder', () => this.hasUpdated && this.#form.hostUpdated())
  }

  /** All uploads as immutable snapshots, in list order. */
  get files(): readonly UploadSnapshot[] {
    return this.#uploader.uploads
  }

  /** Object keys that the API confirmed, in list order; what the form submits under `name`. */
  get value(): readonly string[] {
    return objectKeys(this.files)
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

  /** Offers files as if the user had chosen them; those given as handles can be read again after a reload. */
  addFiles(files: Iterable<File | FileHandle>): Promise<AddedFiles> {
    return this.#offer([...files], 'api')
  }

  /** Starts what waits because of `manual`. */
  upload(id?: string): void {
    this.#uploader.upload(id)
  }

  pause(id?: string): void {
    this.#uploader.pause(id)
  }

  resume(id?: string): void {
    this.#uploader.resume(id)
  }

  cancel(id?: string): void {
    this.#uploader.cancel(id)
  }

  /** Takes failed uploads up again where they failed. */
  retry(id?: string): void {
    this.#uploader.retry(id)
  }

  /** Without an argument what every element does; with one, takes that upload out of the list: false when the page objected. */
  override remove(): void
  override remove(id: string): Promise<boolean>
  override remove(id?: string): Promise<boolean> | undefined {
    if (id !== undefined) return this.#uploader.remove(id)
    super.remove()
    return undefined
  }

  /**
   * Gives an upload another place in the list, counted from 0 and clamped: rows, form value and what still waits follow.
   * False where there is no such upload.
   */
  move(id: string, toIndex: number): boolean {
    return this.#uploader.move(id, toIndex)
  }

  /**
   * Says something about one file (a caption, an alternative text), in place of what was said before; the event
   * carries it. At most 2,048 bytes. False once the upload's completion is asked for, or where there is no such upload.
   */
  setMetadata(id: string, metadata: FileMetadata): boolean {
    return this.#uploader.setMetadata(id, metadata)
  }

  /** Empties the list. What waits of a former visit is only out of sight. */
  clear(): void {
    this.#dismiss()
    this.#restore.dismiss()
    this.#uploader.clear()
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

  /** Resolves when nothing is checked, queued or under way. */
  waitForIdle(): Promise<readonly UploadSnapshot[]> {
    return this.#uploader.waitForIdle()
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
    this.#configure()
    this.#totals = this.#uploader.totals
    // A large batch comes in by and by: it is announced once.
    if (this.#uploader.checking > 0) return
    this.#spoken = announcement(this.#announced, this.#totals, this.#messages) ?? this.#spoken
    this.#announced = this.#totals
  }

  protected override render() {
    const messages = this.#messages
    const several = this.multiple || this.directory
    return html`
      <div part="dropzone" class="dropzone ${this.#drop.dragging ? 'dragging' : ''}">
        <span class="icon"><slot name="icon">${icons.upload}</slot></span>
        <div class="invitation">
          <slot name="label"></slot>
          <p>
            <button type="button" part="button" class="choose" aria-describedby="hint" ?disabled=${!this.#enabled}
              @click=${this.browse}>${several ? messages.chooseFiles : messages.chooseFile}</button>
            ${this.noDrop ? nothing : html`<span class="drop-hint" aria-hidden="true">${messages.dropHint}</span>`}
          </p>
          <p part="hint" class="hint" id="hint"><slot name="hint">${this.#limitHint()}</slot></p>
        </div>
        <input type="file" hidden tabindex="-1" accept=${this.#uploader.rules.accept ?? nothing}
          capture=${this.capture ?? nothing} ?multiple=${several} ?webkitdirectory=${this.directory}
          @change=${this.#onPick} />
      </div>
      <div role="alert" class="alerts">
        ${rejectionList(this.rejections, {
          messages,
          unreadable: this.unreadable,
          dismiss: () => {
            this.#dismiss()
            this.#chooseButton?.focus()
          },
        })}
      </div>
      ${this.#restore.render() ?? nothing}
      ${
        this.files.length + this.#uploader.checking === 0
          ? html`<slot name="empty"></slot>`
          : this.#list(messages)
      }
      <slot name="footer"></slot>
      <p role="status" class="visually-hidden">${this.#spoken}</p>
    `
  }

  protected override updated(changed: PropertyValues<this>): void {
    // Knowing the limits early is a courtesy; the API holds every file against them anyway.
    if (changed.has('endpoint')) this.#uploader.loadLimits().catch(() => {})
    const { states } = this.#form.internals
    for (const [name, on] of [
      ['dragging', this.#drop.dragging],
      ['empty', this.files.length === 0],
      ['busy', this.#uploader.busy],
    ] as const) {
      if (on) states.add(name)
      else states.delete(name)
    }
  }

  get #enabled(): boolean {
    return !(this.disabled || this.disabledByForm || this.readonly)
  }

  /** The backend, for what is written down. */
  get #scope(): string {
    const { baseURI } = document
    return URL.canParse(this.endpoint, baseURI) ? new URL(this.endpoint, baseURI).href : this.endpoint
  }

  /** This element among all of the site, as far as its author tells them apart. */
  get #place(): string {
    return [location.pathname + location.search, this.id, this.name ?? ''].join(' ')
  }

  /** Whether a file may be so large that it comes in parts, which are worth going on with. */
  get #wantsHandles(): boolean {
    const { limits, rules } = this.#uploader
    const { multipartThreshold } = limits ?? { multipartThreshold: 0 }
    const { maxFileSize = Number.POSITIVE_INFINITY } = rules
    return !this.noResume && multipartThreshold !== null && maxFileSize > multipartThreshold
  }

  get #messages(): Messages {
    return { ...englishMessages, ...this.strings }
  }

  /** The language of the nearest element that names one; the browser's own where none does. */
  get #locale(): string | undefined {
    return this.closest<HTMLElement>('[lang]')?.lang || undefined
  }

  get #chooseButton(): HTMLElement | undefined {
    return this.renderRoot.querySelector<HTMLElement>('.choose') ?? undefined
  }

  get #rules(): FileRules {
    const { minFileSize, maxFileSize, maxTotalSize, maxFiles } = this
    const { minWidth, maxWidth, minHeight, maxHeight, validators } = this
    return {
      accept: this.accept ?? undefined,
      minFileSize,
      maxFileSize,
      maxTotalSize,
      maxFiles,
      duplicates: this.noDuplicates ? 'refuse' : 'allow',
      content: this.verifyContent ? 'verify' : 'trust',
      minWidth,
      maxWidth,
      minHeight,
      maxHeight,
      validators,
    }
  }

  #configure(): void {
    this.#uploader.configure({
      route: this.route,
      metadata: this.metadata,
      rules: this.#rules,
      selection: this.multiple || this.directory ? 'multiple' : 'single',
      start: this.manual ? 'manual' : 'automatic',
      finish: this.noStatus ? 'announced' : 'processed',
      sessions: this.noResume ? 'forget' : 'remember',
      checksum: this.checksum,
      metrics: this.metrics ? 'report' : 'silent',
      concurrency: this.concurrency,
      retries: this.retries,
      stallTimeoutMs: this.stallTimeout,
    })
  }

  async #browse(): Promise<void> {
    if (this.#wantsHandles && this.capture === null && !this.directory) {
      const picked = await pickHandles({ multiple: this.multiple, accept: this.#uploader.rules.accept })
      if (picked !== 'unavailable') {
        if (picked.length > 0) void this.#offer(picked, 'picker')
        return
      }
    }
    this.renderRoot.querySelector('input')?.click()
  }

  #onPick(event: Event & { currentTarget: HTMLInputElement }): void {
    const input = event.currentTarget
    const files = [...(input.files ?? [])]
    // So that the same file can be chosen again.
    input.value = ''
    void this.#offer(files, 'picker')
  }

  async #offer(
    files: readonly (File | FileHandle)[],
    source: FileSource,
    unreadable = 0,
  ): Promise<AddedFiles> {
    // The page may have set a property in this very turn.
    this.#configure()
    this.unreadable = unreadable
    this.rejections = []
    const added = await this.#uploader.addFiles(files, source)
    // Another batch may have been refused meanwhile.
    this.rejections = [...this.rejections, ...added.rejected]
    return added
  }

  async #act(command: RowCommand, id: string): Promise<void> {
    if (command !== 'remove' && command !== 'cancel') {
      this.#uploader[command](id)
      return
    }
    // A canceled file has no more business in the list; the keyboard goes on at its neighbour.
    const index = this.files.findIndex((upload) => upload.id === id)
    if (!(await this.#uploader.remove(id))) return
    this.requestUpdate()
    await this.updateComplete
    const row = Math.min(index, this.files.length - 1)
    await this.#rows.reveal(row)
    const neighbour = this.renderRoot.querySelector<HTMLElement>(
      `.row[data-id="${this.files[row]?.id}"] .icon-button:last-of-type`,
    )
    ;(neighbour ?? this.#chooseButton)?.focus()
  }

  #dismiss(): void {
    this.rejections = []
    this.unreadable = 0
  }

  /** Of all files together, while bytes move. */
  #progress(): string {
    const { size, bytesSent, secondsLeft } = this.#totals
    if (!this.#uploader.busy || bytesSent >= size) return ''
    const percent = ` · ${formatPercent(bytesSent / size, this.#locale)}`
    return secondsLeft === null || secondsLeft < 1
      ? percent
      : `${percent} · ${this.#messages.timeLeft(formatSeconds(secondsLeft, this.#locale))}`
  }

  #limitHint(): string {
    const { maxFileSize = Number.POSITIVE_INFINITY } = this.#uploader.rules
    return Number.isFinite(maxFileSize) ? this.#messages.upToSize(formatBytes(maxFileSize, this.#locale)) : ''
  }

  #list(messages: Messages) {
    const { count, counts } = this.#totals
    const context = {
      messages,
      locale: this.#locale,
      disabled: !this.#enabled,
      act: (command: RowCommand, id: string) => void this.#act(command, id),
    }
    const waiting = this.manual && counts.queued > 0
    const { checking } = this.#uploader
    return html`${this.files.length === 0 ? nothing : uploadList(this.files, this.#rows, context)}
      <div part="summary" class="summary">
        <span>${checking > 0 ? messages.checking(checking) : messages.summary(counts.ready, count)}${this.#progress()}</span>
        ${
          waiting && !this.#uploader.busy
            ? html`<button type="button" part="start-button" class="choose" ?disabled=${!this.#enabled}
                @click=${() => this.upload()}>${messages.startAll}</button>`
            : nothing
        }
      </div>`
  }
}

declare global {
  interface HTMLElementTagNameMap {
    's3-uploader': S3UploaderElement
  }
}
