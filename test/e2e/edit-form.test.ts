/** An edit form and its server: what one page submits is what the next one shows, in every browser that `BROWSERS` names. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { S3Client } from '@aws-sdk/client-s3'
import { SNSClient } from '@aws-sdk/client-sns'
import { Hono } from 'hono'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bundleStandalone } from '../../demo/bundle-standalone.ts'
import { startLocalAws } from '../../demo/local/index.ts'
import { chooseBrowsers } from '../support/find-browser.ts'
import { thisMachine } from '../support/machine.ts'
import type { PageDriver } from '../support/page-driver.ts'
import { startPageDriver } from '../support/start-page-driver.ts'
import { startStandaloneSite } from './standalone-site.ts'

interface StoredFile {
  readonly key: string
  readonly name: string
  readonly size: number
  readonly type: string
  readonly metadata?: Readonly<Record<string, string>>
}

const STORED: readonly StoredFile[] = [
  {
    key: 'uploads/1',
    name: 'harbour.jpg',
    size: 1200,
    type: 'image/jpeg',
    metadata: { alt: 'Boats & a "pier"' },
  },
  { key: 'uploads/2', name: 'it’s <late>.jpg', size: 3400, type: 'image/jpeg' },
  { key: 'uploads/3', name: 'quay.jpg', size: 5600, type: 'image/jpeg' },
]
const ELEMENT = 'document.querySelector("s3-uploader")'
const INPUT = `${ELEMENT}.shadowRoot.querySelector("input[type=file]")`
const FACTS = `${ELEMENT}.files.map(({ key, name, size, type, metadata }) =>
  ({ key, name, size, type, ...(Object.keys(metadata).length > 0 && { metadata }) }))`

/** What the server has of the listing. */
let stored = STORED
let folder: string
let aws: Awaited<ReturnType<typeof startLocalAws>>
let site: Awaited<ReturnType<typeof startStandaloneSite>>

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll("'", '&#39;').replaceAll('<', '&lt;')
/** @param script of the page */
const page = (
  script: string,
) => `<!doctype html><meta charset="utf-8"><title>Listing</title><link rel="icon" href="data:,">
<script type="module" src="/s3-uploader.js"></script><script>${script}</script>
<form method="post" action="/listing">
  <s3-uploader name="photos" endpoint="/uploads" multiple no-status no-resume value-format="json" variant="gallery"
    caption-field="alt" value='${escaped(JSON.stringify(stored))}'></s3-uploader>
  <button>Save</button>
</form>`

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edit-form-'))
  await bundleStandalone(folder)
  await writeFile(join(folder, 'new.jpg'), Buffer.alloc(2_000, 120))
  aws = await startLocalAws({ lambda: false })
  const { region, accessKeyId, secretAccessKey, bucket, topicArn } = aws
  const config = { region, credentials: { accessKeyId, secretAccessKey } }
  const app = new Hono()
    .get('/listing', (c) => c.html(page('')))
    // Browsers keep no page with such a listener in their back/forward cache.
    .get('/uncached', (c) => c.html(page('addEventListener("unload", () => {})')))
    .post('/listing', async (c) => {
      stored = JSON.parse(String((await c.req.formData()).get('photos')))
      return c.redirect('/listing', 303)
    })
  site = await startStandaloneSite({
    folder,
    backend: {
      info: { bucket },
      topicArn,
      s3: new S3Client({ ...config, endpoint: aws.s3Endpoint, forcePathStyle: true }),
      sns: new SNSClient({ ...config, endpoint: aws.snsEndpoint }),
    },
    pages: { '/elsewhere': '<!doctype html><title>Elsewhere</title><link rel="icon" href="data:,">' },
    app,
  })
})

beforeEach(() => {
  stored = STORED
})

afterAll(async () => {
  site?.close()
  await aws?.close()
  await rm(folder, { recursive: true, force: true })
})

describe.each(chooseBrowsers(thisMachine()).found)('in $kind', (found) => {
  let driver: PageDriver
  beforeAll(async () => {
    driver = await startPageDriver(found)
  })
  afterAll(() => driver?.close())

  const title = () => driver.run('return document.title')
  const files = () => driver.run(`return customElements.get('s3-uploader') && ${FACTS}`)

  async function open(path: string): Promise<void> {
    await driver.goto(new URL(path, site.url).href)
    await expect.poll(files).toEqual(STORED)
    await driver.run(`await ${ELEMENT}.load()`)
    await expect
      .poll(() => driver.run(`return ${ELEMENT}.shadowRoot.querySelectorAll('[part=caption]').length`))
      .toBe(3)
  }

  /** Another caption, one file fewer, another order, and a new file. */
  async function edit(): Promise<void> {
    await driver.run(`
      const field = ${ELEMENT}.shadowRoot.querySelectorAll('[part=caption]')[2]
      field.value = 'The quay'
      field.dispatchEvent(new Event('input', { bubbles: true }))
      await ${ELEMENT}.remove(${ELEMENT}.files[1].id)
      ${ELEMENT}.move(${ELEMENT}.files[1].id, 0)
    `)
    await driver.choose(INPUT, [join(folder, 'new.jpg')])
    await expect.poll(() => driver.run(`return ${ELEMENT}.value.length`)).toBe(3)
    expect(await driver.run(`return ${ELEMENT}.files.map(({ name }) => name)`)).toEqual([
      'quay.jpg',
      'harbour.jpg',
      'new.jpg',
    ])
  }

  /** Resolves on the next page. */
  async function submit(): Promise<void> {
    await driver.run(`
      document.title = 'Left'
      setTimeout(() => document.querySelector('form').requestSubmit())
    `)
    await expect.poll(title).toBe('Listing')
  }

  it('shows on the next page what was submitted', async () => {
    await open('/listing')
    await edit()
    const left = await files()
    await submit()
    await expect.poll(files).toEqual(left)
    expect(stored).toEqual(left)
    expect(stored.map(({ metadata }) => metadata?.alt)).toEqual(['The quay', 'Boats & a "pier"', undefined])
  })

  it.each(['/listing', '/uncached'])(
    'brings the list back as it was left, with the browser’s Back: %s',
    async (path) => {
      await open(path)
      await edit()
      const left = await files()
      await driver.run('window.isLeft = true')
      await driver.goto(new URL('/elsewhere', site.url).href)
      await driver.run('setTimeout(() => history.back())')
      await expect.poll(title).toBe('Listing')
      await expect.poll(files).toEqual(left)
      // The browser gives a page that it did not keep the state of its controls.
      if (found.kind === 'chromium')
        expect(await driver.run('return window.isLeft === true')).toBe(path === '/listing')
      await submit()
      expect(stored).toEqual(left)
    },
  )
})
