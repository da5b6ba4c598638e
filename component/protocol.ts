/**
 * The wire contract between `<s3-uploader>` and any backend that serves it.
 *
 * Types only: nothing here exists at run time and nothing is imported. The engine parses answers into these
 * types and the server's handlers return them, so a drift on either side is a compile error on that side.
 *
 * Sizes are bytes, times are ISO 8601 strings in UTC, lists keep the order of the request. Where a response may leave a field
 * out, it may also be null.
 */

// ---------------------------------------------------------------------------------------------------- errors

/** What can be wrong with one file or one upload; closed, stable, safe to switch on. */
export type UploadErrorCode =
  // asking for an upload
  | 'file-too-large'
  | 'file-too-small'
  | 'unsupported-content-type'
  | 'too-many-files'
  | 'rejected'
  | 'quota-exceeded'
  // tickets
  | 'ticket-invalid'
  | 'ticket-expired'
  | 'forbidden'
  // the object behind a ticket
  | 'upload-not-found'
  /** S3 lacks parts of a large file: `/parts` lists the stored ones, send the others and complete again. */
  | 'parts-missing'
  /** S3 is still making one object of the parts: complete again after `retryAfterMs`. */
  | 'assembling'
  | 'object-mismatch'
  /** The upload is bound to a checksum that the store did not verify. */
  | 'checksum-unverified'
  | 'storage-denied'
  | 'storage-unavailable'
  | 'publish-failed'
  /** The topic refuses this service (permission, KMS key, name): only a change of the configuration helps. */
  | 'publish-denied'
  // the host's own rules and services
  | 'rate-limited'
  | 'unavailable'

/** What can be wrong with a whole request. */
export type RequestErrorCode =
  | 'invalid-request'
  | 'unauthorized'
  | 'forbidden'
  | 'route-not-found'
  | 'not-found'
  | 'method-not-allowed'
  | 'payload-too-large'
  | 'unsupported-media-type'
  | 'rate-limited'
  /** A service behind the API (sign-in, secrets, AWS credentials) is slow or down. */
  | 'unavailable'
  | 'internal'

export type ApiErrorCode = UploadErrorCode | RequestErrorCode

/** A code that a newer API may send. */
export type UnknownErrorCode = string & Record<never, never>

/** An RFC 9457 problem document: the body of every answer that is not 2xx. */
export interface Problem {
  type: string
  title: string
  status: number
  /** A sentence for people. Never holds a presigned URL, a ticket or a stack trace. */
  detail: string
  /** The request id, for support. */
  instance?: string
  code: ApiErrorCode | UnknownErrorCode
  /** Whether the same request may succeed later without anyone changing it. */
  retryable: boolean
  /** With `invalid-request`: what is wrong, and where in the body (`/files/0/size`). */
  errors?: { path: string; message: string }[]
  /** The limit that was broken, in bytes or files. */
  limit?: number
}

/** Why one item of a batch failed while its neighbours went on. */
export interface ItemError {
  code: UploadErrorCode | UnknownErrorCode
  detail: string
  retryable: boolean
  /** The limit that was broken, in bytes or files. */
  limit?: number
  /** With `retryable`: how long to wait before the same call, in milliseconds. */
  retryAfterMs?: number
}

// ------------------------------------------------------------------------------------------------ GET /config

export interface ConfigResponse {
  version: 1
  /** Limits by route name; every backend has at least `default`. */
  routes: Record<string, RouteLimits>
}

export interface RouteLimits {
  maxFileSize: number
  minFileSize: number
  /** Exact media types or `type/*`. */
  allowedContentTypes: string[]
  /** Most files in one presign request. */
  maxFiles: number
  /** Files larger than this come back with a multipart plan; `null`: this backend makes none. */
  multipartThreshold: number | null
  checksum: ChecksumPolicy
  /** Exact media types or `type/*` that `/status` has results of; others are done when announced. Default: `image/*`. */
  processedContentTypes?: string[]
}

export type ChecksumPolicy = 'none' | 'optional' | 'required'

// ---------------------------------------------------------------------------------------------- POST /presign

export interface PresignRequest {
  /** Default: `default`. */
  route?: string
  /** At most 64 flat strings about the batch, signed into every ticket and carried in the event. */
  metadata?: Readonly<Record<string, string>>
  files: PresignFile[]
}

export interface PresignFile {
  /** The client's own name for the file, echoed in the answer; never stored. Left out, it is its index in `files`. */
  ref: string
  /** Display name; never part of the object key. */
  name: string
  size: number
  /** Media type; `''` where the browser knows none. */
  type: string
  /** Base64 SHA-256 of the content: S3 then accepts only these bytes. Not for files that come in parts. */
  sha256?: string
  /** Should the plan be multipart: every part will come with this checksum, and S3 verifies each. */
  partChecksum?: 'sha256'
}

export interface PresignResponse {
  uploads: PresignResult[]
}

export type PresignResult = PresignedUpload | { ok: false; ref: string; error: ItemError }

export interface PresignedUpload {
  ok: true
  ref: string
  id: string
  key: string
  /** Proof for every later call: signed, bound to the user, opaque to the client. */
  ticket: string
  /** When S3 stops taking this upload. URLs of parts expire sooner and are signed anew until then. */
  expiresAt: string
  plan: UploadPlan
}

/** How to bring the bytes to S3. */
export type UploadPlan = PostPlan | MultipartPlan | PutPlan

/** One HTML form POST: `fields` in this order, then the file, last. */
export interface PostPlan {
  kind: 'post'
  url: string
  fields: Record<string, string>
}

/** PUT of each part; the first batch of URLs comes along, `/parts` signs the others. */
export interface MultipartPlan {
  kind: 'multipart'
  /** Size of every part but the last. */
  partSize: number
  partCount: number
  /** Empty with `partChecksum`, because a URL is then good for one checksum. */
  parts: PresignedPart[]
  /** S3 takes no part without it: `/parts` signs URLs only along with `sha256`. */
  partChecksum?: 'sha256'
}

/** One PUT, for stores without POST Object. */
export interface PutPlan {
  kind: 'put'
  url: string
  headers: Record<string, string>
}

export interface PresignedPart {
  /** 1 to 10,000. */
  partNumber: number
  url: string
  /** Signed headers that must be sent as they are. */
  headers?: Record<string, string>
}

// ------------------------------------------------------------------------------------------------ POST /parts

/** With `partNumbers`: sign these. Without: tell which parts S3 already has, one page at a time. */
export interface PartsRequest {
  ticket: string
  /** At most 100. */
  partNumbers?: number[]
  /** Base64 SHA-256 by part number: for all of them where the plan says `partChecksum`, else for none. */
  sha256?: Record<string, string>
  /** Page marker from a former answer's `nextPartNumber`. */
  afterPartNumber?: number
}

export type PartsResponse =
  | { kind: 'signed'; parts: PresignedPart[]; expiresAt: string }
  /** `nextPartNumber` is `null` on the last page. */
  | { kind: 'stored'; parts: StoredPart[]; nextPartNumber: number | null }

export interface StoredPart {
  partNumber: number
  size: number
  etag: string
  sha256?: string
}

// --------------------------------------------------------------------------------------------- POST /complete

export interface CompleteRequest {
  uploads: CompleteItem[]
}

export interface CompleteItem {
  ticket: string
  /**
   * At most 64 flat strings about this file (a caption, an alternative text), carried in the event beside the batch's:
   * at most 2,048 bytes, under names of 1 to 64 letters, digits and `_ . -` that begin with a letter. A name that the batch
   * uses for something else is refused, because that was signed.
   */
  metadata?: Readonly<Record<string, string>>
}

/**
 * The response comes within 20 seconds. S3 may take minutes to make one object of thousands of parts: such an item answers
 * `{ok: false, error: {code: 'assembling', retryable: true, retryAfterMs}}` meanwhile. That is no failure: the API goes on
 * with the one assembly it started, and completing again after `retryAfterMs` waits for it or finds it done.
 */
export interface CompleteResponse {
  uploads: CompleteResult[]
}

export type CompleteResult = CompletedUpload | { ok: false; id: string | null; error: ItemError }

/** S3 has exactly the bytes that were announced, and the event is published. */
export interface CompletedUpload {
  ok: true
  id: string
  key: string
  size: number
  contentType: string
  etag: string
  versionId: string | null
  /**
   * What S3 verified, in base64: of the content, or for parts the SHA-256 of their SHA-256s with `-<count>` behind it.
   * `null` where the upload was bound to none.
   */
  sha256: string | null
  /** SNS's id of the published event; `null` where an earlier call announced the upload. */
  messageId: string | null
  /** The result of the host's completion hook. */
  data?: unknown
}

// ------------------------------------------------------------------------------------------------ POST /abort

export interface AbortRequest {
  ticket: string
}

export interface AbortResponse {
  id: string
  /** What was removed; `nothing` when S3 had none of it. */
  removed: 'multipart' | 'object' | 'nothing'
}

// ----------------------------------------------------------------------------------------------- POST /status

export interface StatusRequest {
  tickets: string[]
}

export interface StatusResponse {
  uploads: StatusResult[]
  /**
   * How long to wait before asking again about the unfinished ones, in milliseconds: 1,000 to 30,000, longer the older
   * they are. Absent when none is unfinished. The `Retry-After` header has the same in whole seconds.
   */
  retryAfterMs?: number
}

export type StatusResult =
  | { state: 'pending'; id: string }
  | { state: 'processing'; id: string; startedAt: string }
  | ReadyStatus
  | {
      state: 'failed'
      id: string
      code: ProcessingErrorCode | UnknownErrorCode
      detail: string
      retryable: boolean
    }
  /** The ticket was refused, or the store could not be asked. */
  | { state: 'unknown'; id: string | null; error: ItemError }

export interface ReadyStatus {
  state: 'ready'
  id: string
  variants: Variant[]
  image: ImageInfo
  metadata: Record<string, string>
  timings: ProcessingTimings
  /** Kebab-case codes of tolerated faults, for example `truncated-source`. */
  warnings?: string[]
}

/** One image made from the upload. */
export interface Variant {
  name: string
  key: string
  /** Presigned GET, short-lived. */
  url: string
  contentType: string
  width: number
  height: number
  size: number
  /** Frames of an animation; absent for a still image. */
  frames?: number
  /** Only of an HDR original: whether this variant still has its gain map. */
  hdr?: 'kept' | 'lost'
}

/** What the processor read from the original. Fields that the original does not state are absent. */
export interface ImageInfo {
  format: string
  /** As displayed, after the orientation was applied. */
  width: number
  height: number
  /** EXIF orientation of the original, 1 to 8. */
  orientation: number
  hasAlpha: boolean
  frames: number
  /**
   * Wall-clock time of the camera as ISO 8601, with its UTC offset where the camera wrote one
   * (`2024-05-01T12:30:00+02:00`), without where it did not (`2024-05-01T12:30:00`). `null`: not stated.
   */
  capturedAt: string | null
  /** Media type by content; the declared one may differ. */
  contentType?: string
  /** Of the original, in bytes. */
  size?: number
  /** `srgb`, `display-p3`, `rec2020-pq`, `grey`, `cmyk` or the name in the image's colour profile. */
  colorSpace?: string
  /** Bits per channel. */
  bitDepth?: number
  /** Whether the original has an HDR rendition: PQ, HLG or a gain map. */
  hdr?: boolean
  /** Of one run of an animation or video, in milliseconds. */
  durationMs?: number
  /** Runs of an animation; 0 is endless. */
  loop?: number
  /** Pixels per inch. */
  density?: number
  /** Maker and model: `SONY ILCE-6000`. */
  camera?: string
  lens?: string
  /** `1/250 s, f/2.8, ISO 100, 35 mm`; unknown parts are left out. */
  exposure?: string
  copyright?: string
  /** Whether the original states where it was taken. The location itself is never copied. */
  hasLocation?: boolean
  placeholder?: ImagePlaceholder
  /**
   * The variants of the whole image as `srcset`s for `<picture>`, one for each media type, most compact first. The last
   * one is for the `<img>`. URLs are short-lived, as those of the variants.
   */
  sources?: ImageSource[]
}

/** To show until a variant has loaded. */
export interface ImagePlaceholder {
  /** ThumbHash (evanw.github.io/thumbhash) in base64. */
  thumbHash: string
  /** Average colour, `#rrggbb`. */
  color: string
}

export interface ImageSource {
  /** Media type. */
  type: string
  /** For `srcset`, with `w` descriptors. */
  srcset: string
  /** URL of the largest variant of this type, with its size in pixels. */
  src: string
  width: number
  height: number
}

/** Durations of the processor's steps, in milliseconds. */
export interface ProcessingTimings {
  fetchMs: number
  transformMs: number
  storeMs: number
}

/** Why an upload that S3 holds could not be processed. */
export type ProcessingErrorCode =
  | 'empty-file'
  | 'not-an-image'
  | 'type-mismatch'
  | 'unsupported-format'
  | 'unsupported-heic'
  | 'file-too-large'
  | 'image-too-large'
  | 'corrupt-image'
  | 'source-missing'
  | 'superseded'
  | 'processing-timeout'
  /** The store's malware scan found a threat: nothing is shown of the upload. */
  | 'malware-found'
  | 'internal'
