import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { FetchUploadApi } from '../../component/engine/api/fetch-upload-api.ts'
import type { PostPlan, PresignResult } from '../../component/protocol.ts'
import { Sink } from './sink/sink.ts'
import { parseTally, type Tally } from './sink/tally.ts'
import type { ProfileName } from './workload.ts'

let sink: Sink
let api: FetchUploadApi

beforeAll(async () => {
  sink = await Sink.start(async () => undefined)
  api = new FetchUploadApi({ endpoint: `${sink.siteUrl}/uploads` })
})
afterAll(() => sink.stop())
beforeEach(() => begin('lan'))

async function begin(profile: ProfileName): Promise<void> {
  await fetch(`${sink.siteUrl}/control/begin?profile=${profile}&seed=4`)
}

async function tally(): Promise<Tally> {
  return parseTally(await (await fetch(`${sink.siteUrl}/control/tally`)).json())
}

/** Plans of files that are each sent as one form. */
async function sign(names: readonly string[], size: number) {
  const files = names.map((name, index) => ({ ref: String(index), name, size, type: '' }))
  return (await api.presign({ files })).map(posted)
}

function posted(result: PresignResult): { ticket: string; plan: PostPlan } {
  if (!result.ok || result.plan.kind !== 'post') throw new Error('Not signed for a form')
  return { ticket: result.ticket, plan: result.plan }
}

function send({ url, fields }: PostPlan, size: number): Promise<Response> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', new Blob([new Uint8Array(size)]))
  return fetch(url, { method: 'POST', body: form })
}

describe('the sink', () => {
  it('counts files that are stored, confirmed, missing and sent twice', async () => {
    const uploads = await sign(['a', 'b', 'c'], 1_000)
    const [a, b] = uploads
    for (const upload of [a, b, b]) if (upload) expect((await send(upload.plan, 1_000)).status).toBe(204)
    const responses = await api.complete(uploads.map(({ ticket }) => ({ ticket })))
    expect(responses.map(({ ok }) => ok)).toEqual([true, true, false])
    expect(await tally()).toMatchObject({
      presignCalls: 1,
      completeCalls: 1,
      s3Requests: 3,
      stored: 2,
      completed: 2,
      sentTwice: 1,
    })
  })

  it('detects a file that was sent under two keys', async () => {
    for (const { plan } of [...(await sign(['a'], 10)), ...(await sign(['a'], 10))]) await send(plan, 10)
    expect(await tally()).toMatchObject({ stored: 1, sentTwice: 1 })
  })

  it('refuses a size that was not signed', async () => {
    const [upload] = await sign(['a'], 1_000)
    expect(upload && (await send(upload.plan, 999)).status).toBe(400)
    expect(await tally()).toMatchObject({ stored: 0 })
  })

  it('assembles parts in any order, when all have arrived', async () => {
    const size = 17 * 1024 ** 2
    const [upload] = await api.presign({ files: [{ ref: '0', name: 'large', size, type: '' }] })
    if (!upload?.ok || upload.plan.kind !== 'multipart') throw new Error('Not in parts')
    const { ticket, plan } = upload
    const [last, ...others] = [...plan.parts].reverse()
    const put = (part = last) => {
      const bytes = Math.min(plan.partSize, size - ((part?.partNumber ?? 1) - 1) * plan.partSize)
      return fetch(part?.url ?? '', { method: 'PUT', body: new Uint8Array(bytes) })
    }
    for (const part of others) await put(part)
    expect(await api.complete([{ ticket }])).toMatchObject([{ ok: false }])
    expect((await put()).headers.get('etag')).not.toBeNull()
    expect(await api.storedParts(ticket)).toHaveLength(plan.partCount)
    expect(await api.complete([{ ticket }])).toMatchObject([{ ok: true, size }])
    await put()
    expect(await tally()).toMatchObject({
      stored: 1,
      completed: 1,
      sentTwice: 1,
      s3Requests: plan.partCount + 1,
    })
  })

  it('responds to a preflight of another origin, and counts it separately', async () => {
    const response = await fetch(sink.storageUrl, {
      method: 'OPTIONS',
      headers: { origin: sink.siteUrl, 'access-control-request-method': 'POST' },
    })
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('access-control-max-age')).toBe('3000')
    expect(await tally()).toMatchObject({ preflights: 1, s3Requests: 0 })
  })

  it('reads no faster than the line', async () => {
    const size = 4_000_000
    await begin('wan')
    const [upload] = await sign(['a'], size)
    const startedAt = performance.now()
    expect(upload && (await send(upload.plan, size)).status).toBe(204)
    expect(performance.now() - startedAt).toBeGreaterThan(500)
  })

  it('fails the same files in every run, once each, without storing them', async () => {
    const names = Array.from({ length: 200 }, (_, index) => `${index}.bin`)
    const rounds: string[][] = []
    for (let round = 0; round < 2; round += 1) {
      await begin('faults')
      const uploads = await sign(names, 100)
      const responses = await Promise.allSettled(uploads.map(({ plan }) => send(plan, 100)))
      const wrong = responses.flatMap((response, index) =>
        response.status === 'fulfilled' && response.value.status === 204 ? [] : [index],
      )
      expect(await tally()).toMatchObject({ stored: 200 - wrong.length, faultsMet: wrong.length })
      for (const index of wrong) {
        const upload = uploads[index]
        expect(upload && (await send(upload.plan, 100)).status).toBe(204)
      }
      expect(await tally()).toMatchObject({ stored: 200, sentTwice: 0 })
      rounds.push(wrong.map(String))
    }
    expect(rounds[0]).not.toHaveLength(0)
    expect(rounds[1]).toEqual(rounds[0])
  })
})

it('has the product’s own API, which signs, verifies and announces', async () => {
  await begin('product')
  const [signed] = await sign(['a.bin'], 7)
  if (signed === undefined) throw new Error('Nothing was signed')
  const refused = await send(signed.plan, 8)
  const stored = await send(signed.plan, 7)
  expect([refused.status, stored.status]).toEqual([400, 201])
  expect(await api.complete([{ ticket: signed.ticket }])).toMatchObject([{ ok: true, size: 7 }])
  // S3's trace ends after its response.
  await expect
    .poll(tally)
    .toMatchObject({ presignCalls: 1, completeCalls: 1, s3Requests: 2, stored: 1, completed: 1 })
})
