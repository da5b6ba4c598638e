import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { FetchUploadApi, type FetchUploadApiOptions } from '../../../component/engine/api/fetch-upload-api.ts'
import type { SavedSession } from '../../../component/engine/resume/saved-session.ts'
import { MemorySessionStore } from '../../../component/engine/resume/session-store.ts'
import { Uploader } from '../../../component/engine/uploader.ts'
import type { UploaderSettings } from '../../../component/engine/uploader-settings.ts'
import { FakeConnectivity } from './fake-connectivity.ts'
import { FakeLocks } from './fake-locks.ts'
import { FakeTransport } from './fake-transport.ts'
import { FakeUploadApi } from './fake-upload-api.ts'

/** Two APIs on a real HTTP server; each takes only its own tickets. */
const backends = { old: new FakeUploadApi(), new: new FakeUploadApi() }
const calls: string[] = []
const routes: unknown[] = []
let origin: string
let close: () => void

const app = new Hono().post('/:backend/:call', async (c) => {
  const name = c.req.param('backend') === 'old' ? 'old' : 'new'
  const api = backends[name]
  const call = c.req.param('call')
  calls.push(`${name} ${call} ${c.req.header('authorization') ?? ''}`)
  const body = await c.req.text()
  const other = name === 'old' ? 'of-new' : 'of-old'
  if (body.includes(other)) return c.json({ code: 'ticket-invalid', detail: 'not ours' }, 400)
  const own = JSON.parse(body.replaceAll(`of-${name}-`, ''))
  const tickets = (answer: unknown) =>
    JSON.parse(JSON.stringify(answer).replaceAll('"ticket-', `"of-${name}-ticket-`))
  switch (call) {
    case 'presign':
      routes.push([name, own.route])
      return c.json(tickets({ uploads: await api.presign(own) }))
    case 'complete':
      return c.json({ uploads: await api.complete(own.uploads) })
    case 'status':
      return c.json({ uploads: await api.status(own.tickets) })
    case 'parts':
      return own.partNumbers === undefined
        ? c.json({ parts: await api.storedParts(), nextPartNumber: null })
        : c.json({ parts: await api.signParts(own.ticket, own.partNumbers) })
    default:
      await api.abort(own.ticket)
      return c.json({ id: '1', removed: 'multipart' })
  }
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

beforeEach(() => {
  backends.old = new FakeUploadApi()
  backends.new = new FakeUploadApi()
  calls.length = routes.length = 0
})

function page(settings: Partial<UploaderSettings> = {}, named = true) {
  const options: FetchUploadApiOptions = { endpoint: `${origin}/old`, headers: { authorization: 'for-old' } }
  const transport = new FakeTransport()
  const sessions = new MemorySessionStore()
  const uploader = new Uploader({
    api: new FetchUploadApi(options),
    connectivity: new FakeConnectivity(),
    transport,
    sessions,
    locks: new FakeLocks(),
    ...(named ? { scope: () => options.endpoint } : {}),
    random: () => 0,
  })
  uploader.configure({ concurrency: 2, retries: 0, ...settings })
  const move = () => {
    options.endpoint = `${origin}/new`
    options.headers = { authorization: 'for-new' }
  }
  const statuses = () => uploader.uploads.map(({ status }) => status)
  return { options, transport, sessions, uploader, move, statuses }
}

const image = (name = 'cat.png', size = 3) => new File(['x'.repeat(size)], name, { type: 'image/png' })
const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 5_000, interval: 5 })

describe('an endpoint that changes while a file is on its way', () => {
  it.each([
    ['by a page that names it', true],
    ['by one that does not', false],
  ])('%s, gets the next file, and the first goes on where it was planned', async (_, named) => {
    const { transport, uploader, move, statuses } = page({}, named)
    await uploader.addFiles([image('first.png')])
    await until(() => expect(transport.sendings).toHaveLength(1))
    move()
    await uploader.addFiles([image('second.png')])
    await until(() => expect(transport.sendings).toHaveLength(2))
    // At the same time, so that they would share a call.
    for (const sending of transport.sendings) sending.answer(201)
    await until(() => expect(statuses()).toEqual(['ready', 'ready']))
    expect([...calls].sort()).toEqual([
      'new complete for-new',
      'new presign for-new',
      'new status for-new',
      'old complete for-old',
      'old presign for-old',
      'old status for-old',
    ])
  })

  it('leaves parts and their completion to the API that planned them', async () => {
    backends.old.partSize = 10
    backends.old.partsInPlan = 1
    const { transport, uploader, sessions, move, statuses } = page({ finish: 'announced' })
    await uploader.addFiles([image('large.png', 45), image('other.png', 45)])
    await until(() => expect(transport.sendings).toHaveLength(2))
    move()
    uploader.cancel('2')
    transport.autoStore = true
    transport.at(0).answer(200)
    transport.at(1).answer(200)
    await until(() => expect(statuses()).toEqual(['ready', 'canceled']))
    await until(() => expect(calls).toContain('old abort for-old'))
    expect(calls.filter((call) => call.startsWith('new'))).toEqual([])
    expect(await sessions.all()).toEqual([])
  })

  it('is not saved with an upload that another one planned', async () => {
    const { transport, uploader, sessions, move } = page()
    backends.old.completeAnswers.push({ code: 'publish-failed', detail: 'SNS is down', retryable: true })
    await uploader.addFiles([image()])
    await until(() => expect(transport.sendings).toHaveLength(1))
    move()
    transport.at(0).answer(201)
    await until(async () => expect(await sessions.all()).toHaveLength(1))
    const [session] = (await sessions.all()) as SavedSession[]
    expect(session?.scope).toBe(`${origin}/old default`)
  })

  it('plans again where the plan of the old API has failed', async () => {
    const { transport, uploader, move, statuses } = page({ finish: 'announced' })
    await uploader.addFiles([image()])
    await until(() => expect(transport.sendings).toHaveLength(1))
    move()
    transport.at(0).answer(403, '<Error><Code>ExpiredToken</Code></Error>')
    await until(() => expect(transport.sendings).toHaveLength(2))
    transport.at(1).answer(201)
    await until(() => expect(statuses()).toEqual(['ready']))
    expect(calls).toEqual(['old presign for-old', 'new presign for-new', 'new complete for-new'])
  })

  it('sends a refreshed token to the old one only before it changes', async () => {
    const { options, transport, uploader, move, statuses } = page({ finish: 'announced' })
    await uploader.addFiles([image('a.png'), image('b.png')])
    await until(() => expect(transport.sendings).toHaveLength(2))
    options.headers = { authorization: 'for-old, refreshed' }
    transport.at(0).answer(201)
    await until(() => expect(statuses()[0]).toBe('ready'))
    move()
    transport.at(1).answer(201)
    await until(() => expect(statuses()).toEqual(['ready', 'ready']))
    expect(calls.slice(1)).toEqual(Array(2).fill('old complete for-old, refreshed'))
  })
})

it('keeps the route of a batch that still waits when the page sets another', async () => {
  const { uploader, transport } = page({ route: 'photos' })
  await uploader.addFiles([image('a.png')])
  await until(() => expect(transport.sendings).toHaveLength(1))
  uploader.configure({ route: 'large-files' })
  await uploader.addFiles([image('b.png')])
  await until(() => expect(transport.sendings).toHaveLength(2))
  expect(routes).toEqual([
    ['old', 'photos'],
    ['old', 'large-files'],
  ])
})
