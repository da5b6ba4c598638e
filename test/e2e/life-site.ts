/** A site of two pages, one with the standalone element and nothing else that could keep it from the browser's cache. */
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { S3Client } from '@aws-sdk/client-s3'
import { SNSClient } from '@aws-sdk/client-sns'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { bundleStandalone } from '../../demo/bundle-standalone.ts'
import { startLocalAws, type TraceEntry } from '../../demo/local/index.ts'
import { uploads } from '../../server/index.ts'
import { HeldLine } from './held-line.ts'

export type LifeSite = Awaited<ReturnType<typeof startLifeSite>>

const PAGE = `<!doctype html>
<title>Uploads</title><link rel="icon" href="data:,"><script type="module" src="/s3-uploader.js"></script>
<s3-uploader endpoint="/uploads" multiple no-status concurrency="1"></s3-uploader>`

export async function startLifeSite() {
  const folder = await mkdtemp(join(tmpdir(), 'life-site-'))
  await bundleStandalone(folder)
  const uploaded = { requests: 0, onPart: () => {} }
  const onTrace = (entry: TraceEntry) => {
    if (entry.service !== 's3' || entry.phase !== 'end' || entry.status !== 200) return
    if (entry.operation !== 'UploadPart') return
    uploaded.requests += 1
    uploaded.onPart()
  }
  const aws = await startLocalAws({ onTrace, lambda: false })
  const line = await HeldLine.to(aws.s3Endpoint)
  const { region, accessKeyId, secretAccessKey, bucket, topicArn } = aws
  const config = { region, credentials: { accessKeyId, secretAccessKey } }
  const s3 = new S3Client({ ...config, endpoint: line.url, forcePathStyle: true })
  const app = new Hono().route(
    '/uploads',
    uploads({
      bucket,
      topicArn,
      s3Client: s3,
      snsClient: new SNSClient({ ...config, endpoint: aws.snsEndpoint }),
      secret: 'a secret of the tests, thirty-two bytes and more',
      authorize: () => ({ subject: 'tester' }),
      routes: { default: { maxFileSize: 100_000_000 } },
      log: () => {},
    }),
  )
  app.get('/', (c) => c.html(PAGE))
  app.get('/elsewhere', (c) =>
    c.html('<!doctype html><title>Elsewhere</title><link rel="icon" href="data:,">'),
  )
  app.get('/:script{.+\\.js}', async (c) =>
    c.body(await readFile(join(folder, c.req.param('script'))), 200, { 'content-type': 'text/javascript' }),
  )
  const server = createServer(getRequestListener(app.fetch)).listen(0, 'localhost')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://localhost:${port}/`,
    line,
    /** Parts that the store took, and what to do with each. */
    uploaded,
    s3,
    bucket,
    close: async () => {
      line.close()
      server.closeAllConnections()
      server.close()
      await aws.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
