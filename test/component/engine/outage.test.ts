/** A line, an API or an S3 that gives no response for a while: every file must finish by itself. Simulated clock. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type {
  Transport,
  TransportOptions,
  TransportRequest,
  TransportResponse,
} from '../../../component/engine/storage/transport.ts'
import type { Connectivity } from '../../../component/engine/upload/connectivity.ts'
import { UploadError } from '../../../component/engine/upload/upload-error.ts'
import type { UploadEventMap } from '../../../component/engine/upload/upload-events.ts'
import { Uploader } from '../../../component/engine/uploader.ts'
import { FakeUploadApi } from './fake-upload-api.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

type Away = 'line' | 'api' | 's3'

const MIB = 1024 ** 2
const SECOND = 1000
const MINUTE = 60 * SECOND
/** Time until a connection attempt fails, in milliseconds. */
const CONNECT_MS = 1_000
/** Bytes per second of the line, and of each request. */
const RATE = 1 * MIB

/** Hosts that answer, or do not. `navigator.onLine` stays true. */
class Outage implements Connectivity {
  readonly online = true
  #away: Away | null = null
  readonly #onBreak = new Set<() => void>()
  probes = 0

  begin(away: Away, ms: number): void {
    this.#away = away
    for (const breakOff of [...this.#onBreak]) breakOff()
    setTimeout(() => {
      this.#away = null
    }, ms)
  }

  isAway(host: 'api' | 's3'): boolean {
    return this.#away === 'line' || this.#away === host
  }

  /** Calls back when an outage begins, until the returned function is called. */
  onBreak(breakOff: () => void): () => void {
    this.#onBreak.add(breakOff)
    return () => this.#onBreak.delete(breakOff)
  }

  subscribe(): () => void {
    return () => {}
  }

  async answers(url: string): Promise<boolean> {
    this.probes += 1
    await new Promise((resolve) => setTimeout(resolve, 100))
    return !this.isAway(url.includes('bucket') ? 's3' : 'api')
  }
}

/** S3 at the end of a line of limited rate. */
class LineTransport implements Transport {
  readonly #outage: Outage
  readonly stored: string[] = []
  bytesSent = 0

  constructor(outage: Outage) {
    this.#outage = outage
  }

  send({ url, size }: TransportRequest, options: TransportOptions): Promise<TransportResponse> {
    return new Promise((resolve, reject) => {
      const timers: ReturnType<typeof setTimeout>[] = []
      const after = (ms: number, run: () => void) => timers.push(setTimeout(run, ms))
      const end = () => {
        for (const timer of timers) clearTimeout(timer)
        stop()
      }
      const fail = () => {
        end()
        reject(new UploadError('network', 'no response', { retryable: true }))
      }
      const stop = this.#outage.onBreak(() => this.#outage.isAway('s3') && after(CONNECT_MS, fail))
      options.signal.addEventListener('abort', () => {
        end()
        reject(options.signal.reason)
      })
      if (this.#outage.isAway('s3')) {
        after(CONNECT_MS, fail)
        return
      }
      const steps = Math.max(1, Math.ceil(size / RATE))
      for (let step = 1; step <= steps; step += 1) {
        after(step * SECOND, () => {
          if (this.#outage.isAway('s3')) return
          const sent = Math.min(size, step * RATE)
          this.bytesSent += sent - (step - 1) * RATE
          options.onProgress(sent, size)
          if (step < steps) return
          end()
          this.stored.push(new URL(url).pathname)
          resolve({ status: 201, text: '', requestId: null })
        })
      }
    })
  }
}

/** An API whose calls fail without a response while it is away. */
class AwayApi extends FakeUploadApi {
  readonly url = 'https://api.test/uploads/config'
  readonly #outage: Outage
  onComplete = () => {}
  isProcessed = true

  constructor(outage: Outage) {
    super()
    this.#outage = outage
  }

  async #reach(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 20))
    if (!this.#outage.isAway('api')) return
    await new Promise((resolve) => setTimeout(resolve, CONNECT_MS))
    throw new UploadError('api-unreachable', 'no response', { retryable: true })
  }

  override async presign(...args: Parameters<FakeUploadApi['presign']>) {
    await this.#reach()
    return super.presign(...args)
  }

  override async signParts(...args: Parameters<FakeUploadApi['signParts']>) {
    await this.#reach()
    return super.signParts(...args)
  }

  override async complete(...args: Parameters<FakeUploadApi['complete']>) {
    this.onComplete()
    await this.#reach()
    return super.complete(...args)
  }

  override async status(...args: Parameters<FakeUploadApi['status']>) {
    await this.#reach()
    if (!this.isProcessed) return { uploads: args[0].map(() => ({ state: 'pending' as const, id: '1' })) }
    return super.status(...args)
  }
}

let seed = 1
/** Uniform, and the same in every run. */
const random = () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
  return seed / 2 ** 31
}

function setup(partSize: number | null) {
  const outage = new Outage()
  const api = new AwayApi(outage)
  api.partSize = partSize
  const transport = new LineTransport(outage)
  const uploader = new Uploader({ api, transport, connectivity: outage, now: () => Date.now(), random })
  const failures: string[] = []
  uploader.addEventListener('upload-error', (event) => {
    failures.push((event as UploadEventMap['upload-error']).detail.error.code)
  })
  const ended: string[] = []
  uploader.addEventListener('uploads-idle', () => ended.push('idle'))
  return { outage, api, transport, uploader, failures, ended, only: () => uploader.uploads[0] }
}

const largeFile = (size: number) =>
  Object.defineProperty(new File(['x'], 'large.mp4', { type: 'image/png' }), 'size', { value: size })

const LENGTHS: [string, number][] = [
  ['5 s', 5 * SECOND],
  ['15 s', 15 * SECOND],
  ['60 s', MINUTE],
  ['5 min', 5 * MINUTE],
  ['2 h', 120 * MINUTE],
]
const HOSTS: Away[] = ['line', 'api', 's3']
const cases = HOSTS.flatMap((away) => LENGTHS.map(([length, ms]) => ({ away, length, ms })))

/** Time that remains after the outage: one probe interval, and what is left to send. */
async function end(ms: number, setup_: ReturnType<typeof setup>) {
  await vi.advanceTimersByTimeAsync(ms)
  expect([setup_.failures, setup_.ended]).toEqual([[], []])
  await vi.advanceTimersByTimeAsync(5 * MINUTE)
  expect(setup_.only()).toMatchObject({ status: 'ready', processing: { state: 'ready' }, error: null })
  expect(setup_.failures).toEqual([])
  expect(setup_.ended).toEqual(['idle'])
  // One probe at a time, at least every 30 s, and not much more often.
  expect(setup_.outage.probes).toBeLessThan(2 * (8 + ms / (15 * SECOND)))
  expect(vi.getTimerCount()).toBe(0)
}

describe.each(cases)('$away away for $length', ({ away, ms }) => {
  it('while a form is sent', async () => {
    const page = setup(null)
    const size = 60 * MIB
    await page.uploader.addFiles([largeFile(size)])
    await vi.advanceTimersByTimeAsync(20 * SECOND)
    page.outage.begin(away, ms)
    if (away !== 'api') {
      await vi.advanceTimersByTimeAsync(Math.min(ms, 4 * SECOND))
      if (ms > 5 * SECOND) expect(page.only()?.waiting).toEqual({ for: 'network' })
    }
    // The API is needed again after the last byte.
    await end(Math.max(0, away === 'api' ? ms - MINUTE : ms - 4 * SECOND), page)
    expect(page.transport.stored).toHaveLength(1)
    expect(page.transport.bytesSent).toBeLessThanOrEqual(size + 25 * MIB)
  })

  it('while parts are sent', async () => {
    const page = setup(8 * MIB)
    const size = 400 * MIB
    await page.uploader.addFiles([largeFile(size)])
    await vi.advanceTimersByTimeAsync(20 * SECOND)
    page.outage.begin(away, ms)
    await end(ms, page)
    // None of the 50 parts twice.
    expect(page.transport.stored).toHaveLength(50)
    expect(new Set(page.transport.stored).size).toBe(50)
    // Sent again: at most what was in flight, six parts.
    expect(page.transport.bytesSent).toBeLessThanOrEqual(size + 6 * 8 * MIB)
  })

  it('while it is completed', async () => {
    const page = setup(null)
    page.api.onComplete = () => {
      page.api.onComplete = () => {}
      page.outage.begin(away, ms)
    }
    await page.uploader.addFiles([largeFile(MIB)])
    await vi.advanceTimersByTimeAsync(2 * SECOND)
    if (away === 's3') expect(page.only()?.status).toBe('ready')
    else await end(ms - 2 * SECOND, page)
    expect(page.transport.bytesSent).toBe(MIB)
  })

  it('while the result is awaited', async () => {
    const page = setup(null)
    page.api.isProcessed = false
    await page.uploader.addFiles([largeFile(MIB)])
    await vi.advanceTimersByTimeAsync(5 * SECOND)
    expect(page.only()?.status).toBe('processing')
    page.outage.begin(away, ms)
    page.api.isProcessed = true
    await vi.advanceTimersByTimeAsync(ms + 3 * MINUTE)
    expect(page.only()).toMatchObject({ status: 'ready', processing: { state: 'ready' } })
    expect(page.failures).toEqual([])
  })
})

it('continues at once when the page or the network tells that it is back', async () => {
  const page = setup(null)
  const listeners = new Set<() => void>()
  page.outage.subscribe = (listener?: () => void) => {
    if (listener !== undefined) listeners.add(listener)
    return () => {}
  }
  await page.uploader.addFiles([largeFile(10 * MIB)])
  await vi.advanceTimersByTimeAsync(2 * SECOND)
  page.outage.begin('line', 10 * MINUTE)
  // Right after a probe failed, the next one is up to 30 s away.
  await vi.advanceTimersByTimeAsync(10 * MINUTE)
  const probes = page.outage.probes
  for (const listener of listeners) listener()
  await vi.advanceTimersByTimeAsync(500)
  expect(page.outage.probes).toBe(probes + 1)
  expect(page.only()).toMatchObject({ status: 'uploading', waiting: null })
})

describe('a busy API', () => {
  it('is asked for at least ten minutes, all files together, before a file fails', async () => {
    const page = setup(null)
    const busy = new UploadError('api-unavailable', 'busy', { retryable: true, httpStatus: 503 })
    let calls = 0
    const startedAt = Date.now()
    const failedAfter: number[] = []
    page.uploader.addEventListener('upload-error', () => failedAfter.push(Date.now() - startedAt))
    page.api.presign = async () => {
      calls += 1
      throw busy
    }
    void page.uploader.addFiles(
      Array.from({ length: 100 }, (_, index) => new File(['x'], `${index}.png`, { type: 'image/png' })),
    )
    await vi.advanceTimersByTimeAsync(10 * MINUTE)
    expect(failedAfter).toEqual([])
    expect(calls).toBeLessThan(100)
    await vi.advanceTimersByTimeAsync(30 * MINUTE)
    expect(failedAfter).toHaveLength(100)
  })

  it('that is back after nine minutes costs no file', async () => {
    const page = setup(null)
    const presign = page.api.presign.bind(page.api)
    page.api.presign = async (request) => {
      if (Date.now() < backAt) {
        throw new UploadError('api-unavailable', 'busy', { retryable: true, httpStatus: 503 })
      }
      return presign(request)
    }
    const backAt = Date.now() + 9 * MINUTE
    await page.uploader.addFiles([largeFile(MIB), largeFile(2 * MIB), largeFile(3 * MIB)])
    await vi.advanceTimersByTimeAsync(12 * MINUTE)
    expect(page.uploader.uploads.map(({ status }) => status)).toEqual(['ready', 'ready', 'ready'])
  })
})

it('tries what failed for a passing reason again when the page comes back', async () => {
  const page = setup(null)
  const listeners = new Set<() => void>()
  page.outage.subscribe = (listener?: () => void) => {
    if (listener !== undefined) listeners.add(listener)
    return () => {}
  }
  page.uploader.configure({ retries: 0 })
  page.api.presignFailures.push(
    new UploadError('api-unavailable', 'busy', { retryable: true, httpStatus: 503 }),
  )
  await page.uploader.addFiles([largeFile(MIB)])
  await vi.advanceTimersByTimeAsync(SECOND)
  expect(page.only()).toMatchObject({ status: 'failed', error: { code: 'api-unavailable' } })
  for (const listener of listeners) listener()
  await vi.advanceTimersByTimeAsync(10 * SECOND)
  expect(page.only()?.status).toBe('ready')
})

it('tells a store that hides its responses from one that is away', async () => {
  const page = setup(null)
  page.transport.send = async () => {
    throw new UploadError('network', 'no response', { retryable: true })
  }
  await page.uploader.addFiles([largeFile(MIB)])
  await vi.advanceTimersByTimeAsync(MINUTE)
  expect(page.only()).toMatchObject({ status: 'failed', error: { code: 'response-blocked' } })
})
