/** Real folders, and files that change on the disk. */
import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, launch, type Page } from 'puppeteer-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { browserLaunchOptions } from '../support/browser-launch-options.ts'
import { findBrowser } from '../support/find-browser.ts'
import { thisMachine } from '../support/machine.ts'
import { DemoPage } from './demo-page.ts'
import { DemoProcess } from './demo-process.ts'

// Only Chromium can drop files from the disk by script.
const chromium = findBrowser(thisMachine(), 'chromium')

let folder: string
let browser: Browser | null = null
let demo: DemoProcess

beforeAll(async () => {
  if (chromium === null) return
  folder = await mkdtemp(join(tmpdir(), 'disk-test-'))
  browser = await launch(browserLaunchOptions(chromium, thisMachine()))
  demo = await DemoProcess.start()
})

afterEach(async () => {
  for (const page of (await browser?.pages()) ?? []) if (page.url() !== 'about:blank') await page.close()
})

afterAll(async () => {
  if (chromium === null) return
  await demo?.stop()
  await browser?.close()
  await rm(folder, { recursive: true, force: true })
})

/** The demo page, whose uploads wait for `upload()`. */
async function openDemo(): Promise<DemoPage> {
  if (browser === null) throw new Error('No Chromium')
  const demoPage = await DemoPage.open(browser, demo.url)
  await demoPage.page.evaluate(() => {
    const element = document.querySelector('s3-uploader')
    Object.assign(element ?? {}, { manual: true, noStatus: true, noUnloadGuard: true, maxFiles: undefined })
    return element?.updateComplete
  })
  return demoPage
}

const upload = (page: Page) => page.evaluate(() => document.querySelector('s3-uploader')?.upload())

async function drop(page: Page, ...files: string[]): Promise<void> {
  const box = await (await page.$('s3-uploader'))?.boundingBox()
  if (box == null) throw new Error('The element is not drawn')
  const session = await page.createCDPSession()
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', {
      type,
      x: box.x + 40,
      y: box.y + 40,
      data: { items: [], files, dragOperationsMask: 1 },
    })
  }
}

it.skipIf(chromium === null)('adds every file of a dropped folder, and nothing else', async () => {
  const album = join(folder, 'album')
  await mkdir(join(album, 'deep', 'deeper'), { recursive: true })
  await mkdir(join(album, 'empty'))
  const names = Array.from({ length: 230 }, (_, index) => `${String(index).padStart(3, '0')}.png`)
  await Promise.all(names.map((name) => writeFile(join(album, name), name)))
  await writeFile(join(album, 'deep', 'deeper', 'last.png'), 'last')
  await writeFile(join(album, '.DS_Store'), 'litter')
  await symlink(join(folder, 'nowhere.png'), join(album, 'broken-link.png'))
  const { page } = await openDemo()
  await drop(page, album)
  const paths = () =>
    page.evaluate(() =>
      (document.querySelector('s3-uploader')?.files ?? []).map(({ relativePath }) => relativePath).sort(),
    )
  await expect.poll(async () => (await paths()).length).toBe(231)
  expect(await paths()).toEqual(
    [...names.map((name) => `album/${name}`), 'album/deep/deeper/last.png'].sort(),
  )
})

it.skipIf(chromium === null)('reports that a file was changed on the disk after it was chosen', async () => {
  const path = join(folder, 'changing.png')
  await writeFile(path, 'as it was chosen')
  // The browser detects a change by the modification time, in seconds.
  await utimes(path, new Date('2020-01-01'), new Date('2020-01-01'))
  const demoPage = await openDemo()
  await demoPage.pick(path)
  await demoPage.page.waitForFunction(() => document.querySelector('s3-uploader')?.files.length === 1, {
    polling: 50,
  })
  await writeFile(path, 'and as it is now, which is longer')
  await upload(demoPage.page)
  expect(await demoPage.settled(1)).toMatchObject([{ status: 'failed', code: 'file-changed' }])
})
