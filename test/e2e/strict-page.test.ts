/** The standalone element on a page with a strict Content-Security-Policy: whether its worker may run, and what if not. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HeadObjectCommand } from '@aws-sdk/client-s3'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { type Browser, type ElementHandle, launch } from 'puppeteer-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Backend, startBackend } from '../../demo/backend.ts'
import { bundleStandalone } from '../../demo/bundle-standalone.ts'
import { TraceHub } from '../../demo/trace-hub.ts'
import { uploads } from '../../server/index.ts'
import { browserLaunchOptions } from '../support/browser-launch-options.ts'
import { findBrowser } from '../support/find-browser.ts'
import { thisMachine } from '../support/machine.ts'

const WORKER = '/s3-uploader-sha256-worker.js'
const PAGE = `<!doctype html><link rel="icon" href="data:,"><script type="module" src="/s3-uploader.js"></script>
<s3-uploader endpoint="/uploads" no-status no-preview></s3-uploader>`

let folder: string
let backend: Backend
let browser: Browser

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strict-page-'))
  await bundleStandalone(folder)
  backend = await startBackend({}, new TraceHub())
  const found = findBrowser(thisMachine(), 'chromium') ?? findBrowser(thisMachine())
  if (found === null) throw new Error('No browser; npm run test:browser tells how to get one.')
  browser = await launch(browserLaunchOptions(found, thisMachine()))
})

afterAll(async () => {
  await browser?.close()
  await backend?.close()
  await rm(folder, { recursive: true, force: true })
})

/** A site that demands a checksum, with a policy and without the files that nobody deployed. */
async function startSite(policy: string, missing: readonly string[]) {
  const app = new Hono().route(
    '/uploads',
    uploads({
      bucket: backend.info.bucket,
      topicArn: backend.topicArn,
      s3Client: backend.s3,
      snsClient: backend.sns,
      secret: 'a secret of the tests, thirty-two bytes and more',
      authorize: () => ({ subject: 'tester' }),
      routes: { default: { checksum: 'required' } },
      log: () => {},
    }),
  )
  app.get('/', (c) => c.html(PAGE, 200, { 'content-security-policy': policy }))
  app.get('/:script{.+\\.js}', async (c) => {
    if (missing.includes(c.req.path)) return c.notFound()
    return c.body(await readFile(join(folder, c.req.param('script'))), 200, {
      'content-type': 'text/javascript',
    })
  })
  const server = createServer(getRequestListener(app.fetch)).listen(0, 'localhost')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  return { url: `http://localhost:${address.port}/`, close: () => server.close() }
}

/** Uploads a picture; says which workers ran and how often the page hashed by itself. */
async function upload(policy: string, missing: readonly string[] = []) {
  const site = await startSite(policy, missing)
  const page = await browser.newPage()
  const workers: string[] = []
  page.on('workercreated', (worker) => workers.push(new URL(worker.url()).pathname))
  await page.evaluateOnNewDocument(() => {
    const { digest } = SubtleCrypto.prototype
    SubtleCrypto.prototype.digest = function (...parameters) {
      document.documentElement.dataset.hashes = `${Number(document.documentElement.dataset.hashes ?? 0) + 1}`
      return digest.apply(this, parameters)
    }
  })
  const file = join(folder, 'photo.png')
  const content = Buffer.from(`no real picture, ${policy}`)
  await writeFile(file, content)
  await page.goto(site.url)
  await page.waitForFunction(
    () => document.querySelector('s3-uploader')?.shadowRoot?.querySelector('input[accept]') != null,
    { polling: 50 },
  )
  const input = (await page.$('s3-uploader >>> input')) as ElementHandle<HTMLInputElement> | null
  await input?.uploadFile(file)
  await page.waitForFunction(
    () => ['ready', 'failed'].includes(document.querySelector('s3-uploader')?.files[0]?.status ?? ''),
    { polling: 50 },
  )
  const [result, hashedByPage] = await page.evaluate(() => {
    const snapshot = document.querySelector('s3-uploader')?.files[0]
    return [
      { status: snapshot?.status, key: snapshot?.key ?? '', code: snapshot?.error?.code },
      Number(document.documentElement.dataset.hashes ?? 0),
    ] as const
  })
  await page.close()
  site.close()
  expect(result).toMatchObject({ status: 'ready' })
  const { ChecksumSHA256 } = await backend.s3.send(
    new HeadObjectCommand({ Bucket: backend.info.bucket, Key: result.key, ChecksumMode: 'ENABLED' }),
  )
  expect(ChecksumSHA256).toBe(createHash('sha256').update(content).digest('base64'))
  return { workers, hashedByPage }
}

const selfOnly = () => `default-src 'self'; connect-src 'self' ${backend.info.s3Endpoint}`

it('hashes in its worker where the page allows scripts of its own origin and nothing else', async () => {
  expect(await upload(selfOnly())).toEqual({ workers: [WORKER], hashedByPage: 0 })
})

it('hashes on the page where no worker is allowed, and S3 still verifies the checksum', async () => {
  expect(await upload(`${selfOnly()}; worker-src 'none'`)).toMatchObject({ hashedByPage: 1 })
})

it('hashes on the page where the worker’s file was not deployed', async () => {
  expect(await upload(selfOnly(), [WORKER])).toMatchObject({ hashedByPage: 1 })
})
