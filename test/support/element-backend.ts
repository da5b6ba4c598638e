/**
 * The backend of the element's browser tests: the real API on the embedded AWS, and the same API with one fault each.
 * Mounted into the test runner's server, so that pages reach it on their own origin.
 */
import type { ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { startBackend } from '../../demo/backend.ts'
import { TraceHub } from '../../demo/trace-hub.ts'
import { uploads } from '../../server/index.ts'
import { listen } from './listen.ts'
import { samplePicture } from './sample-pictures.ts'

/** A port that IANA reserves, so it is closed; browsers refuse most lower ones themselves. */
const CLOSED = 'http://127.0.0.1:49151'
const CORS = { 'access-control-allow-origin': '*', 'access-control-allow-methods': 'POST' }

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
  const stores = {
    's3-down': { url: CLOSED, close: () => {} },
    's3-silent': await startStore(() => {}),
    's3-busy': await startStore((response) => response.writeHead(503, CORS).end()),
  }
  for (const [name, { url }] of Object.entries(stores)) {
    app.get(`/api/${name}/config`, (c) => works.request('/api/works/config', c.req.raw))
    app.post(`/api/${name}/presign`, async (c) => {
      const response = await works.request('/api/works/presign', c.req.raw)
      const body = await response.text()
      return c.body(body.replaceAll(backend.info.s3Endpoint, url), 200, {
        'content-type': 'application/json',
      })
    })
  }
  const listener = getRequestListener(app.fetch)
  return {
    listener,
    close: async () => {
      for (const store of Object.values(stores)) store.close()
      await backend.close()
    },
  }
}

/** An S3 that reads every byte, responds to preflights and HEAD, and to the rest as told. */
function startStore(respond: (response: ServerResponse) => void) {
  return listen((request, response) => {
    request.resume()
    if (request.method === 'HEAD') response.end()
    else if (request.method === 'OPTIONS') response.writeHead(204, CORS).end()
    else request.on('end', () => respond(response))
  })
}
