import { setTimeout as delay } from 'node:timers/promises'
import {
  type Browser,
  type CDPSession,
  type LaunchOptions,
  launch,
  type Page,
  type Protocol,
} from 'puppeteer-core'
import type { SinkProcess } from './sink/sink-process.ts'
import type { Tally } from './sink/tally.ts'
import type { PageResult } from './subjects/page-clock.ts'
import type { Subject } from './subjects/subject.ts'
import type { Workload } from './workload.ts'

/** A browser that has just started is still busy. */
const CALM_MS = 500
/** A point on the subject, in pixels from the page's corner. */
const POINTER = { x: 100, y: 50 }
const HEAP_EVERY_MS = 100
/** Microseconds between two samples of the main thread. */
const SAMPLE_EVERY = 500

export interface Measurement {
  /** `null`: stopped after the limit. */
  readonly result: PageResult | null
  /** CPU seconds of all processes of the browser. */
  readonly cpuSeconds: number
  /** MB of the JavaScript heap, including garbage. */
  readonly peakHeapMb: number
  readonly tally: Tally
  /** Of the main thread, on request. */
  readonly cpuProfile: Protocol.Profiler.Profile | null
}

export interface MeasureOptions {
  readonly sink: SinkProcess
  readonly launchOptions: LaunchOptions
  readonly cpuProfile: boolean
}

/** One subject, one workload, one fresh browser; the files are chosen in the file input. */
export async function measure(
  subject: Subject,
  workload: Workload,
  paths: readonly string[],
  { sink, launchOptions, cpuProfile }: MeasureOptions,
): Promise<Measurement> {
  await sink.begin(workload.profile)
  // A call to a page that hangs must not end the benchmark by puppeteer's timeout.
  const browser = await launch({ ...launchOptions, protocolTimeout: 2000 * workload.limitSeconds })
  try {
    const page = await browser.newPage()
    const finished = await endOf(page)
    await page.goto(`${sink.siteUrl}/${subject.name}.html`)
    const element = await page.waitForSelector(subject.input, { timeout: 10_000 })
    const input = await element?.toElement('input')
    // As a visitor's pointer would: some subjects load more only then.
    await page.mouse.move(POINTER.x, POINTER.y)
    await delay(CALM_MS)
    const session = await page.createCDPSession()
    if (cpuProfile) await startProfile(session)
    const before = await cpuSeconds(browser)
    const heap = new HeapWatch(session)
    // Not awaited: a page may be busy with the files for longer than the limit.
    input?.uploadFile(...paths).catch(() => {})
    const result = await withinLimit(finished, 1000 * workload.limitSeconds)
    return {
      result,
      cpuSeconds: (await cpuSeconds(browser)) - before,
      peakHeapMb: heap.stop() / 1e6,
      tally: await sink.tally(),
      cpuProfile: cpuProfile && result !== null ? (await session.send('Profiler.stop')).profile : null,
    }
  } finally {
    await browser.close()
  }
}

/** Resolves to a promise of the page's result. */
async function endOf(page: Page): Promise<{ result: Promise<PageResult> }> {
  let resolve: (result: PageResult) => void = () => {}
  const result = new Promise<PageResult>((settle) => {
    resolve = settle
  })
  await page.exposeFunction('benchFinished', (told: PageResult) => resolve(told))
  // In an object: awaiting this function must not await the result.
  return { result }
}

async function withinLimit(
  { result }: { result: Promise<PageResult> },
  limitMs: number,
): Promise<PageResult | null> {
  const limit = new AbortController()
  try {
    return await Promise.race([result, delay(limitMs, null, { signal: limit.signal })])
  } finally {
    limit.abort()
  }
}

/** CPU time of all processes of the browser so far. */
async function cpuSeconds(browser: Browser): Promise<number> {
  const session = await browser.target().createCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0)
}

async function startProfile(session: CDPSession): Promise<void> {
  await session.send('Profiler.enable')
  await session.send('Profiler.setSamplingInterval', { interval: SAMPLE_EVERY })
  await session.send('Profiler.start')
}

/** Polls the heap size; while the page is busy the poll waits. */
class HeapWatch {
  #peak = 0
  #timer: NodeJS.Timeout | undefined
  #stopped = false
  readonly #session: CDPSession

  constructor(session: CDPSession) {
    this.#session = session
    void this.#look()
  }

  /** Peak in bytes. */
  stop(): number {
    this.#stopped = true
    clearTimeout(this.#timer)
    return this.#peak
  }

  async #look(): Promise<void> {
    try {
      const { usedSize } = await this.#session.send('Runtime.getHeapUsage')
      this.#peak = Math.max(this.#peak, usedSize)
    } catch {
      // The page is closed.
      return
    }
    if (!this.#stopped) this.#timer = setTimeout(() => void this.#look(), HEAP_EVERY_MS)
  }
}
