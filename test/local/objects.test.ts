import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { describe, expect, it } from 'vitest'
import { type AwsUnderTest, s3ClientOf, startAws } from './aws-under-test.ts'
import { rawRequest, signHeaders } from './raw-request.ts'

const where = { Bucket: 'uploads', Key: 'k' }
const put = (aws: AwsUnderTest, input: Partial<PutObjectCommandInput> = {}) =>
  aws.s3.send(new PutObjectCommand({ ...where, Body: '0123456789', ...input }))
const md5 = (text: string) => createHash('md5').update(text).digest('hex')
const etag = (text: string) => `"${md5(text)}"`
const refusal = (status: number, name: string) => ({ name, $metadata: { httpStatusCode: status } })

describe('PutObject', () => {
  it('keeps type, headers and metadata', async () => {
    const aws = await startAws()
    const said = {
      ContentType: 'text/csv',
      CacheControl: 'no-store',
      ContentEncoding: 'gzip',
      Metadata: { a: 'b' },
    }
    expect((await put(aws, said)).ETag).toBe(etag('0123456789'))
    expect(await aws.s3.send(new HeadObjectCommand(where))).toMatchObject({ ...said, ContentLength: 10 })
  })

  it('accepts a stream with its checksum in a trailer', async () => {
    const aws = await startAws()
    const bytes = Buffer.alloc(300_000, 'stream')
    const chunks = [bytes.subarray(0, 1), bytes.subarray(1, 70_000), bytes.subarray(70_000)]
    await put(aws, { Body: Readable.from(chunks), ContentLength: bytes.length })
    const stored = await aws.s3.send(new GetObjectCommand(where))
    expect(Buffer.from((await stored.Body?.transformToByteArray()) ?? [])).toEqual(bytes)
    expect(stored.ContentEncoding).toBeUndefined()
  })

  const chunked = (checksum: string) => `4\r\nmeow\r\n0\r\n${checksum}\r\n\r\n`
  it.each([
    ['a correct checksum', chunked('x-amz-checksum-crc32:ihBq/g=='), 200, ''],
    ['a wrong checksum', chunked('x-amz-checksum-crc32:AAAAAA=='), 400, 'BadDigest'],
    ['no checksum', '4\r\nmeow\r\n0\r\n\r\n', 400, 'MalformedTrailerError'],
    ['a truncated chunk', '9\r\nmeow\r\n0\r\n\r\n', 400, 'IncompleteBody'],
    ['no chunks', 'meow', 400, 'IncompleteBody'],
    ['another length', `5\r\nmeows\r\n0\r\nx-amz-checksum-crc32:ihBq/g==\r\n\r\n`, 400, 'IncompleteBody'],
  ])('verifies aws-chunked bodies: %s', async (_what, body, status, code) => {
    const aws = await startAws()
    const headers = await signHeaders(aws, 'PUT', '/uploads/k', {
      payloadHash: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      headers: {
        'content-encoding': 'aws-chunked',
        'x-amz-decoded-content-length': '4',
        'x-amz-trailer': 'x-amz-checksum-crc32',
      },
    })
    const response = await rawRequest(aws, { method: 'PUT', path: '/uploads/k', headers, body })
    expect(response).toMatchObject({ status, code })
    expect(await aws.blobFiles()).toHaveLength(status === 200 ? 1 : 0)
  })

  it.each(['CRC32', 'CRC32C', 'SHA1', 'SHA256'] as const)('verifies and returns %s', async (algorithm) => {
    const aws = await startAws()
    await put(aws, { ChecksumAlgorithm: algorithm })
    const stored = await aws.s3.send(new GetObjectCommand({ ...where, ChecksumMode: 'ENABLED' }))
    // The SDK verifies it and throws if it does not match.
    expect(await stored.Body?.transformToString()).toBe('0123456789')
    expect(stored[`Checksum${algorithm}`]).toBeTruthy()
  })

  it.each([
    ['Content-MD5', { ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' }, 'BadDigest'],
    ['a checksum', { ChecksumSHA256: Buffer.alloc(32).toString('base64') }, 'BadDigest'],
    ['an invalid checksum', { ChecksumSHA256: 'nonsense' }, 'InvalidRequest'],
    ['too much metadata', { Metadata: { a: 'm'.repeat(2048) } }, 'MetadataTooLarge'],
  ])('refuses %s that does not fit', async (_what, input, name) => {
    const aws = await startAws()
    await expect(put(aws, input)).rejects.toMatchObject(refusal(400, name))
    expect(await aws.keys()).toEqual([])
    expect(await aws.blobFiles()).toEqual([])
  })

  it('refuses unsupported features instead of ignoring them', async () => {
    const aws = await startAws()
    await expect(put(aws, { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'k' })).rejects.toMatchObject(
      refusal(501, 'NotImplemented'),
    )
    const path = '/uploads/k?retention='
    const response = await rawRequest(aws, {
      method: 'PUT',
      path,
      headers: await signHeaders(aws, 'PUT', path, { body: 'x' }),
      body: 'x',
    })
    expect(response).toMatchObject({ status: 501, code: 'NotImplemented' })
    expect(await aws.keys()).toEqual([])
  })

  it('creates but does not replace with If-None-Match, also when two writes race', async () => {
    const aws = await startAws()
    const race = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) => put(aws, { Body: `writer ${index}`, IfNoneMatch: '*' })),
    )
    expect(race.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(put(aws, { IfNoneMatch: '*' })).rejects.toMatchObject(refusal(412, 'PreconditionFailed'))
    await expect.poll(() => aws.blobFiles()).toHaveLength(1)
  })

  it('replaces only the version that was read with If-Match', async () => {
    const aws = await startAws()
    await expect(put(aws, { IfMatch: etag('x') })).rejects.toMatchObject(refusal(404, 'NoSuchKey'))
    await put(aws, { Body: 'first' })
    await put(aws, { Body: 'second', IfMatch: etag('first') })
    await expect(put(aws, { Body: 'third', IfMatch: etag('first') })).rejects.toMatchObject(
      refusal(412, 'PreconditionFailed'),
    )
    expect((await aws.s3.send(new HeadObjectCommand(where))).ETag).toBe(etag('second'))
  })
})

describe('GetObject and HeadObject', () => {
  it.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=-99', '0123456789', 'bytes 0-9/10'],
    ['bytes=5-99', '56789', 'bytes 5-9/10'],
  ])('sends the range %s', async (Range, text, ContentRange) => {
    const aws = await startAws()
    await put(aws)
    const part = await aws.s3.send(new GetObjectCommand({ ...where, Range }))
    expect(await part.Body?.transformToString()).toBe(text)
    expect(part).toMatchObject({
      ContentRange,
      ContentLength: text.length,
      $metadata: { httpStatusCode: 206 },
    })
    const head = await aws.s3.send(new HeadObjectCommand({ ...where, Range }))
    expect(head).toMatchObject({ ContentLength: text.length, $metadata: { httpStatusCode: 206 } })
  })

  it.each(['bytes=3-1', 'bytes=0-1,4-5', 'lines=1-2'])('sends the whole object for %s', async (Range) => {
    const aws = await startAws()
    await put(aws)
    const all = await aws.s3.send(new GetObjectCommand({ ...where, Range }))
    expect(await all.Body?.transformToString()).toBe('0123456789')
  })

  it('refuses a range beyond the end', async () => {
    const aws = await startAws()
    await put(aws)
    const beyond = aws.s3.send(new GetObjectCommand({ ...where, Range: 'bytes=10-' }))
    await expect(beyond).rejects.toMatchObject(refusal(416, 'InvalidRange'))
  })

  it.each([
    ['IfMatch', { IfMatch: etag('other') }, 412],
    ['IfNoneMatch', { IfNoneMatch: etag('0123456789') }, 304],
    ['IfModifiedSince', { IfModifiedSince: new Date(Date.now() + 60_000) }, 304],
    ['IfUnmodifiedSince', { IfUnmodifiedSince: new Date(0) }, 412],
  ])('keeps to %s', async (_what, condition, status) => {
    const aws = await startAws()
    await put(aws)
    const get = aws.s3.send(new GetObjectCommand({ ...where, ...condition }))
    await expect(get).rejects.toMatchObject({ $metadata: { httpStatusCode: status } })
    const head = aws.s3.send(new HeadObjectCommand({ ...where, ...condition }))
    await expect(head).rejects.toMatchObject({ $metadata: { httpStatusCode: status } })
  })

  it('returns 404 for a missing object, without a body for HEAD', async () => {
    const aws = await startAws()
    await expect(aws.s3.send(new GetObjectCommand(where))).rejects.toMatchObject(refusal(404, 'NoSuchKey'))
    await expect(aws.s3.send(new HeadObjectCommand(where))).rejects.toMatchObject(refusal(404, 'NotFound'))
    const elsewhere = aws.s3.send(new GetObjectCommand({ Bucket: 'nowhere', Key: 'k' }))
    await expect(elsewhere).rejects.toMatchObject(refusal(404, 'NoSuchBucket'))
  })

  it('lets a presigned GET set type and file name', async () => {
    const aws = await startAws()
    await put(aws)
    const command = new GetObjectCommand({
      ...where,
      ResponseContentType: 'image/webp',
      ResponseContentDisposition: 'attachment; filename="a.webp"',
    })
    const response = await fetch(await getSignedUrl(aws.s3, command))
    expect(response.headers.get('content-type')).toBe('image/webp')
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="a.webp"')
  })

  it('sends an empty object', async () => {
    const aws = await startAws()
    await put(aws, { Body: '' })
    const stored = await aws.s3.send(new GetObjectCommand(where))
    expect(await stored.Body?.transformToString()).toBe('')
    expect(stored.ContentLength).toBe(0)
  })

  it('finishes the download of an object that is replaced or deleted during the download', async () => {
    const aws = await startAws()
    const bytes = Buffer.alloc(30_000_000, 'old')
    await put(aws, { Body: bytes })
    const { body } = await fetch(await getSignedUrl(aws.s3, new GetObjectCommand(where)))
    const digest = createHash('md5')
    const reader = body?.getReader()
    for (let read = await reader?.read(); read?.value; read = await reader?.read()) {
      await aws.s3.send(new DeleteObjectCommand(where))
      digest.update(read.value)
    }
    expect(digest.digest('hex')).toBe(createHash('md5').update(bytes).digest('hex'))
    await expect.poll(() => aws.blobFiles()).toEqual([])
  })
})

describe('DeleteObject', () => {
  it('returns the same whether or not the object existed', async () => {
    const aws = await startAws()
    await put(aws)
    for (let time = 0; time < 2; time += 1) {
      const { $metadata } = await aws.s3.send(new DeleteObjectCommand(where))
      expect($metadata.httpStatusCode).toBe(204)
    }
    await expect(aws.s3.send(new HeadObjectCommand(where))).rejects.toMatchObject(refusal(404, 'NotFound'))
    await expect.poll(() => aws.blobFiles()).toEqual([])
  })
})

describe('keys', () => {
  it('stay distinct for unusual names, and never leave the folder', async () => {
    const aws = await startAws()
    const keys = [
      'a',
      'A',
      'a/',
      'a/b',
      'a//b',
      '../a',
      '../../../../tmp/a',
      '/a',
      '.',
      '..',
      'é',
      'e\u0301',
      'a\u0001b',
      'x'.repeat(1024),
    ]
    for (const Key of keys) await put(aws, { Key, Body: Key })
    for (const Key of keys) {
      const stored = await aws.s3.send(new GetObjectCommand({ ...where, Key }))
      expect(await stored.Body?.transformToString(), Key).toBe(Key)
    }
    const { Contents = [] } = await aws.s3.send(
      new ListObjectsV2Command({ Bucket: 'uploads', EncodingType: 'url' }),
    )
    expect(Contents.map(({ Key = '' }) => decodeURIComponent(Key)).sort()).toEqual([...keys].sort())
    expect(await aws.blobFiles()).toHaveLength(keys.length)
    expect((await readdir(aws.directory)).sort()).toEqual(['blobs', 'buckets', 'objects', 'uploads'])
  })

  it('have at most 1,024 bytes of UTF-8', async () => {
    const aws = await startAws()
    await expect(put(aws, { Key: 'é'.repeat(513) })).rejects.toMatchObject(refusal(400, 'KeyTooLongError'))
    expect(await rawRequest(aws, { method: 'PUT', path: '/uploads/a%ZZ' })).toMatchObject({
      status: 400,
      code: 'InvalidURI',
    })
  })
})

describe('the directory', () => {
  it('restores everything after a restart and removes leftovers of a crash', async () => {
    const first = await startAws()
    await put(first, { Metadata: { a: 'b' } })
    const { writeFile } = await import('node:fs/promises')
    await writeFile(join(first.directory, 'blobs', 'left-behind'), 'half an upload')
    await first.close()
    const second = await startAws({ directory: first.directory })
    const stored = await s3ClientOf(second).send(new GetObjectCommand(where))
    expect(await stored.Body?.transformToString()).toBe('0123456789')
    expect(stored.Metadata).toEqual({ a: 'b' })
    expect(await second.blobFiles()).toHaveLength(1)
  })
})
