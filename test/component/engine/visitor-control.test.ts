import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { image, settle, setup } from './uploader-under-test.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

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
