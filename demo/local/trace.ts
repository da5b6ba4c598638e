/**
 * The trace of the embedded services: an entry for the start and one for the end of each piece of work, with the same
 * `id`. Times are in epoch milliseconds. Contains no credentials, signatures or presigned URLs.
 */
export type TraceEntry = Span<S3Work, S3Result> | Span<SnsWork, SnsResult> | Span<LambdaWork, LambdaResult>
export type OnTrace = (entry: TraceEntry) => void

type Span<Work, Result> =
  | ({ phase: 'start'; id: string; startedAt: number } & Work)
  | ({ phase: 'end'; id: string; startedAt: number; durationMs: number } & Work & Result)

/** A form's key is known only at the end; the status is 0 if the client disconnected before the response. */
export type S3Work = {
  service: 's3'
  operation: string
  bucket: string | null
  key: string | null
  /** `/bucket/key` of a copy's source, percent-encoded. */
  copySource?: string
}
type S3Bytes = { requestBytes: number; responseBytes: number }
export type S3Result = S3Bytes & { key: string | null; status: number; errorCode?: string }

export type SnsWork = {
  service: 'sns'
  operation: 'Publish'
  topicArn: string
  messageId: string
  bytes: number
}
export type SnsResult = { status: number }

/** `messageId` is the message that caused it, `logTail` the last 4 KB of the function's output. */
export type LambdaWork = { service: 'lambda'; operation: 'Invoke'; requestId: string; messageId: string }
export type LambdaResult = { outcome: 'ok' | 'error' | 'timeout'; error?: string; logTail: string }

/** Reports the start; the returned function reports the end. */
export function span<Work extends object, Result extends object>(
  report: (entry: Span<Work, Result>) => void,
  id: string,
  work: Work,
): (result: Result) => void {
  const began = { id, startedAt: Date.now(), ...work }
  report({ phase: 'start', ...began })
  return (result) => report({ phase: 'end', ...began, durationMs: Date.now() - began.startedAt, ...result })
}
