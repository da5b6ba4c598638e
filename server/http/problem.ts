import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Problem, RequestErrorCode } from '../../component/protocol.ts'

/** What can be wrong with a whole request: also the item codes that refuse a batch or a call about one upload. */
export type ProblemCode =
  | RequestErrorCode
  | 'too-many-files'
  | 'ticket-invalid'
  | 'ticket-expired'
  | 'upload-not-found'
  | 'storage-denied'
  | 'storage-unavailable'

// The one place that maps codes to statuses.
const PROBLEMS: Record<ProblemCode, { status: ContentfulStatusCode; title: string; retryable: boolean }> = {
  'invalid-request': { status: 400, title: 'The request is malformed', retryable: false },
  'too-many-files': { status: 400, title: 'Too many files in one request', retryable: false },
  'ticket-invalid': { status: 400, title: 'The ticket is not valid', retryable: false },
  unauthorized: { status: 401, title: 'Not signed in', retryable: false },
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
}

/** The whole request fails. The message is shown to people, the cause never is. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  readonly code: ProblemCode
  readonly errors: { path: string; message: string }[] | undefined
  readonly headers: Record<string, string>

  constructor(code: ProblemCode, message: string, options: RequestErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.errors = options.errors
    this.headers = options.headers ?? {}
  }
}

/**
 * Any thrown value as a request error. An `HTTPException` of the host's middleware keeps its status: Hono passes it to
 * the innermost `onError`, which must not turn a 403 into a 500.
 */
export function toRequestError(error: unknown): RequestError {
  if (error instanceof RequestError) return error
  if (!(error instanceof HTTPException)) {
    return new RequestError('internal', INTERNAL, { cause: error })
  }
  const code = codeOfStatus(error.status)
  const detail = code === 'internal' ? INTERNAL : error.message
  return new RequestError(code, detail || PROBLEMS[code].title, { cause: error })
}

function codeOfStatus(status: number): ProblemCode {
  switch (status) {
    case 401:
      return 'unauthorized'
    case 403:
      return 'forbidden'
    case 404:
      return 'not-found'
    case 405:
      return 'method-not-allowed'
    case 413:
      return 'payload-too-large'
    case 415:
      return 'unsupported-media-type'
    case 429:
      return 'rate-limited'
    default:
      return status < 500 ? 'invalid-request' : 'internal'
  }
}

/** The RFC 9457 response. */
export function problemResponse(c: Context, error: RequestError): Response {
  const { status, title, retryable } = PROBLEMS[error.code]
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
  }
  return c.body(JSON.stringify(problem), status, {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    ...error.headers,
  })
}

/** The id from the host's `hono/request-id`, where that runs. */
export function requestId(c: Context): string | undefined {
  const id: unknown = c.get('requestId')
  return typeof id === 'string' && id !== '' ? id : undefined
}
