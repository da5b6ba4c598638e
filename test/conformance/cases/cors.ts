/** Requests and readable responses of a page of another origin: https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html */
import {
  type CORSRule,
  DeleteBucketCorsCommand,
  GetBucketCorsCommand,
  GetObjectCommand,
  PutBucketCorsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { CaseContext, ConformanceCase } from '../conformance-case.ts'
import { sendForm, signForm } from '../form-upload.ts'
import { exchange, type HttpResponse } from '../http-exchange.ts'
import { statusOf, statusOfCall } from '../observe.ts'

const PAGE = 'https://page.example'

const rules: CORSRule[] = [
  {
    AllowedOrigins: [PAGE, 'https://*.wild.example'],
    AllowedMethods: ['PUT', 'POST'],
    AllowedHeaders: ['Content-Type', 'x-amz-*'],
    ExposeHeaders: ['ETag', 'x-amz-request-id'],
    MaxAgeSeconds: 3000,
  },
  { AllowedOrigins: ['*'], AllowedMethods: ['GET'] },
]

async function bucketWith(context: CaseContext, CORSRules: CORSRule[] = rules): Promise<string> {
  const bucket = await context.createBucket()
  await context.s3.send(new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules } }))
  return bucket
}

/** A browser's result of a preflight. */
function preflightText(response: HttpResponse, method: string, headers: string): string {
  const { headers: found } = response
  if (found['access-control-allow-origin'] === undefined) return statusOf(response)
  const list = (name: string) => (found[name] ?? '').toLowerCase().split(/\s*,\s*/)
  const allowed = list('access-control-allow-methods').includes(method.toLowerCase())
    ? method
    : `not ${method}`
  const asked = headers
    .toLowerCase()
    .split(/\s*,\s*/)
    .filter(Boolean)
  const granted = asked.filter((name) => list('access-control-allow-headers').includes(name))
  const age = found['access-control-max-age']
  return [
    `${statusOf(response)} for ${found['access-control-allow-origin']}`,
    allowed,
    ...granted,
    ...(age && age !== '0' ? [`${age} s`] : []),
  ].join(', ')
}

const preflights: [
  name: string,
  aws: string,
  origin: string | null,
  method: string | null,
  headers?: string,
][] = [
  [
    'all that the rule allows',
    '200 for https://page.example, PUT, content-type, x-amz-meta-owner, 3000 s',
    PAGE,
    'PUT',
    'content-type, x-amz-meta-owner',
  ],
  ['without headers', '200 for https://page.example, POST, 3000 s', PAGE, 'POST'],
  [
    'names of headers in another case',
    '200 for https://page.example, PUT, content-type, 3000 s',
    PAGE,
    'PUT',
    'CONTENT-TYPE',
  ],
  ['origin within a pattern', '200 for https://a.wild.example, PUT, 3000 s', 'https://a.wild.example', 'PUT'],
  ['origin outside a pattern', '403 AccessForbidden', 'https://a.tame.example', 'PUT'],
  ['another origin', '403 AccessForbidden', 'https://other.example', 'PUT'],
  ['origin in another case', '403 AccessForbidden', 'https://PAGE.example', 'PUT'],
  ['another scheme', '403 AccessForbidden', 'http://page.example', 'PUT'],
  ['a method of no rule', '403 AccessForbidden', PAGE, 'DELETE'],
  ['a header of no rule', '403 AccessForbidden', PAGE, 'PUT', 'content-type, x-custom'],
  [
    'a header that the second rule lacks',
    '403 AccessForbidden',
    'https://other.example',
    'GET',
    'content-type',
  ],
  ['a rule for any origin', '200 for *, GET', 'https://other.example', 'GET'],
  ['no method asked for', '400 BadRequest', PAGE, null],
  ['no origin', '400 BadRequest', null, 'PUT'],
]

/** Requests of a page, and what it can read of the responses. */
const responses: [
  name: string,
  aws: string,
  send: (context: CaseContext, bucket: string, origin: string) => Promise<HttpResponse>,
][] = [
  [
    'a form stored',
    '204, exposes ETag',
    (context, bucket, origin) => postForm(context, bucket, origin, 'meow'),
  ],
  [
    'a form refused for its size',
    '400 EntityTooLarge, exposes ETag',
    (context, bucket, origin) => postForm(context, bucket, origin, 'x'.repeat(2000)),
  ],
  [
    'a form expired',
    '403 AccessDenied, exposes ETag',
    (context, bucket, origin) => postForm(context, bucket, origin, 'meow', -10),
  ],
  ['a PUT stored', '200, exposes ETag', (context, bucket, origin) => putPresigned(context, bucket, origin)],
  [
    'a PUT refused for its signature',
    '403 SignatureDoesNotMatch, exposes ETag',
    (context, bucket, origin) => putPresigned(context, bucket, origin, (url) => `${url}0`),
  ],
]

async function postForm(context: CaseContext, bucket: string, origin: string, file: string, Expires = 600) {
  const form = await signForm(
    { ...context, bucket },
    { Expires, Conditions: [['content-length-range', 1, 1000]] },
  )
  return sendForm(form, file, { headers: { origin } })
}

async function putPresigned(
  context: CaseContext,
  bucket: string,
  origin: string,
  tamper = (url: string) => url,
) {
  const url = await getSignedUrl(context.s3, new PutObjectCommand({ Bucket: bucket, Key: context.key }))
  return exchange({ method: 'PUT', url: tamper(url), headers: { origin }, body: 'meow' })
}

function readableText(response: HttpResponse): string {
  if (response.headers['access-control-allow-origin'] === undefined)
    return `${statusOf(response)}, unreadable`
  const exposed = (response.headers['access-control-expose-headers'] ?? '').split(/\s*,\s*/)
  return `${statusOf(response)}, exposes ${exposed.find((name) => /^etag$/i.test(name)) ?? 'no ETag'}`
}

const badRules: [name: string, aws: string, rule: CORSRule][] = [
  ['OPTIONS as a method', '400 InvalidRequest', { AllowedOrigins: ['*'], AllowedMethods: ['OPTIONS'] }],
  [
    'two stars in an origin',
    '400 InvalidRequest',
    { AllowedOrigins: ['https://*.*'], AllowedMethods: ['GET'] },
  ],
  ['no origin', '400 MalformedXML', { AllowedOrigins: [], AllowedMethods: ['GET'] }],
]

export const corsCases: ConformanceCase[] = [
  ...preflights.map(([name, aws, origin, method, headers = '']) => ({
    name: `Preflight: ${name}`,
    aws,
    run: async (context: CaseContext) => {
      const response = await exchange({
        method: 'OPTIONS',
        url: `${context.endpoint}/${await bucketWith(context)}/${context.key}`,
        headers: {
          ...(origin === null ? {} : { origin }),
          ...(method === null ? {} : { 'access-control-request-method': method }),
          ...(headers === '' ? {} : { 'access-control-request-headers': headers }),
        },
      })
      return preflightText(response, method ?? '', headers)
    },
  })),
  {
    name: 'Preflight: a bucket without rules',
    aws: '403 AccessForbidden',
    run: async (context) => {
      const headers = { origin: PAGE, 'access-control-request-method': 'PUT' }
      return statusOf(
        await exchange({
          method: 'OPTIONS',
          url: `${context.endpoint}/${await context.createBucket()}/x`,
          headers,
        }),
      )
    },
  },
  {
    name: 'Preflight: on a presigned URL',
    aws: '200 for https://page.example, PUT, 3000 s',
    run: async (context) => {
      const command = new PutObjectCommand({ Bucket: await bucketWith(context), Key: context.key })
      const headers = { origin: PAGE, 'access-control-request-method': 'PUT' }
      return preflightText(
        await exchange({ method: 'OPTIONS', url: await getSignedUrl(context.s3, command), headers }),
        'PUT',
        '',
      )
    },
  },
  ...responses.map(([name, aws, send]) => ({
    name: `CORS headers on ${name}`,
    aws,
    run: async (context: CaseContext) => readableText(await send(context, await bucketWith(context), PAGE)),
  })),
  {
    name: 'CORS headers on a GET that finds nothing',
    aws: '404 NoSuchKey, exposes no ETag',
    run: async (context) => {
      const command = new GetObjectCommand({ Bucket: await bucketWith(context), Key: context.key })
      const url = await getSignedUrl(context.s3, command)
      return readableText(
        await exchange({ method: 'GET', url, headers: { origin: 'https://other.example' } }),
      )
    },
  },
  {
    name: 'CORS headers for another origin: none, and the request is carried out',
    aws: '204, unreadable',
    run: async (context) =>
      readableText(await postForm(context, await bucketWith(context), 'https://other.example', 'meow')),
  },
  {
    name: 'CORS headers without an origin: none',
    aws: '200, unreadable',
    run: async (context) => {
      const url = await getSignedUrl(
        context.s3,
        new PutObjectCommand({ Bucket: await bucketWith(context), Key: context.key }),
      )
      return readableText(await exchange({ method: 'PUT', url, body: 'meow' }))
    },
  },
  {
    name: 'CORS rules: put, read, deleted',
    aws: '2 rules, then 204, then 404 NoSuchCORSConfiguration',
    run: async (context) => {
      const Bucket = await bucketWith(context)
      const { CORSRules = [] } = await context.s3.send(new GetBucketCorsCommand({ Bucket }))
      const deleted = await statusOfCall(context.s3.send(new DeleteBucketCorsCommand({ Bucket })))
      return `${CORSRules.length} rules, then ${deleted}, then ${await statusOfCall(context.s3.send(new GetBucketCorsCommand({ Bucket })))}`
    },
  },
  ...badRules.map(([name, aws, rule]) => ({
    name: `CORS rules: ${name}`,
    aws,
    run: async (context: CaseContext) => {
      const Bucket = await context.createBucket()
      return statusOfCall(
        context.s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [rule] } })),
      )
    },
  })),
]
