import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { UploadError } from '../../../component/engine/upload/upload-error.ts'
import { image, settle, setup } from './uploader-under-test.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

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
