import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PresignResponse, StatusResponse, StatusResult } from '../../../component/protocol.ts'
import type { ReadyManifest } from '../../../lambda/manifest.ts'
import { type ScriptedAnswer, startScriptedServer } from '../support/scripted-server.ts'
import { photo, uploadService } from '../support/upload-service.ts'

/** The stored objects, by key. */
const objects = new Map<string, ScriptedAnswer>()
let now = Date.now()
let s3: Awaited<ReturnType<typeof startScriptedServer>>
let service: ReturnType<typeof uploadService>

beforeAll(async () => {
  s3 = await startScriptedServer(({ url }) => {
    const key = new URL(url, 'http://s3').pathname.replace('/acme-out/', '')
    return objects.get(key) ?? { status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' }
  })
  service = uploadService({
    endpoint: s3.url,
    publicEndpoint: 'https://files.example.com',
    derivedBucket: 'acme-out',
    clock: () => new Date(now),
  })
})
afterAll(() => s3.close())

async function grant(user = 'ann') {
  const response = await service.post('/presign', { files: [photo] }, { 'x-user': user })
  const [upload] = ((await response.json()) as PresignResponse).uploads
  if (upload?.ok !== true) throw new Error('Refused')
  return upload
}

async function statuses(tickets: string[]): Promise<StatusResult[]> {
  const response = await service.post('/status', { tickets })
  expect(response.status).toBe(200)
  return ((await response.json()) as StatusResponse).uploads
}

function ready(id: string, changes: object = {}): ReadyManifest & object {
  return {
    version: 1,
    id,
    source: { bucket: 'acme-in', key: 'k', versionId: null, etag: null },
    state: 'ready',
    processedAt: '2026-01-01T00:00:01.000Z',
    image: {
      format: 'jpeg',
      width: 8,
      height: 6,
      orientation: 1,
      hasAlpha: false,
      frames: 1,
      capturedAt: null,
    },
    variants: [
      {
        name: 'thumb',
        key: `derived/${id}/thumb.webp`,
        contentType: 'image/webp',
        width: 4,
        height: 3,
        size: 99,
      },
    ],
    metadata: { caption: 'Hi' },
    timings: { fetchMs: 1, transformMs: 2, storeMs: 3 },
    warnings: [],
    ...changes,
  }
}

function store(id: string, manifest: object | string): void {
  const body = typeof manifest === 'string' ? manifest : JSON.stringify(manifest)
  objects.set(`derived/${id}/manifest.json`, { status: 200, body })
}

describe('the status of an upload', () => {
  it('follows the manifest, one item at a time and in order', async () => {
    const grants = await Promise.all(Array.from({ length: 5 }, () => grant()))
    const ids = grants.map(({ id }) => id)
    const [pending = '', processing = '', done = '', failed = '', odd = ''] = ids
    const base = { version: 1, source: ready('x').source }
    store(processing, {
      ...base,
      id: processing,
      state: 'processing',
      startedAt: '2026-01-01T00:00:00.000Z',
      leaseUntil: 'x',
    })
    store(done, ready(done))
    const failure = { ...base, state: 'failed', processedAt: 'x', detail: 'It is 90 MP.', retryable: false }
    store(failed, { ...failure, id: failed, code: 'image-too-large' })
    store(odd, { ...failure, id: odd, code: 'constructor' })
    const results = await statuses([...grants.map(({ ticket }) => ticket), 'forged'])
    expect(results).toEqual([
      { state: 'pending', id: pending },
      { state: 'processing', id: processing, startedAt: '2026-01-01T00:00:00.000Z' },
      {
        state: 'ready',
        id: done,
        variants: [{ ...ready(done).variants[0], url: expect.any(String) }],
        image: {
          ...ready(done).image,
          sources: [
            {
              type: 'image/webp',
              srcset: expect.stringMatching(/ 4w$/),
              src: expect.any(String),
              width: 4,
              height: 3,
            },
          ],
        },
        metadata: { caption: 'Hi' },
        timings: { fetchMs: 1, transformMs: 2, storeMs: 3 },
      },
      { state: 'failed', id: failed, code: 'image-too-large', detail: 'It is 90 MP.', retryable: false },
      { state: 'failed', id: odd, code: 'internal', detail: 'It is 90 MP.', retryable: false },
      {
        state: 'unknown',
        id: null,
        error: expect.objectContaining({ code: 'ticket-invalid', retryable: false }),
      },
    ])
  })

  it('returns URLs valid for an hour at the host name that browsers use', async () => {
    const { id, ticket } = await grant()
    store(id, ready(id))
    const [result] = await statuses([ticket])
    const url = new URL(result?.state === 'ready' ? (result.variants[0]?.url ?? '') : '')
    expect(url.origin + url.pathname).toBe(`https://files.example.com/acme-out/derived/${id}/thumb.webp`)
    expect(url.searchParams.get('X-Amz-Expires')).toBe('3600')
    expect(url.searchParams.get('X-Amz-Signature')).toMatch(/^[0-9a-f]{64}$/)
  })

  it('returns the host’s own URLs, and reads the manifest of a repeated ticket once', async () => {
    const cdn = uploadService({
      bucket: 'acme-in',
      derivedBucket: 'acme-out',
      endpoint: s3.url,
      variantUrl: async ({ bucket, key }) => `https://cdn.example/${bucket}/${key}`,
    })
    const { id, ticket } = await grant()
    store(id, ready(id))
    const before = s3.seen.length
    const response = await cdn.post('/status', { tickets: Array(100).fill(ticket) })
    const { uploads } = (await response.json()) as { uploads: StatusResult[] }
    expect(uploads).toHaveLength(100)
    expect(uploads[99]).toMatchObject({
      variants: [{ url: `https://cdn.example/acme-out/derived/${id}/thumb.webp` }],
    })
    expect(s3.seen.length - before).toBe(1)
  })

  it('signs the original itself where the processor replaced it, in the bucket of uploads', async () => {
    const { id, key, ticket } = await grant()
    store(id, ready(id, { variants: [{ ...ready(id).variants[0], key }] }))
    const [result] = await statuses([ticket])
    const url = new URL(result?.state === 'ready' ? (result.variants[0]?.url ?? '') : '')
    expect(url.pathname).toBe(`/acme-in/${key}`)
  })

  it.each([
    ['no JSON', () => '{"version":1'],
    ['nothing', () => ''],
    ['another version', (id: string) => ready(id, { version: 2 })],
    ['another upload', (id: string) => ready(id, { id: 'other' })],
    ['an unknown state', (id: string) => ready(id, { state: 'done' })],
    ['no variants', (id: string) => ready(id, { variants: null })],
    [
      'a variant of someone else',
      (id: string) => ready(id, { variants: [{ ...ready('other').variants[0] }] }),
    ],
    [
      'a variant with no size',
      (id: string) => ready(id, { variants: [{ ...ready(id).variants[0], size: '9' }] }),
    ],
    ['a size that is no number', (id: string) => ready(id, { image: { ...ready(id).image, size: '9' } })],
    ['warnings that are no list', (id: string) => ready(id, { warnings: 'a' })],
    [
      'half a placeholder',
      (id: string) => ready(id, { image: { ...ready(id).image, placeholder: { color: '#fff' } } }),
    ],
    ['nested metadata', (id: string) => ready(id, { metadata: { a: {} } })],
  ])('cannot be read from a manifest with %s, and the other one can', async (_, manifest) => {
    const [bad, good] = await Promise.all([grant(), grant()])
    store(bad.id, manifest(bad.id))
    store(good.id, ready(good.id))
    const results = await statuses([bad.ticket, good.ticket])
    expect(results[0]).toMatchObject({ state: 'failed', id: bad.id, code: 'internal' })
    expect(JSON.stringify(results[0])).not.toContain('X-Amz')
    expect(results[1]?.state).toBe('ready')
  })

  it.each([
    [403, 'storage-denied', false],
    [503, 'storage-unavailable', true],
  ])('is unknown while the store answers %i', async (status, code, retryable) => {
    const [bad, good] = await Promise.all([grant(), grant()])
    objects.set(`derived/${bad.id}/manifest.json`, { status, body: '<not xml' })
    const results = await statuses([bad.ticket, good.ticket])
    expect(results[0]).toMatchObject({ state: 'unknown', id: bad.id, error: { code, retryable } })
    expect(results[1]).toEqual({ state: 'pending', id: good.id })
  })

  // On Workers every XML error is one that the SDK cannot parse.
  it('is pending for a 404 whose body is not XML', async () => {
    const { id, ticket } = await grant()
    objects.set(`derived/${id}/manifest.json`, { status: 404, body: '<Error><Code>' })
    expect(await statuses([ticket])).toEqual([{ state: 'pending', id }])
  })

  it('may be asked for a day by its owner only', async () => {
    const [mine, theirs] = await Promise.all([grant(), grant('bob')])
    const day = 24 * 60 * 60 * 1000
    now += day
    const states = (await statuses([mine.ticket, theirs.ticket])).map((result) =>
      result.state === 'unknown' ? result.error.code : result.state,
    )
    now += 10 * 60 * 1000
    const [late] = await statuses([mine.ticket])
    now -= day + 10 * 60 * 1000
    expect(states).toEqual(['pending', 'forbidden'])
    expect(late).toMatchObject({ state: 'unknown', id: mine.id, error: { code: 'ticket-expired' } })
  })
})
