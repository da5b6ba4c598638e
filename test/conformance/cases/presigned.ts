/** Signatures in the query: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
import { createHash } from 'node:crypto'
import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { CaseContext, ConformanceCase } from '../conformance-case.ts'
import { exchange } from '../http-exchange.ts'
import { statusOf, storedAt } from '../observe.ts'

interface PresignedPut {
  put?: Partial<PutObjectCommandInput>
  sign?: Parameters<typeof getSignedUrl>[2]
  /** What the client sends. */
  headers?: Record<string, string>
  body?: string
  method?: string
  /** Changes the URL after signing. */
  tamper?: (url: string) => string
}

const STORED = '200, stored 4 bytes of image/png'
const DENIED = '403 AccessDenied, nothing stored'
const MISMATCH = '403 SignatureDoesNotMatch, nothing stored'
const sha256 = (text: string) => createHash('sha256').update(text).digest('base64')
const md5 = (text: string) => createHash('md5').update(text).digest('base64')
const signsType = { signableHeaders: new Set(['content-type', 'host']) }
const signsChecksum = { unhoistableHeaders: new Set(['x-amz-checksum-sha256']) }

function presign(context: CaseContext, { put = {}, sign = {} }: PresignedPut): Promise<string> {
  const command = new PutObjectCommand({ Bucket: context.bucket, Key: context.key, ...put })
  return getSignedUrl(context.s3, command, { expiresIn: 600, ...sign })
}

async function send(context: CaseContext, request: PresignedPut): Promise<string> {
  const { tamper = (url) => url, headers = {}, body = 'meow', method = 'PUT' } = request
  const url = tamper(await presign(context, request))
  const response = await exchange({ method, url, headers: { 'content-type': 'image/png', ...headers }, body })
  return `${statusOf(response)}, ${await storedAt(context)}`
}

function withParameter(name: string, value: string | null): (url: string) => string {
  return (text) => {
    const url = new URL(text)
    if (value === null) url.searchParams.delete(name)
    else url.searchParams.set(name, value)
    return url.href
  }
}

const EIGHT_DAYS = 8 * 24 * 60 * 60
const MALFORMED = '400 AuthorizationQueryParametersError, nothing stored'
const inTwentyMinutes = () => new Date(Date.now() + 20 * 60_000)
const anHourAgo = () => new Date(Date.now() - 60 * 60_000)

const puts: [name: string, aws: string, request: (context: CaseContext) => PresignedPut][] = [
  ['right', STORED, () => ({})],
  ['signed length, right', STORED, () => ({ put: { ContentLength: 4 } })],
  ['signed length, another sent', MISMATCH, () => ({ put: { ContentLength: 4 }, body: 'meow!' })],
  ['signed type, right', STORED, () => ({ put: { ContentType: 'image/png' }, sign: signsType })],
  [
    'signed type, another sent',
    MISMATCH,
    () => ({ put: { ContentType: 'image/png' }, sign: signsType, headers: { 'content-type': 'text/html' } }),
  ],
  [
    'signed checksum, right',
    STORED,
    () => ({
      put: { ChecksumSHA256: sha256('meow') },
      sign: signsChecksum,
      headers: { 'x-amz-checksum-sha256': sha256('meow') },
    }),
  ],
  [
    'signed checksum, other bytes',
    '400 BadDigest, nothing stored',
    () => ({
      put: { ChecksumSHA256: sha256('meow') },
      sign: signsChecksum,
      headers: { 'x-amz-checksum-sha256': sha256('meow') },
      body: 'woof',
    }),
  ],
  [
    'signed checksum, other checksum',
    MISMATCH,
    () => ({
      put: { ChecksumSHA256: sha256('meow') },
      sign: signsChecksum,
      headers: { 'x-amz-checksum-sha256': sha256('woof') },
      body: 'woof',
    }),
  ],
  [
    'signed checksum, none sent',
    MISMATCH,
    () => ({ put: { ChecksumSHA256: sha256('meow') }, sign: signsChecksum }),
  ],
  ['Content-MD5, right', STORED, () => ({ headers: { 'content-md5': md5('meow') } })],
  [
    'Content-MD5, other bytes',
    '400 BadDigest, nothing stored',
    () => ({ headers: { 'content-md5': md5('woof') } }),
  ],
  [
    'Content-MD5 that is invalid',
    '400 InvalidDigest, nothing stored',
    () => ({ headers: { 'content-md5': 'woof' } }),
  ],
  ['unsigned ACL header', DENIED, () => ({ headers: { 'x-amz-acl': 'public-read' } })],
  ['unsigned metadata header', DENIED, () => ({ headers: { 'x-amz-meta-evil': '1' } })],
  [
    'unsigned copy source',
    DENIED,
    (context) => ({ headers: { 'x-amz-copy-source': `/${context.bucket}/other` }, body: '' }),
  ],
  ['expired', DENIED, () => ({ sign: { signingDate: anHourAgo(), expiresIn: 600 } })],
  ['not valid yet', DENIED, () => ({ sign: { signingDate: inTwentyMinutes() } })],
  [
    'longer than seven days',
    MALFORMED,
    () => ({ tamper: withParameter('X-Amz-Expires', String(EIGHT_DAYS)) }),
  ],
  ['longer than signed', MISMATCH, () => ({ tamper: withParameter('X-Amz-Expires', '601') })],
  [
    'another key',
    '403 SignatureDoesNotMatch, nothing stored',
    () => ({ tamper: (url) => url.replace('?', '-other?') }),
  ],
  ['another method', '403 SignatureDoesNotMatch, nothing stored', () => ({ method: 'DELETE', body: '' })],
  ['another parameter', MISMATCH, () => ({ tamper: withParameter('x-id', 'GetObject') })],
  ['one more parameter', MISMATCH, () => ({ tamper: (url) => `${url}&x-amz-meta-evil=1` })],
  ['changed signature', MISMATCH, () => ({ tamper: withParameter('X-Amz-Signature', '0'.repeat(64)) })],
  [
    'unknown access key',
    '403 InvalidAccessKeyId, nothing stored',
    ({ credentials }) => ({ tamper: (url) => url.replace(credentials.accessKeyId, 'AKIAUNKNOWN000000000') }),
  ],
  ['no date', MALFORMED, () => ({ tamper: withParameter('X-Amz-Date', null) })],
  ['no credential', MALFORMED, () => ({ tamper: withParameter('X-Amz-Credential', null) })],
  ['no expiry', MALFORMED, () => ({ tamper: withParameter('X-Amz-Expires', null) })],
  ['no signature', MALFORMED, () => ({ tamper: withParameter('X-Amz-Signature', null) })],
  ['no signed headers', MALFORMED, () => ({ tamper: withParameter('X-Amz-SignedHeaders', null) })],
  ['other region', MALFORMED, () => ({ sign: { signingRegion: 'eu-central-7' } })],
  [
    'also an Authorization header',
    '400 InvalidArgument, nothing stored',
    () => ({ headers: { authorization: 'AWS4-HMAC-SHA256 Credential=x' } }),
  ],
  [
    'no length',
    '411 MissingContentLength, nothing stored',
    () => ({ headers: { 'transfer-encoding': 'chunked' } }),
  ],
]

export const presignedCases: ConformanceCase[] = [
  ...puts.map(([name, aws, request]) => ({
    name: `Presigned PUT: ${name}`,
    aws,
    run: (context: CaseContext) => send(context, request(context)),
  })),
  {
    name: 'Presigned PUT: metadata in the query is stored',
    aws: '200, {"owner":"ann"}',
    run: async (context) => {
      const url = await presign(context, { put: { Metadata: { owner: 'ann' } } })
      const response = await exchange({ method: 'PUT', url, body: 'meow' })
      const head = await context.s3.send(new HeadObjectCommand({ Bucket: context.bucket, Key: context.key }))
      return `${statusOf(response)}, ${JSON.stringify(head.Metadata)}`
    },
  },
  {
    name: 'Presigned PUT: If-None-Match: * on an existing key',
    aws: '200, then 412 PreconditionFailed',
    run: async (context) => {
      const url = await presign(context, {})
      const put = () => exchange({ method: 'PUT', url, headers: { 'if-none-match': '*' }, body: 'meow' })
      return `${statusOf(await put())}, then ${statusOf(await put())}`
    },
  },
  {
    name: 'Presigned PUT: the same URL twice',
    aws: '200, then 200, woof',
    run: async (context) => {
      const url = await presign(context, {})
      const first = await exchange({ method: 'PUT', url, body: 'meow' })
      const second = await exchange({ method: 'PUT', url, body: 'woof' })
      const read = await getSignedUrl(
        context.s3,
        new GetObjectCommand({ Bucket: context.bucket, Key: context.key }),
      )
      return `${statusOf(first)}, then ${statusOf(second)}, ${await (await fetch(read)).text()}`
    },
  },
  {
    name: 'Presigned GET: sets headers of its response',
    aws: '200, text/plain, attachment; filename="cat.txt"',
    run: async (context) => {
      await context.s3.send(new PutObjectCommand({ Bucket: context.bucket, Key: context.key, Body: 'meow' }))
      const command = new GetObjectCommand({
        Bucket: context.bucket,
        Key: context.key,
        ResponseContentType: 'text/plain',
        ResponseContentDisposition: 'attachment; filename="cat.txt"',
      })
      const response = await fetch(await getSignedUrl(context.s3, command))
      return `${response.status}, ${response.headers.get('content-type')}, ${response.headers.get('content-disposition')}`
    },
  },
  {
    name: 'Presigned GET: a key that does not exist',
    aws: '404 NoSuchKey',
    run: async (context) => {
      const url = await getSignedUrl(
        context.s3,
        new GetObjectCommand({ Bucket: context.bucket, Key: context.key }),
      )
      return statusOf(await exchange({ method: 'GET', url }))
    },
  },
  {
    name: 'Presigned GET: used for HEAD',
    aws: '403',
    run: async (context) => {
      await context.s3.send(new PutObjectCommand({ Bucket: context.bucket, Key: context.key, Body: 'meow' }))
      const url = await getSignedUrl(
        context.s3,
        new GetObjectCommand({ Bucket: context.bucket, Key: context.key }),
      )
      return statusOf(await exchange({ method: 'HEAD', url }))
    },
  },
]
