import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MemorySessionStore } from '../../../component/engine/resume/session-store.ts'
import { UploadError } from '../../../component/engine/upload/upload-error.ts'
import type { UploadEventMap } from '../../../component/engine/upload/upload-events.ts'
import { Uploader } from '../../../component/engine/uploader.ts'
import type { UploaderSettings } from '../../../component/engine/uploader-settings.ts'
import { FakeConnectivity } from './fake-connectivity.ts'
import { FakeLocks } from './fake-locks.ts'
import { FakeTransport } from './fake-transport.ts'
import { FakeUploadApi } from './fake-upload-api.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const ENDS = ['upload-complete', 'upload-error', 'upload-cancel'] as const
/** More microtasks than any upload here needs from its start to its end. */
const MOMENTS = 100
const KINDS: [string, number | null][] = [
  ['a form', null],
  ['parts', 10],
]

function setup(partSize: number | null, settings: Partial<UploaderSettings> = {}, random = () => 0.5) {
  const api = new FakeUploadApi()
  api.partSize = partSize
  const transport = new FakeTransport()
  const sessions = new MemorySessionStore()
  const locks = new FakeLocks()
  const uploader = new Uploader({
    api,
    transport,
    sessions,
    locks,
    connectivity: new FakeConnectivity(),
    now: () => Date.now(),
    random,
  })
  uploader.configure({ finish: 'announced', ...settings })
  const ends: string[] = []
  let idle = 0
  for (const name of ENDS) uploader.addEventListener(name, () => ends.push(name))
  uploader.addEventListener('uploads-idle', () => {
    idle += 1
  })
  const status = () => uploader.uploads[0]?.status
  const opened = () => api.presigned.flatMap(({ files }) => files).map((_, index) => `ticket-${index + 1}`)
  const completed = () => api.completed.flat().map(({ ticket }) => ticket)
  return { api, transport, sessions, locks, uploader, ends, idle: () => idle, status, opened, completed }
}

const image = (size = 25, name = 'cat.png') => new File(['x'.repeat(size)], name, { type: 'image/png' })
const settle = () => vi.advanceTimersByTimeAsync(0)

/** Runs this many microtasks, and no timer. */
async function moments(count: number): Promise<void> {
  for (let moment = 0; moment < count; moment += 1) await Promise.resolve()
}

describe.each(KINDS)('an upload in %s that is', (_, partSize) => {
  it('canceled at any time ends once, and S3 keeps nothing of it', async () => {
    const became = new Set<string | undefined>()
    for (let moment = 0; moment < MOMENTS; moment += 1) {
      const { api, transport, sessions, locks, uploader, ...seen } = setup(partSize)
      transport.autoStore = true
      void uploader.addFiles([image()])
      await moments(moment)
      uploader.cancel()
      await vi.advanceTimersByTimeAsync(5_000)
      const status = seen.status()
      became.add(status)
      expect(seen.ends).toEqual([status === 'canceled' ? 'upload-cancel' : 'upload-complete'])
      expect(seen.idle()).toBeLessThanOrEqual(1)
      expect(transport.inFlight).toBe(0)
      if (status === 'canceled') {
        expect(seen.completed()).toEqual([])
        if (partSize !== null) expect(api.aborted).toEqual(seen.opened())
      }
      expect([await sessions.all(), locks.held.size, vi.getTimerCount()]).toEqual([[], 0, 0])
    }
    expect(became).toEqual(new Set(['canceled', 'ready']))
  })

  it.each([
    ['at once', 0],
    ['a moment later', 1],
    ['a little later', 7],
  ])('paused at any time and resumed %s completes once, and leaves nothing behind', async (_when, later) => {
    for (let moment = 0; moment < MOMENTS; moment += 1) {
      const { api, transport, sessions, locks, uploader, ...seen } = setup(partSize, { concurrency: 3 })
      transport.autoStore = true
      void uploader.addFiles([image()])
      await moments(moment)
      uploader.pause()
      await moments(later)
      uploader.resume()
      await vi.advanceTimersByTimeAsync(5_000)
      expect(seen.status()).toBe('ready')
      expect(seen.ends).toEqual(['upload-complete'])
      expect(seen.completed()).toHaveLength(1)
      if (partSize !== null) {
        expect([...api.aborted, ...seen.completed()].sort()).toEqual(seen.opened())
      }
      expect([await sessions.all(), locks.held.size, vi.getTimerCount()]).toEqual([[], 0, 0])
    }
  })

  it('cleared at any time dispatches no more events', async () => {
    for (let moment = 0; moment < MOMENTS; moment += 1) {
      const { transport, sessions, locks, uploader, ...seen } = setup(partSize)
      transport.autoStore = true
      void uploader.addFiles([image()])
      await moments(moment)
      // It is not in the list yet.
      if (uploader.uploads.length + uploader.checking === 0) continue
      uploader.clear()
      const told = seen.ends.length
      await vi.advanceTimersByTimeAsync(5_000)
      expect([uploader.uploads, uploader.busy, transport.inFlight]).toEqual([[], false, 0])
      expect(seen.ends).toHaveLength(told)
      expect([await sessions.all(), locks.held.size, vi.getTimerCount()]).toEqual([[], 0, 0])
    }
  })
})

describe('a page that acts inside an event handler', () => {
  const EVENTS = [
    'upload-start',
    'upload-progress',
    'upload-retry',
    'upload-stored',
    'upload-pause',
    'upload-resume',
    'upload-error',
    'upload-complete',
    'upload-cancel',
  ] as const
  const COMMANDS = ['pause', 'resume', 'retry', 'cancel', 'clear'] as const

  it.each(EVENTS.flatMap((event) => COMMANDS.map((command) => [event, command] as const)))(
    'on %s with %s gets that effect, and never two runs for one file',
    async (event, command) => {
      const { api, transport, uploader, ...seen } = setup(null, { retries: 1 })
      await uploader.addFiles([image()])
      let before: string | undefined
      let after: string | undefined
      uploader.addEventListener(
        event,
        () => {
          before = seen.status()
          uploader[command]()
          after = seen.status()
        },
        { once: true },
      )
      // Two broken attempts, a pause, a failure, a retry, and success.
      await settle()
      if (event === 'upload-cancel') uploader.cancel()
      uploader.pause()
      uploader.resume()
      await settle()
      for (const status of [500, 500]) {
        for (const sending of transport.sendings) sending.answer(status)
        await vi.advanceTimersByTimeAsync(1_000)
      }
      transport.autoStore = true
      for (const sending of transport.sendings) sending.answer(201)
      for (let round = 0; round < 2; round += 1) {
        uploader.resume()
        uploader.retry()
        await vi.advanceTimersByTimeAsync(1_000)
      }
      expect(before).toBeDefined()
      const allowed = { pause: 'paused', cancel: 'canceled', clear: undefined }
      if (command === 'clear') expect(after).toBe(allowed.clear)
      if (command === 'pause' && (before === 'preparing' || before === 'uploading')) {
        expect(after).toBe(allowed.pause)
      }
      const gone = command === 'clear' || event === 'upload-cancel' || after === allowed.cancel
      expect(seen.status()).toBe(command === 'clear' ? undefined : gone ? 'canceled' : 'ready')
      expect(seen.completed().length).toBeLessThanOrEqual(1)
      expect(transport.maxInFlight).toBeLessThanOrEqual(1)
      expect([transport.inFlight, uploader.busy]).toEqual([0, false])
      expect(vi.getTimerCount()).toBe(0)
    },
  )

  it.each(['pause', 'cancel'] as const)('on upload-start with %s sends nothing', async (command) => {
    const { api, transport, uploader, status } = setup(null, { start: 'manual' })
    await uploader.addFiles([image()])
    uploader.addEventListener('upload-start', () => uploader[command](), { once: true })
    uploader.upload()
    await settle()
    expect([api.presigned, transport.sendings]).toEqual([[], []])
    transport.autoStore = true
    uploader.resume()
    await settle()
    expect(status()).toBe(command === 'pause' ? 'ready' : 'canceled')
    expect(transport.maxInFlight).toBeLessThanOrEqual(1)
  })

  it('may cancel all the others when one of them fails', async () => {
    const { api, transport, uploader } = setup(10)
    api.refusals.set('bad.png', { code: 'rejected', detail: 'no', retryable: false })
    uploader.addEventListener('upload-error', () => uploader.cancel())
    await uploader.addFiles([image(25, 'a.png'), image(25, 'bad.png'), image(25, 'b.png')])
    await vi.advanceTimersByTimeAsync(5_000)
    expect(uploader.uploads.map(({ status }) => status)).toEqual(['canceled', 'canceled', 'canceled'])
    expect([api.aborted.sort(), transport.inFlight]).toEqual([['ticket-1', 'ticket-2'], 0])
  })
})

describe('retrying', () => {
  it('twice in a row, or while it is under way, starts once', async () => {
    const { api, transport, uploader, ends, status } = setup(null, { retries: 0 })
    await uploader.addFiles([image()])
    await settle()
    transport.at(0).answer(500)
    await settle()
    uploader.retry()
    uploader.retry()
    await settle()
    uploader.retry()
    await settle()
    expect(transport.sendings).toHaveLength(2)
    transport.at(1).answer(201)
    await settle()
    uploader.retry()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(status()).toBe('ready')
    expect(ends).toEqual(['upload-error', 'upload-complete'])
    expect(api.completed).toHaveLength(1)
  })

  it('while an automatic retry waits does not hurry it', async () => {
    const { transport, uploader, status } = setup(null)
    await uploader.addFiles([image()])
    await settle()
    transport.at(0).answer(500)
    await settle()
    uploader.retry()
    await vi.advanceTimersByTimeAsync(24)
    expect(transport.sendings).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(transport.sendings).toHaveLength(2)
    expect(status()).toBe('uploading')
  })
})

describe('while S3 has it and the API has not answered', () => {
  function completing() {
    const page = setup(null)
    let answer = () => {}
    const complete = page.api.complete.bind(page.api)
    const answered = new Promise<void>((resolve) => {
      answer = resolve
    })
    page.api.complete = async (items) => {
      const result = await complete(items)
      await answered
      return result
    }
    page.transport.autoStore = true
    return { ...page, answer }
  }

  it('it can be neither paused nor canceled, and is announced once', async () => {
    const { uploader, answer, ends, status, completed } = completing()
    await uploader.addFiles([image()])
    await settle()
    uploader.pause()
    uploader.cancel()
    uploader.retry()
    expect(status()).toBe('completing')
    answer()
    await settle()
    expect(status()).toBe('ready')
    expect([ends, completed()]).toEqual([['upload-complete'], ['ticket-1']])
  })

  it('it can be removed, and no later visit continues it', async () => {
    const { uploader, sessions, locks, answer, ends } = completing()
    await uploader.addFiles([image()])
    await vi.advanceTimersByTimeAsync(2_000)
    expect(await sessions.all()).toMatchObject([{ stored: true }])
    await uploader.remove('1')
    await vi.advanceTimersByTimeAsync(2_000)
    expect([await sessions.all(), locks.held.size]).toEqual([[], 0])
    answer()
    await settle()
    expect([uploader.uploads, ends]).toEqual([[], []])
  })
})

describe('what an attempt reports after its end', () => {
  it('changes nothing: neither the bytes of an upload that is paused nor those of its next attempt', async () => {
    const { transport, uploader } = setup(null)
    await uploader.addFiles([image(1_000)])
    await settle()
    transport.at(0).progress(700, 1_000)
    uploader.pause()
    transport.at(0).progress(900, 1_000)
    expect(uploader.uploads[0]).toMatchObject({ status: 'paused', bytesSent: 0 })
    uploader.resume()
    await settle()
    transport.at(0).progress(950, 1_000)
    transport.at(0).answer(201)
    await settle()
    expect(uploader.uploads[0]).toMatchObject({ status: 'uploading', bytesSent: 0 })
    transport.at(1).progress(100, 1_000)
    await vi.advanceTimersByTimeAsync(60)
    expect(uploader.uploads[0]?.bytesSent).toBe(100)
  })

  it('does not count twice: a part stored at the time of the pause is sent again or not, never both', async () => {
    const { transport, uploader, completed } = setup(10, { concurrency: 2 })
    await uploader.addFiles([image(25)])
    await settle()
    transport.at(0).answer(200)
    uploader.pause()
    await settle()
    expect(uploader.uploads[0]?.bytesSent).toBeLessThanOrEqual(10)
    transport.autoStore = true
    uploader.resume()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(uploader.uploads[0]).toMatchObject({ status: 'ready', bytesSent: 25 })
    expect(completed()).toEqual(['ticket-1'])
  })
})

describe('an empty file', () => {
  it('is sent in one request, even where files are sent in parts, and has no NaN in its snapshot', async () => {
    const { transport, uploader } = setup(null)
    await uploader.addFiles([image(0)])
    await settle()
    transport.at(0).progress(300, 300)
    await vi.advanceTimersByTimeAsync(60)
    expect(uploader.uploads[0]).toMatchObject({ bytesSent: 0, size: 0, secondsLeft: null })
    expect(uploader.totals).toMatchObject({ size: 0, bytesSent: 0, secondsLeft: null })
    transport.at(0).answer(204)
    await settle()
    expect(uploader.uploads[0]).toMatchObject({ status: 'ready', bytesSent: 0 })
  })
})

describe('a setting that makes no sense', () => {
  it.each([0, -1, 0.5, Number.NaN])(
    'such as %f requests at a time still lets one start',
    async (concurrency) => {
      for (const [, partSize] of KINDS) {
        const { transport, uploader, status } = setup(partSize, { concurrency })
        transport.autoStore = true
        await uploader.addFiles([image()])
        await vi.advanceTimersByTimeAsync(1_000)
        expect(status()).toBe('ready')
      }
    },
  )
})

describe('an API that is down', () => {
  it('is asked by one call at a time, and far less than once for each attempt of each file', async () => {
    let draws = 0
    // Evenly spread pauses.
    const { api, uploader } = setup(null, { retries: 5 }, () => (++draws * 0.618) % 1)
    let [calls, now, most] = [0, 0, 0]
    api.presign = async () => {
      calls += 1
      now += 1
      most = Math.max(most, now)
      await new Promise((resolve) => setTimeout(resolve, 100))
      now -= 1
      throw new UploadError('api-unavailable', 'down', { retryable: true, httpStatus: 503 })
    }
    const errors: string[] = []
    uploader.addEventListener('upload-error', (event) => {
      errors.push((event as UploadEventMap['upload-error']).detail.error.code)
    })
    await uploader.addFiles(Array.from({ length: 30 }, (_, index) => image(3, `${index}.png`)))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(errors).toEqual(Array(30).fill('api-unavailable'))
    expect(most).toBe(1)
    expect(calls).toBeLessThan((30 * 6) / 2)
  })
})

describe('after a laptop has slept', () => {
  it('what was processed meanwhile is asked for again, even where the network is not back at once', async () => {
    const { api, transport, uploader, status } = setup(null, { finish: 'processed' })
    transport.autoStore = true
    api.statusAnswers.push('processing', 'processing')
    await uploader.addFiles([image()])
    await vi.advanceTimersByTimeAsync(700)
    expect(status()).toBe('processing')
    // The clock runs on, timers stop.
    vi.setSystemTime(Date.now() + 3_600_000)
    api.statusAnswers.push(new UploadError('api-unreachable', 'no network yet', { retryable: true }))
    await vi.advanceTimersByTimeAsync(20_000)
    expect(status()).toBe('ready')
  })
})
