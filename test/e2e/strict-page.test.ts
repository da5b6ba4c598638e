/** The standalone element on a page with a strict Content-Security-Policy, with and without its worker. */
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HeadObjectCommand } from '@aws-sdk/client-s3'
import type { Browser, ElementHandle } from 'puppeteer-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Backend, startBackend } from '../../demo/backend.ts'
import { bundleStandalone } from '../../demo/bundle-standalone.ts'
import { TraceHub } from '../../demo/trace-hub.ts'
import { launchBrowser } from '../support/launch-browser.ts'
import { startStandaloneSite } from './standalone-site.ts'

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
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser?.close()
  await backend?.close()
  await rm(folder, { recursive: true, force: true })
})

/** Uploads a picture; resolves with the workers that ran and the number of hashes that the page computed itself. */
async function upload(policy: string, missing: readonly string[] = []) {
  const site = await startStandaloneSite({
    folder,
    backend,
    pages: { '/': PAGE },
    headers: { 'content-security-policy': policy },
    routes: { default: { checksum: 'required' } },
    isMissing: (path) => missing.includes(path),
  })
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

it('hashes in its worker if the page allows only scripts of its own origin', async () => {
  expect(await upload(selfOnly())).toEqual({ workers: [WORKER], hashedByPage: 0 })
})

it('hashes in its worker if the page requires Trusted Types', async () => {
  const policy = `${selfOnly()}; require-trusted-types-for 'script'; trusted-types lit-html s3-uploader`
  expect(await upload(policy)).toEqual({ workers: [WORKER], hashedByPage: 0 })
})

it('hashes on the page if no worker is allowed, and S3 still verifies the checksum', async () => {
  expect(await upload(`${selfOnly()}; worker-src 'none'`)).toMatchObject({ hashedByPage: 1 })
})

it('hashes on the page if the worker’s file was not deployed', async () => {
  expect(await upload(selfOnly(), [WORKER])).toMatchObject({ hashedByPage: 1 })
})
