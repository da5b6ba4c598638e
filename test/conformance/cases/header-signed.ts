/** Signatures in the Authorization header: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html */
import { createHash } from 'node:crypto'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import type { CaseContext, ConformanceCase } from '../conformance-case.ts'
import { exchange } from '../http-exchange.ts'
import { statusOf, storedAt } from '../observe.ts'
import { type SignedRequestOptions, signedRequest } from '../signed-request.ts'

const STORED = '200, stored 4 bytes of image/png'
const MISMATCH = '403 SignatureDoesNotMatch, nothing stored'
const minutes = (count: number) => new Date(Date.now() + count * 60_000)
const sha256Hex = (text: string) => createHash('sha256').update(text).digest('hex')

const puts: [name: string, aws: string, options: (context: CaseContext) => SignedRequestOptions][] = [
  ['right', STORED, () => ({})],
  ['ten minutes ago', STORED, () => ({ signedAt: minutes(-10) })],
  ['twenty minutes ago', '403 RequestTimeTooSkewed, nothing stored', () => ({ signedAt: minutes(-20) })],
  ['in twenty minutes', '403 RequestTimeTooSkewed, nothing stored', () => ({ signedAt: minutes(20) })],
  [
    'wrong secret',
    MISMATCH,
    ({ credentials }) => ({ credentials: { ...credentials, secretAccessKey: 'guessed' } }),
  ],
  [
    'unknown access key',
    '403 InvalidAccessKeyId, nothing stored',
    ({ credentials }) => ({ credentials: { ...credentials, accessKeyId: 'AKIAUNKNOWN000000000' } }),
  ],
  ['other region', '400 AuthorizationHeaderMalformed, nothing stored', () => ({ region: 'eu-central-7' })],
  [
    'changed path',
    MISMATCH,
    () => ({
      tamper: (request) => {
        request.url += '-other'
      },
    }),
  ],
  [
    'changed method',
    MISMATCH,
    () => ({
      tamper: (request) => {
        request.method = 'POST'
        request.url += '?uploads='
      },
    }),
  ],
  [
    'added parameter',
    MISMATCH,
    () => ({
      tamper: (request) => {
        request.url += '?x-amz-meta-evil=1'
      },
    }),
  ],
  [
    'changed signed header',
    MISMATCH,
    () => ({
      headers: { 'x-amz-meta-owner': 'ann' },
      tamper: ({ headers }) => {
        headers['x-amz-meta-owner'] = 'bob'
      },
    }),
  ],
  [
    'removed signed header',
    MISMATCH,
    () => ({
      headers: { 'x-amz-meta-owner': 'ann' },
      tamper: ({ headers }) => {
        delete headers['x-amz-meta-owner']
      },
    }),
  ],
  [
    'unsigned x-amz- header',
    '403 AccessDenied, nothing stored',
    () => ({
      tamper: ({ headers }) => {
        headers['x-amz-meta-evil'] = '1'
      },
    }),
  ],
  ['unsigned body', STORED, () => ({ headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } })],
  [
    'other bytes than signed',
    '400 XAmzContentSHA256Mismatch, nothing stored',
    () => ({ headers: { 'x-amz-content-sha256': sha256Hex('woof') } }),
  ],
  [
    'SHA-256 that is invalid',
    '400 InvalidArgument, nothing stored',
    () => ({ headers: { 'x-amz-content-sha256': 'woof' } }),
  ],
  [
    'no date',
    '403 AccessDenied, nothing stored',
    () => ({
      tamper: ({ headers }) => {
        delete headers['x-amz-date']
      },
    }),
  ],
  [
    'header without a signature',
    '400 AuthorizationHeaderMalformed, nothing stored',
    () => ({
      tamper: ({ headers }) => {
        headers.authorization = 'AWS4-HMAC-SHA256 woof'
      },
    }),
  ],
  [
    'another scheme',
    '400 InvalidArgument, nothing stored',
    () => ({
      tamper: ({ headers }) => {
        headers.authorization = 'Bearer woof'
      },
    }),
  ],
  [
    'no signature at all',
    '403 AccessDenied, nothing stored',
    () => ({
      tamper: ({ headers }) => {
        delete headers.authorization
      },
    }),
  ],
]

/** Keys that clients and servers often encode differently. */
const spellings = [
  'a b',
  'a+b',
  'a%2Fb',
  'a%b',
  '東京',
  'é',
  'e\u0301',
  '🦊',
  "!'()*~",
  'a//b',
  'a/../b',
  './a',
  '$&=@:;,',
  '?#',
  '<&>"',
  'a\\b',
  '[{|}]^`',
]

export const headerSignedCases: ConformanceCase[] = [
  ...puts.map(([name, aws, options]) => ({
    name: `Signed header: ${name}`,
    aws,
    run: async (context: CaseContext) => {
      const { headers = {}, ...others } = options(context)
      const response = await signedRequest(context, 'PUT', `/${context.bucket}/${context.key}`, {
        body: 'meow',
        headers: { 'content-type': 'image/png', ...headers },
        ...others,
      })
      return `${statusOf(response)}, ${await storedAt(context)}`
    },
  })),
  ...spellings.map((spelling) => ({
    name: `Key as spelt: ${JSON.stringify(spelling)}`,
    aws: 'put, got, listed, deleted',
    run: async (context: CaseContext) => {
      const { s3, bucket: Bucket } = context
      const Key = `${context.key}/${spelling}`
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: spelling }))
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }))
      const got = await Body?.transformToString()
      const listed = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: `${context.key}/` }))
      await s3.send(new DeleteObjectCommand({ Bucket, Key }))
      const left = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: `${context.key}/` }))
      return `put, ${got === spelling ? 'got' : `got ${got}`}, ${listed.Contents?.[0]?.Key === Key ? 'listed' : `listed ${listed.Contents?.[0]?.Key}`}, ${left.KeyCount === 0 ? 'deleted' : 'still there'}`
    },
  })),
  {
    name: 'Ids on every response',
    aws: 'x-amz-request-id and x-amz-id-2',
    run: async (context) => {
      const { headers } = await exchange({
        method: 'GET',
        url: `${context.endpoint}/${context.bucket}/${context.key}`,
      })
      return ['x-amz-request-id', 'x-amz-id-2'].filter((name) => headers[name]).join(' and ')
    },
  },
]
