/**
 * `npm run bench:large`: the memory that a 5 GiB file needs in the page. Measures the tab's process ten times a second,
 * before the choice and while the file is sent in parts to the benchmark's sink. `GIB=20` sets another size.
 */
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { launch } from 'puppeteer-core'
import { browserLaunchOptions } from '../support/browser-launch-options.ts'
import { findBrowser } from '../support/find-browser.ts'
import { thisMachine } from '../support/machine.ts'
import { SinkProcess } from './sink/sink-process.ts'
import { buildSite } from './subjects/build-site.ts'
import { SUBJECTS } from './subjects/subject.ts'
import { type Look, TabMemory } from './tab-memory.ts'

const LOOK_EVERY_MS = 100
/** A page that has just loaded is still busy. */
const CALM_MS = 1000

const size = Number(process.env.GIB ?? 5) * 1024 ** 3
const machine = thisMachine()
const found = findBrowser(machine, 'chromium')
if (found === null) throw new Error('No Chromium; npm run test:browser tells how to get one.')
const ours = SUBJECTS.filter(({ name }) => name === 'ours')
const folder = await mkdtemp(join(tmpdir(), 'bench-large-'))
const site = join(folder, 'site')
await buildSite(site, ours, 'minified')
const sink = await SinkProcess.start(site)
const browser = await launch(browserLaunchOptions(found, machine))
try {
  const path = await holeOf(size)
  await sink.begin('lan')
  const page = await browser.newPage()
  const finished = new Promise<number>((resolve) => {
    void page.exposeFunction('benchFinished', ({ wallMs }: { wallMs: number }) => resolve(wallMs))
  })
  await page.goto(`${sink.siteUrl}/ours.html`)
  const input = await (await page.waitForSelector('s3-uploader >>> input[type=file]'))?.toElement('input')
  // As a visitor's pointer would, which loads the engine.
  await page.hover('s3-uploader')
  await delay(CALM_MS)
  const memory = await TabMemory.of(browser, await page.createCDPSession())
  const before = await memory.look()
  await input?.uploadFile(path)
  const looks = [before]
  let wallMs: number | undefined
  void finished.then((ms) => {
    wallMs = ms
  })
  while (wallMs === undefined) {
    looks.push(await memory.look())
    await delay(LOOK_EVERY_MS)
  }
  const { completed, s3Requests, sentTwice } = await sink.tally()
  const seconds = wallMs / 1000
  const peak = (figure: (look: Look) => number) => Math.max(...looks.map(figure)) / 1e6
  process.stdout.write(
    [
      `${(size / 1024 ** 3).toFixed(0)} GiB in ${seconds.toFixed(1)} s, ${(size / 1e6 / seconds).toFixed(0)} MB/s: ${s3Requests} parts, ${sentTwice} sent twice, ${completed} completed`,
      `JavaScript heap: ${(before.heap / 1e6).toFixed(1)} MB before, ${peak(({ heap }) => heap).toFixed(1)} MB at most`,
      `tab's process:   ${(before.rss / 1e6).toFixed(0)} MB before, ${peak(({ rss }) => rss).toFixed(0)} MB at most`,
      '',
    ].join('\n'),
  )
} finally {
  await browser.close()
  await sink.stop()
  await rm(folder, { recursive: true, force: true })
}

/** A sparse file of zeros, which uses no space on the disk. */
async function holeOf(bytes: number): Promise<string> {
  const path = join(folder, 'large.bin')
  const file = await open(path, 'w')
  await file.truncate(bytes)
  await file.close()
  return path
}
