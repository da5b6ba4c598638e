/** From grant to event, against an S3 and an SNS with Amazon's checks. */
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import type { StatusResponse } from '../../../component/protocol.ts'
import {
  aws,
  bytes,
  client,
  codes,
  complete,
  file,
  presign,
  presignOne,
  published,
  send,
  service,
  serviceOn,
  sha256,
} from '../support/local-journey.ts'
import { photo } from '../support/upload-service.ts'

describe('an upload', () => {
  it('goes from a grant through a real form to S3 and is announced', async () => {
    const grant = await presignOne({ ...file, name: '../\u0024{filename}.jpg' })
    const stored = await send(grant.plan, bytes, '\u0024{filename}.html')
    expect(stored.status).toBe(201)
    const [result] = await complete([grant.ticket])
    expect(result).toMatchObject({
      ok: true,
      id: grant.id,
      key: grant.key,
      size: 1000,
      contentType: 'image/jpeg',
      sha256,
    })
    expect(result?.ok && published()).toContain(result?.ok && result.messageId)
    expect(result?.ok && result.etag).toBe(stored.headers.get('etag'))
  })

  it('works without a checksum, and for an empty file where the route allows it', async () => {
    const from = serviceOn({ routes: { default: { minFileSize: 0 } } })
    const plain = await presignOne(photo, from)
    const empty = await presignOne({ ...photo, size: 0 }, from)
    expect((await send(plain.plan)).status).toBe(201)
    expect((await send(empty.plan, new Uint8Array())).status).toBe(201)
    const results = await complete([plain.ticket, empty.ticket], from)
    expect(results).toMatchObject([
      { ok: true, sha256: null },
      { ok: true, size: 0 },
    ])
  })

  it('is not complete before it has arrived, but the other one is', async () => {
    const [early, done] = [await presignOne(), await presignOne()]
    await send(done.plan)
    expect(codes(await complete([early.ticket, done.ticket]))).toEqual(['upload-not-found', 'ok'])
    await send(early.plan)
    expect(codes(await complete([early.ticket]))).toEqual(['ok'])
  })

  it('completed again and in parallel is announced once for each of the first requests', async () => {
    const grant = await presignOne()
    await send(grant.plan)
    const before = published().length
    const results = await Promise.all([complete([grant.ticket]), complete([grant.ticket, grant.ticket])])
    expect(results.flatMap(codes)).toEqual(['ok', 'ok', 'ok'])
    // Two requests at once may both announce it; one that comes later does not.
    expect(published().length - before).toBeLessThanOrEqual(2)
    const after = published().length
    expect(codes(await complete([grant.ticket]))).toEqual(['ok'])
    expect(published()).toHaveLength(after)
  })

  it('of two files with one name is two objects', async () => {
    const [one, two] = await presign([file, file])
    expect(one?.key).not.toBe(two?.key)
  })
})

describe('completion detects', () => {
  const overwrite = (key: string, more: object) =>
    client.send(
      new PutObjectCommand({ Bucket: aws.bucket, Key: key, Body: bytes, ContentType: 'image/jpeg', ...more }),
    )

  it('an object that another program wrote over the upload', async () => {
    const [mine, untouched] = [await presignOne(photo), await presignOne(photo)]
    await Promise.all([send(mine.plan), send(untouched.plan)])
    await overwrite(mine.key, {})
    expect(codes(await complete([mine.ticket, untouched.ticket]))).toEqual(['object-mismatch', 'ok'])
  })

  it('a later upload under the same key of the host’s hook', async () => {
    const from = serviceOn({ key: ({ subject }) => `avatars/${subject}` })
    const [first, second] = [await presignOne(photo, from), await presignOne(photo, from)]
    await send(first.plan)
    await send(second.plan)
    expect(codes(await complete([first.ticket], from))).toEqual(['ok'])
    expect(codes(await complete([second.ticket], from))).toEqual(['ok'])
    expect(codes(await complete([first.ticket], from))).toEqual(['object-mismatch'])
    expect(codes(await complete([second.ticket], from))).toEqual(['ok'])
  })
})

describe('status', () => {
  it('goes from pending to ready with a URL that works', async () => {
    const grant = await presignOne()
    const ask = async () => {
      const response = await service.post('/status', { tickets: [grant.ticket] })
      return ((await response.json()) as StatusResponse).uploads[0]
    }
    expect(await ask()).toEqual({ state: 'pending', id: grant.id })
    const put = (name: string, Body: Uint8Array | string) =>
      client.send(new PutObjectCommand({ Bucket: aws.bucket, Key: `derived/${grant.id}/${name}`, Body }))
    const variant = {
      name: 'thumb',
      key: `derived/${grant.id}/thumb.webp`,
      contentType: 'image/webp',
      width: 1,
      height: 1,
    }
    const manifest = {
      version: 1,
      id: grant.id,
      state: 'ready',
      image: {
        format: 'jpeg',
        width: 1,
        height: 1,
        orientation: 1,
        hasAlpha: false,
        frames: 1,
        capturedAt: null,
      },
      variants: [{ ...variant, size: 1000 }],
      metadata: {},
      timings: { fetchMs: 1, transformMs: 1, storeMs: 1 },
    }
    await put('thumb.webp', bytes)
    await put('manifest.json', JSON.stringify(manifest))
    const ready = await ask()
    if (ready?.state !== 'ready') throw new Error(`Not ready: ${ready?.state}`)
    const image = await fetch(ready.variants[0]?.url ?? '')
    expect(image.status).toBe(200)
    expect(Buffer.from(await image.arrayBuffer()).equals(bytes)).toBe(true)
    // A file larger than any manifest is not read to its end.
    await put('manifest.json', JSON.stringify(manifest).padEnd(1024 ** 2))
    await put('manifest.json', `${' '.repeat(1024 ** 2)}${JSON.stringify(manifest)}`)
    expect(await ask()).toMatchObject({ state: 'failed', code: 'internal' })
  })
})

describe('missing permissions', () => {
  it('for S3 fail only the calls to S3', async () => {
    const from = serviceOn({ credentials: { accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'x' } })
    const grant = await presignOne(file, from)
    expect((await send(grant.plan)).status).toBe(403)
    expect(codes(await complete([grant.ticket, 'forged'], from))).toEqual([
      'storage-denied',
      'ticket-invalid',
    ])
    expect(from.failures).toMatchObject([
      { code: 'storage-denied', hint: expect.stringContaining('access key does not exist') },
    ])
  })

  it('a topic that does not exist fails the stored upload with its own code', async () => {
    const from = serviceOn({ topicArn: `${aws.topicArn}-other` })
    const grant = await presignOne(file, from)
    await send(grant.plan)
    expect(codes(await complete([grant.ticket, 'forged'], from))).toEqual([
      'publish-denied',
      'ticket-invalid',
    ])
    expect(from.failures[0]?.causes.at(-1)).toMatchObject({ name: 'NotFound', httpStatus: 404 })
    expect(from.failures[0]?.hint).toContain('topic does not exist')
  })
})
