import type { PropertyDeclarations } from 'lit'
import { attributes } from './attributes.ts'
import type { Variant } from './drop/variant.ts'
import type { FileValidator } from './engine/files/file-validator.ts'
import { PictureProperties } from './picture-properties.ts'
import { amount, flag, functions, oneOf, optionalText, record, text } from './property-values.ts'
import type { Strings } from './text/messages.ts'

/** What a page can set on the element, as attributes and properties. Any value can be assigned; see property-values.ts. */
export class UploaderProperties extends PictureProperties {
  static override readonly properties: PropertyDeclarations = {
    ...attributes({ read: text('/uploads') }, 'endpoint'),
    ...attributes({ read: text('default') }, 'route'),
    ...attributes({ read: optionalText, reflect: true }, 'name'),
    ...attributes({ read: flag, type: Boolean, reflect: true }, 'disabled'),
    ...attributes({ read: oneOf('keys', 'json') }, 'valueFormat'),
    defaultFiles: { attribute: 'value' },
    ...attributes({ read: optionalText }, 'accept capture captionField locale convertTo'),
    ...attributes({ read: oneOf('auto', 'sha256', 'none') }, 'checksum'),
    ...attributes({ read: oneOf('list', 'gallery', 'compact', 'button', 'avatar') }, 'variant'),
    ...attributes(
      { read: flag, type: Boolean },
      'reorder multiple directory required readonly manual metrics noDuplicates verifyContent noDrop noPaste noDropGuard ' +
        'pagePaste noPreview noWakeLock noUnloadGuard noStatus noResume noCrop convertHeic stripMetadata',
    ),
    ...attributes(
      { read: amount },
      'minFiles maxFiles minFileSize maxFileSize maxTotalSize minWidth maxWidth minHeight maxHeight concurrency ' +
        'retries stallTimeout resizeWidth resizeHeight quality undoTimeout',
    ),
    ...attributes({ read: oneOf('element', 'page') }, 'dropTarget'),
    ...attributes({ read: oneOf('same-origin', 'include', 'omit'), attribute: false }, 'credentials'),
    ...attributes({ read: record, attribute: false }, 'headers metadata strings'),
    ...attributes({ read: functions, attribute: false }, 'validators transformers'),
  }

  /**
   * Where the upload API is mounted. Default: `/uploads`.
   * @attr endpoint
   * @default '/uploads'
   */
  declare endpoint: string
  /**
   * The API's route, with its own limits. Default: `default`.
   * @attr route
   * @default 'default'
   */
  declare route: string
  /**
   * Media types and extensions, as on a file input. Default: what the API allows.
   * @attr accept
   * @default null
   */
  declare accept: string | null
  /**
   * How it looks: rows, cards with pictures, one line (for table cells), a button alone, or one round picture.
   * `dropzone` is an older name of `list`.
   * @attr variant
   * @default 'list'
   */
  declare variant: Variant
  /**
   * Visitors can change the order of the files.
   * @attr reorder
   * @default false
   */
  declare reorder: boolean
  /**
   * The metadata that a text field of each card in the gallery fills: `caption`, or `alt` for an alternative text.
   * @attr caption-field
   * @default null
   */
  declare captionField: string | null
  /**
   * More than one file. Without it, a new file replaces the old one.
   * @attr multiple
   * @default false
   */
  declare multiple: boolean
  /**
   * `user` or `environment`: take a new photo on a phone.
   * @attr capture
   * @default null
   */
  declare capture: string | null
  /**
   * Choose folders instead of files.
   * @attr directory
   * @default false
   */
  declare directory: boolean
  /**
   * The language of its words and numbers, as a BCP 47 tag. Default: that of the nearest `lang`.
   * @attr locale
   * @default null
   */
  declare locale: string | null
  /**
   * Files that the form needs at least.
   * @attr min-files
   */
  declare minFiles: number | undefined
  /**
   * Files in the list at most.
   * @attr max-files
   */
  declare maxFiles: number | undefined
  /**
   * Bytes of one file at least; the attribute also takes `10KB` or `10KiB`.
   * @attr min-file-size
   */
  declare minFileSize: number | undefined
  /**
   * Bytes of one file at most; the attribute also takes `10MB` or `10MiB`. Default: the API's limit.
   * @attr max-file-size
   */
  declare maxFileSize: number | undefined
  /**
   * Bytes of all files together; the attribute also takes `1GB` or `1GiB`.
   * @attr max-total-size
   */
  declare maxTotalSize: number | undefined
  /**
   * Pixels as displayed; for images, but not for SVG.
   * @attr min-width
   */
  declare minWidth: number | undefined
  /**
   * Pixels as displayed; for images, but not for SVG.
   * @attr max-width
   */
  declare maxWidth: number | undefined
  /**
   * Pixels as displayed; for images, but not for SVG.
   * @attr min-height
   */
  declare minHeight: number | undefined
  /**
   * Pixels as displayed; for images, but not for SVG.
   * @attr max-height
   */
  declare maxHeight: number | undefined
  /**
   * Refuse a file that is in the list already: same name, size, type, date and folder.
   * @attr no-duplicates
   * @default false
   */
  declare noDuplicates: boolean
  /**
   * Refuse a file whose first bytes contradict its type.
   * @attr verify-content
   * @default false
   */
  declare verifyContent: boolean
  /**
   * Wait for `upload()` or the Upload button instead of starting at once.
   * @attr manual
   * @default false
   */
  declare manual: boolean
  /**
   * Take no dropped files.
   * @attr no-drop
   * @default false
   */
  declare noDrop: boolean
  /**
   * `page`: files may be dropped anywhere on the page; of several such elements the first one in sight takes them.
   * @attr drop-target
   * @default 'element'
   */
  declare dropTarget: 'element' | 'page'
  /**
   * Take no pasted files.
   * @attr no-paste
   * @default false
   */
  declare noPaste: boolean
  /**
   * Let the browser open files that are dropped on the page beside the element.
   * @attr no-drop-guard
   * @default false
   */
  declare noDropGuard: boolean
  /**
   * Take files pasted anywhere on the page, as long as no other element does.
   * @attr page-paste
   * @default false
   */
  declare pagePaste: boolean
  /**
   * Show no local pictures of images.
   * @attr no-preview
   * @default false
   */
  declare noPreview: boolean
  /**
   * Let the screen turn off while bytes are sent.
   * @attr no-wake-lock
   * @default false
   */
  declare noWakeLock: boolean
  /**
   * Let the page close while bytes are sent, without asking.
   * @attr no-unload-guard
   * @default false
   */
  declare noUnloadGuard: boolean
  /**
   * Done when the upload is announced, without waiting for variants.
   * @attr no-status
   * @default false
   */
  declare noStatus: boolean
  /**
   * Save nothing: a reload starts over.
   * @attr no-resume
   * @default false
   */
  declare noResume: boolean
  /**
   * Whether S3 verifies a SHA-256 of every byte: `auto` where the API requires it, `sha256` always, `none` never.
   * @attr checksum
   * @default 'auto'
   */
  declare checksum: 'auto' | 'sha256' | 'none'
  /**
   * Every upload ends with an `upload-metrics` event.
   * @attr metrics
   * @default false
   */
  declare metrics: boolean
  /**
   * Requests to S3 at a time, over all files; at least 1. Default: 6.
   * @attr concurrency
   */
  declare concurrency: number | undefined
  /**
   * Automatic retries of each step after a response that refuses it. Default: 45, which take at least ten minutes.
   * @attr retries
   */
  declare retries: number | undefined
  /**
   * Milliseconds without a byte or an answer of S3 before an attempt ends; 0 waits without limit. Default: 30,000.
   * @attr stall-timeout
   */
  declare stallTimeout: number | undefined
  /**
   * Milliseconds during which a visitor can undo a removal; 0 for none. Default: 20,000.
   * @attr undo-timeout
   */
  declare undoTimeout: number | undefined

  /** Headers for every call to the API: an object, or a function called for every request. Never sent to S3. */
  declare headers: HeadersInit | (() => HeadersInit | Promise<HeadersInit>)
  /**
   * Cookies for the API, as in `fetch`.
   * @default 'same-origin'
   */
  declare credentials: RequestCredentials
  /** Flat strings about the batch, signed into every ticket and carried in the event. */
  declare metadata: Readonly<Record<string, string>>
  /** The page's own checks: each returns a sentence, or false, to refuse a file; within 15 seconds. */
  declare validators: readonly FileValidator[]
  /** Words that replace those of the locale, each by itself, within groups too. */
  declare strings: Strings
}
