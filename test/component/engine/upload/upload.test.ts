import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Upload } from '../../../../component/engine/upload/upload.ts'
import type { UploadEnvironment } from '../../../../component/engine/upload/upload-environment.ts'
import { UploadError } from '../../../../component/engine/upload/upload-error.ts'
import { initialUploadState } from '../../../../component/engine/upload/upload-state.ts'
import { FakeUploadClient, sessionOf } from './fake-upload-client.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function setup() {
  const client = new FakeUploadClient()
  const statuses: string[] = []
  const environment: UploadEnvironment = {
    client,
    observer: {
      transitioned: () => statuses.push(upload.status),
      stalled: () => {},
      retrying: () => {},
      changed: () => {},
    },
    confirmStart: async () => ({ kind: 'allowed' }),
    prepare: async (file) => ({ file, release: () => {} }),
    isTransformed: () => false,
    isOnline: () => true,
    retries: () => 2,
    now: () => Date.now(),
    random: () => 0,
  }
  const upload: Upload = new Upload(
    '7',
    new File(['abc'], 'a.png'),
    initialUploadState('automatic'),
    environment,
  )
  return { client, upload, statuses, settle: () => vi.advanceTimersByTimeAsync(1_000) }
}

const gone = new UploadError('upload-not-found', 'gone')
const lost = new UploadError('network', 'lost', { retryable: true })

it('plans, sends, completes, and forgets its session', async () => {
  const { client, upload, statuses, settle } = setup()
  upload.start()
  await settle()
  expect(statuses).toEqual(['preparing', 'uploading', 'completing', 'processing', 'ready'])
  expect(client.log).toEqual([
    'presign 1',
    'send',
    'save 1 unconfirmed',
    'save 1 stored',
    'complete 1 s3',
    'delete 1',
  ])
})

it('completes a form whose response was lost instead of sending it under another key', async () => {
  const { client, upload, settle } = setup()
  client.onSend = async (transfer) => {
    transfer.onDelivery({ type: 'form-sent' })
    await transfer.replan()
  }
  upload.start()
  await settle()
  expect(client.log).toContain('complete 1 assumption')
  expect(client.log).not.toContain('presign 2')
})

it('sends a form again that the completion does not find', async () => {
  const { client, upload, settle } = setup()
  client.restored = {
    session: sessionOf('old', {
      origin: 'found',
      signedAt: null,
      delivery: { kind: 'stored', confirmedBy: 'assumption' },
    }),
    metadata: {},
  }
  client.onComplete = async () => {
    client.restored = null
    client.onComplete = new FakeUploadClient().onComplete
    throw gone
  }
  upload.start()
  await settle()
  expect(client.log.filter((line) => /presign|complete|delete/.test(line))).toEqual([
    'complete old assumption',
    'delete old',
    'presign 1',
    'complete 1 s3',
    'delete 1',
  ])
  expect(upload.status).toBe('ready')
})

it('gives up what was opened at S3 for a canceled upload', async () => {
  const { client, upload, settle } = setup()
  client.onPresign = async () => upload.cancel()
  upload.start()
  await settle()
  expect(upload.status).toBe('canceled')
  expect(client.log).toEqual(['presign 1', 'discard', 'abort 1'])
})

it('completes without an event what is removed while it is completed', async () => {
  const { client, upload, statuses, settle } = setup()
  client.onComplete = async () => {
    upload.remove()
    return new FakeUploadClient().onComplete()
  }
  upload.start()
  await settle()
  expect(client.log).not.toContain('abort 1')
  expect(statuses.at(-1)).toBe('canceled')
  expect(statuses).not.toContain('processing')
})

it('keeps a retry’s count until an attempt succeeds', async () => {
  const { client, upload, settle } = setup()
  let attempts = 0
  client.onSend = (transfer) =>
    transfer.retry(transfer.signal, async () => {
      attempts += 1
      if (attempts < 3) throw lost
    })
  upload.start()
  await settle()
  expect(attempts).toBe(3)
  expect(upload.snapshot).toMatchObject({ status: 'ready', failures: 0, waiting: null })
})

it('keeps the object of an upload that cannot be processed', async () => {
  const { client, upload, settle } = setup()
  client.result = { kind: 'failed', error: new UploadError('internal', 'no', { retryable: true }) }
  upload.start()
  await settle()
  expect(upload.snapshot).toMatchObject({
    status: 'ready',
    key: 'uploads/1',
    messageId: 'message-1',
    error: null,
    processing: { state: 'failed', error: { code: 'internal' } },
  })
  client.result = { kind: 'none' }
  upload.retry()
  expect(upload.snapshot).toMatchObject({ status: 'processing', processing: { state: 'pending' } })
  await settle()
  expect(upload.snapshot).toMatchObject({ status: 'ready', processing: { state: 'none' } })
})

it('fails where the object is gone when processing is tried again', async () => {
  const { client, upload, settle } = setup()
  client.result = { kind: 'failed', error: new UploadError('internal', 'no', { retryable: true }) }
  upload.start()
  await settle()
  client.onComplete = () => Promise.reject(gone)
  upload.retry()
  await settle()
  expect(upload.snapshot).toMatchObject({ status: 'failed', key: null, error: { code: 'upload-not-found' } })
})
