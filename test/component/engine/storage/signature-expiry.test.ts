import { S3Client, UploadPartCommand } from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { isPlanExpired, isUrlExpired } from '../../../../component/engine/storage/signature-expiry.ts'
import type { DualClock } from '../../../../component/engine/upload/dual-clock.ts'
import type { UploadSession } from '../../../../component/engine/upload/upload-session.ts'
import type { PresignedUpload, UploadPlan } from '../../../../component/protocol.ts'

beforeEach(() => {
  vi.useFakeTimers()
  vi.setSystemTime('2026-06-01T12:00:00Z')
})
afterEach(() => vi.useRealTimers())

const SECOND = 1000
const upload = (plan: UploadPlan, expiresAt: string): PresignedUpload => ({
  ok: true,
  ref: '0',
  id: '1',
  key: 'k',
  ticket: 't',
  expiresAt,
  plan,
})
const form = (fields: Record<string, string>): UploadPlan => ({
  kind: 'post',
  url: 'https://b.test/',
  fields,
})
const put = (query: string): UploadPlan => ({ kind: 'put', url: `https://b.test/k?${query}`, headers: {} })

const at = (steadyMs: number): DualClock => ({ steadyMs, wallMs: Date.now() })
const session = (presigned: PresignedUpload, signedAt: DualClock | null): UploadSession => ({
  presigned,
  bindingId: '1',
  signedAt,
  delivery: { kind: 'nothing' },
  origin: 'new',
})

/** For how long a plan counts as valid, in seconds. */
function usedFor(presigned: PresignedUpload): number {
  const signedAt = at(0)
  let ms = 0
  while (ms < 7200 * SECOND && !isPlanExpired(session(presigned, signedAt), at(ms))) ms += SECOND
  return ms / SECOND
}

it.each([
  ['a form of five minutes', form({ 'X-Amz-Date': '20260601T120000Z' }), '2026-06-01T12:05:00.000Z', 285],
  ['one by a clock years away', form({ 'x-amz-date': '20190101T000000Z' }), '2019-01-01T00:05:00Z', 285],
  [
    'one so short that 15 s exceed a quarter of it',
    form({ 'X-Amz-Date': '20260601T120000Z' }),
    '2026-06-01T12:00:20Z',
    15,
  ],
  ['an undated one, by the clock here', form({}), '2026-06-01T12:05:00Z', 285],
  [
    'one without a date that has already expired by the clock here: that clock must be wrong',
    form({}),
    '2026-06-01T11:05:00Z',
    7200,
  ],
  ['one whose dates are none', form({ 'X-Amz-Date': 'yesterday' }), 'tomorrow', 7200],
  [
    'a PUT with X-Amz-Expires',
    put('X-Amz-Date=20190101T000000Z&X-Amz-Expires=300&X-Amz-Signature=s'),
    '2026-06-01T13:00:00Z',
    285,
  ],
  ['a PUT that does not', put('Signature=s'), '2026-06-01T12:05:00Z', 7200],
  [
    'a multipart plan, whose parts are signed separately',
    { kind: 'multipart', partSize: 1, partCount: 1, parts: [] } satisfies UploadPlan,
    '2026-06-01T12:05:00Z',
    7200,
  ],
])('uses %s', (_, plan, expiresAt, seconds) => {
  expect(usedFor(upload(plan, expiresAt))).toBe(seconds)
})

it('uses the clock that went on while the other stopped or was set back', () => {
  const planned = session(upload(form({ 'X-Amz-Date': '20260601T120000Z' }), '2026-06-01T12:05:00Z'), at(0))
  vi.setSystemTime('2026-06-01T12:10:00Z')
  expect(isPlanExpired(planned, at(0))).toBe(true)
  vi.setSystemTime('2026-06-01T09:00:00Z')
  expect(isPlanExpired(planned, at(0))).toBe(false)
  expect(isPlanExpired(planned, at(286 * SECOND))).toBe(true)
})

it('treats plans of an earlier visit as expired', () => {
  const presigned = upload(put(''), '2030-01-01T00:00:00Z')
  expect(isPlanExpired(session(presigned, null), at(0))).toBe(true)
  expect(isPlanExpired(session(presigned, at(0)), at(0))).toBe(false)
})

it('reads signatures made by the AWS SDK', async () => {
  const client = new S3Client({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
  })
  const { url, fields } = await createPresignedPost(client, { Bucket: 'b', Key: 'k', Expires: 300 })
  // The signer's clock is independent of the one here.
  vi.setSystemTime('2031-01-01T00:00:00Z')
  expect(usedFor(upload({ kind: 'post', url, fields }, '2026-06-01T12:05:00Z'))).toBe(285)

  const command = new UploadPartCommand({ Bucket: 'b', Key: 'k', UploadId: 'u', PartNumber: 1 })
  const partUrl = await getSignedUrl(client, command, { expiresIn: 3600 })
  const signedAt = at(0)
  vi.setSystemTime('2031-01-01T00:59:44Z')
  expect(isUrlExpired(partUrl, signedAt, at(0))).toBe(false)
  vi.setSystemTime('2031-01-01T00:59:45Z')
  expect(isUrlExpired(partUrl, signedAt, at(0))).toBe(true)
})
