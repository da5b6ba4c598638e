import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { FetchUploadApi } from '../../../../component/engine/api/fetch-upload-api.ts'
import { completedUpload, FakeUploadApi, readyStatus } from '../fake-upload-api.ts'

/** A real HTTP server that answers what the path asks for. */
let origin: string
let close: () => void
const headersSeen: Record<string, string | undefined>[] = []

const problem = {
  type: 'about:blank',
  title: 'Unauthorized',
  status: 401,
  detail: 'Sign in first.',
  code: 'unauthorized',
  retryable: false,
}

const httpDate = (epochMs: number) => new Date(epochMs).toUTCString()

const app = new Hono()
  .use(async (c, next) => {
    headersSeen.push({ token: c.req.header('x-token'), type: c.req.header('content-type') })
    await next()
  })
  .get('/works/config', async (c) => c.json(await new FakeUploadApi().config()))
  .post('/works/presign', async (c) =>
    c.json({ uploads: await new FakeUploadApi().presign(await c.req.json()) }),
  )
  .post('/works/complete', (c) => c.json({ uploads: [completedUpload('1')] }))
  .post('/works/status', (c) => c.json({ uploads: [readyStatus('1'), { state: 'pending', id: '2' }] }))
  .get('/nulls/config', async (c) => {
    const { default: limits } = (await new FakeUploadApi().config()).routes
    return c.json({ version: 1, routes: { default: { ...limits, processedContentTypes: null } } })
  })
  .post('/nulls/parts', async (c) => {
    const { partNumbers } = await c.req.json<{ partNumbers?: number[] }>()
    return partNumbers === undefined
      ? c.json({
          kind: 'stored',
          parts: [{ partNumber: 1, size: 3, etag: '"1"', sha256: null }],
          nextPartNumber: null,
        })
      : c.json({ kind: 'signed', parts: [{ partNumber: 1, url: 'https://s3/1', headers: null }] })
  })
  .all('/html/*', (c) => c.html('<!doctype html>'))
  .all('/refuses/*', (c) =>
    c.json(problem, 401, { 'content-type': 'application/problem+json', 'x-request-id': 'r-1' }),
  )
  .all('/busy/*', (c) => c.text('try later', 503, { 'retry-after': '3' }))
  .all('/until/*', (c) => {
    const [date = 0, until = 0] = c.req.query('times')?.split(' ').map(Number) ?? []
    return c.text('try later', 503, { 'retry-after': httpDate(until), date: httpDate(date) })
  })
  .all('/lost/*', (c) => c.text('not here', 404))
  .all('/text/*', (c) => c.text('OK'))
  .all('/firewall/*', (c) => c.html('<h1>Request blocked</h1>', 403))
  .all('/hotspot/*', (c) => c.html('<html>Sign in</html>', { status: 511 }))
  .all('/small/*', (c) => c.text('too large', 413))
  .all('/tokens/*', async (c) => {
    if (c.req.header('x-token') !== 'new') return c.json(problem, 401)
    return c.json({ uploads: await new FakeUploadApi().presign(await c.req.json()) })
  })
  .post('/garbled/presign', (c) => c.json({ uploads: [{ ok: true, ref: '0', id: 7 }] }))
  .post('/short/status', (c) => c.json({ uploads: [] }))
  .post('/new/status', (c) => c.json({ uploads: [{ state: 'delighted', id: '1' }] }))
  .post('/slow/status', async (c) => {
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    return c.json({})
  })

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
      origin = `http://127.0.0.1:${port}`
      resolve()
    })
    close = () => server.close()
  })
})
afterAll(() => close())

const apiAt = (path: string, options = {}) =>
  new FetchUploadApi({ endpoint: `${origin}/${path}`, ...options })
const presign = (api: FetchUploadApi) =>
  api.presign({ files: [{ ref: '0', name: 'a.png', size: 3, type: 'image/png' }] })

describe('an API that works', () => {
  it('answers all calls, with or without a slash at the end of the endpoint', async () => {
    for (const api of [apiAt('works'), apiAt('works//')]) {
      expect((await api.config()).routes.default?.maxFileSize).toBe(1000)
      expect(await presign(api)).toMatchObject([{ ok: true, ticket: 'ticket-1', plan: { kind: 'post' } }])
      expect(await api.complete([{ ticket: 't' }])).toEqual([completedUpload('1')])
      expect(await api.status(['t', 'u'])).toEqual({
        uploads: [readyStatus('1'), { state: 'pending', id: '2' }],
      })
    }
  })

  it('may write null for what it leaves out', async () => {
    const api = apiAt('nulls')
    expect(await api.config()).toEqual(await new FakeUploadApi().config())
    expect(await api.storedParts('t')).toEqual([{ partNumber: 1, size: 3, etag: '"1"' }])
    expect(await api.signParts('t', [1])).toEqual([{ partNumber: 1, url: 'https://s3/1' }])
  })

  it('gets the page’s headers, read before every call, and JSON', async () => {
    let token = 0
    const api = apiAt('works', { headers: async () => ({ 'x-token': String(++token) }) })
    headersSeen.length = 0
    await api.config()
    await presign(api)
    expect(headersSeen).toEqual([
      { token: '1', type: undefined },
      { token: '2', type: 'application/json' },
    ])
  })
})

describe('an API that fails', () => {
  it.each([
    ['html', 'login-required', false],
    ['text', 'protocol', false],
    ['firewall', 'request-blocked', false],
    ['hotspot', 'network-login-required', true],
    ['small', 'request-blocked', false],
    ['refuses', 'unauthorized', false],
    ['busy', 'api-unavailable', true],
    ['lost', 'endpoint-not-found', false],
    ['garbled', 'protocol', false],
  ])('%s: %s, retryable: %s', async (path, code, retryable) => {
    await expect(presign(apiAt(path))).rejects.toMatchObject({ name: 'UploadError', code, retryable })
  })

  it('that is away or silent is retryable', async () => {
    const away = new FetchUploadApi({ endpoint: 'http://127.0.0.1:49151' })
    await expect(presign(away)).rejects.toMatchObject({ code: 'api-unreachable', retryable: true })
    await expect(apiAt('slow', { timeoutMs: 50 }).status(['t'])).rejects.toMatchObject({
      code: 'api-unreachable',
    })
  })

  it('keeps status, request id, pause and detail', async () => {
    await expect(presign(apiAt('refuses'))).rejects.toMatchObject({
      httpStatus: 401,
      requestId: 'r-1',
      message: 'Sign in first.',
    })
    await expect(presign(apiAt('busy'))).rejects.toMatchObject({ httpStatus: 503, retryAfterMs: 3000 })
  })

  it.each([
    ['two minutes later', 120_000, 120_000],
    ['in its past', -1_000, undefined],
    ['that is invalid', Number.NaN, undefined],
  ])('and names a date counts by its own clock: a date %s', async (_, afterMs, retryAfterMs) => {
    // Its clock is a year behind this one's.
    const date = Date.now() - 365 * 86_400_000
    const api = apiAt('until')
    vi.spyOn(globalThis, 'fetch').mockImplementationOnce((url, init) =>
      fetch(`${url}?times=${date}+${date + afterMs}`, init),
    )
    const error: unknown = await presign(api).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'api-unavailable' })
    expect(Reflect.get(Object(error), 'retryAfterMs')).toBe(retryAfterMs)
  })

  it('that refuses a token is asked once more with a new one', async () => {
    const tokens = ['old', 'new', 'newer']
    let calls = 0
    const headers = async () => ({ 'x-token': tokens[calls++] ?? 'none' })
    await expect(presign(apiAt('tokens', { headers }))).resolves.toHaveLength(1)
    expect(calls).toBe(2)
    await expect(presign(apiAt('tokens', { headers }))).rejects.toMatchObject({ code: 'unauthorized' })
    expect(calls).toBe(4)
    headersSeen.length = 0
    await expect(presign(apiAt('tokens', { headers: { 'x-token': 'fixed' } }))).rejects.toMatchObject({
      code: 'unauthorized',
    })
    expect(headersSeen).toHaveLength(1)
  })

  it('names the URL of the call without its query', async () => {
    const api = new FetchUploadApi({ endpoint: `${origin}/lost/?tenant=7` })
    await expect(presign(api)).rejects.toMatchObject({ url: `${origin}/lost/presign`, httpStatus: 404 })
  })

  it('is not waited for while the headers function does not settle', async () => {
    const api = apiAt('works', { headers: () => new Promise(() => {}), timeoutMs: 50 })
    await expect(presign(api)).rejects.toMatchObject({ code: 'headers-failed', retryable: true })
  })

  it('is not asked where the headers function fails, and the cause is kept', async () => {
    const oops = new Error('no session')
    const failing = [
      () => {
        throw oops
      },
      () => Promise.reject(oops),
    ]
    headersSeen.length = 0
    for (const headers of failing) {
      await expect(presign(apiAt('works', { headers }))).rejects.toMatchObject({
        code: 'headers-failed',
        retryable: true,
        cause: oops,
      })
    }
    expect(headersSeen).toEqual([])
  })

  it('names the field that has an unexpected type', async () => {
    await expect(presign(apiAt('garbled'))).rejects.toThrow(
      "Expected `id` of the API's response to be a string, got 7",
    )
    await expect(apiAt('short').status(['t'])).rejects.toThrow('to be 1 items, got 0')
    await expect(apiAt('new').status(['t'])).rejects.toThrow('got "delighted"')
  })
})
