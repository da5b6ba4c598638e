/** What a host passes to `uploads()`. */
import type { Context, Env } from 'hono'
import type { ChecksumPolicy, PresignFile } from '../../component/protocol.ts'
import type { UploadEvent } from '../../lambda/upload-event.ts'
import type { AwsOptions } from '../aws/aws-options.ts'
import type { FailureLog } from '../upload/failure-log.ts'
import type { Publish } from '../upload/host-publisher.ts'
import type { ObjectAttributes } from '../upload/object-attributes.ts'
import type { ProposedUpload } from '../upload/proposed-upload.ts'
import type { Secret } from '../upload/secrets.ts'

export interface UploadsOptions<E extends Env = Env> extends AwsOptions {
  /**
   * Signs tickets: at least 32 bytes each. With several, the first signs and all verify, so secrets can rotate: add the new
   * one last on every instance, then move it to the front. A function is asked again every 5 minutes.
   */
  secret: Secret | (() => Secret | Promise<Secret>)
  /**
   * Returns the caller, or a falsy value for 401; `'public'` lets everyone in. Runs before the body is read, so an
   * unknown caller costs nothing. An `HTTPException`, a `RejectUpload` or a `Response` of status 400 or above, thrown or
   * returned, reaches the client with its status and headers.
   */
  authorize: Authorize<E> | 'public'
  /**
   * Runs before the files of one `/presign` are checked. Throw `RejectUpload` or an `HTTPException` to refuse the batch,
   * for example for a quota; return limits to lower those of the route.
   */
  authorizeBatch?:
    | ((batch: BatchRequest, c: Context<E>) => BatchLimits | Falsy | Promise<BatchLimits | Falsy>)
    | undefined

  /**
   * Limits by route name (`a-z`, `0-9`, `-`). Route `default` always exists; every route starts from the same
   * built-in limits, not from each other.
   */
  routes?: Readonly<Record<string, RouteOptions>> | undefined
  /** Of upload keys, with a final slash. Default: `uploads/`. */
  prefix?: string | undefined
  /**
   * Where form posts arrive, with a final slash, in the same bucket: `<pendingPrefix><id>`. `/complete` copies them to
   * their key, where no grant of a client reaches them, and deletes the pending one. A lifecycle rule should expire what
   * is left under it after a day. Default: `pending/`.
   */
  pendingPrefix?: string | undefined
  /** What is stored with objects of every route that has no `objects` of its own. */
  objects?: ObjectAttributes | undefined
  /**
   * What tickets are good for besides bucket, prefix and topic. Default: the path that the API is mounted at. Set it where
   * one API is reached under several paths.
   */
  audience?: string | undefined
  /** Where the processor writes, with a final slash. Default: `derived/`. */
  derivedPrefix?: string | undefined
  /** Default: `bucket`. */
  derivedBucket?: string | undefined
  /**
   * Builds the URL of a processed image, for example at a CDN. Default: a presigned GET. The whole answer is then `unknown`
   * while it throws.
   */
  variantUrl?: ((object: { bucket: string; key: string }) => string | Promise<string>) | undefined
  /** How long URLs of processed images work, in seconds, 60 to 604,800. Default: 3,600. */
  variantUrlSeconds?: number | undefined
  /** How long after the end of the upload window a slow upload may still be completed, in seconds. Default: 3,600. */
  completeWithinSeconds?: number | undefined
  /**
   * How long an upload in parts may take, in seconds, 3,600 to 2,592,000. Default: 604,800, seven days. The bucket's
   * lifecycle rule should abort incomplete uploads no sooner.
   */
  multipartWithinSeconds?: number | undefined
  /** How long a URL for a part works, in seconds, 60 to 604,800. Default: 3,600. */
  partUrlSeconds?: number | undefined

  /**
   * Names the object, below `prefix`. Letters, digits, `_ . - /`, at most 512 characters, or the file is `rejected`.
   * A key without `upload.id` is overwritten by a later upload. Default: `<route>/<yyyy>/<mm>/<id>.<extension>`.
   */
  key?: ((upload: ProposedUpload) => string) | undefined
  /** Runs before a file is signed. Throw `RejectUpload` to refuse it; its message reaches the user. */
  onBeforeUpload?: ((upload: ProposedUpload, c: Context<E>) => void | Promise<void>) | undefined
  /**
   * Runs after an object is verified and before it is announced. Throw `RejectUpload` to veto. The value returned
   * reaches the client as JSON `data`. Runs once for an upload in each request that completes it: with the same `event.id`
   * when a client repeats its completion. A refused upload is deleted.
   */
  onUploadComplete?: ((event: UploadEvent, c: Context<E>) => unknown) | undefined

  /**
   * Decides whether an upload is announced; `event.id` is the idempotency key. Return false for one that is announced
   * already. Default: not again what this process announced or the processor has begun with.
   */
  claim?: ((event: UploadEvent, c: Context<E>) => boolean | Promise<boolean>) | undefined

  /**
   * Announces uploads instead of SNS. Throw when the event was not accepted: the client completes again. Default: SNS.
   */
  publish?: Publish | undefined

  /** How long each hook of the host may take, in milliseconds, 100 to 60,000. Default: 5,000. */
  hookTimeoutMs?: number | undefined
  /** Called after every call, for counters and access logs. */
  onCall?: ((report: CallReport) => void) | undefined
  /** Receives failures of the service and of AWS, free of secrets. Default: one JSON line on standard error. */
  log?: FailureLog | undefined
  /** For tests. Policies are signed by the SDK's own clock. */
  clock?: (() => Date) | undefined
  /** For tests. Default: `crypto.randomUUID`. */
  randomId?: (() => string) | undefined
}

export interface CallReport {
  /** `config`, `presign`, `parts`, `complete`, `abort`, `status`, or the last segment of another path. */
  call: string
  status: number
  durationMs: number
  /** `null` where the caller was not authorized. */
  subject: string | null
  /** Of `presign`. */
  route: string | null
  requestId?: string
  /** Items of the response that succeeded. A response of status 200 may hold none. */
  succeeded: number
  /** Items that failed, by code. */
  failed: Readonly<Record<string, number>>
}

export type Authorize<E extends Env = Env> = (
  c: Context<E>,
  request: AuthorizeRequest,
) => Authorization | Falsy | Promise<Authorization | Falsy>

type Falsy = null | undefined | false | '' | 0

/** The call that is asked for. */
export type Phase = 'presign' | 'parts' | 'complete' | 'abort' | 'status'

export interface AuthorizeRequest {
  phase: Phase
}

/** The files of one `/presign`. */
export interface BatchRequest {
  subject: string
  route: string
  files: readonly PresignFile[]
  metadata: Readonly<Record<string, string>>
}

export interface Authorization extends BatchLimits {
  /** The user's id, a string of 1 to 256 characters. Tickets are bound to it, events carry it. */
  subject: string
}

export interface BatchLimits {
  /** Lowers the route's limit for this subject, in bytes; never raises it. */
  maxFileSize?: number | undefined
  /** Lowers the route's limit for this subject; never raises it. */
  maxFiles?: number | undefined
}

export interface RouteOptions {
  /** Bytes, at most 48.8 TiB, or 5 GiB where there is no multipart. Default: 20 MiB. */
  maxFileSize?: number
  /** Bytes. Default: 1. */
  minFileSize?: number
  /**
   * Exact media types or `type/*`. A wildcard does not allow types that run in a browser (SVG, HTML, XML,
   * JavaScript): name those. Default: JPEG, PNG, WebP, AVIF and GIF.
   */
  allowedContentTypes?: readonly string[]
  /**
   * Exact media types or `type/*` that the processor makes results of; the element asks for results of these only. Default:
   * not published, which the element takes as `image/*`.
   */
  processedContentTypes?: readonly string[]
  /** Most files in one request, 1 to 100. Default: 100. */
  maxFiles?: number
  /**
   * Bytes, at most 5 GiB; larger files come in parts, several at a time. `null`: every file is one request.
   * Default: 16 MiB.
   */
  multipartThreshold?: number | null
  /** How long S3 accepts a form POST, in seconds, clamped to 30 to 3,600. Default: 300. */
  expiresInSeconds?: number
  /**
   * Whether clients send a SHA-256, of the file or of each part, that S3 then enforces. An upload fails when the store
   * does not report that it verified the one sent; use `none` for stores that cannot. Default: `optional`.
   */
  checksum?: ChecksumPolicy
  /**
   * How files that come in one request are sent: `post` as a form, without a preflight for each, `put` as one PUT, `auto` as a
   * form where the store has POST Object. Default: `auto`.
   */
  method?: 'post' | 'put' | 'auto'
  /** Default: the API's own. */
  bucket?: string
  /** Of upload keys, with a final slash. Default: the API's own. */
  prefix?: string
  /** Default: the API's own. */
  topicArn?: string
  /** What is stored with the objects of this route. Default: the API's own. */
  objects?: ObjectAttributes
}
