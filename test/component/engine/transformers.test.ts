import { afterEach, describe, expect, it, vi } from 'vitest'
import { nameForType } from '../../../component/engine/files/named-as.ts'
import type { FileTransformer } from '../../../component/engine/index.ts'
import { MemorySessionStore } from '../../../component/engine/resume/session-store.ts'
import { UploadError } from '../../../component/engine/upload/upload-error.ts'
import { Uploader } from '../../../component/engine/uploader.ts'
import type { UploaderSettings } from '../../../component/engine/uploader-settings.ts'
import { FakeConnectivity } from './fake-connectivity.ts'
import { FakeLocks } from './fake-locks.ts'
import { FakeTransport } from './fake-transport.ts'
import { FakeUploadApi } from './fake-upload-api.ts'
import { storedPart } from './stored-part.ts'

afterEach(() => vi.useRealTimers())

interface Page {
  api?: FakeUploadApi
  sessions?: MemorySessionStore
  locks?: FakeLocks
  autoStore?: boolean
}

async function setup(settings: Partial<UploaderSettings>, page: Page = {}) {
  const { api = new FakeUploadApi(), sessions = new MemorySessionStore(), locks = new FakeLocks() } = page
  const transport = new FakeTransport()
  transport.autoStore = page.autoStore ?? true
  const connectivity = new FakeConnectivity()
  const uploader = new Uploader({ api, transport, connectivity, sessions, locks, random: () => 0 })
  uploader.configure({ finish: 'announced', retries: 0, ...settings })
  await uploader.loadLimits()
  const presigned = () => api.presigned.flatMap(({ files }) => files)
  return { uploader, api, transport, sessions, locks, presigned }
}

const photo = (name = 'photo.png', size = 10) =>
  new File(['x'.repeat(size)], name, { type: 'image/png', lastModified: 1 })
const jpeg = (size: number) => () => new Blob(['y'.repeat(size)], { type: 'image/jpeg' })
const until = (check: () => void) => vi.waitFor(check, { timeout: 2_000, interval: 5 })

/** Transforms that end when the test says so. */
function heldBack() {
  const held: { file: File; signal: AbortSignal; finish(result?: Blob): void }[] = []
  const transformer: FileTransformer = (file, { signal }) =>
    new Promise((resolve) => held.push({ file, signal, finish: resolve }))
  return { held, transformer }
}

describe('a transformed file', () => {
  it('is sent in place of the chosen one, under its name with the extension of the new type', async () => {
    const { uploader, presigned, transport } = await setup({ transformers: [jpeg(4)] })
    const chosen = photo()
    await uploader.addFiles([chosen])
    expect(await uploader.waitForIdle()).toMatchObject([
      { status: 'ready', file: chosen, name: 'photo.jpg', size: 4, type: 'image/jpeg', bytesSent: 4 },
    ])
    expect(presigned()).toMatchObject([{ name: 'photo.jpg', size: 4, type: 'image/jpeg' }])
    const { request } = transport.at(0)
    expect(request.method === 'POST' && request.body instanceof FormData).toBe(true)
    expect((request.body as FormData).get('file')).toMatchObject({ size: 4, name: 'photo.jpg' })
  })

  it('passes all transformers in order; what one leaves alone, the next one gets', async () => {
    const seen: string[] = []
    const tell = (result?: Blob) => (file: File) => {
      seen.push(`${file.name} ${file.size}`)
      return result
    }
    const { uploader, presigned } = await setup({
      transformers: [tell(), tell(new File(['12345'], 'b.png', { type: 'image/png' })), tell()],
    })
    await uploader.addFiles([photo('a.png', 3)])
    await uploader.waitForIdle()
    expect(seen).toEqual(['a.png 3', 'a.png 3', 'b.png 5'])
    expect(presigned()).toMatchObject([{ name: 'b.png', size: 5 }])
  })

  it('is transformed while it is preparing, after upload-start, with its snapshot', async () => {
    const { held, transformer } = heldBack()
    const { uploader, presigned } = await setup({ transformers: [transformer] })
    await uploader.addFiles([photo()])
    await until(() => expect(held).toHaveLength(1))
    expect(uploader.uploads).toMatchObject([{ status: 'preparing', size: 10 }])
    expect(presigned()).toEqual([])
    held[0]?.finish()
    expect(await uploader.waitForIdle()).toMatchObject([{ status: 'ready', name: 'photo.png', size: 10 }])
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('broken')
      },
    ],
    ['rejects', () => Promise.reject(new Error('broken'))],
    ['returns no file', () => 'text' as never],
  ] satisfies [string, FileTransformer][])(
    'fails, and the original is not sent, when a transformer %s',
    async (_, transformer) => {
      const { uploader, presigned } = await setup({ transformers: [transformer] })
      await uploader.addFiles([photo()])
      expect(await uploader.waitForIdle()).toMatchObject([
        { status: 'failed', error: { code: 'transform-failed', retryable: false } },
      ])
      expect(presigned()).toEqual([])
    },
  )

  it('fails with the UploadError that a transformer throws', async () => {
    const error = new UploadError('rejected', 'No faces found')
    const { uploader } = await setup({ transformers: [() => Promise.reject(error)] })
    await uploader.addFiles([photo()])
    expect((await uploader.waitForIdle())[0]?.error).toBe(error)
  })

  it('fails when a transformer takes longer than five minutes, and is tried again by the visitor', async () => {
    vi.useFakeTimers()
    const { held, transformer } = heldBack()
    const { uploader } = await setup({ transformers: [transformer] })
    const adding = uploader.addFiles([photo()])
    await vi.advanceTimersByTimeAsync(1_000)
    await adding
    await vi.dynamicImportSettled()
    await vi.advanceTimersByTimeAsync(297_000)
    expect(uploader.uploads).toMatchObject([{ status: 'preparing' }])
    await vi.advanceTimersByTimeAsync(4_000)
    expect(uploader.uploads).toMatchObject([{ status: 'failed', error: { code: 'transform-failed' } }])
    expect(held[0]?.signal.aborted).toBe(true)
    uploader.retry()
    await vi.advanceTimersByTimeAsync(1_000)
    held[1]?.finish()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(uploader.uploads).toMatchObject([{ status: 'ready' }])
  })

  it('stops being transformed when it is paused, and is transformed once when it goes on', async () => {
    const { held, transformer } = heldBack()
    const { uploader, transport } = await setup({ transformers: [transformer] }, { autoStore: false })
    await uploader.addFiles([photo()])
    await until(() => expect(held).toHaveLength(1))
    uploader.pause()
    expect(held[0]?.signal.aborted).toBe(true)
    uploader.resume()
    await until(() => expect(held).toHaveLength(2))
    held[1]?.finish(jpeg(4)())
    await until(() => expect(transport.sendings).toHaveLength(1))
    uploader.pause()
    uploader.resume()
    await until(() => expect(transport.sendings).toHaveLength(2))
    transport.at(1).answer(201)
    expect(await uploader.waitForIdle()).toMatchObject([{ status: 'ready', size: 4 }])
    expect(held).toHaveLength(2)
  })

  it('stops being transformed when it is removed', async () => {
    const { held, transformer } = heldBack()
    const { uploader } = await setup({ transformers: [transformer] })
    await uploader.addFiles([photo()])
    await until(() => expect(held).toHaveLength(1))
    uploader.clear()
    expect(held[0]?.signal.aborted).toBe(true)
  })
})

describe('rules', () => {
  it('for type and largest size apply to the result', async () => {
    const { uploader } = await setup({ transformers: [jpeg(900)], rules: { maxFileSize: 950 } })
    const heic = new File(['x'.repeat(2_000)], 'photo.heic', { type: 'image/heic' })
    const { rejected } = await uploader.addFiles([heic])
    expect(rejected).toEqual([])
    expect(await uploader.waitForIdle()).toMatchObject([{ status: 'ready', name: 'photo.jpg' }])
  })

  it.each([
    ['file-too-large', jpeg(1_001), {}],
    ['file-too-large', jpeg(51), { maxFileSize: 50 }],
    ['file-too-small', jpeg(0), {}],
    ['unsupported-content-type', () => new Blob(['x'], { type: 'image/webp' }), {}],
    ['total-too-large', jpeg(51), { maxTotalSize: 50 }],
  ] as const)('fail the upload as %s where the result breaks them', async (code, transformer, rules) => {
    const { uploader, presigned } = await setup({ transformers: [transformer], rules })
    await uploader.addFiles([photo()])
    expect(await uploader.waitForIdle()).toMatchObject([{ status: 'failed', error: { code } }])
    expect(presigned()).toEqual([])
  })

  it('for what a visitor may choose apply to the original', async () => {
    const { uploader } = await setup({
      transformers: [jpeg(4)],
      rules: { accept: '.png', minFileSize: 8, maxFiles: 1 },
    })
    const { rejected } = await uploader.addFiles([photo('a.gif'), photo('b.png', 7), photo(), photo()])
    expect(rejected.map(({ code }) => code)).toEqual([
      'unsupported-content-type',
      'file-too-small',
      'too-many-files',
    ])
    expect(await uploader.waitForIdle()).toMatchObject([{ status: 'ready', size: 4 }])
  })

  it('all apply at once to a file that no transformer changes', async () => {
    const transformer = Object.assign(jpeg(4), { appliesTo: ({ name }: File) => name === 'a.png' })
    const { uploader, presigned } = await setup({ transformers: [transformer] })
    const { rejected } = await uploader.addFiles([photo('a.png', 2_000), photo('b.png', 2_000), photo()])
    expect(rejected).toMatchObject([{ code: 'file-too-large', file: { name: 'b.png' } }])
    await uploader.waitForIdle()
    expect(
      presigned()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['a.jpg', 'photo.png'])
  })

  it('count the results towards the total', async () => {
    const { uploader } = await setup({ transformers: [jpeg(20)], rules: { maxTotalSize: 50 } })
    await uploader.addFiles([photo('a.png', 100), photo('b.png', 100), photo('c.png', 100)])
    expect((await uploader.waitForIdle()).map(({ error }) => error?.code)).toEqual([
      undefined,
      undefined,
      'total-too-large',
    ])
  })
})

it('transforms at most two files at a time, in list order, and at most twelve ahead of the connections', async () => {
  const { held, transformer } = heldBack()
  const { uploader, transport } = await setup({ transformers: [transformer] }, { autoStore: false })
  const files = Array.from({ length: 100 }, (_, index) => photo(`${index}.png`))
  await uploader.addFiles(files.slice(0, 10))
  uploader.configure({ rules: {} })
  await until(() => expect(held).toHaveLength(2))
  await uploader.addFiles(files.slice(10, 100))
  for (let done = 0; done < held.length; done += 1) {
    expect(held.length - done).toBeLessThanOrEqual(2)
    held[done]?.finish()
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  // The connections are taken, and twelve results wait.
  expect(transport.sendings).toHaveLength(6)
  expect(held).toHaveLength(18)
  expect(held.map(({ file }) => file.name)).toEqual(files.slice(0, 18).map(({ name }) => name))
  transport.at(0).answer(201)
  await until(() => expect(held).toHaveLength(19))
})

describe('after a reload', () => {
  const content = 'r'.repeat(45)
  const result =
    (text: string): FileTransformer =>
    () =>
      new Blob([text], { type: 'image/jpeg' })

  async function halfway(transformers: readonly FileTransformer[]) {
    const api = new FakeUploadApi()
    api.partSize = 10
    api.etag = storedPart(1, content).etag
    const first = await setup({ transformers, concurrency: 3 }, { api, autoStore: false })
    await first.uploader.addFiles([photo()])
    await until(() => expect(first.transport.sendings).toHaveLength(3))
    first.transport.at(0).answer(200)
    await vi.waitFor(async () => expect(await first.sessions.all()).toHaveLength(1), { timeout: 2_000 })
    first.uploader.pause()
    first.locks.held.clear()
    api.stored.push(storedPart(1, content.slice(0, 10)))
    return first
  }

  it('the same file with the same result continues with the parts that S3 lacks', async () => {
    const { api, sessions, locks } = await halfway([result(content)])
    const { uploader, transport } = await setup({ transformers: [result(content)] }, { api, sessions, locks })
    await uploader.addFiles([photo()])
    expect(await uploader.waitForIdle()).toMatchObject([{ status: 'ready', key: 'uploads/1', size: 45 }])
    expect(transport.sendings).toHaveLength(4)
    expect(api.presigned).toHaveLength(1)
  })

  it.each([
    ['another result', [result('s'.repeat(45))]],
    ['a result of another size', [result('r'.repeat(44))]],
    ['no transformer', []],
  ])('%s starts over, and the parts are given up', async (_, transformers) => {
    const { api, sessions, locks } = await halfway([result(content)])
    const { uploader } = await setup({ transformers, rules: {} }, { api, sessions, locks })
    await uploader.addFiles([photo()])
    expect(await uploader.waitForIdle()).toMatchObject([{ status: 'ready', key: 'uploads/2' }])
    expect(api.aborted).toEqual(['ticket-1'])
  })
})

it.each([
  ['photo.heic', 'image/jpeg', 'photo.jpg'],
  ['photo.JPEG', 'image/jpeg', 'photo.JPEG'],
  ['a.b.png', 'image/webp', 'a.b.webp'],
  ['photo', 'image/png', 'photo.png'],
  ['.hidden', 'image/png', '.hidden.png'],
  ['photo.png', '', 'photo.png'],
  ['photo.png', 'application/x-own', 'photo.png'],
])('%s as %s is called %s', (name, type, expected) => {
  expect(nameForType(name, type)).toBe(expected)
})
