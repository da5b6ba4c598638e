import { beforeEach, describe, expect, it, vi } from 'vitest'
import { hashOfEdges } from '../../../../component/engine/resume/file-fingerprint.ts'
import type { SavedSession } from '../../../../component/engine/resume/saved-session.ts'
import { MemorySessionStore, type SessionStore } from '../../../../component/engine/resume/session-store.ts'
import { UploadError } from '../../../../component/engine/upload/upload-error.ts'
import { Uploader } from '../../../../component/engine/uploader.ts'
import { FakeConnectivity } from '../fake-connectivity.ts'
import { FakeLocks } from '../fake-locks.ts'
import { FakeTransport } from '../fake-transport.ts'
import { FakeUploadApi } from '../fake-upload-api.ts'
import { storedPart } from '../stored-part.ts'

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

/** A page with the uploader on it; a second call is the same page after a reload, or another tab. */
function visit(options: { sessions?: SessionStore; scope?: string; autoStore?: boolean } = {}) {
  const transport = new FakeTransport()
  transport.autoStore = options.autoStore ?? false
  const uploader = new Uploader({
    api,
    transport,
    connectivity: new FakeConnectivity(),
    sessions: options.sessions ?? store,
    locks,
    scope: () => options.scope ?? '/uploads',
    random: () => 0,
  })
  uploader.configure({ concurrency: 3, retries: 0, finish: 'announced' })
  return { transport, uploader }
}

/** The browser ends the page: its locks are released, nothing else is cleaned up. */
function crash({ uploader }: ReturnType<typeof visit>): void {
  uploader.pause()
  locks.held.clear()
}

const largeFile = (content = 'x'.repeat(45), lastModified = 1) =>
  new File([content], 'large.png', { type: 'image/png', lastModified })
const partsSent = ({ transport }: ReturnType<typeof visit>) =>
  transport.sendings.map(({ request }) => Number(new URL(request.url).pathname.slice(1))).sort()
const until = (check: () => void) => vi.waitFor(check, { timeout: 2_000, interval: 5 })
const saved = async () =>
  (await store.all()) as { id: string; stored: boolean; presigned: { plan: object } }[]

/** A first visit that brought parts 1 and 3 of five to S3 and then crashed. */
async function halfway(file = largeFile()) {
  const page = visit()
  await page.uploader.addFiles([file])
  await until(() => expect(page.transport.sendings).toHaveLength(3))
  page.transport.at(0).answer(200)
  page.transport.at(2).answer(200)
  await until(async () => expect(await saved()).toHaveLength(1))
  crash(page)
  api.stored.push(storedPart(1, 'x'.repeat(10)), storedPart(3, 'x'.repeat(10)))
  return page
}

function stubBrowser(): EventTarget {
  const browser = new EventTarget()
  vi.stubGlobal('addEventListener', browser.addEventListener.bind(browser))
  vi.stubGlobal('removeEventListener', browser.removeEventListener.bind(browser))
  return browser
}

/** A first visit that the browser ends while a form is on its way. */
async function leaveWithFormUnderWay() {
  api.partSize = null
  const browser = stubBrowser()
  const page = visit()
  await page.uploader.addFiles([largeFile()])
  await until(() => expect(page.transport.sendings).toHaveLength(1))
  browser.dispatchEvent(new Event('pagehide'))
  await until(async () => expect(await saved()).toHaveLength(1))
  crash(page)
  vi.unstubAllGlobals()
}

describe('after a reload', () => {
  it('the same file continues with the parts that S3 lacks', async () => {
    await halfway()
    const page = visit({ autoStore: true })
    await page.uploader.addFiles([largeFile()])
    await page.uploader.waitForIdle()
    expect(page.uploader.uploads).toMatchObject([{ status: 'ready', key: 'uploads/1' }])
    expect(partsSent(page)).toEqual([2, 4, 5])
    expect(api.presigned).toHaveLength(1)
    await until(async () => expect(await saved()).toEqual([]))
    expect(locks.held.size).toBe(0)
  })

  it.each([
    ['other content', largeFile('y'.repeat(45))],
    ['another date', largeFile(undefined, 2)],
    ['another size', largeFile('x'.repeat(44))],
  ])('a file of %s starts anew', async (_, file) => {
    await halfway()
    const page = visit({ autoStore: true })
    await page.uploader.addFiles([file])
    await page.uploader.waitForIdle()
    expect(partsSent(page)).toEqual([1, 2, 3, 4, 5])
    expect(api.presigned).toHaveLength(2)
  })

  it('metadata of the file is kept, and overridden by new metadata', async () => {
    const page = visit()
    await page.uploader.addFiles([largeFile()])
    await until(() => expect(page.transport.sendings).toHaveLength(3))
    await until(async () => expect(await saved()).toHaveLength(1))
    page.uploader.setMetadata('1', { caption: 'A', alt: 'a' })
    await until(async () => expect(await saved()).toMatchObject([{ metadata: { caption: 'A', alt: 'a' } }]))
    crash(page)

    const second = visit()
    second.uploader.configure({ start: 'manual' })
    await second.uploader.addFiles([largeFile()])
    second.uploader.setMetadata('1', { caption: 'B' })
    second.uploader.upload()
    await until(() => expect(second.transport.sendings).toHaveLength(3))
    expect(second.uploader.uploads[0]?.metadata).toEqual({ caption: 'B', alt: 'a' })
    await until(async () => expect(await saved()).toMatchObject([{ metadata: { caption: 'B', alt: 'a' } }]))
    crash(second)

    const third = visit({ autoStore: true })
    await third.uploader.addFiles([largeFile()])
    await third.uploader.waitForIdle()
    expect(api.presigned).toHaveLength(1)
    expect(api.completed.flat()).toEqual([{ ticket: 'ticket-1', metadata: { caption: 'B', alt: 'a' } }])
    await until(async () => expect(await saved()).toEqual([]))
  })

  it('another API starts again', async () => {
    await halfway()
    const page = visit({ autoStore: true, scope: '/elsewhere' })
    await page.uploader.addFiles([largeFile()])
    await page.uploader.waitForIdle()
    expect(api.presigned).toHaveLength(2)
  })

  it('what S3 no longer has starts again', async () => {
    await halfway()
    api.storedParts = async () => {
      throw new UploadError('upload-not-found', 'gone')
    }
    api.completeAnswers.push({ code: 'upload-not-found', detail: 'gone', retryable: false })
    const page = visit({ autoStore: true })
    await page.uploader.addFiles([largeFile()])
    await page.uploader.waitForIdle()
    expect(page.uploader.uploads).toMatchObject([{ status: 'ready', key: 'uploads/2' }])
    expect(partsSent(page)).toEqual([1, 2, 3, 4, 5])
  })

  it('what was completed after the page was closed is not sent again', async () => {
    await halfway()
    api.storedParts = async () => {
      throw new UploadError('upload-not-found', 'complete')
    }
    const page = visit({ autoStore: true })
    await page.uploader.addFiles([largeFile()])
    await page.uploader.waitForIdle()
    expect(page.uploader.uploads).toMatchObject([{ status: 'ready', key: 'uploads/1' }])
    expect(partsSent(page)).toEqual([])
    expect(api.presigned).toHaveLength(1)
    await until(async () => expect(await saved()).toEqual([]))
  })

  it('nothing is sent while the API cannot tell whether it is complete', async () => {
    await halfway()
    api.storedParts = async () => {
      throw new UploadError('upload-not-found', 'complete')
    }
    api.completeAnswers.push({ code: 'storage-unavailable', detail: 'away', retryable: true })
    const page = visit({ autoStore: true })
    await page.uploader.addFiles([largeFile()])
    await until(() =>
      expect(page.uploader.uploads).toMatchObject([
        { status: 'failed', error: { code: 'storage-unavailable' } },
      ]),
    )
    page.uploader.retry()
    await page.uploader.waitForIdle()
    expect(page.uploader.uploads).toMatchObject([{ status: 'ready', key: 'uploads/1' }])
    expect(partsSent(page)).toEqual([])
  })

  it('an S3 that is busy is asked again, and the upload continues', async () => {
    await halfway()
    const stored = vi.spyOn(api, 'storedParts')
    stored.mockRejectedValueOnce(new UploadError('storage-unavailable', 'away', { retryable: true }))
    stored.mockRejectedValueOnce(new UploadError('unauthorized', 'signed out'))
    const page = visit({ autoStore: true })
    await page.uploader.addFiles([largeFile()])
    await page.uploader.waitForIdle()
    expect(page.uploader.uploads).toMatchObject([
      { status: 'failed', error: { code: 'storage-unavailable' } },
    ])
    page.uploader.retry()
    await page.uploader.waitForIdle()
    expect(page.uploader.uploads).toMatchObject([{ status: 'failed', error: { code: 'unauthorized' } }])
    page.uploader.retry()
    await page.uploader.waitForIdle()
    expect(partsSent(page)).toEqual([2, 4, 5])
    expect(api.presigned).toHaveLength(1)
  })

  it('what is canceled before S3 was asked is given up', async () => {
    await halfway()
    api.storedParts = () => new Promise(() => {})
    const page = visit()
    await page.uploader.addFiles([largeFile()])
    await until(() => expect(locks.held.size).toBe(1))
    page.uploader.cancel()
    await until(async () => expect(await saved()).toEqual([]))
    expect(api.aborted).toEqual(['ticket-1'])
    expect(locks.held.size).toBe(0)
  })

  it('what was stored and not announced is announced with the same ticket, and nothing is sent', async () => {
    api.partSize = null
    api.completeAnswers.push({ code: 'publish-failed', detail: 'SNS is away', retryable: true })
    const first = visit({ autoStore: true })
    await first.uploader.addFiles([largeFile()])
    await first.uploader.waitForIdle()
    await until(async () => expect(await saved()).toMatchObject([{ stored: true }]))
    crash(first)

    const page = visit()
    await page.uploader.addFiles([largeFile()])
    await page.uploader.waitForIdle()
    expect(page.uploader.uploads).toMatchObject([{ status: 'ready', key: 'uploads/1' }])
    expect(page.transport.sendings).toEqual([])
    expect(api.completed.flat().map(({ ticket }) => ticket)).toEqual(['ticket-1', 'ticket-1'])
  })

  it('a form that arrived after the page was closed is announced, and nothing is sent', async () => {
    await leaveWithFormUnderWay()
    expect(await saved()).toMatchObject([
      { stored: false, presigned: { plan: { kind: 'post', fields: {} } } },
    ])
    expect(await visit().uploader.interrupted()).toBeUndefined()

    const page = visit()
    await page.uploader.addFiles([largeFile()])
    page.uploader.setMetadata('1', { caption: 'A' })
    await page.uploader.waitForIdle()
    expect(page.uploader.uploads).toMatchObject([{ status: 'ready', key: 'uploads/1' }])
    expect(page.transport.sendings).toEqual([])
    expect(api.completed.flat()).toEqual([{ ticket: 'ticket-1', metadata: { caption: 'A' } }])
    await until(async () => expect(await saved()).toEqual([]))
    expect(locks.held.size).toBe(0)
  })

  it('a form that arrived with an earlier content of the file is sent again as it is now', async () => {
    await leaveWithFormUnderWay()
    const page = visit({ autoStore: true })
    await page.uploader.addFiles([largeFile('y'.repeat(45))])
    await page.uploader.waitForIdle()
    expect(page.uploader.uploads).toMatchObject([{ status: 'ready', key: 'uploads/2' }])
    expect(page.transport.sendings).toHaveLength(1)
    expect(api.completed.flat()).toEqual([{ ticket: 'ticket-1' }, { ticket: 'ticket-2' }])
    await until(async () => expect(await saved()).toEqual([]))
  })

  it.each([
    { code: 'upload-not-found', detail: 'not yet', retryable: true },
    { code: 'ticket-expired', detail: 'too late', retryable: false },
  ] as const)('a form that did not arrive is sent anew, after one question: $code', async (answer) => {
    await leaveWithFormUnderWay()
    api.completeAnswers.push(answer)
    const page = visit({ autoStore: true })
    page.uploader.configure({ retries: 5 })
    const retries = vi.fn()
    page.uploader.addEventListener('upload-retry', retries)
    await page.uploader.addFiles([largeFile()])
    await page.uploader.waitForIdle()
    expect(page.uploader.uploads).toMatchObject([{ status: 'ready', key: 'uploads/2' }])
    expect(page.transport.sendings).toHaveLength(1)
    expect(api.completed.flat().map(({ ticket }) => ticket)).toEqual(['ticket-1', 'ticket-2'])
    expect(retries).not.toHaveBeenCalled()
    await until(async () => expect(await saved()).toEqual([]))
  })

  it('a form that did not arrive can be canceled while it is sent again', async () => {
    await leaveWithFormUnderWay()
    api.completeAnswers.push({ code: 'upload-not-found', detail: 'not yet', retryable: true })
    const page = visit()
    await page.uploader.addFiles([largeFile()])
    await until(() => expect(page.transport.sendings).toHaveLength(1))
    expect(page.uploader.uploads).toMatchObject([{ status: 'uploading', bytesSent: 0 }])
    page.uploader.cancel()
    expect(page.uploader.uploads).toMatchObject([{ status: 'canceled' }])
    expect(page.transport.at(0).signal.aborted).toBe(true)
  })

  it('a stored file that can no longer be completed is sent again when it is chosen again', async () => {
    api.partSize = null
    api.completeAnswers.push({ code: 'publish-failed', detail: 'SNS is away', retryable: true })
    const first = visit({ autoStore: true })
    await first.uploader.addFiles([largeFile()])
    await first.uploader.waitForIdle()
    await until(async () => expect(await saved()).toMatchObject([{ stored: true }]))
    crash(first)

    api.completeAnswers.push({ code: 'ticket-expired', detail: 'too late', retryable: false })
    const page = visit({ autoStore: true })
    await page.uploader.addFiles([largeFile()])
    await page.uploader.waitForIdle()
    expect(page.uploader.uploads).toMatchObject([{ status: 'ready', key: 'uploads/2' }])
  })

  it('a file that is listed twice continues once and starts once', async () => {
    await halfway()
    const page = visit({ autoStore: true })
    await page.uploader.addFiles([largeFile(), largeFile()])
    await page.uploader.waitForIdle()
    expect(page.uploader.uploads.map(({ status }) => status)).toEqual(['ready', 'ready'])
    expect(new Set(page.uploader.uploads.map(({ key }) => key)).size).toBe(2)
    expect(partsSent(page)).toHaveLength(3 + 5)
  })
})

describe('two tabs', () => {
  it('never continue the same upload', async () => {
    const first = visit()
    await first.uploader.addFiles([largeFile()])
    await until(async () => expect(await saved()).toHaveLength(1))
    const second = visit({ autoStore: true })
    await second.uploader.addFiles([largeFile()])
    await second.uploader.waitForIdle()
    expect(second.uploader.uploads).toMatchObject([{ status: 'ready', key: 'uploads/2' }])
    expect(partsSent(second)).toEqual([1, 2, 3, 4, 5])
  })
})

describe('what is saved', () => {
  it('follows what happens while the page is unloaded, and after it came back', async () => {
    const browser = stubBrowser()
    api.partSize = null
    const page = visit()
    page.uploader.configure({ concurrency: 1 })
    await page.uploader.addFiles([new File(['1'], '1.png', { type: 'image/png' }), largeFile()])
    await until(() => expect(page.transport.sendings).toHaveLength(1))
    browser.dispatchEvent(new Event('pagehide'))
    expect((await saved()).map(({ id }) => id)).toEqual(['1'])
    // WebKit breaks connections only now, and waiting requests start.
    page.transport.at(0).answer(403, '<Error><Code>AccessDenied</Code></Error>')
    await until(async () => expect((await saved()).map(({ id }) => id)).toEqual(['2']))
    browser.dispatchEvent(new Event('pageshow'))
    page.transport.at(1).answer(201)
    await page.uploader.waitForIdle()
    await until(async () => expect(await saved()).toEqual([]))
    vi.unstubAllGlobals()
  })

  it('holds no URL and no field', async () => {
    await halfway()
    const text = JSON.stringify(await saved())
    expect(text).toContain('ticket-1')
    expect(text).not.toContain('https://')
    expect(text).not.toContain('policy')
  })

  it('is nothing for a small file that is done at once', async () => {
    api.partSize = null
    const write = vi.spyOn(store, 'write')
    const page = visit({ autoStore: true })
    await page.uploader.addFiles([largeFile()])
    await page.uploader.waitForIdle()
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(write.mock.calls.flatMap(([{ saved: written }]) => written)).toEqual([])
  })

  it('is nothing for a small file that is being sent while another one is saved', async () => {
    api.partSize = null
    api.completeAnswers.push({ code: 'publish-failed', detail: 'SNS is away', retryable: true })
    const write = vi.spyOn(store, 'write')
    const page = visit({ autoStore: true })
    await page.uploader.addFiles([largeFile()])
    await new Promise((resolve) => setTimeout(resolve, 850))
    const complete = api.complete.bind(api)
    api.complete = async (items) => {
      await new Promise((resolve) => setTimeout(resolve, 400))
      return complete(items)
    }
    await page.uploader.addFiles([largeFile('small')])
    await page.uploader.waitForIdle()
    const written = write.mock.calls.flatMap(([{ saved: sessions }]) => sessions)
    expect(written.map(({ file }) => file.size)).toEqual([45])
  })

  it('is deleted when the upload is canceled', async () => {
    const page = visit()
    await page.uploader.addFiles([largeFile()])
    await until(async () => expect(await saved()).toHaveLength(1))
    page.uploader.cancel()
    await until(async () => expect(await saved()).toEqual([]))
    expect(api.aborted).toEqual(['ticket-1'])
  })

  it('is dropped when it is too old or of another application', async () => {
    await halfway()
    const [session] = await saved()
    await store.write({
      saved: [{ ...(session as unknown as SavedSession), savedAt: Date.now() - 8 * 86_400_000 }],
      removed: [],
    })
    await store.write({ saved: [{ id: 'other', version: 1 } as never], removed: [] })
    const page = visit({ autoStore: true })
    await page.uploader.addFiles([largeFile()])
    await page.uploader.waitForIdle()
    expect(partsSent(page)).toEqual([1, 2, 3, 4, 5])
    await until(async () => expect(await saved()).toEqual([]))
  })

  it('is left alone when another version of the code has saved it, until it is too old', async () => {
    const other = { id: 'other', version: 5, savedAt: Date.now() }
    const old = { id: 'old', version: 3, savedAt: Date.now() - 8 * 86_400_000 }
    await store.write({ saved: [other, old] as never[], removed: [] })
    const page = visit({ autoStore: true })
    await page.uploader.addFiles([largeFile()])
    await page.uploader.waitForIdle()
    await until(async () => expect(await saved()).toEqual([other]))
  })

  it('may fail: the upload continues without it', async () => {
    const refusing: SessionStore = {
      all: () => Promise.reject(new DOMException('private window', 'InvalidStateError')),
      write: () => Promise.reject(new DOMException('private window', 'InvalidStateError')),
      writeSync: () => {},
    }
    const page = visit({ autoStore: true, sessions: refusing })
    await page.uploader.addFiles([largeFile()])
    await page.uploader.waitForIdle()
    expect(page.uploader.uploads).toMatchObject([{ status: 'ready' }])
  })
})

describe('the hash of a file’s edges', () => {
  const big = (middle: string, end = 'e') =>
    new File(['s'.repeat(70_000), middle, end.repeat(70_000)], 'big.bin', { lastModified: 1 })

  it('is the same for the same file and sees both ends, also of tiny files', async () => {
    expect(await hashOfEdges(big('m'))).toBe(await hashOfEdges(big('m')))
    expect(await hashOfEdges(big('m'))).toMatch(/^[0-9a-f]{64}$/)
    expect(await hashOfEdges(big('m', 'f'))).not.toBe(await hashOfEdges(big('m')))
    expect(await hashOfEdges(new File(['a'], 'a'))).not.toBe(await hashOfEdges(new File(['b'], 'a')))
    expect(await hashOfEdges(new File([], 'empty'))).toMatch(/^[0-9a-f]{64}$/)
  })
})
