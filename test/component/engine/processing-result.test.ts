import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { UploadError } from '../../../component/engine/upload/upload-error.ts'
import { image, settle, setup } from './uploader-under-test.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

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
