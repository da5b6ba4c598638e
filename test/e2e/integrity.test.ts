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

it('lives beside another copy of itself, under another name and, where there are any, in a scoped registry', async () => {
  const body = `<link rel="icon" href="data:,"><form>
    <s3-uploader name="first" no-status></s3-uploader><s3-uploader-next name="second" no-status></s3-uploader-next><p></p>
  </form><script type="module">
    import { S3UploaderElement as First } from '/s3-uploader.js'
    import { S3UploaderElement as Second } from '${cdn.url}s3-uploader.js'
    customElements.define('s3-uploader-next', Second)
    if ('initialize' in CustomElementRegistry.prototype) {
      const registry = new CustomElementRegistry()
      registry.define('s3-uploader', class extends Second {})
      const scope = document.querySelector('p').attachShadow({ mode: 'open', customElementRegistry: registry })
      scope.innerHTML = '<s3-uploader no-status></s3-uploader>'
    }
    document.documentElement.dataset.classes = new Set([First, Second]).size
  </script>`
  const site = await startStandaloneSite({ folder, backend, pages: { '/': `<!doctype html>${body}` } })
  const page = await browser.newPage()
  await page.goto(site.url)
  const statuses = await page.evaluate(async () => {
    const found = [
      document.querySelector('s3-uploader'),
      document.querySelector<HTMLElementTagNameMap['s3-uploader']>('s3-uploader-next'),
      document.querySelector('p')?.shadowRoot?.querySelector('s3-uploader'),
    ].filter((element) => element != null)
    await Promise.all(
      found.map((element, index) =>
        element.addFiles([new File([new Uint8Array(1000 + index)], `${index}.png`, { type: 'image/png' })]),
      ),
    )
    const settled = await Promise.all(found.map((element) => element.waitForIdle()))
    return settled.flat().map(({ status }) => status)
  })
  const hasScopes = await page.evaluate(() => 'initialize' in CustomElementRegistry.prototype)
  const fields = await page.evaluate(() => [...new FormData(document.forms[0])].map(([name]) => name))
  const classes = await page.evaluate(() => document.documentElement.dataset.classes)
  await page.close()
  site.close()
  expect({ statuses, fields, classes }).toEqual({
    statuses: Array(hasScopes ? 3 : 2).fill('ready'),
    fields: ['first', 'second'],
    classes: '2',
  })
})
