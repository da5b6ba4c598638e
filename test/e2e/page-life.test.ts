/** Pages that are left, restored from the back/forward cache or frozen during an upload, in real browsers. */
import { createHash } from 'node:crypto'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import { type Browser, launch, type Page } from 'puppeteer-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { browserLaunchOptions } from '../support/browser-launch-options.ts'
import { findBrowser, type PuppeteerBrowser } from '../support/find-browser.ts'
import { thisMachine } from '../support/machine.ts'
import { type LifeSite, startLifeSite } from './life-site.ts'
import { untilSaved } from './until-saved.ts'

const SIZE = 20_000_000
const PART_SIZE = 8 * 2 ** 20
const PARTS = Math.ceil(SIZE / PART_SIZE)
const STALL_TIMEOUT_MS = 3_000

let site: LifeSite
let browser: Browser | null = null

const chromium = findBrowser(thisMachine(), 'chromium')
const firefox = findBrowser(thisMachine(), 'firefox')

beforeAll(async () => {
  if (chromium !== null || firefox !== null) site = await startLifeSite()
})

afterEach(async () => {
  site?.proxy.resume()
  for (const context of browser?.browserContexts() ?? []) {
    if (context !== browser?.defaultBrowserContext()) await context.close()
  }
})

afterAll(() => site?.close())

/** Starts the browser for the tests of a group. */
function drive(found: PuppeteerBrowser): void {
  beforeAll(async () => {
    browser = await launch(browserLaunchOptions(found, thisMachine()))
  })
  afterAll(async () => {
    await browser?.close()
    browser = null
  })
}

interface Life {
  /** Whether the page came back as it was left. */
  restored?: boolean
  /** Events of page and uploads. */
  heard?: [type: string, atMs: number][]
}

async function openSite() {
  if (browser === null) throw new Error('No browser')
  Object.assign(site.uploaded, { requests: 0, onTaken: () => {} })
  // With an IndexedDB of its own.
  const page = await (await browser.createBrowserContext()).newPage()
  const dialogs: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.type())
    void dialog.accept()
  })
  await page.evaluateOnNewDocument(() => {
    const life = window as Life
    const heard: NonNullable<Life['heard']> = []
    life.heard = heard
    for (const type of ['freeze', 'resume', 'upload-stalled', 'upload-retry', 'upload-error']) {
      document.addEventListener(type, () => heard.push([type, performance.now()]))
    }
    window.addEventListener('pageshow', ({ persisted }) => {
      life.restored = persisted
    })
  })
  await page.goto(site.url)
  return { page, dialogs }
}

const filesOf = (page: Page) =>
  page.evaluate(() =>
    (document.querySelector('s3-uploader')?.files ?? []).map(({ name, status, key, error }) => ({
      name,
      status,
      key,
      code: error?.code ?? null,
    })),
  )

const untilReady = (page: Page, count: number) =>
  expect
    .poll(async () => (await filesOf(page)).map(({ status }) => status))
    .toEqual(Array.from({ length: count }, () => 'ready'))

/** Waits for `pageshow`: whether the page came from the cache, and the browser's reasons if not. */
async function returned(page: Page) {
  await page.waitForFunction(() => (window as Life).restored !== undefined, { polling: 50 })
  return page.evaluate(() => {
    const [entry] = performance.getEntriesByType('navigation') as (PerformanceNavigationTiming & {
      notRestoredReasons?: { reasons: { reason: string }[] } | null
    })[]
    const reasons = entry?.notRestoredReasons?.reasons.map(({ reason }) => reason) ?? []
    return { restored: (window as Life).restored, reasons }
  })
}

/** Navigates by script: puppeteer would wait for a load event, which a page from the cache does not have. */
async function go(page: Page, to: string | 'back'): Promise<void> {
  const from = await page.evaluate(() => location.href)
  await page.evaluate((target) => {
    setTimeout(() => (target === 'back' ? history.back() : location.assign(target)))
  }, to)
  const present = () => page.evaluate(() => (document.readyState === 'complete' ? location.href : null))
  await expect.poll(() => present().catch(() => null)).not.toBeOneOf([null, from])
}

/** Adds a file that the browser can read again after a reload; resolves with its SHA-256. */
const add = (page: Page, name: string, size: number) =>
  page.evaluate(
    async (fileName, fileSize) => {
      const root = await navigator.storage.getDirectory()
      const handle = await root.getFileHandle(fileName, { create: true })
      const content = new Uint8Array(fileSize)
      for (let start = 0; start < fileSize; start += 65_536) {
        crypto.getRandomValues(content.subarray(start, start + 65_536))
      }
      const writable = await handle.createWritable()
      await writable.write(content)
      await writable.close()
      await customElements.whenDefined('s3-uploader')
      await document.querySelector('s3-uploader')?.addFiles([handle])
      const digest = await crypto.subtle.digest('SHA-256', content)
      return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    },
    name,
    size,
  )

/** Starts a large upload, and holds its connections as soon as S3 has a part, before the page gets the response. */
async function startHeld(page: Page): Promise<string> {
  site.uploaded.onTaken = () => site.proxy.pause()
  const hash = await add(page, 'large.png', SIZE)
  await expect.poll(() => site.uploaded.requests).toBe(1)
  site.uploaded.onTaken = () => {}
  return hash
}

/** Waits until S3 has exactly these bytes, and no part was sent twice. */
async function expectStoredOnce(page: Page, hash: string): Promise<void> {
  await untilReady(page, 1)
  const [upload] = await filesOf(page)
  const { Body } = await site.s3.send(new GetObjectCommand({ Bucket: site.bucket, Key: upload?.key ?? '' }))
  const content = Buffer.from((await Body?.transformToByteArray()) ?? [])
  expect(createHash('sha256').update(content).digest('hex')).toBe(hash)
  expect(site.uploaded.requests).toBe(PARTS)
}

describe.each([chromium, firefox].filter((found) => found !== null))('in $kind', (found) => {
  drive(found)

  it('an idle page is restored unchanged, and uploads the next file', async () => {
    const { page } = await openSite()
    for (const [count, [name, size]] of (
      [
        ['photo.png', 1_000],
        ['large.png', SIZE],
      ] as const
    ).entries()) {
      await add(page, name, size)
      await untilReady(page, count + 1)
      // Firefox does not cache a page that holds a lock.
      await expect.poll(() => page.evaluate(async () => (await navigator.locks.query()).held)).toEqual([])
      const before = await filesOf(page)
      await go(page, `${site.url}elsewhere`)
      await go(page, 'back')
      expect(await returned(page)).toEqual({ restored: true, reasons: [] })
      expect(await filesOf(page)).toEqual(before)
    }
  })

  it('a page that is left during an upload continues when it is restored', async () => {
    const { page, dialogs } = await openSite()
    // Browsers show the dialog only after an interaction.
    await page.mouse.click(5, 5)
    const hash = await startHeld(page)
    await untilSaved(page, 1)
    await go(page, `${site.url}elsewhere`)
    await go(page, 'back')
    expect(dialogs).toEqual(['beforeunload'])
    site.proxy.resume()
    await expectStoredOnce(page, hash)
  })

  it('a new visit continues an upload of a page in the cache', async () => {
    const { page } = await openSite()
    const hash = await startHeld(page)
    await untilSaved(page, 1)
    await go(page, `${site.url}elsewhere`)
    await page.goto(site.url)
    site.proxy.resume()
    await expectStoredOnce(page, hash)
    // The cached page has no uploads any more.
    await go(page, 'back')
    await go(page, 'back')
    expect(await filesOf(page)).toEqual([])
    expect((await returned(page)).restored).toBe(false)
  })
})

// Only Chromium's protocol can freeze a page.
describe.each([chromium].filter((found) => found !== null))('in $kind', (found) => {
  drive(found)

  it('a tab that was frozen for longer than the stall timeout continues', async () => {
    const { page } = await openSite()
    const browserTab = await page.createCDPSession()
    await page.evaluate(
      (ms) => document.querySelector('s3-uploader')?.setAttribute('stall-timeout', `${ms}`),
      STALL_TIMEOUT_MS,
    )
    const hash = await startHeld(page)
    // No progress event is pending.
    await expect
      .poll(() => page.evaluate(() => document.querySelector('s3-uploader')?.files[0]?.bytesSent))
      .toBe(PART_SIZE)
    await browserTab.send('Page.setWebLifecycleState', { state: 'frozen' })
    await new Promise((resolve) => setTimeout(resolve, 1.5 * STALL_TIMEOUT_MS))
    await browserTab.send('Page.setWebLifecycleState', { state: 'active' })
    // After all timers that were frozen.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)))
    site.proxy.resume()
    await expectStoredOnce(page, hash)
    const heard = await page.evaluate(() => (window as Life).heard ?? [])
    expect(heard.map(([type]) => type)).toEqual(['freeze', 'resume'])
    const [[, frozenAt] = ['', 0], [, resumedAt] = ['', 0]] = heard
    expect(resumedAt - frozenAt).toBeGreaterThan(STALL_TIMEOUT_MS)
  })
})
