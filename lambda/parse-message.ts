import { isRecord } from './is-record.ts'
import { parseJson } from './parse-json.ts'
import type { UploadJob } from './upload-job.ts'

/** The content of one message; several for a message with several S3 records. */
export type ParsedMessage =
  | { kind: 'job'; job: UploadJob }
  /** Well formed, but not about a new upload. */
  | { kind: 'ignored'; reason: string }
  /** Not readable: delivering it again cannot help. */
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

/** Keys and ids become parts of result keys: relative paths and NUL are refused. */
function checked(job: UploadJob): ParsedMessage {
  if (job.bucket === '' || job.key === '') return { kind: 'rejected', reason: 'empty bucket or key' }
  if (Buffer.byteLength(job.key) > MAX_KEY_BYTES) return { kind: 'rejected', reason: 'key above 1024 bytes' }
  if (job.key.includes('\0') || job.id.includes('\0')) return { kind: 'rejected', reason: 'NUL in the key' }
  if (job.id.split('/').some((segment) => segment === '.' || segment === '..')) {
    return { kind: 'rejected', reason: 'relative path in the id' }
  }
  return { kind: 'job', job }
}

/** Only S3 notifications encode keys like a query string: `+` for a space, then percent-encoding. */
function decodeS3Key(key: unknown): string | null {
  if (typeof key !== 'string') return null
  try {
    return decodeURIComponent(key.replaceAll('+', ' '))
  } catch {
    return null
  }
}

/** S3's API quotes ETags, its notifications do not. */
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
