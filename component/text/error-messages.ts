import type { DimensionRule, ImageSize } from '../engine/upload/rejection.ts'

/** What is known of a failure. Which of the facts there are depends on the code. */
export interface ErrorDetails {
  readonly code: string
  /** The limit that was broken: bytes, files or pixels. */
  readonly limit?: number | undefined
  /** With `unsupported-content-type`: what is allowed, in words (`JPEG, PNG or CSV`). */
  readonly allowed?: string | undefined
  /** With `type-mismatch`: the type that the file's name says, in words (`JPEG`). */
  readonly declared?: string | undefined
  /** With `type-mismatch`: the type of the content, in words; `''` for an unknown one. */
  readonly found?: string | undefined
  /** With `image-dimensions`. */
  readonly rule?: DimensionRule | undefined
  /** With `image-dimensions`; null where the file does not contain it. */
  readonly size?: ImageSize | null | undefined
}

/** A text, or a function of what is known. */
export type ErrorMessage = string | ((details: ErrorDetails) => string)

/** What visitors are told about a failure, by its code: what happened, and what they can do. */
export interface ErrorMessages {
  'unsupported-content-type': ErrorMessage
  'file-too-large': ErrorMessage
  'file-too-small': ErrorMessage
  'empty-file': ErrorMessage
  'total-too-large': ErrorMessage
  'too-many-files': ErrorMessage
  'quota-exceeded': ErrorMessage
  /** Of a dropped folder. */
  'folder-too-large': ErrorMessage
  'file-unreadable': ErrorMessage
  /** A link or picture of a web page was dropped. */
  'web-link': ErrorMessage
  'file-changed': ErrorMessage
  'duplicate-file': ErrorMessage
  /** The page or the API refused it without a sentence of its own. */
  rejected: ErrorMessage
  'validator-timeout': ErrorMessage
  'transform-failed': ErrorMessage
  /** Before the upload: the content of the file contradicts its name. */
  'type-mismatch': ErrorMessage
  'image-dimensions': ErrorMessage
  'api-unreachable': ErrorMessage
  'headers-failed': ErrorMessage
  'login-required': ErrorMessage
  'network-login-required': ErrorMessage
  'request-blocked': ErrorMessage
  /** Only the developers of the page can do something about it. */
  'endpoint-not-found': ErrorMessage
  network: ErrorMessage
  'api-unavailable': ErrorMessage
  unauthorized: ErrorMessage
  'ticket-expired': ErrorMessage
  'checksum-unverified': ErrorMessage
  'checksum-unavailable': ErrorMessage
  'object-mismatch': ErrorMessage
  'not-an-image': ErrorMessage
  'unsupported-heic': ErrorMessage
  'unsupported-format': ErrorMessage
  'corrupt-image': ErrorMessage
  'source-missing': ErrorMessage
  'malware-found': ErrorMessage
  'processing-timeout': ErrorMessage
  /** All other codes. */
  unknown: ErrorMessage
}
