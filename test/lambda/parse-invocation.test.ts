import { describe, expect, it } from 'vitest'
import { parseInvocation } from '../../lambda/parse-invocation.ts'
import {
  eventBridgeEvent,
  s3Event,
  s3Notification,
  snsEnvelope,
  snsEvent,
  sqsEvent,
  uploadEvent,
} from './support/run-handler.ts'

const event = uploadEvent('u1', '"abc"', { versionId: 'v7' })
const job = {
  id: 'u1',
  bucket: 'uploads',
  key: 'incoming/u1',
  versionId: 'v7',
  etag: 'abc',
  contentType: 'image/jpeg',
  metadata: { album: 'rome' },
}
const bareJob = {
  ...job,
  id: 'a b/ü.jpg',
  key: 'a b/ü.jpg',
  versionId: null,
  etag: null,
  contentType: null,
  metadata: {},
}
const notification = s3Notification({ key: 'a+b/%C3%BC.jpg', eTag: 'abc', versionId: 'v7', size: 3 })
const bridged = eventBridgeEvent({
  key: 'a b/ü.jpg',
  size: 3,
  etag: 'abc',
  'version-id': 'v7',
  sequencer: '1',
})
const notifiedJob = { ...bareJob, etag: 'abc', versionId: 'v7' }

function only(invocation: unknown) {
  const messages = parseInvocation(invocation).deliveries.flatMap((delivery) => delivery.messages)
  expect(messages).toHaveLength(1)
  return messages[0]
}

describe('an event', () => {
  it.each([
    ['SNS to Lambda', snsEvent(event), job],
    ['SNS through SQS', sqsEvent(snsEnvelope(event)), job],
    ['SNS through SQS with raw delivery', sqsEvent(event), job],
    ['a direct call', event, job],
    ['a direct call as text', JSON.stringify(event), job],
    ['the bare message', { bucket: 'uploads', key: 'a b/ü.jpg' }, bareJob],
    ['the bare message over SNS', snsEvent({ bucket: 'uploads', key: 'a b/ü.jpg' }), bareJob],
    ['the bare message through SQS', sqsEvent({ bucket: 'uploads', key: 'a b/ü.jpg' }), bareJob],
    ['an S3 notification', notification, notifiedJob],
    ['an S3 notification over SNS', snsEvent(notification), notifiedJob],
    ['an S3 notification through SQS', sqsEvent(notification), notifiedJob],
    ['an S3 notification over SNS through SQS', sqsEvent(snsEnvelope(notification)), notifiedJob],
    ['EventBridge', bridged, notifiedJob],
    ['EventBridge through SQS', sqsEvent(bridged), notifiedJob],
    ['EventBridge through SNS', snsEvent(bridged), notifiedJob],
  ])('is read from %s', (_, invocation, expected) => {
    expect(only(invocation)).toEqual({ kind: 'job', job: expected })
  })

  it('keeps plus signs and percent signs of keys that are not from S3 notifications', () => {
    expect(only({ bucket: 'uploads', key: 'a+b%20c.jpg' })).toMatchObject({ job: { key: 'a+b%20c.jpg' } })
  })

  it('keeps plus signs and percent signs of keys from EventBridge', () => {
    expect(only(eventBridgeEvent({ key: 'a+b%20c.jpg' }))).toMatchObject({ job: { key: 'a+b%20c.jpg' } })
  })

  it.each([
    ['a notification', s3Event('ObjectRemoved:Delete', { key: 'a+b.jpg' })],
    ['a notification of a delete marker', s3Event('ObjectRemoved:DeleteMarkerCreated', { key: 'a+b.jpg' })],
    ['a notification of an expiry', s3Event('LifecycleExpiration:Delete', { key: 'a+b.jpg' })],
    ['EventBridge', eventBridgeEvent({ key: 'a b.jpg' }, 'Object Deleted')],
  ])('about a deleted object is read from %s', (_, invocation) => {
    expect(only(invocation)).toEqual({ kind: 'removal', bucket: 'uploads', key: 'a b.jpg' })
  })

  it.each([
    [{ key: 'a' }, { selection: { kind: 'keys', keys: ['a'] }, force: false }],
    [
      { keys: ['a', 'b'], force: true },
      { selection: { kind: 'keys', keys: ['a', 'b'] }, force: true },
    ],
    [{ prefix: 'uploads/' }, { selection: { kind: 'prefix', prefix: 'uploads/' }, force: false }],
  ])('to reprocess %j is read', (selection, request) => {
    const message = { type: 'upload.reprocess', bucket: 'uploads', ...selection }
    expect(only(snsEvent(message))).toEqual({ kind: 'reprocess', request: { bucket: 'uploads', ...request } })
  })

  it('keeps every record and every message id', () => {
    const { kind, deliveries } = parseInvocation(
      sqsEvent(event, s3Notification({ key: 'one' }, { key: 'two' }), 'nonsense'),
    )
    expect(kind).toBe('queue')
    expect(
      deliveries.map(({ messageId, messages }) => [messageId, messages.map((message) => message.kind)]),
    ).toEqual([
      ['sqs-0', ['job']],
      ['sqs-1', ['job', 'job']],
      ['sqs-2', ['rejected']],
    ])
  })

  it('drops metadata that is not text', () => {
    const message = only({ bucket: 'b', key: 'k', metadata: { a: 'x', b: 1, c: null, d: {} } })
    expect(message).toMatchObject({ job: { metadata: { a: 'x' } } })
    expect(message?.kind === 'job' && Object.keys(message.job.metadata)).toEqual(['a'])
  })

  it.each([
    ['the test event of S3', { Event: 's3:TestEvent', Bucket: 'uploads' }],
    ['another type of event', { type: 'image.processed', bucket: 'b', key: 'k' }],
  ])('is ignored when it is %s', (_, invocation) => {
    expect(only(invocation)).toMatchObject({ kind: 'ignored' })
  })

  it.each([
    ['plain text', snsEvent('hello')],
    ['half of JSON', sqsEvent('{"bucket":"b","key":')],
    ['no text at all', sqsEvent(undefined)],
    ['a number', 7],
    ['nothing', undefined],
    ['null', null],
    ['a list', []],
    ['no records', { Records: [] }],
    ['an event of another service', { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} }],
    ['an EventBridge event without a key', eventBridgeEvent({})],
    ['a request to reprocess without keys', { type: 'upload.reprocess', bucket: 'b', keys: [] }],
    ['a request to reprocess a number', { type: 'upload.reprocess', bucket: 'b', keys: ['a', 7] }],
    ['a request to reprocess no bucket', { type: 'upload.reprocess', prefix: '' }],
    ['an SNS record without SNS', { Records: [{ EventSource: 'aws:sns' }] }],
    ['a record that is no object', snsEvent({ Records: ['x'] })],
    ['a key that is no text', { bucket: 'b', key: 7 }],
    ['an empty key', { bucket: 'b', key: '' }],
    ['an empty bucket', { bucket: '', key: 'k' }],
    ['a NUL in the key', { bucket: 'b', key: 'a\0b' }],
    ['a key above 1024 bytes', { bucket: 'b', key: 'ü'.repeat(513) }],
    ['an id with a relative path', { bucket: 'b', key: 'k', id: '../../secrets' }],
    ['a bare key with a relative path', { bucket: 'b', key: 'a/../../b' }],
    ['a broken percent sequence', s3Notification({ key: '%E0%A4%A' })],
    [
      'more envelopes than are read',
      [1, 2, 3, 4, 5, 6].reduce<unknown>((inner) => snsEnvelope(inner), event),
    ],
  ])('is rejected when it is %s', (_, invocation) => {
    expect(only(invocation)).toMatchObject({ kind: 'rejected' })
  })

  it('fails as a whole when an SQS record has no message id', () => {
    expect(() => parseInvocation({ Records: [{ eventSource: 'aws:sqs', body: '{}' }] })).toThrow('messageId')
  })
})
