/** What a page loads before its first file, and what happens if the second script is late or missing. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, ElementHandle, Page } from 'puppeteer-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Backend, startBackend } from '../../demo/backend.ts'
import { bundleStandalone } from '../../demo/bundle-standalone.ts'
import { type ScriptSizes, scriptSizes } from '../../demo/script-sizes.ts'
import { TraceHub } from '../../demo/trace-hub.ts'
import { launchBrowser } from '../support/launch-browser.ts'
import { startStandaloneSite } from './standalone-site.ts'

const PAGE = `<!doctype html><link rel="icon" href="data:,"><script type="module" src="/s3-uploader.js?v=1"></script>
<form><s3-uploader name="files" endpoint="/uploads" required no-status no-preview></s3-uploader></form>`
const FIRST = '/s3-uploader.js'
const isRest = (path: string) => path.startsWith('/s3-uploader-ui-')

let folder: string
let backend: Backend
let browser: Browser
let photo: string
let sizes: readonly ScriptSizes[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'first-load-'))
  await bundleStandalone(folder)
  sizes = await scriptSizes(folder)
  photo = join(folder, 'photo.png')
  await writeFile(photo, 'no real picture')
  backend = await startBackend({}, new TraceHub())
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser?.close()
  await backend?.close()
  await rm(folder, { recursive: true, force: true })
})

async function open(isMissing?: (path: string) => boolean | Promise<boolean>) {
  const site = await startStandaloneSite({
    folder,
    backend,
    pages: { '/': PAGE },
    ...(isMissing && { isMissing }),
  })
  const context = await browser.createBrowserContext()
  const page = await context.newPage()
  await page.goto(site.url)
  await page.waitForFunction(
    () => document.querySelector('s3-uploader')?.shadowRoot?.querySelector('.choose'),
    {
      polling: 50,
    },
  )
  const close = async () => {
    await context.close()
    site.close()
  }
  return { page, asked: site.asked, close }
}

async function pick(page: Page): Promise<void> {
  const input = (await page.$('s3-uploader >>> input')) as ElementHandle<HTMLInputElement> | null
  await input?.uploadFile(photo)
}

const ready = (page: Page) =>
  page.waitForFunction(() => document.querySelector('s3-uploader')?.files[0]?.status === 'ready', {
    polling: 50,
  })
const validation = (page: Page) => page.$eval('s3-uploader', (element) => element.validationMessage)
const failure = (page: Page) =>
  page.$eval('s3-uploader', (element) => element.shadowRoot?.querySelector('.failure')?.textContent ?? '')

it('keeps the sizes of its table, which the README names', async () => {
  const page = (await readFile(join(import.meta.dirname, '../../component/README.md'), 'utf8')).replace(
    /\s+/g,
    ' ',
  )
  for (const { name, kilobytes, limit } of sizes) {
    expect(kilobytes, name).toBeLessThanOrEqual(limit)
    expect(page.includes(`at most ${limit} kB`), `README: at most ${limit} kB`).toBe(true)
  }
})

it('loads one small script, and for a photo those of the table once, when the pointer comes near', async () => {
  const { page, asked, close } = await open()
  await page.waitForNetworkIdle({ idleTime: 300 })
  expect(asked).toEqual([FIRST])
  await expect.poll(() => validation(page)).toBe('Please add a file.')

  await page.hover('s3-uploader')
  await page.waitForNetworkIdle({ idleTime: 300 })
  await page.focus('s3-uploader')
  await pick(page)
  await ready(page)
  // The second script imports the first one by its URL without the query.
  const forPhoto = sizes.find(({ name }) => name === 'one photo in all')?.scripts ?? []
  expect(forPhoto.length).toBeLessThanOrEqual(4)
  expect([...new Set(asked)].sort()).toEqual(forPhoto.map((name) => `/${name}`).sort())
  expect(asked.filter((path) => path !== FIRST)).toHaveLength(forPhoto.length - 1)
  await expect.poll(() => validation(page)).toBe('')
  const row = await page.$eval(
    's3-uploader',
    ({ shadowRoot }) => shadowRoot?.querySelector('.row .name')?.textContent,
  )
  expect(row).toBe('photo.png')
  await close()
})

it('blocks a form while files wait for the second script', async () => {
  let arrive = (_: boolean) => {}
  const late = new Promise<boolean>((resolve) => {
    arrive = resolve
  })
  const { page, close } = await open((path) => (isRest(path) ? late : false))
  await pick(page)
  await page.waitForFunction(
    () => document.querySelector('s3-uploader')?.validationMessage.startsWith('Please wait'),
    { polling: 50 },
  )
  arrive(false)
  await ready(page)
  await expect.poll(() => validation(page)).toBe('')
  await close()
})

it('shows that it cannot upload without the second script, and loads it again with the next file', async () => {
  let missing = true
  const { page, close } = await open((path) => isRest(path) && missing)
  await pick(page)
  await page.waitForFunction(
    () => document.querySelector('s3-uploader')?.shadowRoot?.querySelector('.failure') != null,
    { polling: 50 },
  )
  expect(await failure(page)).toBe('The uploader failed to load. Check your connection and reload the page.')
  await expect.poll(() => validation(page)).toBe('Please add a file.')
  const code = await page.$eval('s3-uploader', (element) =>
    element.addFiles([new File(['x'], 'x.png')]).catch((error: { code: string }) => error.code),
  )
  expect(code).toBe('module-not-loaded')
  missing = false
  await pick(page)
  await ready(page)
  await expect.poll(() => failure(page)).toBe('')
  await close()
})
