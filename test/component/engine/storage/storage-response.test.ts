import { expect, it } from 'vitest'
import { assertStored } from '../../../../component/engine/storage/storage-response.ts'
import { UploadError } from '../../../../component/engine/upload/upload-error.ts'

const xml = (code: string, message = 'words') =>
  `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message><RequestId>in-body</RequestId></Error>`

const answer = (status: number, text = '', requestId: string | null = 'in-header') => ({
  status,
  text,
  requestId,
})

it.each([200, 201, 204])('accepts status %d', (status) => {
  expect(() => assertStored(answer(status))).not.toThrow()
})

it.each([200, 201])('%i with a web page is not stored', (status) => {
  expect(() => assertStored(answer(status, '<!DOCTYPE html><title>Sign in</title>'))).toThrow(
    expect.objectContaining({ code: 'network', retryable: true }),
  )
  expect(() => assertStored(answer(status, xml('PostResponse')))).not.toThrow()
})

it.each([
  [400, xml('EntityTooLarge'), 'file-too-large', false],
  [400, xml('EntityTooSmall'), 'file-too-small', false],
  [400, xml('RequestTimeout'), 'network', true],
  [400, xml('BadDigest'), 'storage-rejected', false],
  [403, xml('AccessDenied', 'Invalid according to Policy: Policy expired.'), 'signature-expired', false],
  [403, xml('AccessDenied', 'Request has expired'), 'signature-expired', false],
  [
    403,
    xml('AccessDenied', 'Invalid according to Policy: Extra input fields: acl'),
    'storage-rejected',
    false,
  ],
  [403, xml('RequestTimeTooSkewed'), 'signature-expired', false],
  [403, xml('ExpiredToken'), 'signature-expired', false],
  [403, xml('SignatureDoesNotMatch'), 'storage-rejected', false],
  [403, '<html>Blocked by a firewall</html>', 'storage-rejected', false],
  [404, xml('NoSuchUpload'), 'upload-not-found', false],
  [408, '', 'storage-unavailable', true],
  [429, '', 'storage-unavailable', true],
  [500, xml('InternalError'), 'storage-unavailable', true],
  [503, xml('SlowDown'), 'storage-unavailable', true],
  [502, '', 'storage-unavailable', true],
  [0, '', 'storage-rejected', false],
  [301, xml('PermanentRedirect'), 'storage-rejected', false],
])('reads %d %s as %s, retryable: %s', (status, text, code, retryable) => {
  try {
    assertStored(answer(status, text))
    expect.unreachable()
  } catch (error) {
    expect(error).toBeInstanceOf(UploadError)
    expect(error).toMatchObject({ code, retryable, httpStatus: status, requestId: 'in-header' })
  }
})

it('keeps S3’s own code, and its request id even where CORS hides the header', () => {
  expect(() => assertStored(answer(403, xml('AccessDenied'), null))).toThrow(
    expect.objectContaining({ s3Code: 'AccessDenied', requestId: 'in-body' }),
  )
})
