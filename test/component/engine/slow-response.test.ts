import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { XhrTransport } from '../../../component/engine/storage/xhr-transport.ts'
import { Uploader } from '../../../component/engine/uploader.ts'
import { FakeConnectivity } from './fake-connectivity.ts'
import { FakeUploadApi } from './fake-upload-api.ts'
import { fakeXhr, type XhrScript } from './storage/fake-xhr.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const SECOND = 1_000
const MINUTE = 60 * SECOND
const SIZE = 3_000_000

/** All settings are defaults, but for the wait for variants. */
function setup(scriptOf: (nth: number) => XhrScript, { partSize = null as number | null } = {}) {
  const xhr = fakeXhr(scriptOf, partSize ?? SIZE)
  vi.stubGlobal('XMLHttpRequest', xhr.FakeXhr)
  const api = new FakeUploadApi()
  api.partSize = partSize
  const uploader = new Uploader({
    api,
    transport: new XhrTransport(),
    connectivity: new FakeConnectivity(),
    random: () => 0.5,
  })
  uploader.configure({ finish: 'announced' })
  const log: string[] = []
  for (const name of ['upload-stalled', 'upload-error']) {
    uploader.addEventListener(name, () => log.push(name))
  }
  const status = () => uploader.uploads[0]?.status
  return { xhr, uploader, log, status }
}

const content = new Uint8Array(SIZE)
const photo = () => new File([content], 'photo.jpg', { type: 'image/jpeg' })
const inSteps = (seconds: number) =>
  Array.from({ length: seconds * 2 }, (_, step) => [step * 500, (step + 1) / (seconds * 2)] as const)

describe('a slow request is not a stalled one', () => {
  it.each<[string, XhrScript]>([
    [
      'a proxy that takes the body at once and responds after 36 s',
      {
        progress: [
          [10, 0.5],
          [20, 1],
        ],
        respondAtMs: 36 * SECOND,
      },
    ],
    ['one that responds after 119 s', { progress: [[10, 1]], respondAtMs: 119 * SECOND }],
    ['a set-up without progress events', { respondAtMs: 100 * SECOND }],
    ['a set-up with the first progress event only', { progress: [[50, 0.02]], respondAtMs: 100 * SECOND }],
    ['live progress and a response 100 s later', { progress: inSteps(20), respondAtMs: 120 * SECOND }],
  ])('behind %s', async (_, script) => {
    const { xhr, uploader, log, status } = setup(() => script)
    await uploader.addFiles([photo()])
    await vi.advanceTimersByTimeAsync(3 * MINUTE)
    expect([status(), xhr.requests(), log]).toEqual(['ready', 1, []])
  })

  it('in parts of a large file', async () => {
    const { xhr, uploader, log, status } = setup(() => ({ respondAtMs: 110 * SECOND }), {
      partSize: 1_000_000,
    })
    await uploader.addFiles([photo()])
    await vi.advanceTimersByTimeAsync(10 * MINUTE)
    expect([status(), xhr.requests(), log]).toEqual(['ready', 3, []])
  })

  it('where earlier requests were as slow', async () => {
    const { xhr, uploader, log, status } = setup((nth) => ({ respondAtMs: (nth === 0 ? 110 : 400) * SECOND }))
    await uploader.addFiles([photo()])
    await vi.advanceTimersByTimeAsync(2 * MINUTE)
    await uploader.addFiles([photo()])
    await vi.advanceTimersByTimeAsync(7 * MINUTE)
    expect([status(), uploader.uploads[1]?.status, xhr.requests(), log]).toEqual(['ready', 'ready', 2, []])
  })
})

describe('a stalled request', () => {
  it('is ended 30 s after live progress stops', async () => {
    const { xhr, uploader, log } = setup(() => ({ progress: inSteps(20).slice(0, 10) }))
    await uploader.addFiles([photo()])
    await vi.advanceTimersByTimeAsync(4.5 * SECOND + 29 * SECOND)
    expect(log).toEqual([])
    await vi.advanceTimersByTimeAsync(2 * SECOND)
    expect([log, xhr.aborted]).toEqual([['upload-stalled'], [0]])
  })

  it('is ended 120 s after its last byte', async () => {
    const { uploader, log } = setup(() => ({ progress: inSteps(2) }))
    await uploader.addFiles([photo()])
    await vi.advanceTimersByTimeAsync(1.5 * SECOND + 119 * SECOND)
    expect(log).toEqual([])
    await vi.advanceTimersByTimeAsync(15 * SECOND)
    expect(log).toEqual(['upload-stalled'])
  })

  it.each([
    ['a form', null],
    ['parts', 1_000_000],
  ])(
    'that only was slow gets twice the time in each attempt, in %s, and does not fail',
    async (_, partSize) => {
      const { uploader, log, status } = setup(() => ({ respondAtMs: 20 * MINUTE }), { partSize })
      await uploader.addFiles([photo()])
      await vi.advanceTimersByTimeAsync(4 * 60 * MINUTE)
      expect(status()).toBe('ready')
      expect(log).not.toContain('upload-error')
    },
  )
})
