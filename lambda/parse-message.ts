import { isRecord } from './is-record.ts'
import { parseConversionEnd } from './parse-conversion-end.ts'
import { parseJson } from './parse-json.ts'
import { parseReprocessRequest } from './parse-reprocess-request.ts'
import type { ParsedMessage } from './parsed-message.ts'
import { parseEventBridgeEvent, parseS3Record } from './s3-event.ts'
import type { UploadJob } from './upload-job.ts'

const MAX_KEY_BYTES = 1024
/** SQS around SNS around an S3 notification is the deepest real nesting. */
const MAX_DEPTH = 4

/**
 * Reads a message of any known shape: the upload event, a bare `{bucket, key}`, an S3 notification, an EventBridge
 * event of S3, a request to reprocess, an SNS envelope around any of them, and all of them as text.
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
  if (Array.isArray(message.Records)) {
    if (message.Records.length === 0) return [{ kind: 'rejected', reason: 'no records' }]
    return message.Records.map((record) => checked(parseS3Record(record)))
  }
  if (message.source === 'aws.s3') return [checked(parseEventBridgeEvent(message))]
  if (message.source === 'aws.mediaconvert') return [parseConversion(message)]
  return [checked(parseUploadEvent(message))]
}

function parseConversion(event: Record<string, unknown>): ParsedMessage {
  const end = parseConversionEnd(event)
  if (typeof end === 'string') return { kind: 'rejected', reason: end }
  return end === null ? { kind: 'ignored', reason: 'a conversion that goes on' } : { kind: 'conversion', end }
}

function parseUploadEvent(event: Record<string, unknown>): ParsedMessage {
  if (event.type === 'upload.reprocess') {
    const request = parseReprocessRequest(event)
    return typeof request === 'string'
      ? { kind: 'rejected', reason: request }
      : { kind: 'reprocess', request }
  }
  if (typeof event.type === 'string' && event.type !== 'upload.completed') {
    return { kind: 'ignored', reason: 'another type of event' }
  }
  const { bucket, key } = event
  if (typeof bucket !== 'string' || typeof key !== 'string')
    return { kind: 'rejected', reason: 'no bucket and key' }
  const job: UploadJob = {
    id: typeof event.id === 'string' && event.id !== '' ? event.id : key,
    bucket,
    key,
    versionId: textOrNull(event.versionId),
    etag: typeof event.etag === 'string' ? textOrNull(event.etag.replaceAll('"', '')) : null,
    contentType: textOrNull(event.contentType),
    metadata: stringsOf(event.metadata),
    ...(typeof event.requestId === 'string' && { apiRequestId: event.requestId }),
  }
  return { kind: 'job', job }
}

/** Keys and ids become parts of result keys: relative paths and NUL are refused. */
function checked(message: ParsedMessage): ParsedMessage {
  const reason =
    message.kind === 'job'
      ? faultOf(message.job.bucket, message.job.key, message.job.id)
      : message.kind === 'removal'
        ? faultOf(message.bucket, message.key, message.key)
        : null
  return reason === null ? message : { kind: 'rejected', reason }
}

function faultOf(bucket: string, key: string, id: string): string | null {
  if (bucket === '' || key === '') return 'empty bucket or key'
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) return 'key above 1024 bytes'
  if (key.includes('\0') || id.includes('\0')) return 'NUL in the key'
  return id.split('/').some((segment) => segment === '.' || segment === '..')
    ? 'relative path in the id'
    : null
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
