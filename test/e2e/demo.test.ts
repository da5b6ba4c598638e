import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Browser } from 'puppeteer-core'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startLocalAws } from '../../demo/local/index.ts'
import { launchBrowser } from '../support/launch-browser.ts'
import { DemoPage } from './demo-page.ts'
import { DemoProcess, freePort } from './demo-process.ts'

const photo = join(
  dirname(createRequire(import.meta.url).resolve('exif/package.json')),
  'test/sony-alpha-6000.jpg',
)

let folder: string
let browser: Browser
const running: { stop(): Promise<unknown> }[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demo-test-'))
  browser = await launchBrowser()
})

afterEach(async () => {
  for (const page of await browser.pages()) if (page.url() !== 'about:blank') await page.close()
  for (const process of running.splice(0)) await process.stop()
})

afterAll(async () => {
  await browser?.close()
  await rm(folder, { recursive: true, force: true })
})

/** A picture whose left half is one colour and whose right half is another. */
async function halves(name: string, left: string, right: string): Promise<string> {
  const half = sharp({ create: { width: 300, height: 400, channels: 3, background: right } }).png()
  const path = join(folder, name)
  await sharp({ create: { width: 600, height: 400, channels: 3, background: left } })
    .composite([{ input: await half.toBuffer(), left: 300, top: 0 }])
    .toFile(path)
  return path
}

/** Loads an image, to read its size, type and colours. */
async function fetchImage(url: string) {
  const response = await fetch(url)
  expect(response.status).toBe(200)
  const { data, info } = await sharp(Buffer.from(await response.arrayBuffer()))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return {
    width: info.width,
    height: info.height,
    contentType: response.headers.get('content-type'),
    at: (x: number, y: number) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)],
  }
}

/** With a tolerance of 12 per channel, for lossy formats. */
function expectColour(actual: number[] | undefined, expected: [number, number, number]): void {
  const distance = Math.max(...expected.map((value, channel) => Math.abs(value - (actual?.[channel] ?? 999))))
  expect(distance, `${actual} is not ${expected}`).toBeLessThan(12)
}

describe('the demo page', () => {
  let demo: DemoProcess
  beforeAll(async () => {
    demo = await DemoProcess.start()
  })
  afterAll(() => demo.stop())

  it('uploads JPEG, PNG, WebP and GIF and shows the images of the Lambda', async () => {
    expect(demo.output).toContain('embedded')
    const page = await DemoPage.open(browser, demo.url)
    expect(await page.text('#backend')).toContain('nothing leaves this machine')

    const formats = ['jpg', 'png', 'webp', 'gif']
    const pictures = await Promise.all(
      formats.map((format) => halves(`halves.${format}`, '#c81e1e', '#1e50c8')),
    )
    await page.pick(...pictures, photo)
    const uploads = await page.settled(5)
    expect(uploads.map(({ name, status, code }) => [name, status, code])).toEqual([
      ...formats.map((format) => [`halves.${format}`, 'ready', null]),
      ['sony-alpha-6000.jpg', 'ready', null],
    ])

    for (const { variants, image, name } of uploads.slice(0, 4)) {
      expect(image, name).toMatchObject({ width: 600, height: 400, capturedAt: null })
      const [thumb, large] = await Promise.all(variants.map(({ url }) => fetchImage(url)))
      // A square from the middle: the border between the colours stays in the middle.
      expect(thumb).toMatchObject({ width: 100, height: 100, contentType: 'image/webp' })
      expectColour(thumb?.at(20, 50), [200, 30, 30])
      expectColour(thumb?.at(80, 50), [30, 80, 200])
      // Smaller than the limit of 1600: never enlarged.
      expect(large).toMatchObject({ width: 600, height: 400 })
      expectColour(large?.at(100, 10), [200, 30, 30])
    }
    const camera = uploads[4]
    expect(camera?.image).toMatchObject({ width: 6000, height: 4000, format: 'jpeg' })
    expect(camera?.image?.capturedAt).toMatch(/^2014-04-18T/)
    expect(camera?.variants.map(({ name, width, height }) => [name, width, height])).toEqual([
      ['thumb', 100, 100],
      ['large', 1600, 1067],
    ])

    // The rows show the Lambda's image from S3, and every step of the picture is done.
    const shown = await page.page.$$eval('s3-uploader >>> li img', (images) =>
      images.map((image) => image.src),
    )
    expect(shown).toEqual(uploads.map(({ variants }) => variants[0]?.url))
    await page.page.waitForFunction(() =>
      [...(document.querySelector('pipeline-view')?.shadowRoot?.querySelectorAll('li') ?? [])].every(
        (step) => step.className === 'done',
      ),
    )
    expect(Object.keys(await page.steps())).toHaveLength(11)

    await page.page.click('.publish')
    const submitted = await page.text('#submitted >>> pre')
    for (const { key } of uploads) expect(submitted).toContain(`photos = ${key}`)
    expect(page.problems).toEqual([])
  })

  it('uploads valid files beside invalid ones', async () => {
    const page = await DemoPage.open(browser, demo.url)
    const words = join(folder, 'words.jpg')
    const notes = join(folder, 'notes.txt')
    const empty = join(folder, 'empty.png')
    await Promise.all([writeFile(words, 'only words'), writeFile(notes, 'notes'), writeFile(empty, '')])
    await page.pick(words, notes, empty, await halves('good.png', 'red', 'blue'))
    const uploads = await page.settled(2)
    expect(uploads.map(({ name, status, code }) => [name, status, code])).toEqual([
      ['words.jpg', 'ready', 'type-mismatch'],
      ['good.png', 'ready', null],
    ])
    const alert = await page.text('s3-uploader >>> [part=rejections]')
    expect(alert).toContain('notes.txt')
    expect(alert).toContain('empty.png')
  })

  it('sends a large file in parts, and continues it after a reload', async () => {
    const page = await DemoPage.open(browser, demo.url)
    const sent: string[] = []
    page.page.on('requestfinished', (request) => {
      const part = new URL(request.url()).searchParams.get('partNumber')
      if (request.method() === 'PUT' && part !== null) sent.push(part)
    })
    const network = await page.page.createCDPSession()
    await network.send('Network.enable')
    const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 16e6 }
    await network.send('Network.emulateNetworkConditions', slow)
    // Random bytes: too large for one form, and not an image, which the Lambda must report.
    const large = join(folder, 'large.png')
    await writeFile(large, randomBytes(45e6))
    // One part after the other, so that the reload comes between two parts.
    const oneByOne = () =>
      page.page.evaluate(() => document.querySelector('s3-uploader')?.setAttribute('concurrency', '1'))
    await oneByOne()
    // The element asks before the page is closed; the user confirms.
    let warnings = 0
    page.page.on('dialog', async (dialog) => {
      warnings += 1
      await dialog.accept()
    })
    await page.pick(large)
    await expect.poll(() => sent.length).toBeGreaterThanOrEqual(2)
    await page.page.reload()
    const before = sent.length
    expect(warnings).toBe(1)
    await page.ready()
    await network.send('Network.emulateNetworkConditions', { ...slow, uploadThroughput: -1 })
    sent.length = 0
    await page.pick(large)
    expect(await page.settled(1)).toMatchObject([{ status: 'ready', code: 'type-mismatch' }])
    const parts = Math.ceil(45e6 / (8 * 2 ** 20))
    expect(before).toBeGreaterThanOrEqual(2)
    expect(sent).toHaveLength(parts - before)
  })
})

describe('the demo command', () => {
  it('names a port that is in use and how to take a free one', async () => {
    const port = await freePort()
    const occupant = createServer().listen(port, 'localhost')
    const demo = DemoProcess.spawn(port)
    expect(await demo.exit()).toBe(1)
    expect(demo.output.trim()).toBe(`Port ${port} is in use. To take a free one: PORT=0 npm run demo`)
    occupant.close()
  })

  it('takes a free port for 0, and prints it', async () => {
    const demo = DemoProcess.spawn(0)
    running.push(demo)
    await expect.poll(() => demo.output, { timeout: 50_000 }).toMatch(/^Demo: http:\/\/localhost:[1-9]\d*$/m)
    const [url = ''] = /http:\S+/.exec(demo.output) ?? []
    expect((await fetch(url)).status).toBe(200)
    expect(await demo.stop()).toBe(0)
  })

  it.each([
    [{ PORT: 'http' }, 'PORT must be a number from 0 to 65535, got "http".'],
    [{ UPLOAD_BUCKET: 'mine' }, 'Set both UPLOAD_BUCKET and UPLOAD_TOPIC_ARN, or neither.'],
  ])('refuses %j in one sentence', async (environment, sentence) => {
    const demo = DemoProcess.spawn(await freePort(), environment)
    expect(await demo.exit()).toBe(1)
    expect(demo.output.trim()).toBe(sentence)
  })

  it('answers requests that come before it is ready, ends cleanly and leaves no process behind', async () => {
    const demo = DemoProcess.spawn(await freePort())
    const isAnswered = () =>
      fetch(demo.url).then(
        ({ ok }) => ok,
        () => false,
      )
    await expect.poll(isAnswered, { interval: 10 }).toBe(true)
    expect(await demo.stop()).toBe(0)
    await expect(fetch(demo.url)).rejects.toThrow()
  })
})

describe('with the endpoints of the environment', () => {
  it('uses them, prints them, and recovers after S3 was down', async () => {
    const s3Port = await freePort()
    const snsPort = await freePort()
    const directory = join(folder, 'store')
    let aws = await startLocalAws({ s3Port, snsPort, directory, bucket: 'given-bucket' })
    const demo = await DemoProcess.start(aws.environment)
    running.push(demo, { stop: () => aws.close() })
    expect(demo.output).toContain('Using bucket given-bucket in us-east-1')
    const page = await DemoPage.open(browser, demo.url)
    expect(await page.text('#backend')).toContain('given-bucket')

    const picture = await halves('first.png', 'red', 'blue')
    await page.pick(picture)
    expect(await page.settled(1)).toMatchObject([{ status: 'ready' }])
    await expect.poll(async () => (await page.steps()).write).toBe('done')

    await aws.close()
    await page.pick(picture)
    await expect
      .poll(() => page.page.evaluate(() => document.querySelector('s3-uploader')?.files[1]?.waiting?.for))
      .toBe('network')

    aws = await startLocalAws({ s3Port, snsPort, directory, bucket: 'given-bucket' })
    expect((await page.settled(2))[1]).toMatchObject({ status: 'ready' })
  })
})
