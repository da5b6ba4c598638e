import { type Context, Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import type { UploadsOptions } from '../../server/index.ts'
import { uploads } from './support/api.ts'
import { problemOf } from './support/problem-of.ts'
import { photo, required } from './support/upload-service.ts'

describe('the mount', () => {
  const app = new Hono()
    .get('/before', (c) => c.text('before'))
    .route('/uploads', uploads({ ...required, authorize: 'public' }))
    .get('/after', (c) => c.text('after'))
    .get('/uploads-not-ours', (c) => c.text('theirs'))
    .notFound((c) => c.text('host 404', 404))
    .onError((_error, c) => c.text('host 500', 500))
    .get('/broken', () => {
      throw new Error('theirs')
    })
  const get = (path: string, method = 'GET') => app.request(`http://api.test${path}`, { method })

  it.each(['/uploads', '/uploads/', '/uploads/nope', '/uploads/presign/x', '/uploads/__proto__'])(
    'answers %s with its own 404',
    async (path) => {
      expect(await problemOf(await get(path))).toMatchObject({ status: 404, code: 'not-found' })
    },
  )

  it.each([
    ['GET', '/uploads/presign', 'POST'],
    ['DELETE', '/uploads/complete', 'POST'],
    ['PUT', '/uploads/status', 'POST'],
    ['GET', '/uploads/parts', 'POST'],
    ['GET', '/uploads/abort', 'POST'],
    ['POST', '/uploads/config', 'GET, HEAD'],
  ])('answers %s %s with 405 and the allowed methods', async (method, path, allow) => {
    const response = await get(path, method)
    expect(response.headers.get('allow')).toBe(allow)
    expect(await problemOf(response)).toMatchObject({ status: 405, code: 'method-not-allowed' })
  })

  it('answers HEAD where it answers GET', async () => {
    expect((await get('/uploads/config', 'HEAD')).status).toBe(200)
  })

  it('leaves the rest of the host alone', async () => {
    expect(await (await get('/before')).text()).toBe('before')
    expect(await (await get('/after')).text()).toBe('after')
    expect(await (await get('/uploads-not-ours')).text()).toBe('theirs')
    expect(await (await get('/nope')).text()).toBe('host 404')
    expect(await (await get('/broken')).text()).toBe('host 500')
  })

  it('passes the host’s own typed context to hooks', async () => {
    interface HostEnv {
      Variables: { user: { id: string } }
    }
    const options: UploadsOptions<HostEnv> = {
      ...required,
      authorize: (c: Context<HostEnv>) => ({ subject: c.var.user.id }),
      region: 'eu-west-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    }
    const host = new Hono<HostEnv>()
      .use(async (c, next) => {
        c.set('user', { id: 'u1' })
        await next()
      })
      .route('/files', uploads(options))
    const response = await host.request('/files/presign', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ files: [photo] }),
    })
    const { uploads: granted } = (await response.json()) as { uploads: { ticket: string }[] }
    expect(atob(granted[0]?.ticket.split('.')[3]?.replaceAll('-', '+').replaceAll('_', '/') ?? '')).toContain(
      '"u1"',
    )
  })
})
