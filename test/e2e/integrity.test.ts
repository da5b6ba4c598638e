/** The standalone element from another origin, with the tags of `dist/cdn.html`, whose hashes are right or wrong. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'puppeteer-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Backend, startBackend } from '../../demo/backend.ts'
import { bundleStandalone } from '../../demo/bundle-standalone.ts'
import { TraceHub } from '../../demo/trace-hub.ts'
import { cdnTags, integrityOf, type ScriptHashes, writeIntegrity } from '../../demo/write-integrity.ts'
import { launchBrowser } from '../support/launch-browser.ts'
import { startScriptHost } from './script-host.ts'
import { startStandaloneSite } from './standalone-site.ts'

let folder: string
let cdn: Awaited<ReturnType<typeof startScriptHost>>
let hashes: ScriptHashes
let backend: Backend
let browser: Browser

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'integrity-'))
  await bundleStandalone(folder)
  cdn = await startScriptHost(folder)
  await writeIntegrity(folder, cdn.url)
  hashes = JSON.parse(await readFile(join(folder, 'integrity.json'), 'utf8'))
  backend = await startBackend({}, new TraceHub())
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser?.close()
  await backend?.close()
  cdn?.close()
  await rm(folder, { recursive: true, force: true })
})

const WRONG = integrityOf(Buffer.from('another script'))

/** Opens a page with these tags and uploads two files, one of them in parts; `outcome` is their status or the error's code. */
async function load(tags: string) {
  cdn.asked.length = 0
  const body = `<link rel="icon" href="data:,">${tags}<s3-uploader no-status multiple></s3-uploader>`
  const site = await startStandaloneSite({
    folder,
    backend,
    pages: { '/': `<!doctype html><html lang="de">${body}</html>` },
    routes: { default: { checksum: 'required', multipartThreshold: 6_000_000 } },
  })
  const page = await browser.newPage()
  const refused: string[] = []
  page.on('console', (message) => {
    const [, name] = /integrity.*'http:\/\/localhost:\d+\/([^']+)'/.exec(message.text()) ?? []
    if (name !== undefined) refused.push(name)
  })
  await page.goto(site.url)
  const isDefined = await page.evaluate(() => customElements.get('s3-uploader') !== undefined)
  const outcome = await page.evaluate(async () => {
    const element = document.querySelector('s3-uploader')
    if (element?.shadowRoot == null) return null
    const file = (name: string, size: number) => new File([new Uint8Array(size)], name, { type: 'image/png' })
    try {
      await element.addFiles([file('a.png', 1000), file('b.png', 7_000_000)])
      return (await element.waitForIdle()).map(({ status }) => status)
    } catch (error) {
      return error instanceof Error && 'code' in error ? error.code : error
    }
  })
  await page.close()
  site.close()
  return { isDefined, outcome, refused, asked: [...new Set(cdn.asked)] }
}

it('loads the first script and the later ones with the right hashes', async () => {
  const { outcome, refused, asked } = await load(await readFile(join(folder, 'cdn.html'), 'utf8'))
  expect({ outcome, refused }).toEqual({ outcome: ['ready', 'ready'], refused: [] })
  expect(asked.length).toBeGreaterThan(4)
  expect(asked.filter((name) => hashes[name] === undefined)).toEqual([])
})

it('refuses a first script with another hash', async () => {
  const { isDefined, refused } = await load(cdnTags(cdn.url, { ...hashes, 's3-uploader.js': WRONG }))
  expect({ isDefined, refused }).toEqual({ isDefined: false, refused: ['s3-uploader.js'] })
})

it('refuses a later script with another hash, as one that was not loaded', async () => {
  const later = Object.keys(hashes).find((name) => name.startsWith('s3-uploader-ui-')) ?? ''
  const { isDefined, outcome, refused } = await load(cdnTags(cdn.url, { ...hashes, [later]: WRONG }))
  expect({ isDefined, outcome }).toEqual({ isDefined: true, outcome: 'module-not-loaded' })
  expect(new Set(refused)).toEqual(new Set([later]))
})
