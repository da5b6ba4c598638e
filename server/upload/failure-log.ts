/**
 * What operators see when something fails on our side. Never a ticket, a secret, a file name or a presigned URL.
 */

import type { UploadErrorCode } from '../../component/protocol.ts'
import type { ProblemCode } from '../http/problem.ts'

export type FailureLog = (failure: Failure) => void

export interface Failure {
  code: ProblemCode | UploadErrorCode
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
}

/** Failures with a fault of ours behind them; the rest are the client's and would only fill the log. */
const ours = new Set<Failure['code']>([
  'internal',
  'checksum-unverified',
  'storage-denied',
  'storage-unavailable',
  'publish-failed',
])

export function isOurFailure(error: { code: Failure['code']; cause?: unknown }): boolean {
  return ours.has(error.code) || (error.code === 'rejected' && error.cause !== undefined)
}

export function describeFailure(
  error: Error & { code: Failure['code'] },
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

function describeCauses(cause: unknown, depth = 0): FailureCause[] {
  if (cause === undefined || depth === 5) return []
  if (!(cause instanceof Error)) return [{ name: typeof cause, message: describeThrown(cause) }]
  const { httpStatusCode, requestId } = awsMetadata(cause)
  const described: FailureCause = {
    name: String(cause.name),
    message: withoutUrls(String(cause.message)),
    ...(typeof httpStatusCode === 'number' ? { httpStatus: httpStatusCode } : {}),
    ...(typeof requestId === 'string' ? { awsRequestId: requestId } : {}),
  }
  return [described, ...describeCauses(cause.cause, depth + 1)]
}

/** What is no error: not everything has a text. */
export function describeThrown(thrown: unknown): string {
  try {
    return withoutUrls(String(thrown))
  } catch {
    return 'something that has no text'
  }
}

/** What every AWS SDK error says about the answer it came from. */
export function awsMetadata(error: unknown): { httpStatusCode?: unknown; requestId?: unknown } {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return {}
  const metadata = error.$metadata
  return typeof metadata === 'object' && metadata !== null ? metadata : {}
}

function withoutUrls(text: string): string {
  return text.replace(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, '[url]').slice(0, 1000)
}

/** A log that is down shall not fail what it was about to tell of. */
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
