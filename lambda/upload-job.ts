import { isRecord } from './is-record.ts'

/** One object to process, whatever message brought it. */
export interface UploadJob {
  /** The upload's id; without one, the object key names the job. */
  id: string
  bucket: string
  key: string
  versionId: string | null
  /** Without quotes. `null`: the message did not say which bytes it means. */
  etag: string | null
  contentType: string | null
  metadata: Record<string, string>
}

/** What one message says. A message of several S3 records says several things. */
export type ParsedMessage =
  | { kind: 'job'; job: UploadJob }
  /** Well formed, but none of our business. */
  | { kind: 'ignored'; reason: string }
  /** Broken for good: delivering it again cannot help. */
  | { kind: 'rejected'; reason: string }

const MAX_KEY_BYTES = 1024
/** SQS around SNS around an S3 notification is the deepest real nesting. */
const MAX_DEPTH = 4

/**
 * Reads a message of any known shape: the upload event, a bare `{bucket, key}`, an S3 notification, an SNS envelope
 * around either, and all of them as text.
 */
export function parseMessage(message: unknown, depth = 0): ParsedMessage[] {
  if (depth > MAX_DEPTH) return [{ kind: 'rejected', reason: 'nested too deeply' }]
  if (typeof message === 'string') {
    const parsed = parseJson(message)
    return parsed === undefined ? [{ kind: 'rejected', reason: 'not JSON' }] : parseMessage(parsed, depth + 1)
  }
  if (!isRecord(message)) return [{ kind: 'rejected', reason: 'not an object' }]
  if (message.Type === 'Notification' && typeof message.Message === 'string') {
    return parseMessage(message.Message, depth + 1)
  }
  if (message.Event === 's3:TestEvent') return [{ kind: 'ignored', reason: 's3:TestEvent' }]
  if (Array.isArray(message.Records)) return message.Records.map(parseS3Record)
  return [parseUploadEvent(message)]
}

function parseUploadEvent(event: Record<string, unknown>): ParsedMessage {
  if (typeof event.type === 'string' && event.type !== 'upload.completed') {
    return { kind: 'ignored', reason: 'another type of event' }
  }
  const { bucket, key } = event
  if (typeof bucket !== 'string' || typeof key !== 'string')
    return { kind: 'rejected', reason: 'no bucket and key' }
  return checked({
    id: typeof event.id === 'string' && event.id !== '' ? event.id : key,
    bucket,
    key,
    versionId: textOrNull(event.versionId),
    etag: bareEtag(event.etag),
    contentType: textOrNull(event.contentType),
    metadata: stringsOf(event.metadata),
  })
}

function parseS3Record(record: unknown): ParsedMessage {
  const s3 = isRecord(record) ? record.s3 : null
  if (!isRecord(record) || !isRecord(s3) || !isRecord(s3.bucket) || !isRecord(s3.object)) {
    return { kind: 'rejected', reason: 'not an S3 record' }
  }
  if (typeof record.eventName === 'string' && !/^(s3:)?ObjectCreated:/.test(record.eventName)) {
    return { kind: 'ignored', reason: 'not about a created object' }
  }
  const key = decodeS3Key(s3.object.key)
  if (key === null || typeof s3.bucket.name !== 'string')
    return { kind: 'rejected', reason: 'no bucket and key' }
  return checked({
    id: key,
    bucket: s3.bucket.name,
    key,
    versionId: textOrNull(s3.object.versionId),
    etag: bareEtag(s3.object.eTag),
    contentType: null,
    metadata: {},
  })
}

/** Keys and ids become parts of keys that we write: what could lead out of our folder stays out. */
function checked(job: UploadJob): ParsedMessage {
  if (job.bucket === '' || job.key === '') return { kind: 'rejected', reason: 'empty bucket or key' }
  if (Buffer.byteLength(job.key) > MAX_KEY_BYTES) return { kind: 'rejected', reason: 'key above 1024 bytes' }
  if (job.key.includes('\0') || job.id.includes('\0')) return { kind: 'rejected', reason: 'NUL in the key' }
  if (job.id.split('/').some((segment) => segment === '.' || segment === '..')) {
    return { kind: 'rejected', reason: 'relative path in the id' }
  }
  return { kind: 'job', job }
}

/** S3 notifications, and only they, carry keys as in a query string: `+` for a space, then percent-encoded. */
function decodeS3Key(key: unknown): string | null {
  if (typeof key !== 'string') return null
  try {
    return decodeURIComponent(key.replaceAll('+', ' '))
  } catch {
    return null
  }
}

/** S3's API quotes ETags and its notifications do not; one spelling makes them comparable. */
function bareEtag(etag: unknown): string | null {
  return typeof etag === 'string' ? textOrNull(etag.replaceAll('"', '')) : null
}

function stringsOf(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {}
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, text]) => (typeof text === 'string' ? [[name, text]] : [])),
  )
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
