/**
 * What the embedded services report while they work: one entry when something starts and one when it ended, joined
 * by `id`; a request that names no operation has only an end. Times are epoch milliseconds. Never holds credentials, signatures or presigned URLs.
 */
export type TraceEntry = S3Trace | SnsPublishTrace | SnsDeliverTrace | LambdaTrace

/** The end of something, or its start, where no result is known yet. */
type Phases<Known, Result> =
  | ({ phase: 'start'; id: string; startedAt: number } & Known)
  | ({ phase: 'end'; id: string; startedAt: number; durationMs: number } & Known & Result)

export type S3Trace = Phases<
  {
    service: 's3'
    /** Amazon's name, such as `PostObject`; `Unknown` where the request names none. */
    operation: string
    bucket: string | null
    /** In a form upload known only at its end. */
    key: string | null
  },
  {
    /** HTTP status; 0 when the client left before an answer. */
    status: number
    /** On the wire, headers included. */
    requestBytes: number
    responseBytes: number
    /** S3's error code, or `ClientDisconnected`. */
    errorCode?: string
    errorMessage?: string
  }
>

export type SnsPublishTrace = Phases<
  { service: 'sns'; operation: 'Publish'; topicArn: string; messageId: string; bytes: number },
  { status: number }
>

export type SnsDeliverTrace = Phases<
  {
    service: 'sns'
    operation: 'Deliver'
    topicArn: string
    messageId: string
    bytes: number
    /** 1 for the first. */
    attempt: number
  },
  { outcome: 'delivered' | 'retrying' | 'dead'; error?: string }
>

export type LambdaTrace = Phases<
  {
    service: 'lambda'
    operation: 'Invoke'
    requestId: string
    /** Of the message that caused it. */
    messageId: string
  },
  {
    outcome: 'ok' | 'error' | 'timeout'
    error?: string
    /** The last 4 KB of what the function wrote, as Lambda's own `LogResult`. */
    logTail: string
  }
>

export type OnTrace = (entry: TraceEntry) => void
