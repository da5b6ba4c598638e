import { LitElement } from 'lit'
import { property } from 'lit/decorators.js'
import type { FileRules } from './engine/file-rules.ts'
import type { FileValidator } from './engine/file-validator.ts'
import { defaultSettings, type UploaderSettings } from './engine/uploader-settings.ts'
import { englishMessages, type Messages } from './messages.ts'
import { parseSize } from './parse-size.ts'

const sizeAttribute = { converter: parseSize }

/** What a page can set on the element, as attributes and properties, and what that means to the uploader. */
export class SettingsElement extends LitElement {
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

  protected get settings(): UploaderSettings {
    return {
      route: this.route,
      metadata: this.metadata,
      rules: this.#rules,
      selection: this.multiple || this.directory ? 'multiple' : 'single',
      start: this.manual ? 'manual' : 'automatic',
      finish: this.noStatus ? 'announced' : 'processed',
      sessions: this.noResume ? 'forget' : 'remember',
      checksum: this.checksum,
      metrics: this.metrics ? 'report' : 'silent',
      concurrency: numberOr(defaultSettings.concurrency, this.concurrency),
      retries: numberOr(defaultSettings.retries, this.retries),
      stallTimeoutMs: numberOr(defaultSettings.stallTimeoutMs, this.stallTimeout),
    }
  }

  protected get messages(): Messages {
    return { ...englishMessages, ...this.strings }
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
}

/** An attribute that is taken away leaves null behind, and one that is no number NaN. */
function numberOr(fallback: number, value: number | null): number {
  return value === null || Number.isNaN(value) ? fallback : value
}
