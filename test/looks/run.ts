/**
 * Photographs each look of the element in each of its states, for a person to look at: `npm run looks`.
 * `BROWSERS=chromium,firefox,webkit` names the browsers; arguments name the sheets. Writes `dist/looks/`.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import sharp from 'sharp'
import { bundleStandalone } from '../../demo/bundle-standalone.ts'
import { elementBackend } from '../support/element-backend.ts'
import { chooseBrowsers } from '../support/find-browser.ts'
import { listen } from '../support/listen.ts'
import { thisMachine } from '../support/machine.ts'
import type { PageDriver } from '../support/page-driver.ts'
import { startPageDriver } from '../support/start-page-driver.ts'
import { looks, type Sheet, sheetPage, sheets } from './sheet.ts'

/** Of the window, in CSS pixels. */
const [WIDTH, HEIGHT] = [1200, 900]

const target = fileURLToPath(new URL('../../dist/looks/', import.meta.url))
const wanted = process.argv.slice(2)
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
const { found, missing } = chooseBrowsers(thisMachine())
if (missing.length > 0) throw new Error(`No ${missing.join(' and no ')} on this machine.`)

const scripts = await mkdtemp(join(tmpdir(), 'looks-'))
await bundleStandalone(scripts)
await mkdir(target, { recursive: true })
const backend = await elementBackend()
const pages = new Hono()
  .get('/:sheet/:look', (c) => {
    const sheet = sheets.find(({ name }) => name === c.req.param('sheet'))
    return sheet === undefined ? c.notFound() : c.html(sheetPage(sheet, c.req.param('look')))
  })
  .get('/:script{.+\\.js}', async (c) =>
    c.body(await readFile(join(scripts, c.req.param('script'))), 200, { 'content-type': 'text/javascript' }),
  )
const site = getRequestListener(pages.fetch)
const { url, close } = await listen((request, response) =>
  (request.url?.startsWith('/api/') ? backend.listener : site)(request, response),
)

for (const browser of found) {
  const driver = await startPageDriver(browser)
  try {
    for (const sheet of sheets) {
      if (wanted.length > 0 && !wanted.includes(sheet.name)) continue
      if (sheet.forcedColors && driver.forceColors === undefined) continue
      const file = join(target, `${browser.kind}-${sheet.name}.png`)
      await writeFile(file, await photograph(driver, sheet))
      process.stdout.write(`${file}\n`)
    }
  } finally {
    await driver.close()
  }
}
close()
await backend.close()
await rm(scripts, { recursive: true, force: true })

/** All looks below each other. */
async function photograph(driver: PageDriver, sheet: Sheet): Promise<Buffer> {
  await driver.resize(WIDTH, HEIGHT)
  await driver.forceColors?.(sheet.forcedColors)
  const pieces: { input: Buffer; left: number; top: number }[] = []
  let height = 0
  for (const look of looks) {
    await driver.goto(`${url}/${sheet.name}/${look}`)
    while ((await driver.run('return globalThis.isFilled === true')) !== true) await delay(200)
    for (let wantedTop = 0, bottom = 1; wantedTop < bottom; wantedTop += HEIGHT) {
      const place = await driver.run(
        `scrollTo(0, ${wantedTop}); return [scrollY, document.documentElement.scrollHeight]`,
      )
      const [top = 0, pageHeight = 0] = Array.isArray(place) ? place.map(Number) : []
      await delay(100)
      pieces.push({ input: await driver.screenshot(), left: 0, top: height + top })
      bottom = pageHeight
    }
    const { top = 0, input } = pieces.at(-1) ?? {}
    height = top + ((await sharp(input).metadata()).height ?? 0)
  }
  const background = sheet.scheme === 'dark' ? '#121212' : '#ffffff'
  return sharp({ create: { width: WIDTH, height, channels: 3, background } })
    .composite(pieces)
    .png({ palette: true })
    .toBuffer()
}
