import { S3Client, UploadPartCommand } from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { SignatureExpiry } from '../../../../component/engine/storage/signature-expiry.ts'
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

/** For how long a plan counts as valid, in seconds. */
function usedFor(presigned: PresignedUpload): number {
  const clock = { ms: 0 }
  const signatures = new SignatureExpiry(() => clock.ms)
  signatures.recordPlan(presigned, signatures.now())
  while (clock.ms < 7200 * SECOND && !signatures.isExpired(presigned)) clock.ms += SECOND
  return clock.ms / SECOND
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

it('counts from the request, because the time of the response is unknown', () => {
  const clock = { ms: 0 }
  const signatures = new SignatureExpiry(() => clock.ms)
  const presigned = upload(form({ 'X-Amz-Date': '20260601T120000Z' }), '2026-06-01T12:05:00Z')
  const requestedAt = signatures.now()
  clock.ms = 200 * SECOND
  signatures.recordPlan(presigned, requestedAt)
  expect(signatures.isExpired(presigned)).toBe(false)
  clock.ms = 286 * SECOND
  expect(signatures.isExpired(presigned)).toBe(true)
})

it('uses the clock that went on while the other stopped or was set back', () => {
  const clock = { ms: 0 }
  const signatures = new SignatureExpiry(() => clock.ms)
  const [asleep, setBack] = [0, 1].map(() =>
    upload(form({ 'X-Amz-Date': '20260601T120000Z' }), '2026-06-01T12:05:00Z'),
  )
  if (asleep === undefined || setBack === undefined) throw new Error('No plans')
  signatures.recordPlan(asleep, signatures.now())
  vi.setSystemTime('2026-06-01T12:10:00Z')
  expect(signatures.isExpired(asleep)).toBe(true)
  signatures.recordPlan(setBack, signatures.now())
  vi.setSystemTime('2026-06-01T09:00:00Z')
  expect(signatures.isExpired(setBack)).toBe(false)
  clock.ms = 286 * SECOND
  expect(signatures.isExpired(setBack)).toBe(true)
})

it('treats signatures of an earlier visit, and those that S3 refused, as expired', () => {
  const signatures = new SignatureExpiry(() => 0)
  const presigned = upload(put(''), '2030-01-01T00:00:00Z')
  expect(signatures.isExpired(presigned)).toBe(true)
  signatures.recordPlan(presigned, signatures.now())
  expect(signatures.isExpired(presigned)).toBe(false)
  signatures.expire(presigned)
  expect(signatures.isExpired(presigned)).toBe(true)
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
  const part = { partNumber: 1, url: await getSignedUrl(client, command, { expiresIn: 3600 }) }
  const signatures = new SignatureExpiry(() => 0)
  signatures.recordParts([part], signatures.now())
  vi.setSystemTime('2031-01-01T00:59:44Z')
  expect(signatures.isExpired(part)).toBe(false)
  vi.setSystemTime('2031-01-01T00:59:45Z')
  expect(signatures.isExpired(part)).toBe(true)
})
