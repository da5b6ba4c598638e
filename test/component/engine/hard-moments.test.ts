/** Commands and faults at the times when they do most harm. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MemorySessionStore } from '../../../component/engine/resume/session-store.ts'
import { UploadError } from '../../../component/engine/upload/upload-error.ts'
import { Uploader } from '../../../component/engine/uploader.ts'
import type { UploaderSettings } from '../../../component/engine/uploader-settings.ts'
import { FakeConnectivity } from './fake-connectivity.ts'
import { FakeLocks } from './fake-locks.ts'
import { FakeTransport } from './fake-transport.ts'
import { FakeUploadApi } from './fake-upload-api.ts'

const realImmediate = globalThis.setImmediate

let store: MemorySessionStore
let locks: FakeLocks
let api: FakeUploadApi

function freshBrowser(): void {
  store = new MemorySessionStore()
  locks = new FakeLocks()
  api = new FakeUploadApi()
  api.partSize = 10
}

beforeEach(() => {
  vi.useFakeTimers()
  // Settles within microtasks, so that steps can be counted.
  const digest = async (_: string, buffer: ArrayBuffer) =>
    new Int32Array([new Uint8Array(buffer).reduce((hash, byte) => (hash * 31 + byte) | 0, 7)]).buffer
  vi.stubGlobal('crypto', { subtle: { digest } })
  freshBrowser()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** Files are read on the real clock. */
async function flush(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise<void>((resolve) => realImmediate(resolve))
}

async function advance(ms: number): Promise<void> {
  for (let left = ms; left >= 0; left -= 50) {
    await vi.advanceTimersByTimeAsync(Math.min(50, left))
    await flush(3)
  }
}

function visit(settings: Partial<UploaderSettings> = {}) {
  const transport = new FakeTransport()
  const connectivity = new FakeConnectivity()
  const uploader = new Uploader({
    api,
    transport,
    connectivity,
    sessions: store,
    locks,
    now: () => Date.now(),
    random: () => 0,
  })
  uploader.configure({ concurrency: 3, retries: 0, finish: 'announced', ...settings })
  return { transport, uploader, connectivity, only: () => uploader.uploads[0] }
}

const largeFile = (size = 45) =>
  new File(['x'.repeat(size)], 'large.png', { type: 'image/png', lastModified: 1 })
const awayFor = (retryAfterMs: number) =>
  new UploadError('api-unavailable', 'away', { retryable: true, retryAfterMs })
const away = () => awayFor(0)

/** An earlier visit that brought one part of five to S3. */
async function formerVisit(): Promise<void> {
  const { uploader, transport } = visit()
  await uploader.addFiles([largeFile()])
  await advance(100)
  transport.at(0).answer(200)
  await advance(500)
  expect(await store.all()).toHaveLength(1)
  uploader.pause()
  locks.held.clear()
  api.stored.push({ partNumber: 1, size: 10, etag: 'a' })
}

describe('a large file', () => {
  it.each([700, 100])('is saved while a part starts every %d ms', async (every) => {
    const { uploader, transport, only } = visit({ concurrency: 1 })
    await uploader.addFiles([largeFile(1000)])
    await advance(0)
    for (let part = 0; part < 20; part += 1) {
      transport.at(part).answer(200)
      await advance(every)
    }
    expect(only()).toMatchObject({ status: 'uploading', bytesSent: 200 })
    expect(await store.all()).toHaveLength(1)
  })

  it('that is removed while its completion is tried again is completed without an event', async () => {
    const { uploader, transport, only } = visit({ retries: 5 })
    transport.autoStore = true
    const spoken: string[] = []
    uploader.addEventListener('upload-complete', () => spoken.push('complete'))
    api.completeAnswers.push(awayFor(5_000), awayFor(5_000))
    await uploader.addFiles([largeFile()])
    await advance(1_000)
    expect(only()?.status).toBe('completing')
    await uploader.remove('1')
    await advance(30_000)
    expect(api.completed.flat().map(({ ticket }) => ticket)).toEqual(Array(3).fill('ticket-1'))
    expect([api.aborted, spoken, await store.all(), [...locks.held]]).toEqual([[], [], [], []])
  })

  it('that is removed and cannot be completed is aborted', async () => {
    const { uploader, transport, only } = visit({ retries: 1 })
    transport.autoStore = true
    api.completeAnswers.push(away(), away())
    await uploader.addFiles([largeFile()])
    await vi.waitUntil(() => only()?.status === 'completing', { interval: 1, timeout: 20_000 })
    await uploader.remove('1')
    await advance(5_000)
    expect([api.aborted, await store.all(), [...locks.held]]).toEqual([['ticket-1'], [], []])
  })
})

describe('while a session of an earlier visit is looked up', () => {
  it.each(['cancel', 'clear'] as const)('%s leaves no lock and no upload half given up', async (command) => {
    for (let moment = 1; moment < 60; moment += 1) {
      vi.clearAllTimers()
      freshBrowser()
      await formerVisit()
      const { uploader } = visit()
      void uploader.addFiles([largeFile()])
      for (let turn = 0; turn < moment; turn += 1) await Promise.resolve()
      uploader[command]()
      await advance(1_000)
      // Canceled before the look-up it is unchanged, unless it was not in the list yet.
      if (uploader.uploads.some(({ status }) => status === 'uploading')) continue
      const given = { sessions: (await store.all()).length, aborted: api.aborted.length }
      expect([given, [...locks.held]], `after ${moment} turns`).toEqual([
        { sessions: 1 - api.aborted.length, aborted: api.aborted.length },
        [],
      ])
    }
  })

  it('pause and resume continue it', async () => {
    for (let moment = 0; moment < 30; moment += 1) {
      freshBrowser()
      const acquire = locks.acquire.bind(locks)
      locks.acquire = async (id) => {
        const release = await acquire(id)
        await new Promise((resolve) => setTimeout(resolve, 3))
        return release
      }
      await formerVisit()
      const { uploader, transport, only } = visit()
      transport.autoStore = true
      void uploader.addFiles([largeFile()])
      await flush(moment)
      uploader.pause()
      uploader.resume()
      await advance(2_000)
      expect([only()?.key, [...locks.held]], `after ${moment} turns`).toEqual(['uploads/1', []])
    }
  })

  it('a first request that failed changes nothing for a file that was chosen again', async () => {
    await formerVisit()
    const { uploader, transport, only } = visit({ retries: 3 })
    transport.autoStore = true
    const asked = vi.spyOn(api, 'storedParts').mockRejectedValueOnce(away())
    asked.mockRejectedValue(new UploadError('forbidden', 'not yours'))
    await uploader.addFiles([largeFile()])
    await advance(2_000)
    expect(only()).toMatchObject({ status: 'ready', key: 'uploads/2' })
  })

  it('the same file a second time in the list is another upload', async () => {
    await formerVisit()
    const { uploader } = visit()
    const file = largeFile()
    await uploader.addFiles([file])
    await advance(500)
    uploader.configure({ start: 'manual' })
    await uploader.addFiles([file])
    await uploader.remove('2')
    await advance(500)
    expect(api.aborted).toEqual([])
  })
})

describe('a session that is deleted', () => {
  it('while it is written for the first time is not left in the store', async () => {
    const write = store.write.bind(store)
    store.write = async (changes) => {
      await new Promise((resolve) => setTimeout(resolve, 40))
      await write(changes)
    }
    api.partSize = null
    const { uploader, transport, only } = visit()
    transport.autoStore = true
    api.completeAnswers.push(away())
    await uploader.addFiles([largeFile()])
    await vi.advanceTimersByTimeAsync(1_010)
    expect(only()?.status).toBe('failed')
    uploader.setMetadata('1', { a: 'b' })
    uploader.retry()
    await advance(3_000)
    expect([only()?.status, await store.all(), [...locks.held]]).toEqual(['ready', [], []])
  })

  it('while its lock is being taken releases it', async () => {
    const acquire = locks.acquire.bind(locks)
    locks.acquire = async (id) => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      return acquire(id)
    }
    const { uploader } = visit({ concurrency: 1 })
    await uploader.addFiles([largeFile()])
    await vi.advanceTimersByTimeAsync(310)
    uploader.cancel()
    await advance(3_000)
    expect([await store.all(), [...locks.held]]).toEqual([[], []])
  })
})

describe('while there is no network', () => {
  it.each([
    ['pauses', ['pause']],
    ['resumes and pauses', ['resume', 'pause']],
  ] as const)('what the visitor %s stays paused when it is back', async (_, commands) => {
    const { uploader, connectivity, only } = visit()
    await uploader.addFiles([largeFile()])
    await advance(0)
    connectivity.online = false
    for (const command of commands) uploader[command]()
    connectivity.online = true
    await advance(4_000)
    expect(only()?.status).toBe('paused')
  })
})

it('a form that S3 stored at the time of a pause is not sent again', async () => {
  api.partSize = null
  const { uploader, transport, only } = visit()
  await uploader.addFiles([largeFile()])
  await advance(0)
  transport.at(0).answer(201)
  uploader.pause()
  await advance(100)
  expect(only()?.status).toBe('paused')
  uploader.resume()
  await advance(1_000)
  expect([only()?.status, transport.sendings.length]).toEqual(['ready', 1])
})

it('a form whose response was lost is completed first, also where the next attempt is refused', async () => {
  api.partSize = null
  const { uploader, transport, only } = visit({ retries: 3 })
  await uploader.addFiles([largeFile()])
  await advance(0)
  transport.at(0).fail(new UploadError('network', 'lost', { retryable: true }))
  await advance(100)
  transport.at(1).answer(403, '<Error><Code>InvalidAccessKeyId</Code></Error>')
  await advance(100)
  expect(only()).toMatchObject({ status: 'failed', error: { code: 'storage-rejected' } })
  uploader.retry()
  await advance(1_000)
  expect(only()).toMatchObject({ status: 'ready', key: 'uploads/1' })
  expect(transport.sendings).toHaveLength(2)
})

it.each(['cancel', 'pause', 'clear'] as const)('%s of all starts no upload', async (command) => {
  const { uploader } = visit({ concurrency: 1 })
  const files = Array.from({ length: 300 }, (_, index) => new File(['x'.repeat(45)], `${index}.png`))
  void uploader.addFiles(files)
  await advance(2_000)
  expect(uploader.uploads).toHaveLength(300)
  const started = vi.fn()
  uploader.addEventListener('upload-start', started)
  uploader[command]()
  await advance(1_000)
  expect(started).not.toHaveBeenCalled()
})
