import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { UploadError } from '../../../component/engine/upload/upload-error.ts'
import type { UploadEventMap } from '../../../component/engine/upload/upload-events.ts'
import { Uploader } from '../../../component/engine/uploader.ts'
import type { UploaderSettings } from '../../../component/engine/uploader-settings.ts'
import { FakeConnectivity } from './fake-connectivity.ts'
import { FakeTransport } from './fake-transport.ts'
import { FakeUploadApi } from './fake-upload-api.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const eventNames: (keyof UploadEventMap)[] = [
  'files-add',
  'files-reject',
  'file-remove',
  'upload-start',
  'upload-progress',
  'upload-retry',
  'upload-pause',
  'upload-resume',
  'upload-stored',
  'upload-complete',
  'upload-ready',
  'upload-error',
  'upload-cancel',
  'uploads-idle',
]

function setup(settings: Partial<UploaderSettings> = {}) {
  const api = new FakeUploadApi()
  const transport = new FakeTransport()
  const network = new FakeConnectivity()
  const uploader = new Uploader({
    api,
    transport,
    connectivity: network,
    now: () => Date.now(),
    random: () => 0.5,
  })
  uploader.configure(settings)
  const log: string[] = []
  for (const name of eventNames) {
    uploader.addEventListener(name, (event) => {
      const { detail } = event as UploadEventMap[typeof name]
      log.push('upload' in detail ? `${name} ${detail.upload.name}` : name)
    })
  }
  const statuses = () => uploader.uploads.map((upload) => upload.status)
  return { api, transport, network, uploader, log, statuses }
}

const image = (name = 'cat.png', content = 'abc') => new File([content], name, { type: 'image/png' })

/** Runs all pending microtasks. */
const settle = () => vi.advanceTimersByTimeAsync(0)

it('brings a file to S3 with the fields in the order of its plan and dispatches every event', async () => {
  const { api, transport, uploader, log, statuses } = setup()
  await uploader.addFiles([image()])
  await settle()
  expect(api.presigned).toEqual([
    {
      route: 'default',
      metadata: {},
      files: [{ ref: '0', name: 'cat.png', size: 3, type: 'image/png' }],
    },
  ])
  const { request, ...sending } = transport.at(0)
  if (!(request.body instanceof FormData)) throw new Error('Expected a form')
  expect([...request.body.keys()]).toEqual(['key', 'policy', 'file'])
  expect(statuses()).toEqual(['uploading'])

  sending.progress(60, 103)
  await vi.advanceTimersByTimeAsync(60)
  sending.answer(201)
  await settle()
  expect(statuses()).toEqual(['processing'])
  await vi.advanceTimersByTimeAsync(600)
  expect(statuses()).toEqual(['ready'])
  expect(log).toEqual([
    'files-add',
    'upload-start cat.png',
    'upload-progress cat.png',
    'upload-stored cat.png',
    'upload-complete cat.png',
    'upload-ready cat.png',
    'uploads-idle',
  ])
  expect(uploader.uploads[0]).toMatchObject({ key: 'uploads/1', bytesSent: 3, variants: [{ name: 'thumb' }] })
})

it('counts the bytes of the file, not those of the form around it', async () => {
  const { transport, uploader } = setup()
  await uploader.addFiles([image('big.png', 'x'.repeat(1000))])
  await settle()
  const sending = transport.at(0)
  const seen = []
  for (const sent of [100, 400, 900, 1400]) {
    sending.progress(sent, 1400)
    await vi.advanceTimersByTimeAsync(60)
    seen.push(uploader.uploads[0]?.bytesSent)
  }
  expect(seen).toEqual([0, 0, 500, 1000])
})

it('sends at most one progress event of an upload in a frame', async () => {
  const { transport, uploader, log } = setup()
  await uploader.addFiles([image('big.png', 'x'.repeat(1000))])
  await settle()
  log.length = 0
  for (let sent = 401; sent <= 1400; sent += 1) transport.at(0).progress(sent, 1400)
  await vi.advanceTimersByTimeAsync(60)
  expect(log.filter((line) => line.startsWith('upload-progress'))).toHaveLength(1)
})

it('asks for many files in one call and keeps to its connections', async () => {
  const { api, transport, uploader, statuses } = setup({ concurrency: 3 })
  transport.autoStore = true
  await uploader.addFiles(Array.from({ length: 40 }, (_, index) => image(`${index}.png`)))
  await vi.advanceTimersByTimeAsync(2000)
  expect(statuses()).toEqual(Array(40).fill('ready'))
  expect(transport.sendings).toHaveLength(40)
  expect(transport.maxInFlight).toBe(3)
  expect(api.presigned).toHaveLength(1)
  expect(api.completed.length).toBeLessThan(40)
})

it('splits batches where the API takes fewer files in one call', async () => {
  const { api, transport, uploader } = setup()
  transport.autoStore = true
  await uploader.loadLimits()
  await uploader.addFiles(Array.from({ length: 25 }, (_, index) => image(`${index}.png`)))
  await vi.advanceTimersByTimeAsync(2000)
  expect(api.presigned.map((request) => request.files.length)).toEqual([10, 10, 5])
})

it('continues with the others when the API refuses one file', async () => {
  const { api, transport, uploader, log, statuses } = setup()
  transport.autoStore = true
  api.refusals.set('bad.png', {
    code: 'file-too-large',
    detail: 'too large',
    retryable: false,
    limit: 2,
  })
  await uploader.addFiles([image('good.png'), image('bad.png'), image('fine.png')])
  await vi.advanceTimersByTimeAsync(1000)
  expect(statuses()).toEqual(['ready', 'failed', 'ready'])
  expect(uploader.uploads[1]?.error).toMatchObject({ code: 'file-too-large', limit: 2 })
  expect(log.filter((line) => line === 'uploads-idle')).toHaveLength(1)
})

it('takes two files of the same name as two uploads', async () => {
  const { api, transport, uploader, statuses } = setup()
  transport.autoStore = true
  await uploader.addFiles([image('same.png', 'abc'), image('same.png', 'abc')])
  await vi.advanceTimersByTimeAsync(1000)
  expect(statuses()).toEqual(['ready', 'ready'])
  expect(new Set(uploader.uploads.map((upload) => upload.key)).size).toBe(2)
  expect(api.presigned[0]?.files).toHaveLength(2)
})

it('names every refused file and its reason in one event', async () => {
  const { uploader } = setup({ rules: { accept: 'image/*', maxFileSize: 5, minFileSize: 1, maxFiles: 2 } })
  const rejections: string[] = []
  uploader.addEventListener('files-reject', (event) => {
    const { detail } = event as UploadEventMap['files-reject']
    rejections.push(detail.rejections.map(({ file, code }) => `${file.name} ${code}`).join(', '))
  })
  const { accepted } = await uploader.addFiles([
    image('a.png'),
    new File(['x'], 'notes.txt', { type: 'text/plain' }),
    image('huge.png', 'too much'),
    image('empty.png', ''),
    image('b.png'),
    image('c.png'),
  ])
  expect(accepted.map((upload) => upload.name)).toEqual(['a.png', 'b.png'])
  expect(rejections).toEqual([
    'notes.txt unsupported-content-type, huge.png file-too-large, empty.png file-too-small, c.png too-many-files',
  ])
})

it('applies the limits of the API too', async () => {
  const { uploader } = setup()
  await uploader.loadLimits()
  const { rejected } = await uploader.addFiles([
    new File(['x'], 'a.gif', { type: 'image/gif' }),
    image('a.png', 'x'.repeat(1001)),
  ])
  expect(rejected.map(({ code, limit }) => [code, limit])).toEqual([
    ['unsupported-content-type', undefined],
    ['file-too-large', 1000],
  ])
})

it('lets the page veto files, a start and a removal, also asynchronously', async () => {
  const { api, uploader, statuses } = setup()
  const veto = (event: Event) => event.preventDefault()
  uploader.addEventListener('files-add', veto, { once: true })
  expect((await uploader.addFiles([image()])).accepted).toEqual([])

  uploader.addEventListener(
    'upload-start',
    (event) => (event as UploadEventMap['upload-start']).waitUntil(Promise.resolve(false)),
    { once: true },
  )
  await uploader.addFiles([image()])
  await settle()
  expect(statuses()).toEqual(['canceled'])
  expect(api.presigned).toEqual([])

  uploader.addEventListener('file-remove', veto, { once: true })
  expect(await uploader.remove('1')).toBe(false)
  expect(await uploader.remove('1')).toBe(true)
  expect(uploader.uploads).toEqual([])
})

it('shows the sentence of a page that refuses files or a start by rejecting', async () => {
  const { api, uploader } = setup()
  const refuse = (event: Event) =>
    (event as UploadEventMap['files-add']).waitUntil(Promise.reject(new Error('The album is full')))
  const rejected: string[] = []
  uploader.addEventListener('files-reject', (event) => {
    for (const rejection of (event as UploadEventMap['files-reject']).detail.rejections) {
      rejected.push(`${rejection.code}: ${'message' in rejection ? rejection.message : ''}`)
    }
  })
  uploader.addEventListener('files-add', refuse, { once: true })
  const added = await uploader.addFiles([image()])
  expect([added.accepted, added.rejected.length]).toEqual([[], 1])
  expect(rejected).toEqual(['rejected: The album is full'])

  uploader.addEventListener('upload-start', refuse, { once: true })
  await uploader.addFiles([image()])
  await settle()
  expect(uploader.uploads).toMatchObject([
    { status: 'failed', error: { code: 'rejected', message: 'The album is full' } },
  ])
  expect(api.presigned).toEqual([])
})

it('replaces the file in a single selection', async () => {
  const { transport, uploader } = setup({ selection: 'single' })
  await uploader.addFiles([image('first.png')])
  await settle()
  const { rejected } = await uploader.addFiles([image('second.png'), image('third.png')])
  expect(uploader.uploads.map((upload) => upload.name)).toEqual(['second.png'])
  expect(rejected.map(({ file, code }) => [file.name, code])).toEqual([['third.png', 'too-many-files']])
  expect(transport.at(0).signal.aborted).toBe(true)
})

it('counts all files of a long list at once, and forgets them when it is cleared', async () => {
  const { uploader } = setup({ finish: 'announced' })
  const files = Array.from(
    { length: 1_500 },
    (_, index) => new File(['x'], `${index}.png`, { type: 'image/png' }),
  )
  const added = uploader.addFiles(files)
  expect(uploader.checking).toBe(1_500)
  uploader.clear()
  expect(await added).toEqual({ accepted: [], rejected: [], leftOut: 0 })
  expect([uploader.checking, uploader.size]).toEqual([0, 0])
})

it('is not idle while a folder is being read or the page decides', async () => {
  const { transport, uploader } = setup({ finish: 'announced' })
  transport.autoStore = true
  let heard = 0
  uploader.subscribe(() => {
    heard += 1
  })
  let read: (files: File[]) => void = () => {}
  const added = uploader.addFiles(new Promise<File[]>((resolve) => (read = resolve)))
  expect([uploader.checking, heard]).toEqual([1, 1])
  let idle = false
  void uploader.waitForIdle().then(() => {
    idle = true
  })
  await settle()
  expect(idle).toBe(false)
  let decide = () => {}
  const decision = new Promise<void>((resolve) => (decide = resolve))
  uploader.addEventListener(
    'files-add',
    (event) => (event as UploadEventMap['files-add']).waitUntil(decision),
    { once: true },
  )
  read([image('a.png'), image('b.png')])
  await settle()
  expect([uploader.checking, idle]).toEqual([2, false])
  decide()
  expect((await added).accepted).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(1_000)
  expect([uploader.checking, idle]).toEqual([0, true])
})

it('takes a folder that cannot be read as an error of the call', async () => {
  const { uploader } = setup()
  await expect(uploader.addFiles(Promise.reject(new Error('gone')))).rejects.toThrow('gone')
  expect(uploader.checking).toBe(0)
})

it('asks again for twenty minutes while S3 assembles a large file', async () => {
  const { api, transport, uploader, statuses, log } = setup({ finish: 'announced' })
  transport.autoStore = true
  const assembling = { code: 'assembling' as const, detail: '', retryable: true, retryAfterMs: 10_000 }
  api.completeAnswers.push(...Array.from({ length: 120 }, () => assembling))
  await uploader.addFiles([image()])
  await vi.advanceTimersByTimeAsync(20 * 60_000 - 1)
  expect(statuses()).toEqual(['completing'])
  await vi.advanceTimersByTimeAsync(1)
  expect(statuses()).toEqual(['ready'])
  expect(log.filter((line) => /retry|error/.test(line))).toEqual([])
  expect(api.completed).toHaveLength(121)
})

it('waits for upload() in manual mode and is idle meanwhile', async () => {
  const { api, transport, uploader, statuses } = setup({ start: 'manual' })
  transport.autoStore = true
  await uploader.addFiles([image('a.png'), image('b.png')])
  await settle()
  expect(api.presigned).toEqual([])
  expect(uploader.busy).toBe(false)
  uploader.upload('2')
  await vi.advanceTimersByTimeAsync(1000)
  expect(statuses()).toEqual(['queued', 'ready'])
  uploader.upload()
  await vi.advanceTimersByTimeAsync(1000)
  expect(statuses()).toEqual(['ready', 'ready'])
})

it('cancels one and continues with the others', async () => {
  const { transport, uploader, log, statuses } = setup()
  await uploader.addFiles([image('a.png'), image('b.png')])
  await settle()
  uploader.cancel('1')
  transport.at(1).answer(201)
  await vi.advanceTimersByTimeAsync(1000)
  expect(transport.at(0).signal.aborted).toBe(true)
  expect(statuses()).toEqual(['canceled', 'ready'])
  expect(log.filter((line) => line.startsWith('upload-error'))).toEqual([])
})

it('pauses, resumes with the same plan and finishes once', async () => {
  const { api, transport, uploader, log, statuses } = setup()
  await uploader.addFiles([image()])
  await settle()
  uploader.pause('1')
  expect(statuses()).toEqual(['paused'])
  expect(transport.at(0).signal.aborted).toBe(true)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(statuses()).toEqual(['paused'])

  uploader.resume('1')
  await settle()
  transport.at(1).answer(204)
  await vi.advanceTimersByTimeAsync(1000)
  expect(statuses()).toEqual(['ready'])
  expect(api.presigned).toHaveLength(1)
  expect(log.filter((line) => line.startsWith('upload-stored'))).toHaveLength(1)
})

it('pauses and resumes what only waits in the queue', async () => {
  const { transport, uploader, statuses } = setup({ concurrency: 1 })
  const large = 'x'.repeat(40 * 1024 * 1024)
  await uploader.addFiles(['a', 'b', 'c'].map((name) => image(`${name}.png`, large)))
  await settle()
  expect(statuses()).toEqual(['uploading', 'preparing', 'queued'])
  uploader.pause()
  expect(statuses()).toEqual(['paused', 'paused', 'paused'])
  expect(uploader.busy).toBe(false)
  transport.autoStore = true
  uploader.resume()
  await vi.advanceTimersByTimeAsync(2000)
  expect(statuses()).toEqual(['ready', 'ready', 'ready'])
})

it('retries with growing pauses and dispatches each retry', async () => {
  const { transport, uploader, statuses } = setup({ retries: 2 })
  const retries: unknown[] = []
  uploader.addEventListener('upload-retry', (event) => {
    const { attempt, delayMs, error } = (event as UploadEventMap['upload-retry']).detail
    retries.push([attempt, delayMs, error.code])
  })
  await uploader.addFiles([image()])
  await settle()
  transport.at(0).answer(503, '<Error><Code>SlowDown</Code></Error>')
  await settle()
  expect(uploader.uploads[0]?.failures).toBe(1)
  await vi.advanceTimersByTimeAsync(25)
  transport.at(1).fail(new UploadError('network', 'broken', { retryable: true }))
  await vi.advanceTimersByTimeAsync(125)
  transport.at(2).answer(201)
  await vi.advanceTimersByTimeAsync(1000)
  expect(statuses()).toEqual(['ready'])
  expect(retries).toEqual([
    [1, 25, 'storage-unavailable'],
    [2, 125, 'network'],
  ])
})

it('fails with the code of S3 after the last retry, and a manual retry starts over', async () => {
  const { api, transport, uploader, statuses } = setup({ retries: 0 })
  await uploader.addFiles([image()])
  await settle()
  transport.at(0).answer(503, '<Error><Code>SlowDown</Code><RequestId>r1</RequestId></Error>')
  await settle()
  expect(statuses()).toEqual(['failed'])
  expect(uploader.uploads[0]?.error).toMatchObject({
    code: 'storage-unavailable',
    s3Code: 'SlowDown',
    requestId: 'request-1',
    httpStatus: 503,
  })
  uploader.retry('1')
  await settle()
  transport.at(1).answer(201)
  await vi.advanceTimersByTimeAsync(1000)
  expect(statuses()).toEqual(['ready'])
  // The plan was still valid.
  expect(api.presigned).toHaveLength(1)
})

it('does not send again what S3 already has', async () => {
  const { api, transport, uploader, statuses } = setup({ retries: 0 })
  api.completeAnswers.push({ code: 'publish-failed', detail: 'SNS is down', retryable: true })
  transport.autoStore = true
  await uploader.addFiles([image()])
  await vi.advanceTimersByTimeAsync(1000)
  expect(uploader.uploads[0]?.error?.code).toBe('publish-failed')
  uploader.retry()
  await vi.advanceTimersByTimeAsync(1000)
  expect(statuses()).toEqual(['ready'])
  expect(transport.sendings).toHaveLength(1)
  expect(api.completed.map(([item]) => item?.ticket)).toEqual(['ticket-1', 'ticket-1'])
})

it('dispatches upload-complete once, however often processing is tried', async () => {
  const { api, transport, uploader, log, statuses } = setup({ retries: 0 })
  transport.autoStore = true
  const failed = { state: 'failed' as const, id: '1', code: 'internal' as const, detail: '', retryable: true }
  api.statusAnswers.push(failed, failed)
  await uploader.addFiles([image()])
  for (let failures = 1; failures <= 2; failures += 1) {
    await vi.advanceTimersByTimeAsync(1000)
    expect(uploader.uploads).toMatchObject([{ status: 'ready', processing: { state: 'failed' } }])
    uploader.retry()
    expect(statuses()).toEqual(['processing'])
  }
  await vi.advanceTimersByTimeAsync(1000)
  expect(uploader.uploads).toMatchObject([{ status: 'ready', processing: { state: 'ready' } }])
  // Announced again, because that is how processing begins.
  expect(api.completed).toHaveLength(3)
  const times = (name: string) => log.filter((line) => line.startsWith(name)).length
  expect([times('upload-stored'), times('upload-complete'), times('upload-ready')]).toEqual([1, 1, 1])
})

it('dispatches upload-complete again for another object', async () => {
  const { api, transport, uploader, log, statuses } = setup({ retries: 0 })
  transport.autoStore = true
  api.statusAnswers.push({ state: 'failed', id: '1', code: 'source-missing', detail: '', retryable: true })
  await uploader.addFiles([image()])
  await vi.advanceTimersByTimeAsync(1000)
  api.completeAnswers.push({ code: 'upload-not-found', detail: 'gone', retryable: false })
  for (const _ of ['finds it gone', 'sends it again']) {
    uploader.retry()
    await vi.advanceTimersByTimeAsync(1000)
  }
  expect(statuses()).toEqual(['ready'])
  expect(uploader.uploads[0]?.key).toBe('uploads/2')
  expect(log.filter((line) => line.startsWith('upload-complete'))).toHaveLength(2)
})

it('continues when a listener throws, and reports it', async () => {
  const { transport, uploader, statuses } = setup()
  transport.autoStore = true
  const reported: unknown[] = []
  vi.stubGlobal('reportError', (error: unknown) => reported.push(error))
  const fault = new Error('the page’s')
  const seen: number[] = []
  uploader.subscribe(() => {
    throw fault
  })
  uploader.subscribe(() => seen.push(uploader.uploads.length))
  await uploader.addFiles([image('a.png'), image('b.png')])
  await vi.advanceTimersByTimeAsync(1000)
  vi.unstubAllGlobals()
  expect(statuses()).toEqual(['ready', 'ready'])
  expect(reported.length).toBeGreaterThan(0)
  expect(reported).toEqual(Array(reported.length).fill(fault))
  expect(seen).toHaveLength(reported.length)
})

it('asks for a new plan when the object behind the ticket is not what was announced', async () => {
  const { api, transport, uploader, statuses } = setup({ retries: 0 })
  api.completeAnswers.push({ code: 'object-mismatch', detail: 'other size', retryable: false })
  transport.autoStore = true
  await uploader.addFiles([image()])
  await vi.advanceTimersByTimeAsync(1000)
  expect(statuses()).toEqual(['failed'])
  uploader.retry()
  await vi.advanceTimersByTimeAsync(1000)
  expect(statuses()).toEqual(['ready'])
  expect(transport.sendings).toHaveLength(2)
  expect(api.presigned).toHaveLength(2)
})

it('asks for a new policy once when it expired, and fails when that does not help', async () => {
  const { api, transport, uploader, statuses } = setup()
  const expired =
    '<Error><Code>AccessDenied</Code><Message>Invalid according to Policy: Policy expired.</Message></Error>'
  await uploader.addFiles([image()])
  await settle()
  transport.at(0).answer(403, expired)
  await settle()
  transport.at(1).answer(403, expired)
  await settle()
  expect(statuses()).toEqual(['failed'])
  expect(uploader.uploads[0]?.error?.code).toBe('signature-expired')
  expect(api.presigned).toHaveLength(2)
})

it('detects that the file behind a broken connection cannot be read any more', async () => {
  const { transport, uploader } = setup()
  const file = image()
  await uploader.addFiles([file])
  await settle()
  file.slice = () => {
    throw new DOMException('gone', 'NotReadableError')
  }
  transport.at(0).fail(new UploadError('network', 'broken', { retryable: true }))
  await settle()
  expect(uploader.uploads[0]?.error?.code).toBe('file-changed')
})

it('reports why processing failed, and keeps asking while it runs', async () => {
  const { api, transport, uploader } = setup()
  transport.autoStore = true
  api.statusAnswers.push('pending', 'processing', {
    state: 'failed',
    id: '1',
    code: 'not-an-image',
    detail: 'no image',
    retryable: false,
  })
  await uploader.addFiles([image()])
  await vi.advanceTimersByTimeAsync(5000)
  expect(uploader.uploads[0]).toMatchObject({
    status: 'ready',
    key: 'uploads/1',
    error: null,
    processing: { state: 'failed', error: { code: 'not-an-image' } },
  })
  expect(api.asked).toHaveLength(3)
})

it('survives an API that is away while it asks for the result', async () => {
  const { api, transport, uploader, statuses } = setup()
  transport.autoStore = true
  api.statusAnswers.push(new UploadError('api-unreachable', 'away', { retryable: true }))
  await uploader.addFiles([image()])
  await vi.advanceTimersByTimeAsync(5000)
  expect(statuses()).toEqual(['ready'])
})

it('gives up on a result that never comes', async () => {
  const { api, transport, uploader } = setup()
  transport.autoStore = true
  api.status = async (tickets) => ({ uploads: tickets.map(() => ({ state: 'pending', id: '1' })) })
  await uploader.addFiles([image()])
  await vi.advanceTimersByTimeAsync(11 * 60_000)
  expect(uploader.uploads[0]).toMatchObject({
    status: 'ready',
    processing: { state: 'failed', error: { code: 'processing-timeout' } },
  })
  expect(vi.getTimerCount()).toBe(0)
})

it('is done when announced where the type of the file is not processed', async () => {
  const { api, transport, uploader } = setup()
  transport.autoStore = true
  const complete = api.complete.bind(api)
  api.complete = async (items) =>
    (await complete(items)).map((item) => (item.ok ? { ...item, contentType: 'application/pdf' } : item))
  await uploader.addFiles([image()])
  await settle()
  expect(uploader.uploads[0]).toMatchObject({ status: 'ready', processing: { state: 'none' } })
  expect(api.asked).toEqual([])

  const config = await api.config()
  api.config = async () => ({
    ...config,
    routes: Object.fromEntries(
      Object.entries(config.routes).map(([name, limits]) => [
        name,
        { ...limits, processedContentTypes: ['application/*'] },
      ]),
    ),
  })
  await uploader.loadLimits()
  await uploader.addFiles([image('b.png')])
  await vi.advanceTimersByTimeAsync(2_000)
  expect(uploader.uploads[1]).toMatchObject({ status: 'ready', processing: { state: 'ready' } })
})

it('ends at the announcement where variants are not awaited', async () => {
  const { api, transport, uploader, statuses } = setup({ finish: 'announced' })
  transport.autoStore = true
  await uploader.addFiles([image()])
  await settle()
  expect(statuses()).toEqual(['ready'])
  expect(api.asked).toEqual([])
})

it('reports the refusal of a whole call for every file and continues afterwards', async () => {
  const { api, uploader, statuses } = setup()
  api.presignFailures.push(new UploadError('unauthorized', 'Sign in', { httpStatus: 401 }))
  await uploader.addFiles([image('a.png'), image('b.png')])
  await settle()
  expect(statuses()).toEqual(['failed', 'failed'])
  expect(uploader.uploads.map((upload) => upload.error?.code)).toEqual(['unauthorized', 'unauthorized'])
  uploader.retry()
  await settle()
  expect(statuses()).toEqual(['uploading', 'uploading'])
})

it('ends without events what is removed or cleared at any time', async () => {
  const { transport, uploader, log } = setup()
  await uploader.addFiles([image('a.png'), image('b.png')])
  await settle()
  await uploader.remove('1')
  uploader.clear()
  expect(uploader.uploads).toEqual([])
  expect(uploader.busy).toBe(false)
  transport.at(0).answer(201)
  transport.at(1).answer(201)
  await vi.advanceTimersByTimeAsync(5000)
  expect(log.filter((line) => /stored|complete|error/.test(line))).toEqual([])
  expect(log.filter((line) => line === 'uploads-idle')).toHaveLength(1)
})

it('resolves waitForIdle with the final snapshots', async () => {
  const { transport, uploader } = setup()
  expect(await uploader.waitForIdle()).toEqual([])
  await uploader.addFiles([image('a.png'), image('b.png')])
  const idle = uploader.waitForIdle()
  await settle()
  transport.at(0).answer(201)
  transport.at(1).answer(403, '<Error><Code>SignatureDoesNotMatch</Code></Error>')
  await vi.advanceTimersByTimeAsync(1000)
  expect((await idle).map((upload) => upload.status)).toEqual(['ready', 'failed'])
})

it('returns the same snapshot until it changes', async () => {
  const { transport, uploader } = setup()
  await uploader.addFiles([image('a.png'), image('b.png')])
  await settle()
  const [first, second] = uploader.uploads
  transport.at(0).answer(201)
  await settle()
  expect(uploader.uploads[0]).not.toBe(first)
  expect(uploader.uploads[1]).toBe(second)
  expect(Object.isFrozen(first)).toBe(true)
})

it('pauses when the network goes away, and continues by itself when it is back', async () => {
  const { transport, network, uploader, log, statuses } = setup()
  await uploader.addFiles([image('a.png'), image('b.png'), image('c.png')])
  await settle()
  uploader.pause('2')
  network.online = false
  expect(statuses()).toEqual(['paused', 'paused', 'paused'])
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(transport.inFlight).toBe(0)

  transport.autoStore = true
  network.online = true
  expect(statuses()).toEqual(['paused', 'paused', 'paused'])
  await vi.advanceTimersByTimeAsync(1_500)
  await vi.advanceTimersByTimeAsync(1_000)
  // What the user paused stays paused.
  expect(statuses()).toEqual(['ready', 'paused', 'ready'])
  expect(log.filter((line) => /error|retry/.test(line))).toEqual([])
  expect(network.listeners).toBe(0)
})

it('keeps new files waiting, and what is stored unannounced, until there is a network', async () => {
  const { api, transport, network, uploader, statuses } = setup()
  await uploader.addFiles([image('a.png')])
  await settle()
  const complete = api.complete.bind(api)
  api.complete = async () => {
    throw new UploadError('api-unreachable', 'away', { retryable: true })
  }
  transport.at(0).answer(201)
  await settle()
  network.online = false
  await uploader.addFiles([image('b.png')])
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(statuses()).toEqual(['completing', 'queued'])
  expect(uploader.uploads.map(({ waiting }) => waiting?.for)).toEqual(['network', 'network'])
  api.complete = complete
  transport.autoStore = true
  network.online = true
  await vi.advanceTimersByTimeAsync(5_000)
  expect(statuses()).toEqual(['ready', 'ready'])
})

it('starts what was added without a network once there is one', async () => {
  const { transport, network, uploader, statuses } = setup()
  transport.autoStore = true
  network.online = false
  await uploader.addFiles([image()])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(statuses()).toEqual(['queued'])
  network.online = true
  await vi.advanceTimersByTimeAsync(5_000)
  expect(statuses()).toEqual(['ready'])
})
