/**
 * `npm run bench:add`: the time to add a folder of files to the built element, chosen in a real file input. Nothing is
 * uploaded. Medians of three fresh pages, measured by the page's clock and without a trace, which would cost 0.5 s; CPU
 * times are of one more page, traced. The floor is a bare page that reads every size in a loop.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launch, type Page } from 'puppeteer-core'
import sharp from 'sharp'
import { bundleStandalone } from '../../demo/bundle-standalone.ts'
import { browserLaunchOptions } from '../support/browser-launch-options.ts'
import { findBrowser } from '../support/find-browser.ts'
import { thisMachine } from '../support/machine.ts'
import { taskTimes } from './task-times.ts'

const RUNS = 3
const COUNTS = [1_000, 10_000]

const COLUMNS = {
  floorMs: 'floor, one block, ms',
  allKnownMs: 'all sizes known ms',
  firstRowMs: 'first row ms',
  longestTaskMs: 'longest task ms',
  longestTaskCpuMs: 'longest task CPU ms',
  scrollFrameMs: 'scrolling, median frame ms',
  scrollP95Ms: '95 % of frames ms',
  scrollFrameCpuMs: 'scrolling, CPU ms a frame',
  domNodes: 'DOM nodes',
  keptMb: 'kept heap MB',
} as const

type Figures = Record<keyof typeof COLUMNS, number>
type CpuFigures = Pick<Figures, 'longestTaskCpuMs' | 'scrollFrameCpuMs'>
const columns = Object.keys(COLUMNS) as (keyof Figures)[]
const FRAMES = 120

const machine = thisMachine()
const found = findBrowser(machine, 'chromium')
if (found === null) throw new Error('No Chromium; npm run test:browser tells how to get one.')
const folder = await mkdtemp(join(tmpdir(), 'add-files-'))
await bundleStandalone(folder)
/** Measures in the page: from the choice to the first drawn row and to the last size. */
const page = `<!doctype html><title>add</title><script type="module" src="/s3-uploader.js"></script>
<s3-uploader multiple manual></s3-uploader>
<script>
  const element = document.querySelector('s3-uploader')
  // From the browser's event; its work before that does not count.
  customElements.whenDefined('s3-uploader').then(() => element.updateComplete).then(() => {
    element.shadowRoot.addEventListener('input', (event) => pick(event.target.files.length), true)
  })
  const pick = (count) => {
    performance.mark('picked')
    // The task of the choice counts from its event: before that, the browser's protocol creates the files.
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) {
        longestTaskMs = Math.max(longestTaskMs, startTime + duration - Math.max(startTime, at('picked')))
      }
    }).observe({ type: 'longtask' })
    const look = () => {
      if (element.shadowRoot.querySelector('li') === null) requestAnimationFrame(look)
      // The frame with the row ends before the next one starts.
      else requestAnimationFrame(() => performance.mark('first-row'))
    }
    requestAnimationFrame(look)
    const watch = () => {
      if (element.files.length < count) requestAnimationFrame(watch)
      else performance.mark('all-known')
    }
    requestAnimationFrame(watch)
  }
  // The browser reports only tasks over 50 ms.
  let longestTaskMs = 0
  const at = (name) => performance.getEntriesByName(name)[0]?.startTime
  const nodesOf = (root) => {
    let count = 0
    const walker = document.createTreeWalker(root)
    do {
      count += 1
      if (walker.currentNode.shadowRoot) count += nodesOf(walker.currentNode.shadowRoot)
    } while (walker.nextNode())
    return count
  }
</script>`
const floor = `<!doctype html><title>floor</title><input type="file" multiple>
<script>
  let floorMs
  document.querySelector('input').addEventListener('change', (event) => {
    const startedAt = performance.now()
    let bytes = 0
    for (const file of event.target.files) bytes += file.size
    floorMs = performance.now() - startedAt
  })
</script>`
const pages: Readonly<Record<string, string>> = {
  '/': page,
  '/gallery': page.replace('multiple manual', 'multiple manual variant="gallery"'),
  '/floor': floor,
}
const server = createServer(async ({ url = '' }, response) => {
  const isScript = url.endsWith('.js')
  const body = isScript ? await readFile(join(folder, url)).catch(() => undefined) : pages[url]
  response.writeHead(body === undefined ? 404 : 200, {
    'content-type': isScript ? 'text/javascript' : 'text/html',
  })
  response.end(body)
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const address = server.address()
if (address === null || typeof address === 'string') throw new Error('No port')
const url = `http://127.0.0.1:${address.port}/`

const browser = await launch(browserLaunchOptions(found, machine))
process.stdout.write(`| files | ${columns.map((column) => COLUMNS[column]).join(' | ')} |\n`)
process.stdout.write(`| --- | ${columns.map(() => '--:').join(' | ')} |\n`)
try {
  for (const [kind, look] of [
    ['notes.txt', ''],
    ['scan.jpg', ''],
    ['picture.jpg', 'gallery'],
  ] as const) {
    for (const count of COUNTS) {
      const paths = await filesOf(kind, count)
      const cpu = await measureCpu(paths, look)
      const runs: Figures[] = []
      for (let run = 0; run < RUNS; run += 1) runs.push({ ...(await measure(paths, look)), ...cpu })
      const medians = columns.map((column) => {
        const [, median = 0] = runs.map((figures) => figures[column]).sort((a, b) => a - b)
        if (column === 'longestTaskMs' && median < 50) return '< 50'
        return median.toFixed(column === 'keptMb' || column === 'scrollFrameCpuMs' ? 1 : 0)
      })
      process.stdout.write(`| ${count} × ${kind} ${look} | ${medians.join(' | ')} |\n`)
    }
  }
} finally {
  await browser.close()
  server.close()
  await rm(folder, { recursive: true })
}

async function filesOf(kind: string, count: number): Promise<string[]> {
  const content = kind.endsWith('.jpg')
    ? await sharp({ create: { width: 320, height: 200, channels: 3, background: '#888' } })
        .jpeg()
        .toBuffer()
    : 'a note'
  const [stem, extension] = kind.split('.')
  const home = join(folder, `${stem}-${count}`)
  await mkdir(home)
  const paths = Array.from({ length: count }, (_, index) => join(home, `${stem}-${index}.${extension}`))
  for (let at = 0; at < count; at += 500) {
    await Promise.all(paths.slice(at, at + 500).map((path) => writeFile(path, content)))
  }
  return paths
}

/** Milliseconds. */
async function floorOf(paths: string[]): Promise<number> {
  const page = await browser.newPage()
  await page.goto(`${url}floor`)
  const input = await page.waitForSelector('input[type=file]')
  await input?.uploadFile(...paths)
  const handle = await page.waitForFunction('floorMs', { timeout: 60_000 })
  const floorMs = Number(await handle.jsonValue())
  await page.close()
  return floorMs
}

/** @param look path of the page: the list, or the gallery */
async function measure(paths: string[], look: string): Promise<Omit<Figures, keyof CpuFigures>> {
  const floorMs = await floorOf(paths)
  const { page, add } = await open(look)
  const before = await heapMb(page)
  await add(paths)
  const number = async (expression: string) => Number(await page.evaluate(expression))
  const firstRowMs = await number('at("first-row") - at("picked")')
  const allKnownMs = await number('at("all-known") - at("picked")')
  const longestTaskMs = await number('longestTaskMs')
  const domNodes = await number('nodesOf(document)')
  const after = await heapMb(page)
  const frames = await scrollFrames(page)
  await page.close()
  return {
    floorMs,
    longestTaskMs,
    firstRowMs,
    allKnownMs,
    scrollFrameMs: frames[Math.floor(frames.length / 2)] ?? 0,
    scrollP95Ms: frames[Math.floor(frames.length * 0.95)] ?? 0,
    domNodes,
    keptMb: after - before,
  }
}

async function open(look: string) {
  const page = await browser.newPage()
  await page.goto(`${url}${look}`)
  const input = await page.waitForSelector('s3-uploader >>> input[type=file]')
  if (input === null) throw new Error('No file input')
  // As a visitor's pointer would, which loads the list.
  await page.hover('s3-uploader')
  await page.waitForNetworkIdle()
  const add = async (paths: string[]) => {
    await input.uploadFile(...paths)
    // One second more, for the previews of the rows.
    await page.waitForFunction('performance.now() > at("all-known") + 1000', { timeout: 120_000 })
  }
  return { page, add }
}

/** The task of the choice itself counts in part: before the event, the browser's protocol creates the files. */
async function measureCpu(paths: string[], look: string): Promise<CpuFigures> {
  const { page, add } = await open(look)
  const adding = await taskTimes(page, () => add(paths))
  const picked = Number(await page.evaluate('at("picked")'))
  const parts = adding.map(({ start, duration, cpu }) =>
    start >= picked ? cpu : Math.min(cpu, Math.max(0, start + duration - picked)),
  )
  const scrolling = await taskTimes(page, async () => void (await scrollFrames(page)))
  await page.close()
  return {
    longestTaskCpuMs: Math.max(...parts),
    scrollFrameCpuMs: scrolling.reduce((sum, { cpu }) => sum + cpu, 0) / FRAMES,
  }
}

/** Durations of 120 frames, in milliseconds and sorted, during which the list is scrolled by 60 pixels each. */
async function scrollFrames(page: Page): Promise<number[]> {
  return page.evaluate(async (count) => {
    const list = document.querySelector('s3-uploader')?.shadowRoot?.querySelector('.list')
    const frames: number[] = []
    let last = performance.now()
    while (list && frames.length < count) {
      await new Promise(requestAnimationFrame)
      const now = performance.now()
      frames.push(now - last)
      last = now
      list.scrollTop += 60
    }
    return frames.sort((a, b) => a - b)
  }, FRAMES)
}

/** Size of the JavaScript heap after a garbage collection. */
async function heapMb(page: Page): Promise<number> {
  const session = await page.createCDPSession()
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return usedSize / 1e6
}
