/** Services of the browser that throw, reject, never answer or answer nonsense: every upload must finish without them. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FileHandles } from '../../../../component/engine/resume/file-handle.ts'
import { MemorySessionStore, type SessionStore } from '../../../../component/engine/resume/session-store.ts'
import type { UploadLocks } from '../../../../component/engine/resume/upload-lock.ts'
import { Uploader } from '../../../../component/engine/uploader.ts'
import { FakeConnectivity } from '../fake-connectivity.ts'
import { FakeLocks } from '../fake-locks.ts'
import { FakeTransport } from '../fake-transport.ts'
import { FakeUploadApi } from '../fake-upload-api.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const faults: [string, () => never][] = [
  [
    'throws',
    () => {
      throw new DOMException('no', 'SecurityError')
    },
  ],
  ['rejects', () => Promise.reject(new DOMException('full', 'QuotaExceededError')) as never],
  ['never answers', () => new Promise(() => {}) as never],
  ['answers nonsense', () => null as never],
]

const services = {
  'the store, read': { store: 'all' },
  'the store, written': { store: 'write' },
  'the store, on pagehide': { store: 'writeSync' },
  'the locks, acquired': { locks: 'acquire' },
  'the locks, queried': { locks: 'isHeld' },
  'a handle': { handle: true },
} as const

const cases = Object.entries(services).flatMap(([service, broken]) =>
  faults.flatMap(([fault, act]) => [null, 10].map((partSize) => ({ service, fault, act, partSize, broken }))),
)

// A synchronous method cannot reject.
const real = cases.filter(({ service, fault }) => !(service.includes('pagehide') && fault === 'rejects'))

describe.each(real)('$service $fault', ({ act, partSize, broken }) => {
  it(`uploads ${partSize === null ? 'a form' : 'parts'} without it`, async () => {
    const browser = new EventTarget()
    vi.stubGlobal('addEventListener', browser.addEventListener.bind(browser))
    vi.stubGlobal('removeEventListener', browser.removeEventListener.bind(browser))
    const api = new FakeUploadApi()
    api.partSize = partSize
    const transport = new FakeTransport()
    const sessions: SessionStore = new MemorySessionStore()
    const locks: UploadLocks = new FakeLocks()
    const handles: FileHandles = new WeakMap()
    const file = new File(['x'.repeat(45)], 'a.png', { type: 'image/png' })
    if ('store' in broken) sessions[broken.store] = act
    if ('locks' in broken) locks[broken.locks] = act
    if ('handle' in broken) handles.set(file, act)
    const uploader = new Uploader({
      api,
      transport,
      sessions,
      locks,
      handles,
      connectivity: new FakeConnectivity(),
      now: () => Date.now(),
    })
    uploader.configure({ finish: 'announced', retries: 0 })
    const interrupted = uploader.interrupted()
    await uploader.addFiles([file])
    await vi.advanceTimersByTimeAsync(3_000)
    browser.dispatchEvent(new Event('pagehide'))
    browser.dispatchEvent(new Event('pageshow'))
    for (const request of transport.sendings) request.answer(201)
    transport.autoStore = true
    await vi.advanceTimersByTimeAsync(2_000)
    expect(uploader.uploads).toMatchObject([{ status: 'ready', error: null }])
    await vi.advanceTimersByTimeAsync(5_000)
    await expect(interrupted).resolves.toBeUndefined()
  })
})
