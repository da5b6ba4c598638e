import { describe, expect, it } from 'vitest'
import type { PresignResponse } from '../../../component/protocol.ts'
import { RejectUpload } from '../../../server/index.ts'
import { codesOf, placeholder, presign, presignOne, sha256 } from '../support/presigning.ts'
import { photo, uploadService } from '../support/upload-service.ts'

describe('the limits', () => {
  const kib = { routes: { default: { maxFileSize: 1024, minFileSize: 2 } } }

  it('refuse one file and keep order, refs and the other files', async () => {
    const uploads = await presign(
      [
        { ...photo, ref: '1' },
        { ...photo, ref: '2', size: 1025 },
        { ...photo, ref: '3', size: 1024 },
        { ...photo, ref: '4', size: 1 },
        { ...photo, ref: '5', size: 0 },
        { ...photo, ref: '6', type: 'text/html' },
        { ...photo, ref: '7', size: 2 },
      ],
      kib,
    )
    expect(uploads.map(({ ref }) => ref)).toEqual(['1', '2', '3', '4', '5', '6', '7'])
    expect(uploads.map((upload) => (upload.ok ? 'ok' : upload.error))).toEqual([
      'ok',
      { code: 'file-too-large', detail: expect.stringContaining('1024'), retryable: false, limit: 1024 },
      'ok',
      { code: 'file-too-small', detail: expect.stringContaining('2'), retryable: false, limit: 2 },
      { code: 'file-too-small', detail: expect.any(String), retryable: false, limit: 2 },
      { code: 'unsupported-content-type', detail: expect.stringContaining('text/html'), retryable: false },
      'ok',
    ])
  })

  it('can be lowered for a subject but not raised', async () => {
    const lowered = { ...kib, authorize: () => ({ subject: 'ann', maxFileSize: 100 }) }
    const raised = { ...kib, authorize: () => ({ subject: 'ann', maxFileSize: 10_000, maxFiles: 1000 }) }
    expect(
      await codesOf(
        [
          { ...photo, size: 101 },
          { ...photo, size: 100 },
        ],
        lowered,
      ),
    ).toEqual(['file-too-large', 'ok'])
    expect(await codesOf([{ ...photo, size: 1025 }], raised)).toEqual(['file-too-large'])
  })

  it.each([
    ['IMG_1.HEIC', '', ['image/heic'], 'image/heic', 'heic'],
    ['IMG_1.JPG', '', ['image/*'], 'image/jpeg', 'jpg'],
    ['x', 'image/jpg', ['image/jpeg'], 'image/jpeg', 'jpg'],
    ['x', 'IMAGE/PNG; charset=x', ['image/png'], 'image/png', 'png'],
    ['x.bin', '', ['application/octet-stream'], 'application/octet-stream', 'bin'],
    ['x.svg', '', ['image/svg+xml'], 'image/svg+xml', 'svg'],
    ['x.csv', 'application/vnd.ms-excel', ['text/csv'], 'text/csv', 'csv'],
    ['x.csv', 'application/vnd.ms-excel', ['application/vnd.ms-excel'], 'application/vnd.ms-excel', 'xls'],
    ['x.csv', 'text/comma-separated-values', ['text/csv'], 'text/csv', 'csv'],
    ['x.zip', 'application/x-zip-compressed', ['application/zip'], 'application/zip', 'zip'],
    ['x.zip', 'application/zip', ['application/x-zip-compressed'], 'application/zip', 'zip'],
    ['x.jpg', 'application/octet-stream', ['image/*'], 'image/jpeg', 'jpg'],
    ['x.json', 'application/x-acme', ['application/x-acme'], 'application/x-acme', 'bin'],
  ])(
    'sign %j declared as %j on a route for %j as %s',
    async (name, type, allowedContentTypes, signed, extension) => {
      const { fields, key } = await presignOne(
        { ...photo, name, type },
        { routes: { default: { allowedContentTypes } } },
      )
      expect(fields['Content-Type']).toBe(signed)
      expect(key.endsWith(`.${extension}`)).toBe(true)
    },
  )

  it.each([
    ['x.svg', 'image/svg+xml', ['image/*']],
    ['x.xml', 'image/x+xml', ['image/*']],
    ['x.atom', 'application/atom+xml', ['application/*']],
    ['x.js', 'application/x-javascript', ['application/*']],
    ['x.es', 'text/ecmascript', ['text/*']],
    ['x.html', 'text/html', ['text/*']],
    ['x', 'imagex/png', ['image/*']],
    ['x', 'image/png,text/html', ['image/*']],
    ['x', `image/${placeholder}`, ['image/*']],
    ['x', 'image', ['image/*']],
    ['x', 'image/png\r\nx: y', ['image/*']],
    ['x.unknown', '', ['image/*']],
    ['x', `image/${'a'.repeat(5000)}`, ['image/*']],
  ])('refuse %j declared as %j on a route for %j', async (name, type, allowedContentTypes) => {
    const codes = await codesOf([{ ...photo, name, type }, photo], {
      routes: { default: { allowedContentTypes: [...allowedContentTypes, 'image/jpeg'] } },
    })
    expect(codes).toEqual(['unsupported-content-type', 'ok'])
  })

  it('bind the checksum as the route says', async () => {
    const route = (checksum: 'none' | 'required') => ({ routes: { default: { checksum } } })
    expect(await codesOf([photo, { ...photo, sha256 }], route('required'))).toEqual(['rejected', 'ok'])
    const { fields } = await presignOne({ ...photo, sha256 }, route('none'))
    expect(Object.keys(fields).filter((name) => name.includes('checksum'))).toEqual([])
  })
})

describe('onBeforeUpload', () => {
  it('refuses one file with its own message, and the others go on', async () => {
    const uploads = await presign([{ ...photo, name: 'no' }, photo, { ...photo, name: 'full' }], {
      onBeforeUpload: ({ fileName }) => {
        if (fileName === 'no') throw new RejectUpload('Not this one.')
        if (fileName === 'full')
          throw new RejectUpload('Your space is full.', { code: 'quota-exceeded', limit: 5 })
      },
    })
    expect(uploads.map((upload) => (upload.ok ? 'ok' : upload.error))).toEqual([
      { code: 'rejected', detail: 'Not this one.', retryable: false },
      'ok',
      { code: 'quota-exceeded', detail: 'Your space is full.', retryable: false, limit: 5 },
    ])
  })

  it('that throws fails its file as retryable, with the cause only in the log', async () => {
    const service = uploadService({
      onBeforeUpload: ({ fileName }) => {
        if (fileName === 'bad') throw new Error('connection to db.internal:5432 refused')
      },
    })
    const response = await service.post('/presign', { files: [{ ...photo, name: 'bad' }, photo] })
    const text = await response.text()
    const { uploads } = JSON.parse(text) as PresignResponse
    expect(uploads.map((upload) => (upload.ok ? 'ok' : [upload.error.code, upload.error.retryable]))).toEqual(
      [['rejected', true], 'ok'],
    )
    expect(text).not.toContain('db.internal')
    expect(service.failures[0]?.causes[0]?.message).toContain('db.internal')
  })
})
