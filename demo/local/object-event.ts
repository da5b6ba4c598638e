/**
 * What happened to an object, in both of S3's dialects: notifications (docs.aws.amazon.com/AmazonS3/latest/userguide/
 * notification-content-structure.html) and EventBridge (…/ev-events.html). Pure.
 */
import { randomBytes } from 'node:crypto'

export type ObjectEventName =
  | 'ObjectCreated:Put'
  | 'ObjectCreated:Post'
  | 'ObjectCreated:Copy'
  | 'ObjectCreated:CompleteMultipartUpload'
  | 'ObjectRemoved:Delete'

export interface ObjectEvent {
  name: ObjectEventName
  bucket: string
  key: string
  /** Of a created object: bytes, and the ETag without quotes. */
  content: { size: number; etag: string } | null
  /** Orders the events of one key. */
  sequencer: string
  /** ISO 8601. */
  time: string
}

/** Encoded as in a query: `+` for a space. EventBridge does not encode keys. */
function encodedKey(key: string): string {
  return new URLSearchParams({ key }).toString().slice('key='.length)
}

export function s3Notification(event: ObjectEvent, region: string, configurationId: string): object {
  const { bucket, key, content, sequencer } = event
  const record = {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: region,
    eventTime: event.time,
    eventName: event.name,
    userIdentity: { principalId: 'AWS:AIDAIOSFODNN7EXAMPLE' },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: { 'x-amz-request-id': randomBytes(8).toString('hex').toUpperCase() },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId,
      bucket: {
        name: bucket,
        ownerIdentity: { principalId: 'A3NL1KOZZKExample' },
        arn: `arn:aws:s3:::${bucket}`,
      },
      object: {
        key: encodedKey(key),
        ...(content === null ? {} : { size: content.size, eTag: content.etag }),
        sequencer,
      },
    },
  }
  return { Records: [record] }
}

const REASONS: Readonly<Record<ObjectEventName, string>> = {
  'ObjectCreated:Put': 'PutObject',
  'ObjectCreated:Post': 'POST Object',
  'ObjectCreated:Copy': 'CopyObject',
  'ObjectCreated:CompleteMultipartUpload': 'CompleteMultipartUpload',
  'ObjectRemoved:Delete': 'DeleteObject',
}

export function eventBridgeEvent(event: ObjectEvent, region: string, id: string): object {
  const { name, bucket, key, content, sequencer, time } = event
  return {
    version: '0',
    id,
    'detail-type': name === 'ObjectRemoved:Delete' ? 'Object Deleted' : 'Object Created',
    source: 'aws.s3',
    account: '000000000000',
    // Whole seconds, unlike notifications.
    time: time.replace(/\.\d+Z$/, 'Z'),
    region,
    resources: [`arn:aws:s3:::${bucket}`],
    detail: {
      version: '0',
      bucket: { name: bucket },
      object: { key, ...content, sequencer },
      'request-id': randomBytes(8).toString('hex').toUpperCase(),
      requester: '000000000000',
      'source-ip-address': '127.0.0.1',
      reason: REASONS[name],
      ...(name === 'ObjectRemoved:Delete' ? { 'deletion-type': 'Permanently Deleted' } : {}),
    },
  }
}

/** What S3 sends to topics and queues when they are configured. */
export function testEvent(bucket: string): object {
  return {
    Service: 'Amazon S3',
    Event: 's3:TestEvent',
    Time: new Date().toISOString(),
    Bucket: bucket,
    RequestId: randomBytes(8).toString('hex').toUpperCase(),
    HostId: randomBytes(48).toString('base64'),
  }
}
