import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Transport } from '../../../component/engine/storage/transport.ts'
import { UploadError } from '../../../component/engine/upload/upload-error.ts'
import { Uploader } from '../../../component/engine/uploader.ts'
import type { UploaderSettings } from '../../../component/engine/uploader-settings.ts'
import { FakeConnectivity } from './fake-connectivity.ts'
import { FakeTransport } from './fake-transport.ts'
import { FakeUploadApi } from './fake-upload-api.ts'
import { SimulatedLine } from './simulated-line.ts'
import { DatingApi, SlowStore } from './slow-store.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const MINUTE = 60_000
const MEBIBYTE = 1024 ** 2
const content = new Blob([new Uint8Array(MEBIBYTE)])

function setup({
  bytesPerSecond = 100_000,
  ...settings
}: Partial<UploaderSettings> & { bytesPerSecond?: number } = {}) {
  const api = new DatingApi()
  const store = new SlowStore(api, bytesPerSecond)
  const uploader = new Uploader({
    api,
    transport: store,
    connectivity: new FakeConnectivity(),
    random: () => 0.5,
  })
  uploader.configure({ finish: 'announced', ...settings })
  const log: string[] = []
  for (const name of ['upload-retry', 'upload-error', 'upload-stored', 'upload-complete']) {
    uploader.addEventListener(name, () => log.push(name))
  }
  const told = (name: string) => log.filter((other) => other === name).length
  const signed = () => api.presigned.reduce((sum, { files }) => sum + files.length, 0)
  const statuses = () => uploader.uploads.map(({ status }) => status)
  return { api, store, uploader, log, told, signed, statuses }
}

const images = (count: number, size = MEBIBYTE) =>
  Array.from(
    { length: count },
    (_, index) => new File([content.slice(0, size)], `${index}.png`, { type: 'image/png' }),
  )

/** Resolves when all files are in the list: large batches are checked in slices. */
async function add(uploader: Uploader, files: File[]): Promise<void> {
  const adding = { done: false }
  void uploader.addFiles(files).then(() => {
    adding.done = true
  })
  while (!adding.done) await vi.advanceTimersByTimeAsync(1)
}

/** The wall clock goes on; timers and the monotonic clock stop. */
const sleep = (ms: number) => vi.setSystemTime(Date.now() + ms)

describe('200 photos on a connection of 100 kB/s', () => {
  it.each([
    ['right', 0],
    ['two hours slow', 120 * MINUTE],
    ['two hours fast', -120 * MINUTE],
  ])(
    'are all stored once and none is refused, with a clock that is %s',
    { timeout: 60_000 },
    async (_, aheadMs) => {
      const { api, store, uploader, told, signed, statuses } = setup()
      api.aheadMs = aheadMs
      const files = images(200)
      await add(uploader, files)
      await vi.advanceTimersByTimeAsync(200 * 11_000)
      expect(statuses()).toEqual(Array(200).fill('ready'))
      expect([...store.stored].sort()).toEqual(files.map(({ name }) => name).sort())
      expect([store.begun, store.expired]).toEqual([200, 0])
      expect([told('upload-error'), told('upload-retry')]).toEqual([0, 0])
      expect([told('upload-stored'), told('upload-complete')]).toEqual([200, 200])
      // Plans of the first batch that expired while they waited; later the rate is known, and few are requested ahead.
      expect(signed()).toBeGreaterThan(200)
      expect(signed()).toBeLessThan(260)
    },
  )
})

describe('a laptop that sleeps for ten minutes', () => {
  it.each([
    ['readable', false],
    ['unreadable', true],
  ])('gets new signatures for all files that waited; refusals would be %s', async (_, isMute) => {
    const { store, uploader, told, signed, statuses } = setup({ bytesPerSecond: MEBIBYTE })
    store.isMute = isMute
    await add(uploader, images(200, MEBIBYTE / 4))
    await vi.advanceTimersByTimeAsync(200)
    expect([signed(), store.begun]).toEqual([200, 6])
    sleep(10 * MINUTE)
    store.breakAll()
    await vi.advanceTimersByTimeAsync(2 * MINUTE)
    expect(statuses()).toEqual(Array(200).fill('ready'))
    expect([signed(), store.expired, told('upload-error')]).toEqual([400, 0, 0])
    // The six with a broken connection are sent twice.
    expect([told('upload-retry'), store.begun, store.stored.length]).toEqual([6, 206, 200])
  })
})

describe('a plan that S3 refused as expired', () => {
  it('is replaced without a retry event, where only S3 knew of the expiry', async () => {
    const { api, store, uploader, told, signed, statuses } = setup({ concurrency: 1 })
    await add(uploader, images(3, 1000))
    await vi.advanceTimersByTimeAsync(0)
    // S3's clock is right, unlike the API's when it signed.
    api.aheadMs = 6 * MINUTE
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(statuses()).toEqual(['ready', 'ready', 'ready'])
    expect([store.expired, told('upload-retry'), told('upload-error')]).toEqual([2, 0, 0])
    expect(signed()).toBe(5)
  })
})

describe('a manual retry', () => {
  it.each([
    ['one minute later uses the plan, which is still valid', 1, 1],
    ['after the plan expired gets a new one, independent of the first failure', 6, 2],
  ])('%s', async (_, minutes, plans) => {
    const { store, uploader, signed, statuses } = setup({ retries: 0 })
    await add(uploader, images(1))
    await vi.advanceTimersByTimeAsync(1_000)
    store.breakAll()
    await vi.advanceTimersByTimeAsync(minutes * MINUTE)
    expect(statuses()).toEqual(['failed'])
    uploader.retry()
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(statuses()).toEqual(['ready'])
    expect([signed(), store.expired]).toEqual([plans, 0])
  })

  it('after the plan expired sends nothing where S3 has the file and only the response was lost', async () => {
    const { store, uploader, signed, statuses } = setup({ retries: 0, bytesPerSecond: MEBIBYTE })
    store.losesAnswers = true
    await add(uploader, images(1))
    await vi.advanceTimersByTimeAsync(6 * MINUTE)
    expect(statuses()).toEqual(['failed'])
    uploader.retry()
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(statuses()).toEqual(['ready'])
    expect([signed(), store.begun, store.stored]).toEqual([1, 1, ['0.png']])
  })
})

describe('a new plan after an expired one', () => {
  it('may be multipart, where the limits of the backend changed', async () => {
    const api = new DatingApi()
    const transport = new FakeTransport()
    const uploader = new Uploader({ api, transport, connectivity: new FakeConnectivity() })
    uploader.configure({ finish: 'announced' })
    await add(uploader, images(1))
    await vi.advanceTimersByTimeAsync(1_000)
    uploader.pause()
    sleep(10 * MINUTE)
    api.partSize = MEBIBYTE / 2
    transport.autoStore = true
    uploader.resume()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(uploader.uploads[0]).toMatchObject({ status: 'ready', key: 'uploads/2', bytesSent: MEBIBYTE })
    expect(transport.sendings.map(({ request }) => request.method)).toEqual(['POST', 'PUT', 'PUT'])
    // The form may have arrived before the pause: completing the first ticket tells that it has not.
    expect(api.completed).toEqual([[{ ticket: 'ticket-1' }], [{ ticket: 'ticket-2' }]])
  })

  it('is requested like any other, and its refusal fails the upload', async () => {
    const { api, uploader, told } = setup()
    await add(uploader, images(1))
    await vi.advanceTimersByTimeAsync(1_000)
    uploader.pause()
    sleep(10 * MINUTE)
    api.refusals.set('0.png', { code: 'quota-exceeded', detail: 'full', retryable: false })
    uploader.resume()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(uploader.uploads[0]?.error?.code).toBe('quota-exceeded')
    expect(told('upload-retry')).toBe(0)
  })
})

describe('a large file on a connection of 1 MB/s that drops every 30 s', () => {
  it('is stored with each part once, and preempted requests are no retries', async () => {
    const api = new FakeUploadApi()
    api.partSize = 8 * MEBIBYTE
    const line = new SimulatedLine({ total: 1e6 })
    const begun: string[] = []
    const stored: string[] = []
    const preempted: string[] = []
    const transport: Transport = {
      async send({ url, size }, { signal, onProgress }) {
        begun.push(url)
        await line
          .send(size, (bytes) => onProgress(bytes, size), signal)
          .catch((error) => {
            if (signal.aborted) preempted.push(url)
            throw error
          })
        stored.push(url)
        return { status: 200, text: '', requestId: null }
      },
    }
    const uploader = new Uploader({ api, transport, connectivity: new FakeConnectivity(), random: () => 0.5 })
    uploader.configure({ finish: 'announced' })
    const retries: number[] = []
    uploader.addEventListener('upload-retry', () => retries.push(Date.now()))
    await add(uploader, [new File([new Uint8Array(80 * MEBIBYTE)], 'video.png', { type: 'image/png' })])
    for (let breaks = 0; breaks < 6; breaks += 1) {
      await vi.advanceTimersByTimeAsync(30_000)
      line.break(new UploadError('network', 'broken', { retryable: true }))
    }
    expect(uploader.uploads.map(({ status, bytesSent }) => [status, bytesSent])).toEqual([
      ['ready', 80 * MEBIBYTE],
    ])
    expect(stored).toHaveLength(10)
    expect(new Set(stored).size).toBe(10)
    // The first probe starts all six.
    expect(preempted.slice(0, 4)).toHaveLength(4)
    expect(begun.length - stored.length - preempted.length).toBe(retries.length)
  })
})
