/** The site of the pages in a browser: axe-core, light and dark, at the width of a phone, and the search. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AxeResults } from 'axe-core'
import type { Browser, Page } from 'puppeteer-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildSite } from '../../demo/docs/build-site.ts'
import { launchBrowser } from '../support/launch-browser.ts'
import { listen } from '../support/listen.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.webp': 'image/webp',
}

let folder: string
let server: Awaited<ReturnType<typeof listen>>
let browser: Browser
let page: Page
let axe: string
let origin: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'site-'))
  await buildSite(folder)
  server = await listen(async ({ url = '' }, response) => {
    const body = await readFile(join(folder, url)).catch(() => null)
    response.writeHead(body === null ? 404 : 200, { 'content-type': TYPES[extname(url)] ?? 'text/plain' })
    response.end(body)
  })
  origin = `${server.url}/`
  axe = await readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
  browser = await launchBrowser()
  page = await browser.newPage()
  await page.setViewport({ width: 320, height: 700 })
})

afterAll(async () => {
  await browser?.close()
  server?.close()
  await rm(folder, { recursive: true, force: true })
})

it.each(['light', 'dark'])('is without violations and no wider than a phone, in %s', async (scheme) => {
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
  for (const name of ['index.html', 'component-faq.html']) {
    await page.goto(origin + name)
    await page.evaluate(axe)
    const { violations, passes } = await page.evaluate(async () => {
      const { axe } = window as { axe?: { run(): Promise<AxeResults> } }
      return (await axe?.run()) ?? { violations: [], passes: [] }
    })
    expect(
      violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${name} ${id}: ${target}`)),
    ).toEqual([])
    expect(passes.map(({ id }) => id)).toEqual(expect.arrayContaining(['color-contrast', 'label']))
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
  }
})

it('is searched by keyboard', async () => {
  await page.goto(`${origin}index.html`)
  await page.type('#query', 'quotas')
  await page.waitForSelector('#results a')
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
  expect(page.url()).toBe(`${origin}component-recipes.html#quotas`)
})
