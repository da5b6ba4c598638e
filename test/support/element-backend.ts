/**
 * The backend of the element's browser tests: the real API on the embedded AWS, and the same API with one fault each.
 * Mounted into the test runner's server, so that pages reach it on their own origin.
 */
import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { startBackend } from '../../demo/backend.ts'
import { TraceHub } from '../../demo/trace-hub.ts'
import { uploads } from '../../server/index.ts'
import { samplePicture } from './sample-pictures.ts'

/** A port that IANA reserves, so it is closed; browsers refuse most lower ones themselves. */
const CLOSED = 'http://127.0.0.1:49151'

export async function elementBackend() {
  const backend = await startBackend({}, new TraceHub())
  const options = {
    bucket: backend.info.bucket,
    topicArn: backend.topicArn,
    s3Client: backend.s3,
    snsClient: backend.sns,
    secret: 'a secret of the tests, thirty-two bytes and more',
    authorize: () => ({ subject: 'tester' }),
    log: () => {},
  }
  const works = new Hono().route('/api/works', uploads(options))
  const app = new Hono()
    .route('/', works)
    .route('/api/sns-refuses', uploads({ ...options, topicArn: `${backend.topicArn}-unknown` }))
    .route('/api/stranger', uploads({ ...options, authorize: () => null }))
    .get('/api/pictures/:name', async (c) => c.body(new Uint8Array(await samplePicture(c.req.param('name')))))
    .all('/api/html/*', (c) => c.html('<!doctype html><title>Log in</title>'))
    .get('/api/s3-down/config', (c) => works.request('/api/works/config', c.req.raw))
    .post('/api/s3-down/presign', async (c) => {
      const response = await works.request('/api/works/presign', c.req.raw)
      const body = await response.text()
      return c.body(body.replaceAll(backend.info.s3Endpoint, CLOSED), 200, {
        'content-type': 'application/json',
      })
    })
    .get('/api/s3-silent/config', (c) => works.request('/api/works/config', c.req.raw))
    .post('/api/s3-silent/presign', async (c) => {
      const response = await works.request('/api/works/presign', c.req.raw)
      const body = await response.text()
      return c.body(body.replaceAll(backend.info.s3Endpoint, silence.url), 200, {
        'content-type': 'application/json',
      })
    })
  const silence = await startSilence()
  const listener = getRequestListener(app.fetch)
  return {
    listener,
    close: async () => {
      silence.close()
      await backend.close()
    },
  }
}

/** An S3 that reads every byte and responds only to preflights and HEAD. */
async function startSilence() {
  const server = createServer((request, response) => {
    request.resume()
    if (request.method === 'HEAD') response.end()
    if (request.method !== 'OPTIONS') return
    response
      .writeHead(204, { 'access-control-allow-origin': '*', 'access-control-allow-methods': 'POST' })
      .end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No address')
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { url: `http://127.0.0.1:${address.port}`, close }
}
