import { LitElement, type PropertyDeclaration, type PropertyDeclarations } from 'lit'
import type { FileValidator } from './engine/files/file-validator.ts'
import { defaultSettings, type UploaderSettings } from './engine/uploader-settings.ts'
import { parseSize } from './parse-size.ts'
import type { Messages } from './text/messages.ts'

/** What a page can set on the element, as attributes and properties. */
export class UploaderProperties extends LitElement {
  static override readonly properties: PropertyDeclarations = {
    ...attributes({}, 'endpoint', 'route', 'accept', 'capture', 'checksum'),
    ...attributes({ reflect: true }, 'name'),
    ...attributes({ type: Boolean, reflect: true }, 'disabled'),
    ...attributes({ type: Boolean }, 'multiple', 'directory', 'required', 'readonly', 'manual', 'metrics'),
    ...attributes({ type: Boolean }, 'noDuplicates', 'verifyContent', 'noDrop', 'noPaste', 'noPreview'),
    ...attributes({ type: Boolean }, 'noWakeLock', 'noUnloadGuard', 'noStatus', 'noResume'),
    // `Number` would make 0 of an empty attribute, and something that compares with nothing of a wrong one.
    ...attributes(
      { converter: parseSize },
      'minFiles',
      'maxFiles',
      'minFileSize',
      'maxFileSize',
      'maxTotalSize',
      'minWidth',
      'maxWidth',
      'minHeight',
      'maxHeight',
      'concurrency',
      'retries',
      'stallTimeout',
    ),
    headers: { attribute: false },
    credentials: { attribute: false },
    metadata: { attribute: false },
    validators: { attribute: false },
    strings: { attribute: false },
  }

  /** Where the upload API is mounted. Default: `/uploads`. */
  endpoint = '/uploads'
  /** The API's route, with its own limits. Default: `default`. */
  route = defaultSettings.route
  /** As on a file input; default: what the API allows. */
  accept: string | null = null
  multiple = false
  /** `user` or `environment`: take a new photo on a phone. */
  capture: string | null = null
  /** Choose folders instead of files. */
  directory = false
  name: string | null = null
  required = false
  disabled = false
  /** Shows the list, changes nothing. */
  readonly = false
  minFiles: number | undefined
  maxFiles: number | undefined
  /** Bytes; the attribute also takes `10KB` or `10KiB`. */
  minFileSize: number | undefined
  /** Bytes; the attribute also takes `10MB` or `10MiB`. */
  maxFileSize: number | undefined
  /** Bytes of all files together; the attribute also takes `1GB` or `1GiB`. */
  maxTotalSize: number | undefined
  /** Pixels as displayed, for images alone; so are the next three. */
  minWidth: number | undefined
  maxWidth: number | undefined
  minHeight: number | undefined
  maxHeight: number | undefined
  /** Refuse a file that is in the list already: same name, size, type, date and folder. */
  noDuplicates = false
  /** Refuse a file whose first bytes contradict its type. */
  verifyContent = false
  /** Wait for `upload()` instead of starting at once. */
  manual = false
  noDrop = false
  noPaste = false
  noPreview = false
  /** Let the screen go off while bytes move. */
  noWakeLock = false
  /** Let the page go away while bytes move, without asking. */
  noUnloadGuard = false
  /** Done when the upload is announced, without waiting for variants. */
  noStatus = false
  /** A reload starts over: nothing is written down. */
  noResume = false
  /** Whether S3 verifies a SHA-256 of every byte: `auto` where the API requires it, `sha256` always, `none`. */
  checksum: UploaderSettings['checksum'] = defaultSettings.checksum
  /** Every upload ends with an `upload-metrics` event. */
  metrics = false
  /** Requests to S3 at a time, over all files. Default: 6. */
  concurrency = defaultSettings.concurrency
  /** Automatic retries of each step. Default: 5. */
  retries = defaultSettings.retries
  /** Milliseconds without a byte or an answer of S3 before an attempt is given up; 0 for never. Default: 30,000. */
  stallTimeout = defaultSettings.stallTimeoutMs

  /** Headers for every call to the API: an object, or a function asked anew each time. Never sent to S3. */
  headers: HeadersInit | (() => HeadersInit | Promise<HeadersInit>) = {}
  /** Cookies for the API, as in `fetch`. Default: `same-origin`. */
  credentials: RequestCredentials = 'same-origin'
  /** Flat strings about the batch, signed into every ticket and carried in the event. */
  metadata: Readonly<Record<string, string>> = {}
  /** The page's own checks: each returns a sentence to refuse a file, within 15 seconds. */
  validators: readonly FileValidator[] = []
  /** Sentences that replace the English ones. */
  strings: Partial<Messages> = {}
}

/** The attribute of `maxFileSize` is `max-file-size`. */
function attributes(
  options: PropertyDeclaration,
  ...names: (keyof UploaderProperties & string)[]
): PropertyDeclarations {
  const attributeOf = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  return Object.fromEntries(names.map((name) => [name, { ...options, attribute: attributeOf(name) }]))
}
