import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { FileHandle } from '../../../../component/engine/resume/file-handle.ts'
import type { InterruptedUploads } from '../../../../component/engine/resume/interrupted-uploads.ts'
import type { SavedSession } from '../../../../component/engine/resume/saved-session.ts'
import { MemorySessionStore } from '../../../../component/engine/resume/session-store.ts'
import { UploadError } from '../../../../component/engine/upload/upload-error.ts'
import { Uploader } from '../../../../component/engine/uploader.ts'
import type { UploaderSettings } from '../../../../component/engine/uploader-settings.ts'
import { FakeConnectivity } from '../fake-connectivity.ts'
import { FakeLocks } from '../fake-locks.ts'
import { FakeTransport } from '../fake-transport.ts'
import { FakeUploadApi } from '../fake-upload-api.ts'
import { storedPart } from '../stored-part.ts'

/** A file on the visitor's disk, behind a browser that may ask before it is read. */
class DiskFile implements FileHandle {
  readonly kind = 'file'
  readonly name: string
  file: File | 'gone'
  permission: PermissionState = 'granted'
  /** The visitor's decision. */
  answer: PermissionState = 'granted'
  asked = 0

  constructor(file: File) {
    this.file = file
    this.name = file.name
  }

  async getFile() {
    if (this.permission !== 'granted') throw new DOMException('not allowed', 'NotAllowedError')
    if (this.file === 'gone') throw new DOMException('gone', 'NotFoundError')
    // A new object each time, as browsers do.
    return new File([this.file], this.file.name, {
      type: this.file.type,
      lastModified: this.file.lastModified,
    })
  }

  async queryPermission() {
    return this.permission
  }

  async requestPermission() {
    this.asked += 1
    this.permission = this.answer
    return this.permission
  }
}

let store: MemorySessionStore
let locks: FakeLocks
let api: FakeUploadApi

beforeEach(() => {
  store = new MemorySessionStore()
  locks = new FakeLocks()
  api = new FakeUploadApi()
  api.partSize = 10
  api.etag = storedPart(1, 'x'.repeat(45)).etag
})

type Visit = ReturnType<typeof visit>

/** A page with the uploader on it; a second call is the same page after a reload, or another tab. */
function visit(
  options: { scope?: string; place?: string; autoStore?: boolean } = {},
  settings: Partial<UploaderSettings> = {},
) {
  const transport = new FakeTransport()
  transport.autoStore = options.autoStore ?? false
  const uploader = new Uploader({
    api,
    transport,
    connectivity: new FakeConnectivity(),
    sessions: store,
    locks,
    scope: () => options.scope ?? '/uploads',
    place: () => options.place ?? '/albums/1',
    random: () => 0,
  })
  uploader.configure({ concurrency: 3, retries: 0, finish: 'announced', ...settings })
  return { transport, uploader }
}

const largeFile = (content = 'x', name = 'large.png', lastModified = 1) =>
  new File([content.repeat(45)], name, { type: 'image/png', lastModified })
const until = (check: () => unknown) => vi.waitFor(check, { timeout: 2_000, interval: 5 })
const saved = async () => (await store.all()) as SavedSession[]
const partsSent = ({ transport }: Visit) =>
  transport.sendings.map(({ request }) => Number(new URL(request.url).pathname.slice(1))).sort()

/** An earlier visit that brought parts 1 and 3 of five to S3, and then the browser crashed. */
async function crashed<F extends File | FileHandle>(
  file: F,
  options: Parameters<typeof visit>[0] = {},
): Promise<F> {
  const before = (await saved()).length
  const page = visit(options)
  await page.uploader.addFiles([file])
  await until(() => expect(page.transport.sendings).toHaveLength(3))
  page.transport.at(0).answer(200)
  page.transport.at(2).answer(200)
  await until(async () => expect((await saved()).slice(before)).toHaveLength(1))
  page.uploader.pause()
  locks.held.clear()
  api.stored.splice(0)
  api.stored.push(storedPart(1, 'x'.repeat(10)), storedPart(3, 'x'.repeat(10)))
  return file
}

async function found({ uploader }: Visit): Promise<InterruptedUploads> {
  const interrupted = await uploader.interrupted()
  if (interrupted === undefined) throw new Error('Nothing was found')
  return interrupted
}

const waitingIn = (interrupted: InterruptedUploads) =>
  interrupted.waiting.map(({ name, access }) => [name, access])

describe('an interrupted upload', () => {
  it('continues by itself where its file may still be read, and sends only what S3 lacks', async () => {
    const disk = await crashed(new DiskFile(largeFile()))
    const page = visit({ autoStore: true })
    const sources: string[] = []
    const offers: unknown[] = []
    page.uploader.addEventListener('files-add', (event) => sources.push((event as CustomEvent).detail.source))
    page.uploader.addEventListener('uploads-restore', (event) =>
      offers.push((event as CustomEvent).detail.uploads),
    )
    const interrupted = await found(page)
    expect(await interrupted.offer()).toMatchObject({ continued: [{ name: 'large.png' }], rejected: [] })
    await page.uploader.waitForIdle()
    expect(page.uploader.uploads).toMatchObject([{ status: 'ready', key: 'uploads/1' }])
    expect(partsSent(page)).toEqual([2, 4, 5])
    expect(api.presigned).toHaveLength(1)
    expect(disk.asked).toBe(0)
    expect(sources).toEqual(['restore'])
    expect(offers).toMatchObject([
      [{ id: '1', name: 'large.png', size: 45, type: 'image/png', bytesStored: 20, access: 'granted' }],
    ])
    expect(interrupted.waiting).toEqual([])
    await until(async () => expect(await saved()).toEqual([]))
    expect(locks.held.size).toBe(0)
  })

  it('is still readable after a second crash', async () => {
    await crashed(new DiskFile(largeFile()))
    const second = visit()
    await (await found(second)).offer()
    await until(() => expect(second.transport.sendings).toHaveLength(3))
    second.transport.at(0).answer(200)
    await until(() => expect(second.transport.sendings).toHaveLength(3))
    second.uploader.pause()
    locks.held.clear()
    api.stored.push(storedPart(2, 'x'.repeat(10)))
    const third = visit({ autoStore: true })
    await (await found(third)).offer()
    await third.uploader.waitForIdle()
    expect(partsSent(third)).toEqual([4, 5])
  })

  it('waits where the page prevents it, until the page continues it', async () => {
    await crashed(new DiskFile(largeFile()))
    const page = visit({ autoStore: true })
    page.uploader.addEventListener('uploads-restore', (event) => event.preventDefault())
    const interrupted = await found(page)
    expect(await interrupted.offer()).toBeUndefined()
    expect(page.uploader.uploads).toEqual([])
    await interrupted.restore()
    await page.uploader.waitForIdle()
    expect(partsSent(page)).toEqual([2, 4, 5])
  })

  it('waits for a user gesture where the browser must ask', async () => {
    const disk = await crashed(new DiskFile(largeFile()))
    disk.permission = 'prompt'
    const page = visit({ autoStore: true })
    const interrupted = await found(page)
    await interrupted.offer()
    expect(waitingIn(interrupted)).toEqual([['large.png', 'prompt']])
    expect([disk.asked, page.uploader.uploads]).toEqual([0, []])
    // Two clicks are one.
    await Promise.all([interrupted.restore(), interrupted.restore()])
    await page.uploader.waitForIdle()
    expect(page.uploader.uploads).toMatchObject([{ status: 'ready', key: 'uploads/1' }])
    expect(partsSent(page)).toEqual([2, 4, 5])
  })

  it.each([
    [
      'its reader is denied',
      (disk: DiskFile) => Object.assign(disk, { permission: 'prompt', answer: 'denied' }),
      'denied',
    ],
    ['its file is gone', (disk: DiskFile) => Object.assign(disk, { file: 'gone' }), 'missing'],
  ])('waits where %s, and goes on when the same file is chosen', async (_, change, access) => {
    change(await crashed(new DiskFile(largeFile())))
    const page = visit({ autoStore: true })
    const interrupted = await found(page)
    await interrupted.offer()
    const { waiting, continued } = await interrupted.restore()
    expect([continued, waiting]).toMatchObject([[], [{ access }]])
    expect(await saved()).toHaveLength(1)
    expect(locks.held.size).toBe(0)
    await page.uploader.addFiles([largeFile()])
    await page.uploader.waitForIdle()
    expect(partsSent(page)).toEqual([2, 4, 5])
    expect(interrupted.waiting).toEqual([])
  })

  it('continues when its file is back', async () => {
    const disk = await crashed(new DiskFile(largeFile()))
    disk.file = 'gone'
    const page = visit({ autoStore: true })
    const interrupted = await found(page)
    await interrupted.offer()
    disk.file = largeFile()
    expect(await interrupted.restore()).toMatchObject({ continued: [{ name: 'large.png' }] })
  })

  it.each([
    ['saved again', largeFile('x', 'large.png', 2)],
    ['of other content with the same size and date', largeFile('y')],
  ])('is given up where its file is %s, and the page is told', async (_, file) => {
    const disk = await crashed(new DiskFile(largeFile()))
    disk.file = file
    const page = visit({ autoStore: true })
    const rejections: unknown[] = []
    page.uploader.addEventListener('files-reject', (event) =>
      rejections.push(...(event as CustomEvent).detail.rejections),
    )
    const restored = await (await found(page)).offer()
    expect(restored).toMatchObject({ continued: [], waiting: [], rejected: [{ code: 'file-changed' }] })
    expect(rejections).toEqual(restored?.rejected)
    expect(api.aborted).toEqual(['ticket-1'])
    expect(page.uploader.uploads).toEqual([])
    await until(async () => expect(await saved()).toEqual([]))
  })

  it('waits for its file where the browser gave no handle', async () => {
    await crashed(largeFile())
    const page = visit({ autoStore: true })
    const interrupted = await found(page)
    await interrupted.offer()
    await interrupted.restore()
    expect(waitingIn(interrupted)).toEqual([['large.png', 'none']])
    await page.uploader.addFiles([largeFile()])
    await until(() => expect(interrupted.waiting).toEqual([]))
  })

  it('never starts again for another user who signed in meanwhile', async () => {
    await crashed(new DiskFile(largeFile()))
    const stored = vi.spyOn(api, 'storedParts')
    stored.mockRejectedValueOnce(new UploadError('api-unreachable', 'no network', { retryable: true }))
    stored.mockRejectedValueOnce(new UploadError('forbidden', 'not yours'))
    const page = visit({ autoStore: true })
    const interrupted = await found(page)
    expect(interrupted.waiting).toMatchObject([{ name: 'large.png', bytesStored: null }])
    await interrupted.offer()
    await page.uploader.waitForIdle()
    expect(page.uploader.uploads).toMatchObject([{ status: 'failed', error: { code: 'forbidden' } }])
    expect(page.transport.sendings).toEqual([])
    expect(api.presigned).toHaveLength(1)
  })

  it('that S3 has wholly is announced, and nothing is sent', async () => {
    api.partSize = null
    api.completeAnswers.push({ code: 'publish-failed', detail: 'SNS is away', retryable: true })
    const first = visit({ autoStore: true })
    await first.uploader.addFiles([new DiskFile(largeFile())])
    await first.uploader.waitForIdle()
    await until(async () => expect(await saved()).toMatchObject([{ handle: { name: 'large.png' } }]))
    locks.held.clear()
    const page = visit()
    const interrupted = await found(page)
    expect(interrupted.waiting).toMatchObject([{ bytesStored: 45, access: 'granted' }])
    await interrupted.offer()
    await page.uploader.waitForIdle()
    expect(page.uploader.uploads).toMatchObject([{ status: 'ready', key: 'uploads/1' }])
    expect(page.transport.sendings).toEqual([])
  })

  it('that was completed after the page was closed is done, and nothing is sent', async () => {
    await crashed(new DiskFile(largeFile()))
    api.storedParts = () => Promise.reject(new UploadError('upload-not-found', 'complete'))
    const page = visit()
    const interrupted = await found(page)
    expect(interrupted.waiting).toMatchObject([{ bytesStored: 45, access: 'granted' }])
    await interrupted.offer()
    await page.uploader.waitForIdle()
    expect(page.uploader.uploads).toMatchObject([{ status: 'ready', key: 'uploads/1' }])
    expect(page.transport.sendings).toEqual([])
    expect(api.presigned).toHaveLength(1)
    await until(async () => expect(await saved()).toEqual([]))
  })
})

describe('is not offered', () => {
  it.each([
    ['at another place of the site', { place: '/albums/2' }, {}],
    ['to another API', { scope: '/elsewhere' }, {}],
    ['on another route', {}, { route: 'large-files' }],
    ['where sessions are not saved', {}, { sessions: 'forget' }],
  ] as const)('what was interrupted %s', async (_, options, settings) => {
    await crashed(new DiskFile(largeFile()))
    expect(await visit(options, settings).uploader.interrupted()).toBeUndefined()
  })

  it('what another tab is sending', async () => {
    const first = visit()
    await first.uploader.addFiles([new DiskFile(largeFile())])
    await until(async () => expect(await saved()).toHaveLength(1))
    expect(await visit().uploader.interrupted()).toBeUndefined()
    // Nor does this page offer what it sends itself.
    expect(await first.uploader.interrupted()).toBeUndefined()
  })

  it.each([
    ['of another user, who may sign in again', 'forbidden'],
    ['while no user is signed in', 'unauthorized'],
  ] as const)('what is %s', async (_, code) => {
    await crashed(new DiskFile(largeFile()))
    api.storedParts = () => Promise.reject(new UploadError(code, 'no'))
    const page = visit({ autoStore: true })
    const events: Event[] = []
    page.uploader.addEventListener('uploads-restore', (event) => events.push(event))
    const interrupted = await found(page)
    await interrupted.offer()
    await interrupted.restore()
    expect([interrupted.waiting, events, page.uploader.uploads]).toEqual([[], [], []])
    expect(await saved()).toHaveLength(1)
    expect(locks.held.size).toBe(0)
  })

  it('what S3 would no longer take', async () => {
    await crashed(new DiskFile(largeFile()))
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2031-01-01') })
    const [session] = await saved()
    if (session !== undefined)
      await store.write({ saved: [{ ...session, savedAt: Date.now() }], removed: [] })
    expect(await visit().uploader.interrupted()).toBeUndefined()
    vi.useRealTimers()
  })
})

describe('two tabs', () => {
  it('that continue at the same time send it once', async () => {
    const disk = await crashed(new DiskFile(largeFile()))
    disk.permission = 'prompt'
    const tabs = [visit({ autoStore: true }), visit({ autoStore: true })]
    const offers = await Promise.all(tabs.map(found))
    const restored = await Promise.all(offers.map((offer) => offer.restore()))
    await Promise.all(tabs.map(({ uploader }) => uploader.waitForIdle()))
    expect(restored.map(({ continued }) => continued.length).sort()).toEqual([0, 1])
    expect(tabs.flatMap(partsSent)).toEqual([2, 4, 5])
    expect(offers.flatMap(({ waiting }) => waiting)).toEqual([])
    expect(api.presigned).toHaveLength(1)
  })

  it('do not send again what the other has finished while its notice was shown', async () => {
    const disk = await crashed(new DiskFile(largeFile()))
    disk.permission = 'prompt'
    const [first, second] = [visit({ autoStore: true }), visit({ autoStore: true })]
    const notice = await found(second)
    await (await found(first)).restore()
    await first.uploader.waitForIdle()
    await until(() => expect(locks.held.size).toBe(0))
    expect(await notice.restore()).toEqual({ continued: [], rejected: [], waiting: [] })
    expect(second.transport.sendings).toEqual([])
    expect(second.uploader.uploads).toEqual([])
  })
})

describe('continuing', () => {
  it('waits for upload() in manual mode, and removing the row gives it up', async () => {
    await crashed(new DiskFile(largeFile()))
    const page = visit({ autoStore: true }, { start: 'manual' })
    await (await found(page)).offer()
    expect(page.uploader.uploads).toMatchObject([{ status: 'queued' }])
    expect(page.transport.sendings).toEqual([])
    await page.uploader.remove(page.uploader.uploads[0]?.id ?? '')
    expect(api.aborted).toEqual(['ticket-1'])
    await until(async () => expect(await saved()).toEqual([]))
    expect(locks.held.size).toBe(0)
  })

  it.each([
    [
      'the page',
      (page: Visit) => page.uploader.addEventListener('files-add', (event) => event.preventDefault()),
    ],
    ['a rule', (page: Visit) => page.uploader.configure({ rules: { maxFileSize: 3 } })],
  ])('that %s refuses loses nothing', async (_, refuse) => {
    await crashed(new DiskFile(largeFile()))
    const page = visit({ autoStore: true })
    refuse(page)
    const interrupted = await found(page)
    await interrupted.offer()
    expect(page.uploader.uploads).toEqual([])
    expect(waitingIn(interrupted)).toEqual([['large.png', 'granted']])
    expect([locks.held.size, api.aborted]).toEqual([0, []])
  })

  it('takes the newest where only one file may be, and none where one is', async () => {
    await crashed(new DiskFile(largeFile('x', 'old.png')))
    await crashed(new DiskFile(largeFile('x', 'new.png')))
    const page = visit({ autoStore: true }, { selection: 'single' })
    const interrupted = await found(page)
    await interrupted.offer()
    await page.uploader.waitForIdle()
    expect(page.uploader.uploads).toMatchObject([{ name: 'new.png', status: 'ready' }])
    expect(interrupted.waiting).toEqual([])

    const other = visit({ autoStore: true }, { selection: 'single' })
    await other.uploader.addFiles([largeFile('z', 'mine.png')])
    await (await found(other)).offer()
    expect(other.uploader.uploads).toMatchObject([{ name: 'mine.png' }])
    expect((await saved()).map(({ file }) => file.name)).toContain('old.png')
  })
})

describe('discarding', () => {
  it('deletes all that wait at S3 and in the browser, but not what another tab has claimed', async () => {
    for (const name of ['a.png', 'b.png', 'c.png']) await crashed(new DiskFile(largeFile('x', name)))
    const page = visit()
    page.uploader.addEventListener('uploads-restore', (event) => event.preventDefault())
    const interrupted = await found(page)
    await interrupted.offer()
    const other = visit()
    await other.uploader.addFiles([largeFile('x', 'b.png')])
    await until(() => expect(locks.held.size).toBe(1))
    await interrupted.discard()
    expect(api.aborted.sort()).toEqual(['ticket-1', 'ticket-3'])
    expect(interrupted.waiting).toEqual([])
    await until(async () => expect((await saved()).map(({ file }) => file.name)).toEqual(['b.png']))
    expect(await visit().uploader.interrupted()).toBeUndefined()
  })
})

it('a handle whose file is gone when it is added is refused by name, and the others continue', async () => {
  const gone = new DiskFile(largeFile('x', 'gone.png'))
  gone.file = 'gone'
  const { uploader } = visit({ autoStore: true })
  const told: unknown[] = []
  uploader.addEventListener('files-reject', (event) => told.push((event as CustomEvent).detail.rejections))
  const added = await uploader.addFiles([
    gone,
    largeFile('x', 'plain.png'),
    new DiskFile(largeFile('x', 'disk.png')),
  ])
  expect(added.rejected).toMatchObject([{ code: 'file-changed', file: { name: 'gone.png' } }])
  expect(told).toEqual([added.rejected])
  expect(added.accepted.map(({ name }) => name)).toEqual(['plain.png', 'disk.png'])
})
