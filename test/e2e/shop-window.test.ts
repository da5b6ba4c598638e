/** What the demo page lets visitors try: samples, faults, looks and languages. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { AxeResults } from 'axe-core'
import type { Browser } from 'puppeteer-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../support/launch-browser.ts'
import { DemoPage } from './demo-page.ts'
import { DemoProcess } from './demo-process.ts'

let browser: Browser
let demo: DemoProcess
let page: DemoPage

beforeAll(async () => {
  ;[browser, demo] = await Promise.all([launchBrowser(), DemoProcess.start()])
  page = await DemoPage.open(browser, demo.url)
  await page.page.waitForSelector('#kill-lambda:not([hidden])')
})

afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

const stepIs = (step: string, state: string) =>
  expect.poll(async () => (await page.steps())[step], { timeout: 20_000 }).toBe(state)

it('uploads its sample photos, though the Lambda is killed, and says what it came to', async () => {
  await page.page.click('#kill-lambda')
  await page.page.click('#sample-photos')
  await page.page.waitForFunction(() => document.querySelector('s3-uploader')?.files.length === 3)
  // A busy machine needs seconds to start another process for the function.
  await expect
    .poll(async () => (await page.uploads()).map(({ status }) => status), { timeout: 50_000 })
    .toEqual(Array(3).fill('ready'))
  const uploads = await page.uploads()
  expect(uploads.map(({ status, code }) => [status, code])).toEqual(Array(3).fill(['ready', null]))
  await stepIs('invoke', 'recovered')
  await expect
    .poll(() => page.text('#total'))
    .toMatch(/^3 photos, [\d.]+ MB, [\d.]+ s from click to thumbnail. Thumbnails: [\d.]+ MB → [\d.]+ kB.$/)
  expect(page.problems).toEqual([])
})

it('has no violations of WCAG 2.2 A and AA with results and a fault, light and dark, nor overflows at 320 px', async () => {
  await page.page.click('#refuse-s3')
  await page.page.click('.publish')
  await page.page.addScriptTag({
    content: await readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8'),
  })
  for (const scheme of ['light', 'dark']) {
    await page.page.select('select[name=colours]', scheme)
    // Colours fade for 0.4 s.
    await page.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 450)))
    const violations = await page.page.evaluate(async () => {
      const { axe } = window as { axe?: { run(): Promise<AxeResults> } }
      return (await axe?.run())?.violations
    })
    expect(violations?.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target)}`)).toEqual([])
  }
  await page.page.setViewport({ width: 320, height: 700 })
  expect(await page.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
  await page.page.click('#refuse-s3')
})

it('shows in each tab what another one has broken', async () => {
  const other = await DemoPage.open(browser, demo.url)
  await other.page.waitForSelector('#slow-s3:not([hidden])')
  await other.page.click('#slow-s3')
  await page.page.waitForSelector('#slow-s3[aria-pressed=true]', { timeout: 10_000 })
  await other.page.click('#slow-s3')
  await page.page.waitForSelector('#slow-s3[aria-pressed=false]', { timeout: 10_000 })
  expect(await page.text('#fault-note')).toBe('')
  await other.page.close()
})

it('switches look, language and direction, with the HTML to copy', async () => {
  await page.page.select('select[name=variant]', 'gallery')
  await page.page.select('select[name=theme]', 'soft')
  await page.page.select('select[name=language]', 'ar')
  await expect
    .poll(() => page.text('s3-uploader >>> .choose, s3-uploader >>> button'))
    .toMatch(/\p{Script=Arabic}/u)
  expect(
    await page.page.$eval('s3-uploader', (element) => [element.variant, getComputedStyle(element).direction]),
  ).toEqual(['gallery', 'rtl'])
  await expect
    .poll(() =>
      page.page.$eval('s3-uploader', (element) => getComputedStyle(element).getPropertyValue('--s3u-radius')),
    )
    .toBe('20px')
  expect(await page.text('#snippet')).toContain(
    '<s3-uploader variant="gallery" name="photos" multiple required>',
  )
})

it('shows the failure and the recovery of a broken network, and continues its film after a reload', async () => {
  const sent = () => page.page.evaluate(() => document.querySelector('s3-uploader')?.files.at(-1)?.bytesSent)
  // One part after the other, so that the first is stored when more bytes than it has were sent.
  await page.page.evaluate(() => document.querySelector('s3-uploader')?.setAttribute('concurrency', '1'))
  await page.page.click('#slow-s3')
  await page.page.click('#sample-film')
  await expect.poll(sent).toBeGreaterThan(9_000_000)
  await page.page.click('#break-network')
  await stepIs('parts', 'failed')
  await page.page.click('#break-network')
  await expect
    .poll(() => page.page.evaluate(() => document.querySelector('s3-uploader')?.files.at(-1)?.waiting))
    .toBeNull()
  await Promise.all([page.page.waitForNavigation(), page.page.click('#reload')])
  await page.ready()
  await page.page.waitForSelector('#slow-s3[aria-pressed=true]:not([hidden])')
  const first = await page.page.waitForFunction(
    () => document.querySelector('s3-uploader')?.files[0]?.bytesSent || false,
    { polling: 20 },
  )
  expect(await first.jsonValue()).toBeGreaterThanOrEqual(8 * 2 ** 20)
})
