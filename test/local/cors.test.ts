import { DeleteBucketCorsCommand, GetBucketCorsCommand, PutBucketCorsCommand } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import type { CorsRule } from '../../demo/local/index.ts'
import { type AwsUnderTest, readResponse, startAws } from './aws-under-test.ts'
import { send, signForm } from './signed-form.ts'

const rule: CorsRule = {
  allowedOrigins: ['https://*.example'],
  allowedMethods: ['POST'],
  allowedHeaders: ['content-type', 'x-amz-*'],
  exposeHeaders: ['ETag'],
  maxAgeSeconds: 60,
}

const preflight = (aws: AwsUnderTest, headers: Record<string, string>, path = '/uploads') =>
  fetch(`${aws.s3Endpoint}${path}`, { method: 'OPTIONS', headers })

const asked = (origin: string, method = 'POST', headers = 'content-type') => ({
  origin,
  'access-control-request-method': method,
  'access-control-request-headers': headers,
})

describe('a preflight', () => {
  it('returns the allowed methods and headers to a page of a known origin', async () => {
    const aws = await startAws({ corsRules: [rule] })
    const response = await preflight(aws, asked('https://shop.example', 'POST', 'Content-Type,x-amz-date'))
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': 'https://shop.example',
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type, x-amz-date',
      'access-control-expose-headers': 'ETag',
      'access-control-max-age': '60',
      vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
    })
  })

  it.each([
    ['another origin', asked('https://shop.test'), 403, 'AccessForbidden'],
    ['an origin with a similar end', asked('https://.exampl'), 403, 'AccessForbidden'],
    ['another method', asked('https://shop.example', 'DELETE'), 403, 'AccessForbidden'],
    ['another header', asked('https://shop.example', 'POST', 'x-custom'), 403, 'AccessForbidden'],
    ['no method', { origin: 'https://shop.example' }, 400, 'BadRequest'],
    ['no origin', { 'access-control-request-method': 'POST' }, 400, 'BadRequest'],
  ])('is refused for %s', async (_what, headers, status, code) => {
    const aws = await startAws({ corsRules: [rule] })
    const response = await preflight(aws, headers)
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
    expect(await readResponse(response)).toMatchObject({ status, code })
  })

  it('is refused if the bucket has no rules or does not exist', async () => {
    const aws = await startAws({ corsRules: [] })
    expect(await readResponse(await preflight(aws, asked('https://shop.example')))).toMatchObject({
      status: 403,
    })
    const nowhere = await preflight(aws, asked('https://shop.example'), '/nowhere/k')
    expect(await readResponse(nowhere)).toMatchObject({ status: 404, code: 'NoSuchBucket' })
  })

  it('succeeds for every origin by default', async () => {
    const aws = await startAws()
    const response = await preflight(
      aws,
      asked('https://shop.example', 'PUT', 'x-anything'),
      '/uploads/some/key',
    )
    expect(response.status).toBe(200)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('access-control-allow-credentials')).toBeNull()
  })
})

describe('CORS headers', () => {
  it('are in the response to a stored form and to every kind of refused form', async () => {
    const aws = await startAws({ corsRules: [rule] })
    const headers = { origin: 'https://shop.example' }
    const form = await signForm(aws)
    const responses = [
      await send(form, 'meow', { headers }),
      await send(form, Buffer.alloc(5_000_000), { headers }),
      await send({ ...form, fields: { ...form.fields, acl: 'public-read' } }, 'meow', { headers }),
      await send({ ...form, fields: {} }, 'meow', { headers }),
    ]
    expect(responses.map(({ status }) => status)).toEqual([204, 400, 403, 400])
    for (const response of responses) {
      expect(response.headers.get('access-control-allow-origin')).toBe('https://shop.example')
      expect(response.headers.get('access-control-expose-headers')).toBe('ETag')
    }
  })

  it('are omitted for other origins, whose request is performed all the same', async () => {
    const aws = await startAws({ corsRules: [rule] })
    const response = await send(await signForm(aws), 'meow', { headers: { origin: 'https://shop.test' } })
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('the CORS configuration of a bucket', () => {
  const Bucket = 'uploads'
  const set = (aws: AwsUnderTest, ...CORSRules: { AllowedOrigins: string[]; AllowedMethods: string[] }[]) =>
    aws.s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }))

  it('can be set, read and deleted', async () => {
    const aws = await startAws()
    const one = { AllowedOrigins: ['http://a.test'], AllowedMethods: ['GET'] }
    const two = {
      AllowedOrigins: ['*'],
      AllowedMethods: ['PUT', 'POST'],
      AllowedHeaders: ['*'],
      ExposeHeaders: ['ETag'],
      MaxAgeSeconds: 5,
    }
    await set(aws, one, two)
    const { CORSRules } = await aws.s3.send(new GetBucketCorsCommand({ Bucket }))
    expect(CORSRules).toMatchObject([one, two])
    expect((await preflight(aws, asked('http://a.test', 'GET', ''))).status).toBe(200)
    await aws.s3.send(new DeleteBucketCorsCommand({ Bucket }))
    await expect(aws.s3.send(new GetBucketCorsCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchCORSConfiguration',
    })
  })

  it.each([
    ['an unknown method', { AllowedOrigins: ['*'], AllowedMethods: ['OPTIONS'] }],
    ['two wildcards in an origin', { AllowedOrigins: ['http://*.a.*'], AllowedMethods: ['GET'] }],
  ])('is refused with %s', async (_what, wrong) => {
    const aws = await startAws()
    await expect(set(aws, wrong)).rejects.toMatchObject({ name: 'InvalidRequest' })
  })
})
