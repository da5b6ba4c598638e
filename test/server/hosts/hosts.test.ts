/** The API inside other frameworks and runtimes, mounted as the README says. */
import { spawnSync } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import express from 'express'
import Fastify from 'fastify'
import { Hono } from 'hono'
import { handle as handleLambda } from 'hono/aws-lambda'
import { handle } from 'hono/vercel'
import { afterEach, describe, expect, it } from 'vitest'
import type { PresignResponse } from '../../../component/protocol.ts'
import type { UploadsOptions } from '../../../server/index.ts'
import { uploads } from '../support/api.ts'
import { credentials, photo, required } from '../support/upload-service.ts'

const options: UploadsOptions = {
  ...required,
  region: 'eu-west-1',
  credentials,
  authorize: () => ({ subject: 'ann' }),
}

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

function listen(server: Server): Promise<string> {
  closing.push(() => server.close())
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
  })
}

const json = { 'content-type': 'application/json' }
const body = JSON.stringify({ files: [photo] })

/** A grant, an answer about its ticket, a refusal and the limits: everything that a mount can get wrong. */
async function expectApi(request: (path: string, init?: RequestInit) => Promise<Response> | Response) {
  expect(await (await request('/config')).json()).toMatchObject({ version: 1 })
  const presigned = await request('/presign', { method: 'POST', headers: json, body })
  expect(presigned.status).toBe(200)
  const { uploads: granted } = (await presigned.json()) as PresignResponse
  expect(granted).toMatchObject([{ ok: true, plan: { kind: 'post' } }])
  const ticket = granted[0]?.ok === true ? granted[0].ticket : ''
  const parts = await request('/parts', { method: 'POST', headers: json, body: JSON.stringify({ ticket }) })
  // Its own mount knows the ticket: it is only not one for parts.
  expect(await parts.json()).toMatchObject({ code: 'invalid-request', errors: [{ path: '/ticket' }] })
  const malformed = await request('/presign', { method: 'POST', headers: json, body: '{' })
  expect(malformed.status).toBe(400)
  expect((await request('/nothing')).status).toBe(404)
}

const fetchAt = (base: string) => (path: string, init?: RequestInit) => fetch(base + path, init)

describe('Express 5', () => {
  it('before its body parsers', async () => {
    const app = express()
    app.use('/uploads', getRequestListener(uploads(options).fetch))
    app.use(express.json())
    await expectApi(fetchAt(`${await listen(createServer(app))}/uploads`))
  })

  it('behind express.json(), whose body is used', async () => {
    const app = express()
    app.use(express.json({ limit: '4mb' }))
    app.use('/uploads', getRequestListener(uploads(options).fetch))
    const base = `${await listen(createServer(app))}/uploads`
    const response = await fetch(`${base}/presign`, { method: 'POST', headers: json, body })
    expect(await response.json()).toMatchObject({ uploads: [{ ok: true }] })
  })

  it('behind a parser that keeps nothing, which is reported', async () => {
    const app = express()
    app.use((request, _response, next) => {
      request.resume().once('end', next)
    })
    app.use('/uploads', getRequestListener(uploads(options).fetch))
    const base = `${await listen(createServer(app))}/uploads`
    const response = await fetch(`${base}/presign`, { method: 'POST', headers: json, body })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining('before body parsers') })
  })
})

it('Fastify 5', async () => {
  const fastify = Fastify()
  const listener = getRequestListener(new Hono().route('/uploads', uploads(options)).fetch)
  await fastify.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    scope.all('/uploads/*', (request, reply) => {
      reply.hijack()
      return listener(request.raw, reply.raw)
    })
  })
  closing.push(() => fastify.close())
  await expectApi(fetchAt(`${await fastify.listen({ port: 0 })}/uploads`))
})

it('a route handler of Next', async () => {
  const app = new Hono().route('/api/uploads', uploads(options))
  const [GET, POST] = [handle(app), handle(app)]
  await expectApi((path, init) => {
    const request = new Request(`http://next.test/api/uploads${path}`, init)
    return request.method === 'POST' ? POST(request) : GET(request)
  })
})

it('an endpoint of SvelteKit', async () => {
  const app = new Hono().route('/api/uploads', uploads(options))
  const fallback = ({ request }: { request: Request }) => app.fetch(request)
  await expectApi((path, init) =>
    fallback({ request: new Request(`http://kit.test/api/uploads${path}`, init) }),
  )
})

it.each([false, true])('a Lambda function URL, body in base64: %s', async (isBase64Encoded) => {
  const handler = handleLambda(new Hono().route('/uploads', uploads(options)))
  await expectApi(async (path, init) => {
    const text = typeof init?.body === 'string' ? init.body : ''
    const method = init?.method ?? 'GET'
    const result = await handler({
      version: '2.0',
      routeKey: '$default',
      rawPath: `/uploads${path}`,
      rawQueryString: '',
      headers: { ...json, host: 'lambda.test', 'content-length': String(Buffer.byteLength(text)) },
      body: isBase64Encoded ? Buffer.from(text).toString('base64') : text,
      isBase64Encoded,
      requestContext: {
        accountId: 'anonymous',
        apiId: 'x',
        authentication: null,
        authorizer: {},
        domainName: 'lambda.test',
        domainPrefix: 'lambda',
        http: { method, path: `/uploads${path}`, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: '' },
        requestId: 'r',
        routeKey: '$default',
        stage: '$default',
        time: '',
        timeEpoch: 0,
      },
    })
    return new Response(result.body, { status: result.statusCode })
  })
})

// Cloudflare Workers: `workerd.test.ts` and `edge-bundle.test.ts`.
for (const [runtime, flag] of [
  ['bun', '-e'],
  ['deno', 'eval'],
] as const) {
  it.skipIf(spawnSync(runtime, ['--version']).status !== 0)(runtime, () => {
    const given = { ...required, region: 'eu-west-1', credentials, authorize: 'public' }
    const script = `
      const { uploads } = await import('./server/index.ts')
      const init = ${JSON.stringify({ method: 'POST', headers: json, body })}
      const response = await uploads(${JSON.stringify(given)}).request('/presign', init)
      console.log(JSON.stringify(await response.json()))`
    const cwd = new URL('../../..', import.meta.url)
    const { stdout } = spawnSync(runtime, [flag, script], { cwd, encoding: 'utf8' })
    expect(JSON.parse(stdout)).toMatchObject({ uploads: [{ ok: true }] })
  })
}
