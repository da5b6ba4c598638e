/** Large files from grant to event, against an S3 and an SNS with Amazon's checks. */
import { randomBytes } from 'node:crypto'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import {
  checked,
  composite,
  content,
  large,
  mib,
  put,
  putAll,
  sha256Of,
  signed,
  sliceOf,
  stored,
  sums,
  unfinished,
} from '../support/large-file.ts'
import {
  aws,
  client,
  codes,
  complete,
  presignOne,
  presignParts,
  published,
  service,
  serviceOn,
} from '../support/local-journey.ts'
import { problemOf } from '../support/problem-of.ts'
import { photo } from '../support/upload-service.ts'

describe('a large file', () => {
  it('goes in parts of 8 + 8 + 1 MiB and is announced like any other', async () => {
    const grant = await presignParts(large)
    expect(grant.plan).toMatchObject({ partSize: 8 * mib, partCount: 3 })
    expect(grant.plan.parts.map(({ partNumber }) => partNumber)).toEqual([1, 2, 3])
    expect(Date.parse(grant.expiresAt) - Date.now()).toBeGreaterThan(6.9 * 24 * 3600 * 1000)
    await Promise.all(grant.plan.parts.map((part) => put(part)))
    const [result] = await complete([grant.ticket])
    expect(result).toMatchObject({
      ok: true,
      id: grant.id,
      key: grant.key,
      size: content.length,
      contentType: 'image/jpeg',
      etag: expect.stringMatching(/^"[0-9a-f]{32}-3"$/),
      sha256: null,
    })
    expect(result?.ok && published()).toContain(result?.ok && result.messageId)
    const object = await client.send(new GetObjectCommand({ Bucket: aws.bucket, Key: grant.key }))
    expect(sha256Of((await object.Body?.transformToByteArray()) ?? new Uint8Array())).toEqual(
      sha256Of(content),
    )
    expect(object).toMatchObject({ ContentDisposition: 'attachment', Metadata: { 'upload-id': grant.id } })
    expect(await unfinished(grant.key)).toBe(0)
  })

  it('is one form post up to the threshold, and on a route without multipart', async () => {
    expect((await presignOne({ ...photo, size: 16 * mib })).plan.kind).toBe('post')
    const from = serviceOn({ routes: { default: { multipartThreshold: null } } })
    expect((await presignOne(large, from)).plan.kind).toBe('post')
  })

  it('may be completed repeatedly and in parallel, and is stored once', async () => {
    const grant = await putAll()
    const results = await Promise.all([1, 2, 3].map(() => complete([grant.ticket])))
    expect(results.flatMap(codes)).toEqual(['ok', 'ok', 'ok'])
    expect(codes(await complete([grant.ticket, grant.ticket]))).toEqual(['ok', 'ok'])
    expect(new Set(results.flat().map((result) => result.ok && result.etag)).size).toBe(1)
  })

  it('that lacks parts is refused, lists the stored ones, and is completed when the others are there', async () => {
    const grant = await presignParts(large)
    expect(await stored({ ticket: grant.ticket })).toEqual({
      kind: 'stored',
      parts: [],
      nextPartNumber: null,
    })
    const [one, two, three] = (await signed({ ticket: grant.ticket, partNumbers: [1, 2, 3] })).parts
    if (!one || !two || !three) throw new Error('Three parts are expected')
    await put(three)
    await put(one)
    const [lacking] = await complete([grant.ticket])
    expect(lacking).toMatchObject({
      ok: false,
      id: grant.id,
      error: { code: 'parts-missing', retryable: true },
    })
    const { parts: has } = await stored({ ticket: grant.ticket })
    expect(has).toEqual([
      { partNumber: 1, size: 8 * mib, etag: expect.stringMatching(/^".*"$/) },
      { partNumber: 3, size: mib, etag: expect.stringMatching(/^".*"$/) },
    ])
    expect((await stored({ ticket: grant.ticket, afterPartNumber: 1 })).parts).toEqual(has.slice(1))
    await put(two)
    // A part that is sent again replaces the first.
    await put(two)
    expect(codes(await complete([grant.ticket]))).toEqual(['ok'])
    const gone = await problemOf(await service.post('/parts', { ticket: grant.ticket }))
    expect(gone).toMatchObject({ status: 404, code: 'upload-not-found', retryable: false })
    // A page that lost the response completes again to tell this from an aborted upload.
    expect(await complete([grant.ticket])).toMatchObject([{ ok: true, id: grant.id, key: grant.key }])
  })
})

describe('S3 refuses', () => {
  it.each([
    ['a byte less', -1],
    ['a byte more', 1],
  ])('a part with %s than planned', async (_, off) => {
    const { plan, ticket } = await presignParts(large)
    const last = plan.parts[2]
    if (last === undefined) throw new Error('Three parts are expected')
    expect((await put(last, randomBytes(mib + off))).status).toBe(403)
    expect((await stored({ ticket })).parts).toEqual([])
  })

  it('a part at another number', async () => {
    const { ticket } = await presignParts(large)
    const [one] = (await signed({ ticket, partNumbers: [1] })).parts
    if (one === undefined) throw new Error('A part is expected')
    const moved = { ...one, url: one.url.replace('partNumber=1', 'partNumber=2') }
    expect((await put(moved, sliceOf(1))).status).toBe(403)
    expect((await put(one)).status).toBe(200)
  })

  it('a part after the session that signed it has expired, and accepts it with a new signature', async () => {
    const { accessKeyId, secretAccessKey } = aws
    const expiration = new Date(Date.now() + 2500)
    const from = serviceOn({ credentials: { accessKeyId, secretAccessKey, expiration } })
    const { plan, ticket } = await presignParts(large, from)
    const [one] = plan.parts
    if (one === undefined) throw new Error('Three parts are expected')
    expect(new URL(one.url).searchParams.get('X-Amz-Expires')).toMatch(/^[12]$/)
    await expect.poll(async () => (await put(one)).status, { interval: 200 }).toBe(403)
    const [fresh] = (await signed({ ticket, partNumbers: [1] })).parts
    if (fresh === undefined) throw new Error('A part is expected')
    expect((await put(fresh)).status).toBe(200)
  })
})

describe('parts with checksums', () => {
  it('are verified one by one, compared as a whole and announced', async () => {
    const { plan, ticket } = await presignParts(checked)
    expect(plan).toMatchObject({ parts: [], partChecksum: 'sha256' })
    const answer = await signed({ ticket, partNumbers: [1, 2, 3], sha256: sums })
    expect(answer.parts[0]?.headers).toEqual({ 'x-amz-checksum-sha256': sums[1] })
    for (const part of answer.parts) expect((await put(part)).status).toBe(200)
    expect((await stored({ ticket })).parts.map(({ sha256 }) => sha256)).toEqual(Object.values(sums))
    const results = [...(await complete([ticket])), ...(await complete([ticket]))]
    expect(results).toMatchObject([
      { ok: true, sha256: composite },
      { ok: true, sha256: composite },
    ])
  })

  it('are refused with a byte flipped, without their checksum, or with another', async () => {
    const { ticket } = await presignParts(checked)
    const [one] = (await signed({ ticket, partNumbers: [1], sha256: sums })).parts
    if (one === undefined) throw new Error('A part is expected')
    const flipped = Buffer.from(sliceOf(1))
    flipped[5_000_000] = (flipped[5_000_000] ?? 0) ^ 1
    const statuses = [
      (await put(one, flipped)).status,
      (await put({ partNumber: 1, url: one.url })).status,
      (await put({ ...one, headers: { 'x-amz-checksum-sha256': sums[2] ?? '' } }, sliceOf(2))).status,
    ]
    expect(statuses).toEqual([400, 403, 403])
    expect((await stored({ ticket })).parts).toEqual([])
  })

  it.each([
    ['required', large, 'sha256'],
    ['required', checked, 'sha256'],
    ['optional', large, undefined],
    ['optional', checked, 'sha256'],
    ['optional', { ...large, sha256: sums[1] }, 'sha256'],
    ['none', checked, undefined],
  ] as const)('are planned as the route (%s) and the client want it', async (checksum, file, expected) => {
    const from = serviceOn({ routes: { default: { checksum } } })
    const { plan } = await presignParts(file, from)
    expect(plan.partChecksum).toBe(expected)
    expect(plan.parts).toHaveLength(expected === undefined ? 3 : 0)
  })

  it('are signed only with their checksums', async () => {
    const [bound, free] = [await presignParts(checked), await presignParts(large)]
    const without = await service.post('/parts', {
      ticket: bound.ticket,
      partNumbers: [1, 2],
      sha256: { 1: sums[1] },
    })
    expect((await problemOf(without)).errors).toEqual([{ path: '/sha256/2', message: expect.any(String) }])
    const unwanted = await service.post('/parts', {
      ticket: free.ticket,
      partNumbers: [1],
      sha256: { 1: sums[1] },
    })
    expect((await problemOf(unwanted)).errors).toEqual([{ path: '/sha256', message: expect.any(String) }])
  })
})

describe('parts are signed', () => {
  it('within the plan only, and for uploads in parts only', async () => {
    const [grant, small] = [await presignParts(large), await presignOne(photo)]
    const beyond = await service.post('/parts', { ticket: grant.ticket, partNumbers: [3, 4] })
    expect(await problemOf(beyond)).toMatchObject({
      code: 'invalid-request',
      errors: [{ path: '/partNumbers/1', message: expect.stringContaining('3') }],
    })
    for (const more of [{}, { partNumbers: [1] }]) {
      const problem = await problemOf(await service.post('/parts', { ticket: small.ticket, ...more }))
      expect(problem).toMatchObject({ status: 400, code: 'invalid-request', errors: [{ path: '/ticket' }] })
    }
  })

  it('and listed for their owner, for seven days', async () => {
    let now = Date.now()
    const from = serviceOn({ clock: () => new Date(now) })
    const { ticket } = await presignParts(large, from)
    const codeFor = async (user: string, body: object) =>
      (await problemOf(await from.post('/parts', body, { 'x-user': user }))).code
    expect(await codeFor('bob', { ticket, partNumbers: [1] })).toBe('forbidden')
    expect(await codeFor('ann', { ticket: `${ticket}x` })).toBe('ticket-invalid')
    now += 7 * 24 * 3600 * 1000 - 5000
    const { expiresAt } = await signed({ ticket, partNumbers: [1] }, from)
    expect(Math.abs(Date.parse(expiresAt) - Date.now() - 3600_000)).toBeLessThan(5000)
    now += 10_000
    expect(await codeFor('ann', { ticket, partNumbers: [1] })).toBe('ticket-expired')
    expect(await codeFor('ann', { ticket })).toBe('ticket-expired')
  })
})
