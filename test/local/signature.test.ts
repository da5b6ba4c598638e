import { createHash } from 'node:crypto'
import { GetObjectCommand, HeadBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { describe, expect, it } from 'vitest'
import {
  type AwsUnderTest,
  element,
  expectNothingStored,
  readResponse,
  s3ClientOf,
  startAws,
} from './aws-under-test.ts'
import { rawRequest, signHeaders } from './raw-request.ts'

const minutes = (count: number) => new Date(Date.now() + count * 60_000)

describe('the Authorization header', () => {
  it.each([
    ['another secret', { secretAccessKey: 'wrong' }, 403, 'SignatureDoesNotMatch'],
    ['an unknown key', { accessKeyId: 'AKIDUNKNOWN' }, 403, 'InvalidAccessKeyId'],
  ])('is refused with %s', async (_what, change, status, name) => {
    const aws = await startAws()
    const credentials = { accessKeyId: aws.accessKeyId, secretAccessKey: aws.secretAccessKey, ...change }
    const put = s3ClientOf(aws, { credentials }).send(
      new PutObjectCommand({ Bucket: 'uploads', Key: 'k', Body: 'x' }),
    )
    await expect(put).rejects.toMatchObject({ name, $metadata: { httpStatusCode: status } })
    await expectNothingStored(aws)
  })

  it('is refused for another region; the error names the expected scope', async () => {
    const aws = await startAws()
    const headers = await signHeaders(aws, 'GET', '/uploads?list-type=2', { region: 'eu-west-1' })
    const response = await rawRequest(aws, { method: 'GET', path: '/uploads?list-type=2', headers })
    expect(response).toMatchObject({ status: 400, code: 'AuthorizationHeaderMalformed' })
    expect(response.message).toContain('us-east-1')
  })

  it.each([
    ['16 minutes behind', -16, 403],
    ['14 minutes behind', -14, 200],
    ['14 minutes ahead', 14, 200],
    ['16 minutes ahead', 16, 403],
  ])('takes a clock that is off by up to 15 minutes: %s', async (_what, offset, status) => {
    const aws = await startAws()
    const headers = await signHeaders(aws, 'PUT', '/uploads/k', { body: 'x', at: minutes(offset) })
    const response = await rawRequest(aws, { method: 'PUT', path: '/uploads/k', headers, body: 'x' })
    expect(response).toMatchObject({ status, code: status === 200 ? '' : 'RequestTimeTooSkewed' })
  })

  it('covers the body with its SHA-256', async () => {
    const aws = await startAws()
    const headers = await signHeaders(aws, 'PUT', '/uploads/k', { body: 'meow' })
    const response = await rawRequest(aws, { method: 'PUT', path: '/uploads/k', headers, body: 'woof' })
    expect(response).toMatchObject({ status: 400, code: 'XAmzContentSHA256Mismatch' })
    await expectNothingStored(aws)
  })

  it('does not cover the body with UNSIGNED-PAYLOAD', async () => {
    const aws = await startAws()
    const headers = await signHeaders(aws, 'PUT', '/uploads/k', { payloadHash: 'UNSIGNED-PAYLOAD' })
    const response = await rawRequest(aws, { method: 'PUT', path: '/uploads/k', headers, body: 'anything' })
    expect(response.status).toBe(200)
  })

  it.each([
    ['path', '/uploads/other', {}],
    ['query', '/uploads/k?response-content-type=text/html', {}],
    ['header', '/uploads/k', { 'x-amz-meta-a': '2' }],
  ])('does not hold for another %s', async (_what, path, change) => {
    const aws = await startAws()
    const signed = await signHeaders(aws, 'PUT', '/uploads/k', {
      body: 'x',
      headers: { 'x-amz-meta-a': '1' },
    })
    const response = await rawRequest(aws, {
      method: 'PUT',
      path,
      headers: { ...signed, ...change },
      body: 'x',
    })
    expect(response).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' })
    await expectNothingStored(aws)
  })

  it('must cover every x-amz header', async () => {
    const aws = await startAws()
    const headers = {
      ...(await signHeaders(aws, 'PUT', '/uploads/k', { body: 'x' })),
      'x-amz-meta-evil': 'yes',
    }
    const response = await rawRequest(aws, { method: 'PUT', path: '/uploads/k', headers, body: 'x' })
    expect(response).toMatchObject({ status: 403, code: 'AccessDenied' })
    expect(response.message).toBe('Headers not signed: x-amz-meta-evil')
  })

  it.each([
    ['no signature at all', {}, 403, 'AccessDenied'],
    ['another scheme', { authorization: 'Bearer x' }, 400, 'InvalidArgument'],
    [
      'half a header',
      { authorization: 'AWS4-HMAC-SHA256 Credential=a' },
      400,
      'AuthorizationHeaderMalformed',
    ],
  ])('is needed whole: %s', async (_what, headers, status, code) => {
    const aws = await startAws()
    expect(await rawRequest(aws, { method: 'GET', path: '/uploads/k', headers })).toMatchObject({
      status,
      code,
    })
  })

  it('covers keys with special characters', async () => {
    const aws = await startAws()
    for (const Key of [
      "a b+c&d=e?f#g%h(i)!*'~",
      'ключ/鍵/🔑',
      'a//b/',
      '../../etc/passwd',
      'a/./b/../c',
      '%2e%2e%2f',
    ]) {
      await aws.s3.send(new PutObjectCommand({ Bucket: 'uploads', Key, Body: Key }))
      const stored = await aws.s3.send(new GetObjectCommand({ Bucket: 'uploads', Key }))
      expect(await stored.Body?.transformToString()).toBe(Key)
      const url = await getSignedUrl(aws.s3, new GetObjectCommand({ Bucket: 'uploads', Key }))
      // A URL cannot contain dot segments: clients resolve them before sending.
      if (!/(^|\/)\.\.?(\/|$)/.test(Key)) expect(await (await fetch(url)).text(), url).toBe(Key)
    }
  })
})

describe('a presigned URL', () => {
  const presign = (aws: AwsUnderTest, options: { expiresIn?: number; signingDate?: Date } = {}) =>
    getSignedUrl(
      s3ClientOf(aws, { requestChecksumCalculation: 'WHEN_REQUIRED' }),
      new PutObjectCommand({
        Bucket: 'uploads',
        Key: 'k',
        ContentLength: 4,
        ContentType: 'image/png',
        Metadata: { a: '1' },
      }),
      { signableHeaders: new Set(['content-type', 'content-length', 'host']), expiresIn: 60, ...options },
    )
  const right = { 'content-type': 'image/png' }
  const put = async (url: string, { body = 'meow', headers = {} } = {}) =>
    readResponse(await fetch(url, { method: 'PUT', body, headers: { ...right, ...headers } }))

  it('stores the signed body, with the metadata in its query', async () => {
    const aws = await startAws()
    expect((await put(await presign(aws))).status).toBe(200)
    const stored = await aws.s3.send(new GetObjectCommand({ Bucket: 'uploads', Key: 'k' }))
    expect(stored).toMatchObject({ ContentLength: 4, ContentType: 'image/png', Metadata: { a: '1' } })
  })

  it.each([
    ['another length', { body: 'meow!' }],
    ['another type', { headers: { 'content-type': 'text/html' } }],
  ])('is refused with %s', async (_what, change) => {
    const aws = await startAws()
    expect(await put(await presign(aws), change)).toMatchObject({
      status: 403,
      code: 'SignatureDoesNotMatch',
    })
    await expectNothingStored(aws)
  })

  it.each([
    ['key', (url: string) => url.replace('/uploads/k', '/uploads/other')],
    ['metadata', (url: string) => url.replace('x-amz-meta-a=1', 'x-amz-meta-a=2')],
    ['an additional parameter', (url: string) => `${url}&x-amz-acl=public-read`],
    ['expiry', (url: string) => url.replace('X-Amz-Expires=60', 'X-Amz-Expires=61')],
    ['signature', (url: string) => url.replace(/X-Amz-Signature=./, 'X-Amz-Signature=x')],
  ])('is refused with a changed query or path: %s', async (_what, change) => {
    const aws = await startAws()
    const url = await presign(aws)
    expect(change(url)).not.toBe(url)
    expect(await put(change(url))).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' })
    await expectNothingStored(aws)
  })

  it('is refused for another method', async () => {
    const aws = await startAws()
    const url = await presign(aws)
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(403)
  })

  it.each(['x-amz-acl', 'x-amz-tagging', 'x-amz-meta-evil', 'x-amz-copy-source'])(
    'is refused with an unsigned header: %s',
    async (name) => {
      const aws = await startAws()
      const response = await put(await presign(aws), { headers: { [name]: 'uploads/x' } })
      expect(response).toMatchObject({ status: 403, code: 'AccessDenied' })
      expect(response.message).toBe(`Headers not signed: ${name}`)
      await expectNothingStored(aws)
    },
  )

  it('expires', async () => {
    const aws = await startAws()
    const response = await put(await presign(aws, { signingDate: minutes(-2) }))
    expect(response).toMatchObject({ status: 403, code: 'AccessDenied', message: 'Request has expired' })
  })

  it('is not valid before its date', async () => {
    const aws = await startAws()
    expect(await put(await presign(aws, { signingDate: minutes(20) }))).toMatchObject({
      status: 403,
      code: 'AccessDenied',
    })
  })

  it('is valid for at most seven days', async () => {
    const aws = await startAws()
    const url = (await presign(aws)).replace('X-Amz-Expires=60', 'X-Amz-Expires=604801')
    expect(await put(url)).toMatchObject({ status: 400, code: 'AuthorizationQueryParametersError' })
  })

  it('lets a page read its error', async () => {
    const aws = await startAws()
    const url = await presign(aws, { signingDate: minutes(-2) })
    const response = await fetch(url, {
      method: 'PUT',
      body: 'meow',
      headers: { ...right, origin: 'https://shop.example' },
    })
    expect(response.status).toBe(403)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
  })

  it('does not enforce a checksum that the SDK moved into its query; nor does S3', async () => {
    const aws = await startAws()
    const url = await getSignedUrl(aws.s3, new PutObjectCommand({ Bucket: 'uploads', Key: 'k' }))
    expect(url).toContain('x-amz-checksum-crc32=AAAAAA')
    expect((await fetch(url, { method: 'PUT', body: 'meow' })).status).toBe(200)
  })

  it('enforces a checksum that was signed as a header', async () => {
    const aws = await startAws()
    const sha256 = createHash('sha256').update('meow').digest('base64')
    const url = await getSignedUrl(
      aws.s3,
      new PutObjectCommand({ Bucket: 'uploads', Key: 'k', ChecksumSHA256: sha256 }),
      {
        unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
      },
    )
    const headers = { 'x-amz-checksum-sha256': sha256 }
    const wrong = await readResponse(await fetch(url, { method: 'PUT', body: 'woof', headers }))
    expect(wrong).toMatchObject({ status: 400, code: 'BadDigest' })
    await expectNothingStored(aws)
    expect((await fetch(url, { method: 'PUT', body: 'meow', headers })).status).toBe(200)
  })
})

describe('a response', () => {
  it('contains the request ids, and an error names the resource', async () => {
    const aws = await startAws()
    const response = await fetch(`${aws.s3Endpoint}/uploads/k`)
    const xml = await response.text()
    expect(element(xml, 'RequestId')).toBe(response.headers.get('x-amz-request-id'))
    expect(element(xml, 'HostId')).toBe(response.headers.get('x-amz-id-2'))
    expect(element(xml, 'Resource')).toBe('/uploads/k')
    const { $metadata } = await aws.s3.send(new HeadBucketCommand({ Bucket: 'uploads' }))
    expect($metadata.requestId).toMatch(/^[0-9A-F]{16}$/)
  })
})
