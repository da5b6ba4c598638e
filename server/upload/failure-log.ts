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
  uploadId?: string
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
  'unavailable',
])

export function isServiceFault(error: { code: ApiErrorCode; cause?: unknown }): boolean {
  return (
    SERVICE_FAULTS.has(error.code) ||
    ((error.code === 'rejected' || error.code === 'object-mismatch') && error.cause !== undefined)
  )
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
    causes: describeCauses(error.cause),
  }
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
  console.error(JSON.stringify({ level: 'error', service: 's3-uploader', ...failure }))
}
