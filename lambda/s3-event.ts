/**
 * S3's own events, in both of its dialects: notifications (docs.aws.amazon.com/AmazonS3/latest/userguide/
 * notification-content-structure.html) and EventBridge (…/ev-events.html).
 */
import { isRecord } from './is-record.ts'
import type { ParsedMessage } from './parsed-message.ts'

export function parseS3Record(record: unknown): ParsedMessage {
  const s3 = isRecord(record) ? record.s3 : null
  if (!isRecord(record) || !isRecord(s3) || !isRecord(s3.bucket) || !isRecord(s3.object)) {
    return { kind: 'rejected', reason: 'not an S3 record' }
  }
  const key = decodeKey(s3.object.key)
  const bucket = s3.bucket.name
  if (key === null || typeof bucket !== 'string') return { kind: 'rejected', reason: 'no bucket and key' }
  const name = typeof record.eventName === 'string' ? record.eventName.replace(/^s3:/, '') : 'ObjectCreated:'
  if (/^(ObjectRemoved|LifecycleExpiration):/.test(name)) return { kind: 'removal', bucket, key }
  if (!name.startsWith('ObjectCreated:')) return { kind: 'ignored', reason: 'not about a created object' }
  return created(bucket, key, s3.object.versionId, s3.object.eTag)
}

/** EventBridge does not encode keys. */
export function parseEventBridgeEvent(event: Record<string, unknown>): ParsedMessage {
  const { detail } = event
  if (!isRecord(detail) || !isRecord(detail.bucket) || !isRecord(detail.object)) {
    return { kind: 'rejected', reason: 'not an S3 event' }
  }
  const bucket = detail.bucket.name
  const { key, etag } = detail.object
  if (typeof bucket !== 'string' || typeof key !== 'string') {
    return { kind: 'rejected', reason: 'no bucket and key' }
  }
  if (event['detail-type'] === 'Object Deleted') return { kind: 'removal', bucket, key }
  if (event['detail-type'] !== 'Object Created')
    return { kind: 'ignored', reason: 'not about a created object' }
  return created(bucket, key, detail.object['version-id'], etag)
}

function created(bucket: string, key: string, versionId: unknown, etag: unknown): ParsedMessage {
  return {
    kind: 'job',
    job: {
      id: key,
      bucket,
      key,
      versionId: typeof versionId === 'string' && versionId !== '' ? versionId : null,
      etag: typeof etag === 'string' && etag !== '' ? etag.replaceAll('"', '') : null,
      contentType: null,
      metadata: {},
    },
  }
}

/** Only S3 notifications encode keys like a query string: `+` for a space, then percent-encoding. */
function decodeKey(key: unknown): string | null {
  if (typeof key !== 'string') return null
  try {
    return decodeURIComponent(key.replaceAll('+', ' '))
  } catch {
    return null
  }
}
