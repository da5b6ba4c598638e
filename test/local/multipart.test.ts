import { createHash, randomBytes } from 'node:crypto'
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  type UploadPartCommandInput,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { describe, expect, it } from 'vitest'
import { type AwsUnderTest, readResponse, s3ClientOf, startAws } from './aws-under-test.ts'
import { rawRequest, signHeaders } from './raw-request.ts'

const MIB = 1024 * 1024
const large = randomBytes(5 * MIB)
const where = { Bucket: 'uploads', Key: 'video.mp4' }
const refusal = (status: number, name: string) => ({ name, $metadata: { httpStatusCode: status } })
const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest()

/** An upload of a client that adds no checksums, as for presigned part URLs. */
async function begin(aws: AwsUnderTest, input: Partial<CreateMultipartUploadCommandInput> = {}) {
  const s3 = s3ClientOf(aws, { requestChecksumCalculation: 'WHEN_REQUIRED' })
  const { UploadId = '' } = await s3.send(new CreateMultipartUploadCommand({ ...where, ...input }))
  const upload = { ...where, UploadId }
  return {
    ...upload,
    s3,
    put: async (
      PartNumber: number,
      Body: Uint8Array,
      more: Partial<UploadPartCommandInput> = {},
    ): Promise<CompletedPart> => {
      const { ETag = '' } = await s3.send(new UploadPartCommand({ ...upload, PartNumber, Body, ...more }))
      return { PartNumber, ETag }
    },
    complete: (Parts: CompletedPart[], more: { IfNoneMatch?: string; IfMatch?: string } = {}) =>
      s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, ...more })),
    listParts: (page: { MaxParts?: number; PartNumberMarker?: string } = {}) =>
      s3.send(new ListPartsCommand({ ...upload, ...page })),
    abort: () => s3.send(new AbortMultipartUploadCommand(upload)),
  }
}

describe('a multipart upload', () => {
  it('becomes one object with the attributes of its creation', async () => {
    const aws = await startAws()
    const upload = await begin(aws, { ContentType: 'video/mp4', Metadata: { a: 'b' } })
    const tail = randomBytes(1000)
    const last = await upload.put(7, tail)
    const first = await upload.put(2, large)
    const done = await upload.complete([first, last])
    const etag = `"${md5(Buffer.concat([md5(large), md5(tail)])).toString('hex')}-2"`
    expect(done).toMatchObject({
      ETag: etag,
      Key: where.Key,
      Location: `${aws.s3Endpoint}/uploads/video.mp4`,
    })

    const stored = await aws.s3.send(new GetObjectCommand(where))
    const bytes = Buffer.from((await stored.Body?.transformToByteArray()) ?? [])
    expect(bytes.equals(Buffer.concat([large, tail]))).toBe(true)
    expect(stored).toMatchObject({ ETag: etag, ContentType: 'video/mp4', Metadata: { a: 'b' } })
    const across = await aws.s3.send(
      new GetObjectCommand({ ...where, Range: `bytes=${large.length - 2}-${large.length + 1}` }),
    )
    const middle = Buffer.concat([large.subarray(-2), tail.subarray(0, 2)])
    expect(Buffer.from((await across.Body?.transformToByteArray()) ?? [])).toEqual(middle)
  })

  it('is not visible before it is complete, nor after it was aborted', async () => {
    const aws = await startAws()
    const upload = await begin(aws)
    const part = await upload.put(1, Buffer.from('meow'))
    await expect(aws.s3.send(new HeadObjectCommand(where))).rejects.toMatchObject(refusal(404, 'NotFound'))
    await upload.abort()
    await expect(upload.complete([part])).rejects.toMatchObject(refusal(404, 'NoSuchUpload'))
    await expect(upload.put(2, Buffer.from('x'))).rejects.toMatchObject(refusal(404, 'NoSuchUpload'))
    await expect(upload.listParts()).rejects.toMatchObject(refusal(404, 'NoSuchUpload'))
    await expect(upload.abort()).rejects.toMatchObject(refusal(404, 'NoSuchUpload'))
    await expect.poll(() => aws.blobFiles()).toEqual([])
  })

  it('is completed once; the same parts again get the same response, others an error', async () => {
    const aws = await startAws()
    const upload = await begin(aws)
    const part = await upload.put(1, Buffer.from('meow'))
    const responses = await Promise.all(Array.from({ length: 5 }, () => upload.complete([part])))
    expect(new Set(responses.map(({ ETag }) => ETag)).size).toBe(1)
    await expect(upload.complete([{ ...part, ETag: `"${'0'.repeat(32)}"` }])).rejects.toMatchObject(
      refusal(404, 'NoSuchUpload'),
    )
    expect(await aws.keys()).toEqual(['video.mp4'])
    expect(await aws.blobFiles()).toHaveLength(1)
  })

  it('keeps the later of two parts with the same number, and removes parts that are not listed', async () => {
    const aws = await startAws()
    const upload = await begin(aws)
    await upload.put(1, Buffer.from('first'))
    const second = await upload.put(1, Buffer.from('second'))
    await upload.put(2, Buffer.from('not listed'))
    await upload.complete([second])
    const stored = await aws.s3.send(new GetObjectCommand(where))
    expect(await stored.Body?.transformToString()).toBe('second')
    await expect.poll(() => aws.blobFiles()).toHaveLength(1)
  })

  it('continues after a restart', async () => {
    const first = await startAws()
    const upload = await begin(first)
    const part = await upload.put(1, Buffer.from('meow'))
    await first.close()
    const second = await startAws({ directory: first.directory })
    const { Parts } = await second.s3.send(new ListPartsCommand({ ...where, UploadId: upload.UploadId }))
    expect(Parts).toMatchObject([{ PartNumber: 1, ETag: part.ETag, Size: 4 }])
    const { Uploads } = await second.s3.send(new ListMultipartUploadsCommand({ Bucket: 'uploads' }))
    expect(Uploads).toMatchObject([{ Key: where.Key, UploadId: upload.UploadId }])
  })
})

describe('completing', () => {
  it.each([
    ['a wrong ETag', ([one]: CompletedPart[]) => [{ ...one, ETag: '"0"' }], 'InvalidPart'],
    ['a part never sent', ([one]: CompletedPart[]) => [{ ...one, PartNumber: 9 }], 'InvalidPart'],
    ['another order', ([one = {}, two = {}]: CompletedPart[]) => [two, one], 'InvalidPartOrder'],
    ['a part twice', ([one = {}]: CompletedPart[]) => [one, one], 'InvalidPartOrder'],
    ['a small part before the last', (parts: CompletedPart[]) => parts, 'EntityTooSmall'],
    ['no parts', () => [], 'MalformedXML'],
  ])('is refused with %s, and the parts stay', async (_what, choose, name) => {
    const aws = await startAws()
    const upload = await begin(aws)
    const parts = [await upload.put(1, Buffer.from('small')), await upload.put(2, Buffer.from('tail'))]
    await expect(upload.complete(choose(parts))).rejects.toMatchObject(refusal(400, name))
    expect((await upload.listParts()).Parts).toHaveLength(2)
    expect(await aws.keys()).toEqual([])
  })

  it('is refused when the body is not XML', async () => {
    const aws = await startAws()
    const { UploadId } = await begin(aws)
    const path = `/uploads/video.mp4?uploadId=${UploadId}`
    const headers = await signHeaders(aws, 'POST', path, { body: '<oops' })
    const response = await rawRequest(aws, { method: 'POST', path, headers, body: '<oops' })
    expect(response).toMatchObject({ status: 400, code: 'MalformedXML' })
  })

  it('obeys If-None-Match and If-Match', async () => {
    const aws = await startAws()
    const upload = await begin(aws)
    const part = await upload.put(1, Buffer.from('meow'))
    const { ETag = '' } = await aws.s3.send(new PutObjectCommand({ ...where, Body: 'there' }))
    const taken = refusal(412, 'PreconditionFailed')
    await expect(upload.complete([part], { IfNoneMatch: '*' })).rejects.toMatchObject(taken)
    await expect(upload.complete([part], { IfMatch: '"x"' })).rejects.toMatchObject(taken)
    expect((await upload.complete([part], { IfMatch: ETag })).ETag).toMatch(/-1"$/)
  })
})

describe('parts', () => {
  it.each([0, 10_001, 1.5])('have numbers from 1 to 10,000, not %d', async (number) => {
    const aws = await startAws()
    const upload = await begin(aws)
    await expect(upload.put(number, Buffer.from('x'))).rejects.toMatchObject(refusal(400, 'InvalidArgument'))
    expect(await aws.blobFiles()).toEqual([])
  })

  it('are listed in pages', async () => {
    const aws = await startAws()
    const upload = await begin(aws)
    for (const number of [10_000, 3, 1, 2]) await upload.put(number, Buffer.from(`part ${number}`))
    const first = await upload.listParts({ MaxParts: 3 })
    expect(first).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '3' })
    expect(first.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([1, 2, 3])
    const second = await upload.listParts({ MaxParts: 3, PartNumberMarker: '3' })
    expect(second.IsTruncated).toBe(false)
    expect(second.Parts).toMatchObject([
      { PartNumber: 10_000, Size: 10, ETag: `"${md5(Buffer.from('part 10000')).toString('hex')}"` },
    ])
  })

  it('can be sent by a page to a presigned URL, and the page can read the ETag', async () => {
    const aws = await startAws()
    const { s3, UploadId, complete } = await begin(aws)
    const url = await getSignedUrl(s3, new UploadPartCommand({ ...where, UploadId, PartNumber: 1 }))
    const response = await fetch(url, {
      method: 'PUT',
      body: 'meow',
      headers: { origin: 'https://shop.example' },
    })
    expect(response.headers.get('access-control-expose-headers')).toContain('ETag')
    const ETag = response.headers.get('etag') ?? ''
    expect((await complete([{ PartNumber: 1, ETag }])).ETag).toMatch(/-1"$/)
    const other = url.replace('partNumber=1', 'partNumber=2')
    expect(await readResponse(await fetch(other, { method: 'PUT', body: 'x' }))).toMatchObject({
      status: 403,
      code: 'SignatureDoesNotMatch',
    })
  })

  it('belong to the key of their upload', async () => {
    const aws = await startAws()
    const { s3, UploadId } = await begin(aws)
    const elsewhere = s3.send(
      new UploadPartCommand({ ...where, Key: 'other', UploadId, PartNumber: 1, Body: 'x' }),
    )
    await expect(elsewhere).rejects.toMatchObject(refusal(404, 'NoSuchUpload'))
  })
})

describe('checksums of parts', () => {
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()

  it('form the checksum of the object', async () => {
    const aws = await startAws()
    const upload = await begin(aws, { ChecksumAlgorithm: 'SHA256' })
    const tail = Buffer.from('tail')
    const parts: CompletedPart[] = []
    for (const [index, bytes] of [large, tail].entries()) {
      const ChecksumSHA256 = sha256(bytes).toString('base64')
      parts.push({ ...(await upload.put(index + 1, bytes, { ChecksumSHA256 })), ChecksumSHA256 })
    }
    expect((await upload.listParts()).Parts?.[1]?.ChecksumSHA256).toBe(sha256(tail).toString('base64'))
    const composite = `${sha256(Buffer.concat([sha256(large), sha256(tail)])).toString('base64')}-2`
    expect(await upload.complete(parts)).toMatchObject({ ChecksumSHA256: composite })
    const head = await aws.s3.send(new HeadObjectCommand({ ...where, ChecksumMode: 'ENABLED' }))
    expect(head).toMatchObject({ ChecksumSHA256: composite })
  })

  it('must be correct, and are required if the upload was created with a checksum algorithm', async () => {
    const aws = await startAws()
    const upload = await begin(aws, { ChecksumAlgorithm: 'SHA256' })
    const bytes = Buffer.from('meow')
    const right = { ChecksumSHA256: sha256(bytes).toString('base64') }
    const wrong = { ChecksumSHA256: sha256(Buffer.from('woof')).toString('base64') }
    await expect(upload.put(1, bytes, wrong)).rejects.toMatchObject(refusal(400, 'BadDigest'))
    await expect(upload.put(1, bytes)).rejects.toMatchObject(refusal(400, 'InvalidRequest'))
    const part = await upload.put(1, bytes, right)
    await expect(upload.complete([part])).rejects.toMatchObject(refusal(400, 'InvalidRequest'))
    await expect(upload.complete([{ ...part, ...wrong }])).rejects.toMatchObject(refusal(400, 'InvalidPart'))
    await upload.complete([{ ...part, ...right }])
    expect(await aws.blobFiles()).toHaveLength(1)
  })
})
