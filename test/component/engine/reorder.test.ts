import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { UploadCollection } from '../../../component/engine/queue/upload-collection.ts'
import { type Schedulable, UploadScheduler } from '../../../component/engine/queue/upload-scheduler.ts'
import type { Upload } from '../../../component/engine/upload/upload.ts'
import type { FilesReorderEvent } from '../../../component/engine/upload/upload-events.ts'
import type { UploadStatus } from '../../../component/engine/upload/upload-state.ts'
import { Uploader } from '../../../component/engine/uploader.ts'
import type { UploaderSettings } from '../../../component/engine/uploader-settings.ts'
import { FakeConnectivity } from './fake-connectivity.ts'
import { FakeTransport } from './fake-transport.ts'
import { FakeUploadApi } from './fake-upload-api.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('in a list of four', () => {
  it.each([
    ['b', 0, 'bacd', true],
    ['b', 3, 'acdb', true],
    ['d', 1, 'adbc', true],
    ['a', 2, 'bcad', true],
    ['b', 1, 'abcd', false],
    ['b', -7, 'bacd', true],
    ['b', 99, 'acdb', true],
    ['b', Number.NEGATIVE_INFINITY, 'bacd', true],
    ['b', Number.POSITIVE_INFINITY, 'acdb', true],
    ['c', Number.NaN, 'cabd', true],
    ['a', 2.9, 'bcad', true],
    ['x', 0, 'abcd', false],
  ])('"%s" moved to %d makes %s', (key, toIndex, order, changed) => {
    const list = new UploadCollection()
    for (const id of 'abcd') list.append({ id } as Upload)
    expect(list.move(key, toIndex)).toBe(changed)
    expect(idsOf(list)).toBe(order)
    for (const id of 'abcd') expect(list.get(id)?.id).toBe(id)
  })

  it('others keep their places when one leaves', () => {
    const list = new UploadCollection()
    for (const id of 'abcd') list.append({ id } as Upload)
    list.move('d', 1)
    list.delete('a')
    list.delete('x')
    expect([idsOf(list), list.get('a'), list.move('a', 0)]).toEqual(['dbc', undefined, false])
    list.append({ id: 'e' } as Upload)
    expect(idsOf(list)).toBe('dbce')
  })
})

const idsOf = (list: UploadCollection) => Array.from(list.values(), ({ id }) => id).join('')

function setup(settings: Partial<UploaderSettings> = {}) {
  const api = new FakeUploadApi()
  const transport = new FakeTransport()
  const network = new FakeConnectivity()
  const uploader = new Uploader({ api, transport, connectivity: network, now: () => Date.now() })
  uploader.configure({ finish: 'announced', concurrency: 1, ...settings })
  const names = () => uploader.uploads.map(({ name }) => name).join('')
  const statuses = () => uploader.uploads.map(({ name, status }) => `${name} ${status}`)
  const started: string[] = []
  uploader.addEventListener('upload-start', (event) => {
    started.push((event as CustomEvent<{ upload: { name: string } }>).detail.upload.name)
  })
  const reordered: string[] = []
  uploader.addEventListener('files-reorder', (event) => {
    const { detail } = event as FilesReorderEvent
    reordered.push(detail.uploads.map(({ name }) => name).join(''))
    expect(detail.uploads).toBe(uploader.uploads)
  })
  return { api, transport, network, uploader, names, statuses, started, reordered }
}

/** So large that only two of them are started at a time. */
const LARGE = 33 * 2 ** 20
const files = (names: string, size = LARGE) =>
  [...names].map((name) =>
    Object.defineProperty(new File(['x'], name, { type: 'image/png' }), 'size', { value: size }),
  )
const settle = () => vi.advanceTimersByTimeAsync(0)

/** Stores every request until no new one is sent. */
async function storeAll({ transport }: { transport: FakeTransport }) {
  transport.autoStore = true
  for (const sending of transport.sendings) sending.answer(201)
  await vi.advanceTimersByTimeAsync(5_000)
}

describe('a file that is moved in the list', () => {
  it('has its new place at once and dispatches one event with the new list', async () => {
    const { uploader, names, reordered } = setup({ start: 'manual' })
    await uploader.addFiles(files('abcd'))
    const before = uploader.uploads
    expect(uploader.move('4', 0)).toBe(true)
    expect(names()).toBe('dabc')
    expect(reordered).toEqual(['dabc'])
    // The same uploads, not copies of them.
    expect(new Set(uploader.uploads)).toEqual(new Set(before))
    expect(uploader.uploads.map(({ id }) => id)).toEqual(['4', '1', '2', '3'])
  })

  it('to its own place dispatches nothing, and an unknown id cannot be moved', async () => {
    const { uploader, names, reordered } = setup({ start: 'manual' })
    expect(uploader.move('1', 0)).toBe(false)
    await uploader.addFiles(files('ab'))
    expect(uploader.move('2', 5)).toBe(true)
    expect(uploader.move('unknown', 0)).toBe(false)
    await uploader.remove('1')
    expect(uploader.move('1', 0)).toBe(false)
    expect(names()).toBe('b')
    expect(reordered).toEqual([])
  })

  it('starts in its new turn', async () => {
    const scene = setup()
    const { uploader, started } = scene
    await uploader.addFiles(files('abcdef'))
    await settle()
    expect(started).toEqual(['a', 'b'])
    uploader.move('6', 2)
    uploader.move('3', 99)
    await storeAll(scene)
    expect(started.join('')).toBe('abfdec')
    expect(scene.names()).toBe('abfdec')
    expect(uploader.uploads.every(({ status }) => status === 'ready')).toBe(true)
  })

  it('continues where it runs already', async () => {
    const scene = setup()
    const { api, transport, uploader, statuses } = scene
    await uploader.addFiles(files('abc'))
    await settle()
    transport.at(0).progress(10, 20)
    uploader.move('1', 2)
    expect(statuses()).toEqual(['b preparing', 'c queued', 'a uploading'])
    expect(transport.at(0).signal.aborted).toBe(false)
    await storeAll(scene)
    expect(statuses()).toEqual(['b ready', 'c ready', 'a ready'])
    expect(transport.sendings).toHaveLength(3)
    expect(api.presigned.flatMap((call) => call.files)).toHaveLength(3)
  })

  it('may be moved while others are still being added', async () => {
    const { uploader, names } = setup({ start: 'manual' })
    const moved: boolean[] = []
    let seen = 0
    uploader.configure({
      rules: {
        validators: [
          async ({ name }) => {
            if (name === 'e') moved.push(uploader.move('1', 99), uploader.move('2', 0))
            seen += 1
            await new Promise((resolve) => setTimeout(resolve, 100 * seen))
          },
        ],
      },
    })
    void uploader.addFiles(files('ab', 1))
    // The validation is loaded with the first file.
    await vi.advanceTimersByTimeAsync(0)
    await vi.dynamicImportSettled()
    await vi.advanceTimersByTimeAsync(1_000)
    void uploader.addFiles(files('cdefg', 1))
    await vi.advanceTimersByTimeAsync(5_000)
    expect(moved).toEqual([true, true])
    expect(names()).toBe('bacdefg')
    expect(uploader.checking).toBe(0)
  })
})

describe('what waits to start', () => {
  it('starts in list order, in any order of the commands', async () => {
    const scene = setup({ start: 'manual' })
    const { network, uploader, started } = scene
    await uploader.addFiles(files('abcd'))
    network.online = false
    uploader.upload('3')
    uploader.upload('2')
    uploader.upload()
    network.online = true
    await storeAll(scene)
    expect(started.join('')).toBe('abcd')
  })

  it('starts paused and failed uploads at their place in the list', async () => {
    const scene = setup({ retries: 0 })
    const { transport, uploader, started } = scene
    await uploader.addFiles(files('abcdef'))
    await settle()
    uploader.pause('3')
    transport.at(0).answer(403)
    await settle()
    started.length = 0
    uploader.resume('3')
    uploader.retry('1')
    await storeAll(scene)
    // d was started when a failed; then the first in the list follow.
    expect(started.join('')).toBe('acef')
    expect(uploader.uploads.every(({ status }) => status === 'ready')).toBe(true)
  })

  it('is ordered once for any number of changes and waiting uploads', async () => {
    class Waiting implements Schedulable {
      readonly file = { size: 1 }
      status: UploadStatus = 'queued'

      get activity() {
        return this.status === 'queued' ? ('waiting' as const) : ('idle' as const)
      }

      start(): void {
        started.push(this)
        for (const status of ['preparing', 'completing', 'ready'] as const) {
          this.status = status
          scheduler.transitioned(this)
        }
      }
    }
    const started: Waiting[] = []
    const uploads = Array.from({ length: 10_000 }, () => new Waiting())
    let listed = 0
    const scheduler = new UploadScheduler<Waiting>({
      list: () => {
        listed += 1
        return uploads
      },
      moreToAdd: () => false,
      isOnline: () => true,
      concurrency: () => 6,
      bytesPerSecond: () => 0,
      now: () => 0,
      onBusy: () => {},
    })
    for (const upload of uploads) scheduler.added(upload)
    uploads.reverse()
    for (let moves = 0; moves < 1_000; moves += 1) scheduler.reordered()
    scheduler.schedule()
    await settle()
    expect(started).toEqual(uploads)
    expect(listed).toBe(1)
  })
})
