import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { UploadError } from '../../../component/engine/upload/upload-error.ts'
import type { UploadEventMap } from '../../../component/engine/upload/upload-events.ts'
import { Uploader } from '../../../component/engine/uploader.ts'
import type { UploaderSettings } from '../../../component/engine/uploader-settings.ts'
import { FakeConnectivity } from './fake-connectivity.ts'
import { FakeTransport } from './fake-transport.ts'
import { FakeUploadApi } from './fake-upload-api.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function setup(settings: Partial<UploaderSettings> = {}) {
  const api = new FakeUploadApi()
  const transport = new FakeTransport()
  const network = new FakeConnectivity()
  const uploader = new Uploader({ api, transport, connectivity: network, random: () => 0.5 })
  uploader.configure({ finish: 'announced', ...settings })
  const log: string[] = []
  for (const name of ['upload-stalled', 'upload-retry', 'upload-error'] as const) {
    uploader.addEventListener(name, (event) => {
      const { upload } = (event as UploadEventMap[typeof name]).detail
      log.push(`${name} ${upload.status} ${upload.failures}`)
    })
  }
  return { api, transport, network, uploader, log }
}

const silence = () => new UploadError('stalled', 'silent', { retryable: true })
const image = (size = 3) => new File(['x'.repeat(size)], 'cat.png', { type: 'image/png' })
const settle = () => vi.advanceTimersByTimeAsync(0)

describe('a silent connection', () => {
  it('fires upload-stalled before upload-retry', async () => {
    const { transport, uploader, log } = setup()
    await uploader.addFiles([image()])
    await settle()
    transport.at(0).fail(silence())
    await settle()
    expect(log).toEqual(['upload-stalled uploading 1', 'upload-retry uploading 1'])
    await vi.advanceTimersByTimeAsync(50)
    transport.at(1).fail(silence())
    await settle()
    expect(log.slice(2)).toEqual(['upload-stalled uploading 2', 'upload-retry uploading 2'])
    await vi.advanceTimersByTimeAsync(200)
    transport.at(2).answer(201)
    await settle()
    expect(uploader.uploads[0]?.status).toBe('ready')
    expect(log).toHaveLength(4)
  })

  it('fires upload-stalled after the last retry too, before upload-error', async () => {
    const { transport, uploader, log } = setup({ retries: 0 })
    await uploader.addFiles([image()])
    await settle()
    transport.at(0).fail(silence())
    await settle()
    expect(log).toEqual(['upload-stalled uploading 0', 'upload-error failed 0'])
    expect(uploader.uploads[0]?.error?.code).toBe('stalled')
  })

  it('fires upload-stalled once for each stalled part', async () => {
    const { api, transport, uploader, log } = setup({ concurrency: 3 })
    api.partSize = 10
    await uploader.addFiles([image(45)])
    await settle()
    transport.at(1).fail(silence())
    await settle()
    transport.at(0).answer(200)
    await settle()
    expect(log.filter((line) => line.startsWith('upload-stalled'))).toHaveLength(1)
    transport.at(2).fail(silence())
    await settle()
    expect(log.filter((line) => line.startsWith('upload-stalled'))).toHaveLength(2)
    transport.autoStore = true
    for (const sending of transport.sendings) sending.answer(200)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(uploader.uploads[0]?.status).toBe('ready')
    expect(log.filter((line) => line.startsWith('upload-stalled'))).toHaveLength(2)
  })

  it('fires upload-stalled for each part that stalls at the same time, and the file fails once', async () => {
    const { api, transport, uploader, log } = setup({ concurrency: 3, retries: 0 })
    api.partSize = 10
    await uploader.addFiles([image(45)])
    await settle()
    for (const index of [0, 1, 2]) transport.at(index).fail(silence())
    await settle()
    expect(log).toEqual([...Array(3).fill('upload-stalled uploading 0'), 'upload-error failed 0'])
  })

  it('that broke is not reported as stalled', async () => {
    const { transport, uploader, log } = setup()
    await uploader.addFiles([image()])
    await settle()
    transport.at(0).fail(new UploadError('network', 'broken', { retryable: true }))
    await settle()
    expect(log).toEqual(['upload-retry uploading 1'])
  })

  it.each([
    ['paused', 'pause'],
    ['canceled', 'cancel'],
    ['cleared', 'clear'],
    ['without a network', 'offline'],
  ])('fires no event after the upload is %s', async (_, what) => {
    const { transport, network, uploader, log } = setup()
    await uploader.addFiles([image()])
    await settle()
    if (what === 'pause') uploader.pause()
    if (what === 'cancel') uploader.cancel()
    if (what === 'clear') uploader.clear()
    if (what === 'offline') network.online = false
    transport.at(0).fail(silence())
    await vi.advanceTimersByTimeAsync(60_000)
    expect(log).toEqual([])
  })

  it.each([
    ['a form', null],
    ['parts', 10],
  ])('in %s with a file that can no longer be read fails without a retry', async (_, partSize) => {
    const { api, transport, uploader, log } = setup({ concurrency: 1 })
    api.partSize = partSize
    const file = image(15)
    await uploader.addFiles([file])
    await settle()
    const { body } = transport.at(0).request
    const gone = () => {
      throw new DOMException('gone', 'NotReadableError')
    }
    file.slice = gone
    if (body instanceof Blob) body.slice = gone
    transport.at(0).fail(silence())
    await vi.advanceTimersByTimeAsync(60_000)
    expect(uploader.uploads[0]?.error?.code).toBe('file-changed')
    expect(log).toEqual(['upload-error failed 0'])
    expect(transport.sendings).toHaveLength(1)
  })

  it('is not retried where a listener pauses the upload', async () => {
    const { transport, uploader, log } = setup()
    uploader.addEventListener('upload-stalled', () => uploader.pause(), { once: true })
    await uploader.addFiles([image()])
    await settle()
    transport.at(0).fail(silence())
    await vi.advanceTimersByTimeAsync(60_000)
    expect(log).toEqual(['upload-stalled uploading 1'])
    expect(uploader.uploads[0]?.status).toBe('paused')
    expect(transport.sendings).toHaveLength(1)
    transport.autoStore = true
    uploader.resume()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(uploader.uploads[0]?.status).toBe('ready')
  })
})
