import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Problem, RequestErrorCode } from '../../component/protocol.ts'
import { UploadError } from '../upload/upload-error.ts'

/** What can be wrong with a whole request: also the item codes that refuse a batch or a call about one upload. */
export type ProblemCode =
  | RequestErrorCode
  | 'too-many-files'
  | 'rejected'
  | 'quota-exceeded'
  | 'ticket-invalid'
  | 'ticket-expired'
  | 'upload-not-found'
  | 'storage-denied'
  | 'storage-unavailable'

// The one place that maps codes to statuses.
export const PROBLEMS: Record<
  ProblemCode,
  { status: ContentfulStatusCode; title: string; retryable: boolean }
> = {
  'invalid-request': { status: 400, title: 'The request is malformed', retryable: false },
  'too-many-files': { status: 400, title: 'Too many files in one request', retryable: false },
  'ticket-invalid': { status: 400, title: 'The ticket is not valid', retryable: false },
  unauthorized: { status: 401, title: 'Not signed in', retryable: false },
  rejected: { status: 403, title: 'Refused', retryable: false },
  'quota-exceeded': { status: 403, title: 'The quota is used up', retryable: false },
  forbidden: { status: 403, title: 'Not allowed', retryable: false },
  'route-not-found': { status: 404, title: 'No such upload route', retryable: false },
  'upload-not-found': { status: 404, title: 'No such upload', retryable: false },
  'not-found': { status: 404, title: 'No such resource', retryable: false },
  'method-not-allowed': { status: 405, title: 'Method not allowed', retryable: false },
  'ticket-expired': { status: 410, title: 'The ticket has expired', retryable: false },
  'payload-too-large': { status: 413, title: 'The request body is too large', retryable: false },
  'unsupported-media-type': { status: 415, title: 'The request is not JSON', retryable: false },
  'rate-limited': { status: 429, title: 'Too many requests', retryable: true },
  internal: { status: 500, title: 'Internal error', retryable: true },
  unavailable: { status: 503, title: 'A service behind the API is unavailable', retryable: true },
  'storage-denied': { status: 500, title: 'The store refused', retryable: false },
  'storage-unavailable': { status: 503, title: 'The store is unavailable', retryable: true },
}

export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code)
}

/** The detail of every failure of the service itself: more would reveal its inside. */
export const INTERNAL = 'The service failed. Try again.'

export interface RequestErrorOptions {
  cause?: unknown
  /** What is wrong, and where in the body (`/files/0/size`). */
  errors?: { path: string; message: string }[]
  headers?: Record<string, string>
  /** Instead of the code's own status. */
  status?: ContentfulStatusCode
  /** The limit that was broken, in bytes or files. */
  limit?: number | undefined
}

/** The whole request fails. The message is shown to people, the cause never is. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  readonly code: ProblemCode
  readonly errors: { path: string; message: string }[] | undefined
  readonly headers: Record<string, string>
  readonly status: ContentfulStatusCode
  readonly limit: number | undefined

  constructor(code: ProblemCode, message: string, options: RequestErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.errors = options.errors
    this.headers = options.headers ?? {}
    this.status = options.status ?? PROBLEMS[code].status
    this.limit = options.limit
  }
}

/**
 * Any thrown value as a request error. An `HTTPException` of the host keeps its status, message and headers: Hono passes
 * it to the innermost `onError`, which must not turn a 403 into a 500. An `UploadError` of the host refuses the batch.
 */
export function toRequestError(error: unknown): RequestError {
  if (error instanceof RequestError) return error
  if (error instanceof UploadError && isProblemCode(error.code)) {
    const { code, message, limit, retryAfterMs } = error
    const headers: Record<string, string> =
      retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) }
    return new RequestError(code, message, { limit, headers })
  }
  if (!(error instanceof HTTPException)) return new RequestError('internal', INTERNAL, { cause: error })
  const { status } = error
  const code = codeOfStatus(status)
  const detail = status === 500 ? INTERNAL : error.message
  return new RequestError(code, detail || PROBLEMS[code].title, {
    cause: error,
    status,
    headers: headersOf(error),
  })
}

/** All except those that describe the host's own body. */
function headersOf(error: HTTPException): Record<string, string> {
  const headers = [...error.getResponse().headers].filter(([name]) => !/^(content|transfer)-/.test(name))
  return Object.fromEntries(headers)
}

const CODES = new Map<number, ProblemCode>([
  [400, 'invalid-request'],
  [401, 'unauthorized'],
  [402, 'quota-exceeded'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [405, 'method-not-allowed'],
  [408, 'unavailable'],
  [413, 'payload-too-large'],
  [415, 'unsupported-media-type'],
  [425, 'unavailable'],
  [429, 'rate-limited'],
  [500, 'internal'],
])

function codeOfStatus(status: number): ProblemCode {
  return CODES.get(status) ?? (status < 500 ? 'rejected' : 'unavailable')
}

/** With a 503 that names no other time. */
const DEFAULT_RETRY_SECONDS = '5'

/** The RFC 9457 response. */
export function problemResponse(c: Context, error: RequestError): Response {
  const { title, retryable } = PROBLEMS[error.code]
  const status = error.status
  const instance = requestId(c)
  const problem: Problem = {
    type: `urn:s3-uploader:problem:${error.code}`,
    title,
    status,
    detail: error.message,
    code: error.code,
    retryable,
    ...(instance === undefined ? {} : { instance }),
    ...(error.errors === undefined ? {} : { errors: error.errors }),
    ...(error.limit === undefined ? {} : { limit: error.limit }),
  }
  return c.body(JSON.stringify(problem), status, {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    ...(status === 503 && { 'retry-after': DEFAULT_RETRY_SECONDS }),
    ...error.headers,
  })
}

/** The id from the host's `hono/request-id`, where that runs. */
export function requestId(c: Context): string | undefined {
  const id: unknown = c.get('requestId')
  return typeof id === 'string' && id !== '' ? id : undefined
}
