/** The element in pages of React, Vue and Angular as their users write them. Installs the frameworks beside this file. */
import { execFile } from 'node:child_process'
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser, ElementHandle, Page } from 'puppeteer-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Backend, startBackend } from '../../demo/backend.ts'
import { bundleStandalone } from '../../demo/bundle-standalone.ts'
import { TraceHub } from '../../demo/trace-hub.ts'
import { startStandaloneSite } from '../e2e/standalone-site.ts'
import { launchBrowser } from '../support/launch-browser.ts'

const FRAMEWORKS = ['react', 'vue', 'angular'] as const
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** What page.js puts on the window. */
interface TestPage {
  events: string[]
  errors: string[]
  props: Record<string, unknown>
  set(props: Record<string, unknown>): void
  unmount(): void
}

declare global {
  interface Window {
    page: TestPage
  }
}

let folder: string
let backend: Backend
let browser: Browser
let site: Awaited<ReturnType<typeof startStandaloneSite>>

beforeAll(async () => {
  await install()
  folder = await mkdtemp(join(tmpdir(), 'frameworks-'))
  await bundleStandalone(folder)
  for (const framework of FRAMEWORKS) await bundlePage(framework)
  for (const name of ['photo.png', 'second.png', 'refused.png']) await writeFile(join(folder, name), PIXEL)
  backend = await startBackend({}, new TraceHub())
  browser = await launchBrowser()
  const pages = FRAMEWORKS.flatMap((name) => [
    // The element is defined before the framework renders, or after it.
    [`/${name}`, pageOf(['/s3-uploader.js', `/${name}-page.js`])],
    [`/${name}-late`, pageOf([`/${name}-page.js`, '/s3-uploader.js'])],
  ])
  site = await startStandaloneSite({ folder, backend, pages: Object.fromEntries(pages) })
}, 300_000)

afterAll(async () => {
  await browser?.close()
  site?.close()
  await backend?.close()
  await rm(folder, { recursive: true, force: true })
})

async function install(): Promise<void> {
  const installed = access(join(import.meta.dirname, 'node_modules/vue')).then(
    () => true,
    () => false,
  )
  if (await installed) return
  await promisify(execFile)('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: import.meta.dirname,
  })
}

async function bundlePage(name: string): Promise<void> {
  await build({
    configFile: false,
    root: import.meta.dirname,
    logLevel: 'error',
    define: {
      'process.env.NODE_ENV': '"production"',
      __VUE_OPTIONS_API__: 'false',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'es2022',
      lib: { entry: `${name}-page.js`, formats: ['es'], fileName: () => `${name}-page.js` },
    },
  })
}

function pageOf(scripts: readonly string[]): string {
  const tags = scripts.map((src) => `<script type="module" src="${src}"></script>`)
  return `<!doctype html><html lang="en_US"><link rel="icon" href="data:,"><div id="app"></div>${tags.join('')}</html>`
}

async function choose(page: Page, file: string): Promise<void> {
  const input = (await page.$('s3-uploader >>> input')) as ElementHandle<HTMLInputElement> | null
  await input?.uploadFile(join(folder, file))
}

const keys = (page: Page) => page.evaluate(() => document.querySelector('s3-uploader')?.value.length)
const submitted = (page: Page) =>
  page.evaluate(() => new FormData(document.querySelector('form') ?? undefined).getAll('photos').length)
/**
 * Without what the element reports by design: attributes that are spelled like properties, which Vue sets before the element is
 * defined, and stored files without a key among "any value".
 */
const errors = async (page: Page) =>
  (await page.evaluate(() => window.page.errors)).filter(
    (error) => !/<s3-uploader>: .*(there is no|A stored file needs a key)/.test(error),
  )

for (const framework of FRAMEWORKS) {
  describe(framework, () => {
    for (const path of [framework, `${framework}-late`]) {
      // Vue sets attributes on an element that is not defined yet: what has none is lost.
      const takesProperties = path !== 'vue-late'
      it(`renders, uploads, and survives any value of any property: /${path}`, async () => {
        const page = await browser.newPage()
        await page.goto(`${site.url}${path}`)
        await page.waitForSelector('s3-uploader >>> .choose')
        if (takesProperties) {
          await expect
            .poll(() => page.$eval('s3-uploader >>> .choose', ({ textContent }) => textContent))
            .toBe('Pick photos')
        }
        expect(await page.$eval('s3-uploader', ({ form }) => form?.id)).toBe('f')
        await choose(page, 'photo.png')
        await expect.poll(() => page.evaluate(() => window.page.events)).toContain('uploads-idle')
        expect(await page.evaluate(() => window.page.events)).toContain('upload-ready')
        expect([await keys(page), await submitted(page)]).toEqual([1, 1])
        if (takesProperties) {
          await choose(page, 'refused.png')
          await expect
            .poll(() => page.$eval('s3-uploader >>> [part=rejections]', ({ textContent }) => textContent))
            .toContain('Not this one.')
        }

        await page.evaluate(async () => {
          const { props, set } = window.page
          for (const value of [null, undefined, '', 7, 'text', true, {}, [], Number.NaN, () => 0]) {
            set(Object.fromEntries(Object.keys(props).map((name) => [name, value])))
            await new Promise((resolve) => setTimeout(resolve, 50))
          }
          set({ ...props, name: 'photos' })
          await new Promise((resolve) => setTimeout(resolve, 100))
        })
        expect(await page.$('main s3-uploader')).not.toBeNull()
        const before = await keys(page)
        await choose(page, 'second.png')
        await expect.poll(() => keys(page)).toBe((before ?? 0) + 1)
        expect(await submitted(page)).toBe(await keys(page))
        await page.evaluate(() => window.page.unmount())
        expect(await page.$('s3-uploader')).toBeNull()
        expect(await errors(page)).toEqual([])
        await page.close()
      })
    }
  })
}
