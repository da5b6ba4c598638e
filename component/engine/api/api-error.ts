/** What a response that is not the API's answer means. Pure. */
import { type ErrorCode, UploadError, type UploadErrorOptions } from '../upload/upload-error.ts'
import { parseProblem } from './parse-response.ts'

/** Of a response without a problem document, which is from a proxy or another server. */
const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  401: 'unauthorized',
  403: 'request-blocked',
  404: 'endpoint-not-found',
  405: 'endpoint-not-found',
  // Proxy and captive portal: RFC 9110 15.5.8, RFC 6585 6.
  407: 'network-login-required',
  511: 'network-login-required',
  413: 'request-blocked',
}

/**
 * The error of a response that refuses a call.
 *
 * @param call method and path, for developers
 * @param url of the call, without its query
 */
export function refusedError(response: Response, body: unknown, call: string, url: string): UploadError {
  const problem = parseProblem(body)
  const requestId = response.headers.get('x-request-id')
  const options: UploadErrorOptions = {
    url,
    httpStatus: response.status,
    ...retryAfter(response.headers),
    ...(requestId === null ? {} : { requestId }),
  }
  if (problem !== undefined) {
    return new UploadError(problem.code, problem.detail || `${call} was refused`, {
      ...options,
      retryable: problem.retryable,
    })
  }
  const { status } = response
  const isPassing = status === 408 || status === 429 || status >= 500
  const code = CODE_OF_STATUS[status] ?? (isPassing ? 'api-unavailable' : 'protocol')
  return new UploadError(code, `${call} was answered ${status} without a problem document`, {
    ...options,
    retryable: isPassing || code === 'network-login-required',
  })
}

/** The error of a successful response that is no JSON: mostly a login page, or the fallback page of a web server. */
export function notJsonError(response: Response, text: string, call: string, url: string): UploadError {
  const isPage = /^\s*<(!doctype|html)/i.test(text)
  return new UploadError(
    isPage ? 'login-required' : 'protocol',
    `${call} was answered with ${isPage ? 'a web page' : 'something other than JSON'}${response.redirected ? ' after a redirect' : ''}`,
    { url, httpStatus: response.status },
  )
}

/** `Retry-After` in seconds or as an HTTP date (RFC 9110, 10.2.3), by the server's clock where the response has a date. */
function retryAfter(headers: Headers): { retryAfterMs?: number } {
  const value = headers.get('retry-after')
  if (value === null) return {}
  const now = Date.parse(headers.get('date') ?? '') || Date.now()
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now
  return Number.isFinite(ms) && ms > 0 ? { retryAfterMs: ms } : {}
}
