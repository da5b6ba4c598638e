/**
 * What operators see when the service, its configuration or AWS fails. Never a ticket, a secret, a file name or a
 * presigned URL.
 */

import type { ApiErrorCode } from '../../component/protocol.ts'

export type FailureLog = (failure: Failure) => void

export interface Failure {
  code: ApiErrorCode
  message: string
  requestId?: string
  /** Of the first one, where several failed for the same reason. */
  uploadId?: string
  /** How many uploads of one request failed for this reason, where it is more than one. */
  count?: number
  /** What to change, where the reason is a known fault of the configuration. */
  hint?: string
  /** The errors beneath, outermost first. */
  causes: FailureCause[]
}

export interface FailureCause {
  name: string
  message: string
  httpStatus?: number
  /** S3's or SNS's own request id, for AWS support. */
  awsRequestId?: string
  /** Where it was thrown, innermost first, for errors of the host and defects. */
  stack?: string[]
}

/** Codes that operators must see. The others are the client's faults and would only fill the log. */
const SERVICE_FAULTS = new Set<ApiErrorCode>([
  'internal',
  'checksum-unverified',
  'storage-denied',
  'storage-unavailable',
  'publish-failed',
  'publish-denied',
])

/** Codes that the host's own decisions have as well, which have no cause or are HTTP exceptions. */
const FAULTS_WITH_CAUSE = new Set<ApiErrorCode>(['rejected', 'object-mismatch', 'unavailable'])

export function isServiceFault(error: { code: ApiErrorCode; cause?: unknown }): boolean {
  if (SERVICE_FAULTS.has(error.code)) return true
  return FAULTS_WITH_CAUSE.has(error.code) && error.cause !== undefined && !isDecision(error.cause)
}

/** An `HTTPException` of the host, by its shape: this folder does not know Hono. */
function isDecision(cause: unknown): boolean {
  return cause instanceof Error && 'getResponse' in cause
}

export function describeFailure(
  error: Error & { code: ApiErrorCode },
  ids: { requestId?: string | undefined; uploadId?: string | null },
): Failure {
  return {
    code: error.code,
    message: error.message,
    ...(ids.requestId === undefined ? {} : { requestId: ids.requestId }),
    ...(ids.uploadId == null ? {} : { uploadId: ids.uploadId }),
    ...hintIn(error.cause),
    causes: describeCauses(error.cause),
  }
}

/** Of the outermost error that has one. */
function hintIn(error: unknown): { hint?: string } {
  if (!(error instanceof Error)) return {}
  return 'hint' in error && typeof error.hint === 'string' ? { hint: error.hint } : hintIn(error.cause)
}

const MAX_CAUSES = 5

function describeCauses(cause: unknown, depth = 0): FailureCause[] {
  if (cause === undefined || depth === MAX_CAUSES) return []
  if (!(cause instanceof Error)) return [{ name: typeof cause, message: describeThrown(cause) }]
  const { httpStatusCode, requestId } = awsMetadata(cause)
  const described: FailureCause = {
    name: String(cause.name),
    message: withoutUrls(String(cause.message)),
    ...(typeof httpStatusCode === 'number' ? { httpStatus: httpStatusCode } : {}),
    ...(typeof requestId === 'string' ? { awsRequestId: requestId } : {}),
    ...(httpStatusCode === undefined && cause.cause === undefined && stackOf(cause)),
  }
  return [described, ...describeCauses(cause.cause, depth + 1)]
}

const MAX_STACK_LINES = 5

function stackOf({ stack }: Error): { stack?: string[] } {
  const lines = typeof stack === 'string' ? stack.split('\n') : []
  const calls = lines.flatMap((line) => {
    const call = /^\s*at (.+)$/.exec(line)?.[1]
    return call === undefined ? [] : [withoutUrls(call.replaceAll('file://', ''))]
  })
  return calls.length === 0 ? {} : { stack: calls.slice(0, MAX_STACK_LINES) }
}

/** Any thrown value as text. Not every value has one: `Object.create(null)` does not. */
export function describeThrown(thrown: unknown): string {
  try {
    return withoutUrls(String(thrown))
  } catch {
    return 'a value without text'
  }
}

/** What every AWS SDK error carries about the HTTP response it came from. */
export function awsMetadata(error: unknown): { httpStatusCode?: unknown; requestId?: unknown } {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return {}
  const metadata = error.$metadata
  return typeof metadata === 'object' && metadata !== null ? metadata : {}
}

function withoutUrls(text: string): string {
  return text.replace(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, '[url]').slice(0, 1000)
}

/** A log that throws must not fail the request that it was about to describe. */
export function neverThrowing(log: FailureLog): FailureLog {
  return (failure) => {
    try {
      log(failure)
    } catch (cause) {
      logToStandardError({ ...failure, causes: [...failure.causes, ...describeCauses(cause)] })
    }
  }
}

export function logToStandardError(failure: Failure): void {
  // biome-ignore lint/suspicious/noConsole: the one sink every runtime has, for hosts that pass no `log`
  console.error(
    JSON.stringify({ time: new Date().toISOString(), level: 'error', service: 's3-uploader', ...failure }),
  )
}
