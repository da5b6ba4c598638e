import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { UploadError } from '../../../component/engine/upload/upload-error.ts'
import type { UploadEventMap } from '../../../component/engine/upload/upload-events.ts'
import { image, settle, setup } from './uploader-under-test.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

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
