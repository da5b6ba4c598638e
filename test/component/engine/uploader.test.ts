import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { UploadEventMap } from '../../../component/engine/upload/upload-events.ts'
import { image, settle, setup } from './uploader-under-test.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

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

it('takes two files of the same name as two uploads', async () => {
  const { api, transport, uploader, statuses } = setup()
  transport.autoStore = true
  await uploader.addFiles([image('same.png', 'abc'), image('same.png', 'abc')])
  await vi.advanceTimersByTimeAsync(1000)
  expect(statuses()).toEqual(['ready', 'ready'])
  expect(new Set(uploader.uploads.map((upload) => upload.key)).size).toBe(2)
  expect(api.presigned[0]?.files).toHaveLength(2)
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
