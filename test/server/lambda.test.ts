/** The API as a Lambda function behind a function URL. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CompleteResponse, PresignResponse } from '../../component/protocol.ts'
import { type LambdaHandler, lambdaHandler, lambdaSweep } from '../../server/lambda.ts'
import { fetchFrom } from './support/function-url.ts'
import { aws, bytes, file, published, send } from './support/local-journey.ts'
import { startScriptedServer } from './support/scripted-server.ts'
import { credentials, secret } from './support/upload-service.ts'

const token = 'a-token-of-some-length'
const arnOf = (name: string) => `arn:aws:secretsmanager:us-east-1:000000000000:secret:${name}-AbCdEf`

const lines: string[] = []
beforeEach(() => {
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0)
})
const closing: (() => unknown)[] = []
afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  lines.length = 0
  for (const close of closing.splice(0)) await close()
})

const environment = () => ({ ...aws.environment, UPLOAD_SECRET: secret, UPLOAD_TOKEN: token })
const local = () => ({
  credentials: { accessKeyId: aws.accessKeyId, secretAccessKey: aws.secretAccessKey },
})
const post = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
})

/** Secrets Manager with one text for each secret. */
async function startSecrets(texts: Record<string, string>) {
  const server = await startScriptedServer(({ headers, body }) => {
    const { SecretId } = JSON.parse(body) as { SecretId: string }
    const text = texts[SecretId]
    expect(headers['x-amz-target']).toBe('secretsmanager.GetSecretValue')
    return text === undefined
      ? { status: 400, body: JSON.stringify({ __type: 'ResourceNotFoundException', message: 'none' }) }
      : { status: 200, body: JSON.stringify({ ARN: SecretId, Name: SecretId, SecretString: text }) }
  })
  closing.push(server.close)
  vi.stubEnv('AWS_ENDPOINT_URL_SECRETS_MANAGER', server.url)
  vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey)
  return server
}

describe.each(['text', 'base64'] as const)('the function with bodies as %s', (encoding) => {
  it('takes an upload from its presign to its announcement', async () => {
    const fetch = fetchFrom(await lambdaHandler(local(), environment()), encoding)
    const presigned = await fetch('/uploads/presign', post({ files: [{ ...file, name: 'Straße.jpg' }] }))
    expect(presigned.status).toBe(200)
    const [upload] = ((await presigned.json()) as PresignResponse).uploads
    if (upload?.ok !== true || upload.plan.kind !== 'post') throw new Error('A form post is expected')
    expect((await send(upload.plan, bytes)).status).toBe(201)
    const completed = await fetch('/uploads/complete', post({ uploads: [{ ticket: upload.ticket }] }))
    const [result] = ((await completed.json()) as CompleteResponse).uploads
    if (result?.ok !== true) throw new Error('A completed upload is expected')
    expect(published()).toContain(result.messageId)
  })
})

describe('the function behind', () => {
  const path = '/uploads/presign'
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}`, host: 'api.test' }
  const lists = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]))
  const body = JSON.stringify({ files: [file] })
  const rest = {
    ...{ version: '1.0', resource: '/{proxy+}', path, httpMethod: 'POST' },
    ...{
      headers,
      multiValueHeaders: lists,
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
    },
    requestContext: { stage: 'prod', path: `/prod${path}`, identity: { sourceIp: '203.0.113.7' } },
  }
  const balancer = { path, httpMethod: 'POST', requestContext: { elb: { targetGroupArn: 'arn' } } }
  const httpApi = (rawPath: string, stage: string) => ({
    ...{ version: '2.0', rawPath, rawQueryString: '', headers, cookies: ['a=1', 'b=2'] },
    requestContext: { stage, http: { method: 'POST', path: rawPath, sourceIp: '203.0.113.7' } },
  })
  const inBase64 = { body: Buffer.from(body).toString('base64'), isBase64Encoded: true }

  it.each<[what: string, event: object, env?: Record<string, string>]>([
    ['a REST API', rest],
    ['a REST API, body in base64', { ...rest, ...inBase64 }],
    ['a load balancer', { ...balancer, headers, queryStringParameters: {} }],
    [
      'a load balancer with lists of headers',
      { ...balancer, multiValueHeaders: lists, multiValueQueryStringParameters: {} },
    ],
    ['an HTTP API, with cookies', httpApi(path, '$default')],
    ['a named stage of an HTTP API', httpApi(`/prod${path}`, 'prod'), { UPLOAD_BASE_PATH: '/prod/uploads' }],
    [
      'VPC Lattice',
      {
        version: '2.0',
        path,
        method: 'POST',
        headers: lists,
        queryStringParameters: {},
        requestContext: { serviceArn: 'a', serviceNetworkArn: 'b', targetGroupArn: 'c' },
      },
    ],
  ])('%s', async (_, event, env = {}) => {
    const handler = await lambdaHandler(local(), { ...environment(), ...env })
    const request = { body, isBase64Encoded: false, ...event } as unknown as Parameters<LambdaHandler>[0]
    const { statusCode, body: answer } = await handler(request, {} as Parameters<LambdaHandler>[1])
    expect(statusCode).toBe(200)
    expect((JSON.parse(answer) as PresignResponse).uploads).toMatchObject([{ ok: true }])
  })
})

describe('the function', () => {
  it('refuses callers without the token, with its own request id in the answer and in its log', async () => {
    const fetch = fetchFrom(await lambdaHandler(local(), environment()))
    const response = await fetch('/uploads/presign', post({ files: [file] }, { authorization: 'Bearer no' }))
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
    expect(response.headers.get('x-request-id')).toBe('8f507cfc-xmpl-4697-b07a-ac58fc914c95')
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      call: 'presign',
      requestId: expect.stringMatching('8f5'),
    })
  })

  it('serves the limits, its health and problems', async () => {
    const fetch = fetchFrom(await lambdaHandler(local(), environment()))
    expect(await (await fetch('/uploads/config?route=default')).json()).toMatchObject({ version: 1 })
    expect(await (await fetch('/readyz')).json()).toEqual({ status: 'ready', faults: [] })
    const malformed = await fetch('/uploads/presign', { ...post(0), body: '{' })
    expect([malformed.status, malformed.headers.get('content-type')]).toEqual([
      400,
      'application/problem+json',
    ])
  })

  it('lets code of its own decide who may upload', async () => {
    const { UPLOAD_TOKEN: _, ...env } = environment()
    const authorize = (c: { req: { header(name: string): string | undefined } }) => {
      const subject = c.req.header('x-user')
      return subject && { subject }
    }
    const fetch = fetchFrom(await lambdaHandler({ ...local(), authorize }, env))
    expect((await fetch('/uploads/presign', post({ files: [file] }))).status).toBe(401)
    expect((await fetch('/uploads/presign', post({ files: [file] }, { 'x-user': 'ann' }))).status).toBe(200)
  })

  it('lists all faults of its variables', async () => {
    const env = { AWS_REGION: 'us-east-1', UPLOAD_RATE_LIMIT: '60', UPLOAD_SECRET: secret }
    await expect(lambdaHandler({}, env)).rejects.toThrow(/UPLOAD_RATE_LIMIT.*UPLOAD_BUCKET.*UPLOAD_TOKEN/s)
  })
})

describe('secrets by ARN', () => {
  const env = () => ({
    ...aws.environment,
    UPLOAD_SECRET_ARN: arnOf('tickets'),
    UPLOAD_TOKEN_ARN: arnOf('token'),
    UPLOAD_ORIGIN_SECRET_ARN: arnOf('origin'),
  })

  it('are read once, and only the CDN that knows the origin secret is served', async () => {
    const secrets = await startSecrets({
      [arnOf('tickets')]: secret,
      [arnOf('token')]: token,
      [arnOf('origin')]: 'from-the-cdn',
    })
    const fetch = fetchFrom(await lambdaHandler(local(), env()))
    const direct = await fetch('/uploads/presign', post({ files: [file] }))
    expect([direct.status, await direct.json()]).toMatchObject([403, { code: 'forbidden' }])
    const header = { 'x-origin-verify': 'from-the-cdn' }
    expect((await fetch('/uploads/presign', post({ files: [file] }, header))).status).toBe(200)
    expect(secrets.seen).toHaveLength(3)
  })

  it('end the start when one of them cannot be read', async () => {
    await startSecrets({ [arnOf('tickets')]: secret, [arnOf('token')]: token })
    await expect(lambdaHandler(local(), env())).rejects.toThrow('none')
  })
})

describe('the scheduled function', () => {
  it('announces uploads that were never completed, and counts them', async () => {
    const fetch = fetchFrom(await lambdaHandler(local(), environment()))
    const presigned = await fetch('/uploads/presign', post({ files: [file] }))
    const [upload] = ((await presigned.json()) as PresignResponse).uploads
    if (upload?.ok !== true || upload.plan.kind !== 'post') throw new Error('A form post is expected')
    await send(upload.plan, bytes)
    const before = published().length
    const inTwentyMinutes = () => new Date(Date.now() + 1_200_000)
    const sweep = await lambdaSweep({ ...local(), clock: inTwentyMinutes }, environment())
    await sweep({ source: 'aws.events' })
    expect(published()).toHaveLength(before + 1)
    const line: unknown = JSON.parse(lines.at(-1) ?? '')
    expect(line).toMatchObject({ event: 'sweep', announced: 1, failed: {}, unknown: 0 })
  })
})
