/** Uploads that a reload interrupts, with the browser's file handles. */
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetObjectCommand, ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3'
import { type Browser, launch, type Page } from 'puppeteer-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { startLocalAws, type TraceEntry } from '../../demo/local/index.ts'
import { browserLaunchOptions } from '../support/browser-launch-options.ts'
import { findBrowser } from '../support/find-browser.ts'
import { thisMachine } from '../support/machine.ts'
import { DemoPage } from './demo-page.ts'
import { DemoProcess } from './demo-process.ts'
import { untilSaved } from './until-saved.ts'

const SIZE = 45_000_000
const PART_SIZE = 8 * 2 ** 20
const PARTS = Math.ceil(SIZE / PART_SIZE)

let folder: string
let browser: Browser | null = null
let store: Awaited<ReturnType<typeof startStore>>

// Only Chromium has handles of the visitor's files.
const chromium = findBrowser(thisMachine(), 'chromium')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restore-test-'))
  if (chromium === null) return
  browser = await launch(browserLaunchOptions(chromium, thisMachine()))
  store = await startStore()
})

afterEach(async () => {
  for (const page of (await browser?.pages()) ?? []) if (page.url() !== 'about:blank') await page.close()
})

afterAll(async () => {
  await browser?.close()
  await store?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** The demo on a store that counts the parts it accepts. */
async function startStore() {
  /** Bytes of each part. */
  const taken: number[] = []
  const onTrace = (entry: TraceEntry) => {
    if (entry.service !== 's3' || entry.operation !== 'UploadPart' || entry.phase !== 'end') return
    if (entry.status === 200) taken.push(entry.requestBytes)
  }
  const aws = await startLocalAws({ onTrace, lambda: false })
  const demo = await DemoProcess.start(aws.environment)
  const { region, accessKeyId, secretAccessKey } = aws
  const s3 = new S3Client({
    endpoint: aws.s3Endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
  })
  const stop = async () => {
    await demo.stop()
    await aws.close()
  }
  return { url: demo.url, taken, s3, Bucket: aws.bucket, stop }
}

async function openDemo() {
  if (browser === null) throw new Error('No Chromium')
  const { url, taken, s3, Bucket } = store
  taken.length = 0
  const demoPage = await DemoPage.open(browser, url)
  const { page } = demoPage
  page.on('dialog', (dialog) => void dialog.accept())
  // One part after the other, so that the reload comes between two parts; without waiting for a Lambda.
  await page.evaluateOnNewDocument(() => {
    document.addEventListener('DOMContentLoaded', () => {
      const element = document.querySelector('s3-uploader')
      element?.setAttribute('concurrency', '1')
      element?.setAttribute('no-status', '')
    })
  })
  const network = await page.createCDPSession()
  await network.send('Network.enable')
  const limit = (uploadThroughput: number) =>
    network.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput,
    })
  // Loads the page again, with the attributes.
  await page.reload()
  const ready = () => demoPage.ready()
  await ready()
  await limit(16e6)
  const pick = (path: string) => demoPage.pick(path)
  return { page, ready, network, limit, pick, taken, s3, Bucket }
}

const filesOf = (page: Page) =>
  page.evaluate(() =>
    (document.querySelector('s3-uploader')?.files ?? []).map(
      ({ name, status, key, relativePath, error }) => ({
        name,
        status,
        key,
        relativePath,
        code: error?.code ?? null,
      }),
    ),
  )

it.skipIf(chromium === null)('continues by itself after a reload, and sends no part twice', async () => {
  const { page, ready, limit, taken, s3, Bucket } = await openDemo()
  const hash = await page.evaluate(async (size) => {
    const root = await navigator.storage.getDirectory()
    const handle = await root.getFileHandle('large.png', { create: true })
    const content = new Uint8Array(size)
    for (let start = 0; start < size; start += 65_536) {
      crypto.getRandomValues(content.subarray(start, start + 65_536))
    }
    const writable = await handle.createWritable()
    await writable.write(content)
    await writable.close()
    void document.querySelector('s3-uploader')?.addFiles([handle])
    const digest = await crypto.subtle.digest('SHA-256', content)
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  }, SIZE)
  await expect.poll(() => taken.length).toBeGreaterThanOrEqual(2)
  await page.reload()
  const before = taken.length
  await ready()
  await limit(-1)
  await expect.poll(() => filesOf(page)).toMatchObject([{ status: 'ready' }])
  expect(before).toBeLessThan(PARTS)
  expect(taken).toHaveLength(PARTS)
  const [upload] = await filesOf(page)
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: upload?.key ?? '' }))
  const stored = Buffer.from((await Body?.transformToByteArray()) ?? [])
  expect(createHash('sha256').update(stored).digest('hex')).toBe(hash)
  // The session is deleted: the next visit has nothing to restore.
  await page.reload()
  await ready()
  expect(await page.evaluate(() => document.querySelector('s3-uploader')?.restore())).toEqual({
    continued: [],
    rejected: [],
    waiting: [],
  })
})

it.skipIf(chromium === null).each(['auto', 'none', 'sha256'])(
  'stores the file as it is now, where it was rewritten with size and date kept, with checksum %s',
  async (checksum) => {
    const path = join(folder, `disk-${checksum}.png`)
    const content = randomBytes(SIZE)
    const date = new Date('2026-01-02T03:04:05Z')
    await writeFile(path, content)
    await utimes(path, date, date)
    const choose = async () => {
      const demo = await openDemo()
      await demo.page.evaluate(
        (value) => document.querySelector('s3-uploader')?.setAttribute('checksum', value),
        checksum,
      )
      await demo.pick(path)
      return demo
    }

    const first = await choose()
    await expect.poll(() => first.taken.length).toBeGreaterThanOrEqual(3)
    await untilSaved(first.page, 1)
    await first.page.close()
    const changed = Buffer.from(content)
    randomBytes(10 * 2 ** 20).copy(changed, 10 * 2 ** 20)
    await writeFile(path, changed)
    await utimes(path, date, date)

    const second = await choose()
    await second.limit(-1)
    await expect.poll(() => filesOf(second.page)).toMatchObject([{ status: 'ready' }])
    const [upload] = await filesOf(second.page)
    const { Body } = await second.s3.send(
      new GetObjectCommand({ Bucket: second.Bucket, Key: upload?.key ?? '' }),
    )
    const stored = Buffer.from((await Body?.transformToByteArray()) ?? [])
    expect(stored.equals(changed)).toBe(true)
    // The first part is the same and stays.
    expect(second.taken.length).toBeLessThan(PARTS)
  },
)

it.skipIf(chromium === null)(
  'offers files and folders that were dropped from the disk, and aborts them when they are discarded',
  async () => {
    const { page, ready, network, limit, taken, s3, Bucket } = await openDemo()
    await mkdir(join(folder, 'holiday', 'day 1'), { recursive: true })
    const files = [join(folder, 'alone.png'), join(folder, 'holiday')]
    await writeFile(join(folder, 'alone.png'), randomBytes(SIZE))
    await writeFile(join(folder, 'holiday', 'day 1', 'large.png'), randomBytes(SIZE))
    await page.evaluate(() => document.querySelector('s3-uploader')?.setAttribute('concurrency', '2'))
    await limit(8e6)
    const box = await (await page.$('s3-uploader'))?.boundingBox()
    if (box == null) throw new Error('The element is not drawn')
    const [x, y] = [box.x + 40, box.y + 40]
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await network.send('Input.dispatchDragEvent', {
        type,
        x,
        y,
        data: { items: [], files, dragOperationsMask: 1 },
      })
    }
    await expect.poll(() => filesOf(page)).toHaveLength(2)
    await expect.poll(() => taken.length).toBeGreaterThanOrEqual(1)
    await expect
      .poll(async () => (await s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads)
      .toHaveLength(2)
    // The journal that a closing page writes contains no handles.
    await untilSaved(page, 2)
    // The page makes its own offer, whether or not the browser grants permission.
    await page.evaluateOnNewDocument(() =>
      window.addEventListener('uploads-restore', (event) => event.preventDefault()),
    )
    await page.reload()
    await ready()
    const interrupted = () =>
      page.evaluate(() =>
        (document.querySelector('s3-uploader')?.interrupted ?? [])
          .map(({ name, relativePath, access }) => ({ name, relativePath, handle: access !== 'none' }))
          .sort((one, other) => one.name.localeCompare(other.name)),
      )
    await expect.poll(interrupted).toEqual([
      { name: 'alone.png', relativePath: '', handle: true },
      { name: 'large.png', relativePath: 'holiday/day 1/large.png', handle: true },
    ])
    await page.evaluate(() => document.querySelector('s3-uploader')?.discardInterrupted())
    const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket }))
    expect(Uploads).toEqual([])
    expect(await interrupted()).toEqual([])
  },
)
