/** Conditions, ranges and checksums of whole objects. */
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3'
import type { CaseContext, ConformanceCase } from '../conformance-case.ts'
import { statusOf, statusOfCall, storedAt } from '../observe.ts'
import { signedRequest } from '../signed-request.ts'

const ETAG = '"4a4be40c96ac6314e91d93f38043a634"'
const OTHER = `"${'0'.repeat(32)}"`
const YESTERDAY = new Date(Date.now() - 86_400_000).toUTCString()
const TOMORROW = new Date(Date.now() + 86_400_000).toUTCString()

const put = (context: CaseContext, more: Partial<PutObjectCommandInput> = {}) =>
  context.s3.send(new PutObjectCommand({ Bucket: context.bucket, Key: context.key, Body: 'meow', ...more }))

/** Conditions of a GET on `meow`. */
const reads: [name: string, aws: string, headers: Record<string, string>][] = [
  ['If-Match, same', '200', { 'if-match': ETAG }],
  ['If-Match, other', '412 PreconditionFailed', { 'if-match': OTHER }],
  ['If-None-Match, same', '304', { 'if-none-match': ETAG }],
  ['If-None-Match, other', '200', { 'if-none-match': OTHER }],
  ['If-Modified-Since yesterday', '200', { 'if-modified-since': YESTERDAY }],
  ['If-Modified-Since tomorrow', '304', { 'if-modified-since': TOMORROW }],
  ['If-Unmodified-Since yesterday', '412 PreconditionFailed', { 'if-unmodified-since': YESTERDAY }],
  ['If-Unmodified-Since tomorrow', '200', { 'if-unmodified-since': TOMORROW }],
  // The documentation names these two pairs: the ETag decides.
  [
    'If-Match same, If-Unmodified-Since yesterday',
    '200',
    { 'if-match': ETAG, 'if-unmodified-since': YESTERDAY },
  ],
  [
    'If-None-Match same, If-Modified-Since yesterday',
    '304',
    { 'if-none-match': ETAG, 'if-modified-since': YESTERDAY },
  ],
]

/** Conditional writes over `meow`, or over nothing. */
const writes: [name: string, aws: string, taken: boolean, headers: Record<string, string>][] = [
  ['If-None-Match: * on nothing', '200', false, { 'if-none-match': '*' }],
  ['If-None-Match: * on an object', '412 PreconditionFailed', true, { 'if-none-match': '*' }],
  ['If-Match, same', '200', true, { 'if-match': ETAG }],
  ['If-Match, same without quotes', '200', true, { 'if-match': ETAG.replaceAll('"', '') }],
  ['If-Match, other', '412 PreconditionFailed', true, { 'if-match': OTHER }],
  ['If-Match on nothing', '404 NoSuchKey', false, { 'if-match': ETAG }],
]

const ranges: [range: string, aws: string][] = [
  ['bytes=0-3', '206, bytes 0-3/10, 0123'],
  ['bytes=4-', '206, bytes 4-9/10, 456789'],
  ['bytes=-3', '206, bytes 7-9/10, 789'],
  ['bytes=-99', '206, bytes 0-9/10, 0123456789'],
  ['bytes=8-99', '206, bytes 8-9/10, 89'],
  ['bytes=9-9', '206, bytes 9-9/10, 9'],
  ['bytes=10-', '416 InvalidRange'],
  ['bytes=-0', '416 InvalidRange'],
  ['bytes=5-2', '200, 0123456789'],
  ['bytes=0-1,4-5', '200, 0123456789'],
  ['lines=1-2', '200, 0123456789'],
]

const algorithms = ['CRC32', 'CRC32C', 'SHA1', 'SHA256'] as const
const wrong: Record<(typeof algorithms)[number], number> = { CRC32: 4, CRC32C: 4, SHA1: 20, SHA256: 32 }

export const readingCases: ConformanceCase[] = [
  ...reads.map(([name, aws, headers]) => ({
    name: `Conditional GET: ${name}`,
    aws,
    run: async (context: CaseContext) => {
      await put(context)
      return statusOf(await signedRequest(context, 'GET', `/${context.bucket}/${context.key}`, { headers }))
    },
  })),
  ...writes.map(([name, aws, isTaken, headers]) => ({
    name: `Conditional PUT: ${name}`,
    aws,
    run: async (context: CaseContext) => {
      if (isTaken) await put(context)
      return statusOf(
        await signedRequest(context, 'PUT', `/${context.bucket}/${context.key}`, { headers, body: 'woof' }),
      )
    },
  })),
  {
    name: 'Conditional PUT: eight at once with If-None-Match: *',
    aws: 'one 200',
    run: async (context) => {
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, () => statusOfCall(put(context, { IfNoneMatch: '*' }))),
      )
      // The other requests get 412, or 409 during the first write.
      const others = outcomes.filter(
        (outcome) => !/^(200|412 PreconditionFailed|409 ConditionalRequestConflict)$/.test(outcome),
      )
      const wins = outcomes.filter((outcome) => outcome === '200').length
      return [wins === 1 ? 'one 200' : `${wins} times 200`, ...new Set(others)].join(', ')
    },
  },
  {
    name: 'Conditional DELETE: If-Match, other',
    aws: '412 PreconditionFailed, stored 4 bytes of image/png',
    run: async (context) => {
      await put(context, { ContentType: 'image/png' })
      const outcome = await statusOfCall(
        context.s3.send(
          new DeleteObjectCommand({ Bucket: context.bucket, Key: context.key, IfMatch: OTHER }),
        ),
      )
      return `${outcome}, ${await storedAt(context)}`
    },
  },
  {
    name: 'DELETE: a missing object',
    aws: '204',
    run: ({ s3, bucket, key }) =>
      statusOfCall(s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }))),
  },
  {
    name: 'HEAD: a missing object',
    aws: '404 NotFound',
    run: ({ s3, bucket, key }) => statusOfCall(s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))),
  },
  {
    name: 'HEAD: the same headers as GET',
    aws: 'accept-ranges content-length content-type etag last-modified x-amz-meta-owner',
    run: async (context) => {
      await put(context, { Metadata: { owner: 'ann' } })
      const path = `/${context.bucket}/${context.key}`
      const [get, head] = [
        await signedRequest(context, 'GET', path),
        await signedRequest(context, 'HEAD', path),
      ]
      const names = [
        'accept-ranges',
        'content-length',
        'content-type',
        'etag',
        'last-modified',
        'x-amz-meta-owner',
      ]
      return names.filter((name) => get.headers[name] && get.headers[name] === head.headers[name]).join(' ')
    },
  },
  {
    name: 'Range of an empty object',
    aws: '416 InvalidRange',
    run: async (context) => {
      await put(context, { Body: new Uint8Array(0) })
      const headers = { range: 'bytes=0-' }
      return statusOf(await signedRequest(context, 'GET', `/${context.bucket}/${context.key}`, { headers }))
    },
  },
  {
    name: 'GET: headers of its response, all six',
    aws: '200, no-store attachment gzip de text/plain Thu, 01 Dec 2033 16:00:00 GMT',
    run: async (context) => {
      await put(context)
      const chosen = {
        'cache-control': 'no-store',
        'content-disposition': 'attachment',
        'content-encoding': 'gzip',
        'content-language': 'de',
        'content-type': 'text/plain',
        expires: 'Thu, 01 Dec 2033 16:00:00 GMT',
      }
      const query = Object.entries(chosen).map(
        ([name, value]) => `response-${name}=${encodeURIComponent(value)}`,
      )
      const path = `/${context.bucket}/${context.key}?${query.join('&')}`
      const response = await signedRequest(context, 'GET', path)
      return `${statusOf(response)}, ${Object.keys(chosen)
        .map((name) => response.headers[name])
        .join(' ')}`
    },
  },
  {
    name: 'Zero bytes',
    aws: '200, "d41d8cd98f00b204e9800998ecf8427e", 0 bytes',
    run: async (context) => {
      const { ETag } = await put(context, { Body: new Uint8Array(0) })
      const { Body, $metadata } = await context.s3.send(
        new GetObjectCommand({ Bucket: context.bucket, Key: context.key }),
      )
      return `${$metadata.httpStatusCode}, ${ETag}, ${(await Body?.transformToByteArray())?.length} bytes`
    },
  },
  ...ranges.map(([range, aws]) => ({
    name: `Range ${range}`,
    aws,
    run: async (context: CaseContext) => {
      await put(context, { Body: '0123456789' })
      const response = await signedRequest(context, 'GET', `/${context.bucket}/${context.key}`, {
        headers: { range },
      })
      if (response.status > 299) return statusOf(response)
      const { 'content-range': contentRange } = response.headers
      return [statusOf(response), ...(contentRange ? [contentRange] : []), response.text].join(', ')
    },
  })),
  ...algorithms.map((algorithm) => ({
    name: `Checksum ${algorithm}: sent by the SDK, returned`,
    aws: '200, the same',
    run: async (context: CaseContext) => {
      const { bucket: Bucket, key: Key, defaultS3 } = context
      const stored = await defaultS3.send(
        new PutObjectCommand({ Bucket, Key, Body: 'meow', ChecksumAlgorithm: algorithm }),
      )
      const head = await context.s3.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }))
      const field = `Checksum${algorithm}` as const
      return `${stored.$metadata.httpStatusCode}, ${stored[field] && stored[field] === head[field] ? 'the same' : `${stored[field]} and ${head[field]}`}`
    },
  })),
  ...algorithms.map((algorithm) => ({
    name: `Checksum ${algorithm}: wrong`,
    aws: '400 BadDigest, nothing stored',
    run: async (context: CaseContext) => {
      const checksum = Buffer.alloc(wrong[algorithm]).toString('base64')
      const outcome = await statusOfCall(put(context, { [`Checksum${algorithm}`]: checksum }))
      return `${outcome}, ${await storedAt(context)}`
    },
  })),
  {
    name: 'Checksum: a value that cannot be one',
    aws: '400 InvalidRequest, nothing stored',
    run: async (context) =>
      `${await statusOfCall(put(context, { ChecksumSHA256: 'woof' }))}, ${await storedAt(context)}`,
  },
  {
    name: 'Checksum: two of them',
    aws: '400 InvalidRequest, nothing stored',
    run: async (context) => {
      const headers = {
        'x-amz-checksum-sha256': createHash('sha256').update('meow').digest('base64'),
        'x-amz-checksum-sha1': createHash('sha1').update('meow').digest('base64'),
      }
      const response = await signedRequest(context, 'PUT', `/${context.bucket}/${context.key}`, {
        headers,
        body: 'meow',
      })
      return `${statusOf(response)}, ${await storedAt(context)}`
    },
  },
  {
    name: 'Checksum: a stream of the SDK, its checksum in a trailer (aws-chunked)',
    aws: '200, stored 300000 bytes of image/png',
    run: async (context) => {
      const Body = Readable.from([Buffer.alloc(100_000), Buffer.alloc(200_000)])
      const command = new PutObjectCommand({
        Bucket: context.bucket,
        Key: context.key,
        Body,
        ContentLength: 300_000,
        ContentType: 'image/png',
      })
      return `${await statusOfCall(context.defaultS3.send(command))}, ${await storedAt(context)}`
    },
  },
]
