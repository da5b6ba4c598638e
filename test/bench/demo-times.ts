/**
 * `npm run bench:demo`: the waiting times of a first-time user. Medians of five runs of the real command in a real
 * browser: from `npm run demo` to its URL, and from choosing a photo to the Lambda's image in its row.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { launch } from 'puppeteer-core'
import sharp from 'sharp'
import { DemoPage } from '../e2e/demo-page.ts'
import { DemoProcess } from '../e2e/demo-process.ts'
import { browserLaunchOptions } from '../support/browser-launch-options.ts'
import { findBrowser } from '../support/find-browser.ts'
import { thisMachine } from '../support/machine.ts'

const RUNS = 5
const camera = join(
  dirname(createRequire(import.meta.url).resolve('exif/package.json')),
  'test/sony-alpha-6000.jpg',
)

const machine = thisMachine()
const found = findBrowser(machine, 'chromium') ?? findBrowser(machine)
if (found === null) throw new Error('No browser; npm run test:browser tells how to get one.')
const folder = await mkdtemp(join(tmpdir(), 'demo-times-'))
const photo = join(folder, 'photo.jpg')
await sharp(camera).resize(5000).jpeg({ quality: 97 }).toFile(photo)
const { size } = await stat(photo)

const starts: number[] = []
const firsts: number[] = []
const nexts: number[] = []
for (let run = 0; run < RUNS; run += 1) {
  const startedAt = performance.now()
  const demo = await DemoProcess.start()
  starts.push(performance.now() - startedAt)
  const browser = await launch(browserLaunchOptions(found, machine))
  const page = await DemoPage.open(browser, demo.url)
  firsts.push(await untilShown(page))
  nexts.push(await untilShown(page))
  await browser.close()
  await demo.stop()
}
await rm(folder, { recursive: true })

print('npm run demo, until it says its address', starts)
print(`${(size / 1e6).toFixed(1)} MB photo, until its resized image is drawn, first upload`, firsts)
print('the same photo again, everything warm', nexts)

/** Milliseconds from choosing the photo until the row shows the image from S3, by the page's clock. */
async function untilShown(demo: DemoPage): Promise<number> {
  const count = (await demo.uploads()).length
  await demo.page.evaluate(() => {
    document.querySelector('s3-uploader')?.addEventListener('files-add', () => performance.mark('picked'), {
      once: true,
    })
  })
  await demo.pick(photo)
  const shownAt = await demo.page.waitForFunction(
    (index) => {
      const rows = document.querySelector('s3-uploader')?.shadowRoot?.querySelectorAll('li')
      const image = rows?.[index]?.querySelector('img')
      return image?.src.startsWith('http') && image.complete && image.naturalWidth > 0 && performance.now()
    },
    { polling: 'raf', timeout: 30_000 },
    count,
  )
  const pickedAt = await demo.page.evaluate(
    () => performance.getEntriesByName('picked').at(-1)?.startTime ?? 0,
  )
  return Number(await shownAt.jsonValue()) - pickedAt
}

function print(what: string, figures: number[]): void {
  const sorted = [...figures].sort((a, b) => a - b)
  const [least, median, most] = [0, (RUNS - 1) / 2, RUNS - 1].map((index) => Math.round(sorted[index] ?? 0))
  process.stdout.write(`${what}: ${median} ms (${least}–${most})\n`)
}
