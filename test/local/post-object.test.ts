import { createHash } from 'node:crypto'
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import { element, expectNothingStored, readResponse, startAws } from './aws-under-test.ts'
import { rawForm, send, sendRaw, signForm } from './signed-form.ts'

const md5 = (text: string) => createHash('md5').update(text).digest('hex')
const sha256 = (text: string) => createHash('sha256').update(text).digest('base64')

describe('a form that obeys its policy', () => {
  it('stores the bytes, the type and all fields', async () => {
    const aws = await startAws()
    const form = await signForm(aws, {
      Fields: {
        'Content-Type': 'image/png',
        'Cache-Control': 'max-age=60',
        'Content-Disposition': 'attachment; filename="cat.png"',
        'x-amz-meta-owner': 'Zoë',
      },
    })
    const response = await send(form)
    expect(response.status).toBe(204)
    expect(response.headers.get('etag')).toBe(`"${md5('meow')}"`)
    expect(response.headers.get('location')).toBe(`${aws.s3Endpoint}/uploads/photos%2Fcat.png`)

    const stored = await aws.s3.send(new GetObjectCommand({ Bucket: aws.bucket, Key: 'photos/cat.png' }))
    expect(await stored.Body?.transformToString()).toBe('meow')
    expect(stored).toMatchObject({
      ContentType: 'image/png',
      CacheControl: 'max-age=60',
      ContentDisposition: 'attachment; filename="cat.png"',
      ContentLength: 4,
      Metadata: { owner: `=?UTF-8?B?${Buffer.from('Zoë').toString('base64')}?=` },
    })
  })

  it.each([
    ['200', 200],
    ['204', 204],
    ['302', 204],
  ])('responses success_action_status %s with %i and no body', async (asked, status) => {
    const aws = await startAws()
    const response = await send(await signForm(aws, { Fields: { success_action_status: asked } }))
    expect(response.status).toBe(status)
    expect(await response.text()).toBe('')
  })

  it('returns a PostResponse for success_action_status 201', async () => {
    const aws = await startAws()
    const response = await send(
      await signForm(aws, { Key: 'a & <b>.png', Fields: { success_action_status: '201' } }),
    )
    const xml = await response.text()
    expect(response.status).toBe(201)
    expect(element(xml, 'Bucket')).toBe('uploads')
    expect(element(xml, 'Key')).toBe('a &amp; &lt;b&gt;.png')
    expect(element(xml, 'ETag')).toBe(`&quot;${md5('meow')}&quot;`)
    expect(element(xml, 'Location')).toBe(response.headers.get('location'))
  })

  it('inserts the file name into the key, without folders', async () => {
    const aws = await startAws()
    // biome-ignore lint/suspicious/noTemplateCurlyInString: S3's own placeholder, expanded by S3
    const form = await signForm(aws, { Key: 'photos/${filename}' })
    expect((await send(form, 'meow', { fileName: 'C:\\pictures\\my$&cat.png' })).status).toBe(204)
    expect((await send(form, 'meow', { fileName: '../../kätzchen.png' })).status).toBe(204)
    expect(await aws.keys()).toEqual(['photos/kätzchen.png', 'photos/my$&cat.png'])
  })

  it('accepts exactly the smallest and the largest size', async () => {
    const aws = await startAws()
    const form = await signForm(aws, { Conditions: [['content-length-range', 4, 6]] })
    for (const [file, status] of [
      ['mee', 400],
      ['meow', 204],
      ['meooow', 204],
      ['meoooow', 400],
    ] as const) {
      expect((await send(form, file)).status, file).toBe(status)
    }
  })

  it('accepts an empty file if the policy has no lower limit', async () => {
    const aws = await startAws()
    expect((await send(await signForm(aws, { Conditions: [] }), '')).status).toBe(204)
    const head = await aws.s3.send(new HeadObjectCommand({ Bucket: aws.bucket, Key: 'photos/cat.png' }))
    expect(head.ContentLength).toBe(0)
    expect(head.ETag).toBe(`"${md5('')}"`)
  })

  it('accepts x-ignore fields, and field names in any case', async () => {
    const aws = await startAws()
    const { url, fields } = await signForm(aws, { Fields: { 'Content-Type': 'image/png' } })
    const { 'Content-Type': type = '', key = '', ...others } = fields
    const form = { url, fields: { ...others, KEY: key, 'CONTENT-TYPE': type, 'x-ignore-button': 'Send' } }
    expect((await send(form)).status).toBe(204)
  })

  it('ignores parts after the file', async () => {
    const aws = await startAws()
    const { url, fields } = await signForm(aws)
    const parts = Object.entries(fields).map(([name, value]) => ({ name, value }))
    const body = rawForm([
      ...parts,
      { name: 'file', value: 'meow', fileName: 'cat.png' },
      { name: 'x-amz-meta-evil', value: 'yes' },
      { name: 'file', value: 'second', fileName: 'dog.png' },
    ])
    expect((await sendRaw(url, body)).status).toBe(204)
    const stored = await aws.s3.send(new GetObjectCommand({ Bucket: aws.bucket, Key: 'photos/cat.png' }))
    expect(await stored.Body?.transformToString()).toBe('meow')
    expect(stored.Metadata).toEqual({})
  })

  it('replaces an existing object and removes its bytes', async () => {
    const aws = await startAws()
    const form = await signForm(aws)
    await send(form, 'first')
    await send(form, 'second')
    const stored = await aws.s3.send(new GetObjectCommand({ Bucket: aws.bucket, Key: 'photos/cat.png' }))
    expect(await stored.Body?.transformToString()).toBe('second')
    await expect.poll(() => aws.blobFiles()).toHaveLength(1)
  })
})

describe('the size of the file', () => {
  it.each([
    ['one byte too many', 101, 'EntityTooLarge', 'At most 100 bytes are allowed'],
    ['three megabytes', 3_000_000, 'EntityTooLarge', 'At most 100 bytes are allowed'],
    ['nothing', 0, 'EntityTooSmall', 'At least 1 bytes are needed'],
  ])('is refused outside the range: %s', async (_what, size, code, message) => {
    const aws = await startAws()
    const response = await readResponse(await send(await signForm(aws), Buffer.alloc(size)))
    expect(response).toMatchObject({ status: 400, code, message })
    await expectNothingStored(aws)
  })
})

describe('checksums of the file', () => {
  const fields = (name: string, value: string) => ({ Fields: { [name]: value } })
  const right: [name: string, value: string][] = [
    ['x-amz-checksum-sha256', sha256('meow')],
    ['x-amz-checksum-sha1', createHash('sha1').update('meow').digest('base64')],
    ['x-amz-checksum-crc32', 'ihBq/g=='],
    ['x-amz-checksum-crc32c', 'u86qsg=='],
    ['Content-MD5', createHash('md5').update('meow').digest('base64')],
  ]

  it.each(right)('accept the correct bytes: %s', async (name, value) => {
    const aws = await startAws()
    const response = await send(await signForm(aws, fields(name, value)))
    expect(response.status, await response.text()).toBe(204)
  })

  it.each(right)('refuse other bytes: %s', async (name, value) => {
    const aws = await startAws()
    const response = await readResponse(await send(await signForm(aws, fields(name, value)), 'woof'))
    expect(response).toMatchObject({ status: 400, code: 'BadDigest' })
    await expectNothingStored(aws)
  })

  it.each([
    ['x-amz-checksum-sha256', 'short', 'InvalidRequest'],
    ['x-amz-checksum-crc32', sha256('meow'), 'InvalidRequest'],
    ['Content-MD5', 'short', 'InvalidDigest'],
  ])('refuse values that cannot be one: %s %s', async (name, value, code) => {
    const aws = await startAws()
    const response = await readResponse(await send(await signForm(aws, fields(name, value))))
    expect(response).toMatchObject({ status: 400, code })
    await expectNothingStored(aws)
  })

  it('are returned with ChecksumMode', async () => {
    const aws = await startAws()
    await send(await signForm(aws, fields('x-amz-checksum-sha256', sha256('meow'))))
    const where = { Bucket: aws.bucket, Key: 'photos/cat.png' }
    const head = await aws.s3.send(new HeadObjectCommand({ ...where, ChecksumMode: 'ENABLED' }))
    expect(head).toMatchObject({ ChecksumSHA256: sha256('meow') })
    expect((await aws.s3.send(new HeadObjectCommand(where))).ChecksumSHA256).toBeUndefined()
  })
})
