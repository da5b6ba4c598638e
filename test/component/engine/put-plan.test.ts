/** Files on stores without POST Object: one PUT each, with the same care as forms. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { UploadError } from '../../../component/engine/upload/upload-error.ts'
import { Uploader } from '../../../component/engine/uploader.ts'
import { FakeConnectivity } from './fake-connectivity.ts'
import { FakeTransport } from './fake-transport.ts'
import { FakeUploadApi } from './fake-upload-api.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const once = { 'content-type': 'image/png', 'if-none-match': '*' }
const settle = () => vi.advanceTimersByTimeAsync(0)
const broken = () => new UploadError('network', 'The connection to S3 broke', { retryable: true })

async function sending(headers: Record<string, string> = once) {
  const api = new FakeUploadApi()
  api.putHeaders = headers
  const transport = new FakeTransport()
  const connectivity = new FakeConnectivity()
  const uploader = new Uploader({ api, transport, connectivity, now: () => Date.now(), random: () => 0.5 })
  await uploader.addFiles([new File(['abc'], 'cat.png', { type: 'image/png' })])
  await settle()
  const state = () => uploader.uploads[0]
  /** Waits out the pause before the next attempt. */
  const nextAttempt = async (count: number) => {
    for (let ms = 0; transport.sendings.length < count && ms < 60_000; ms += 500) {
      await vi.advanceTimersByTimeAsync(500)
    }
    return transport.at(count - 1)
  }
  return { api, transport, uploader, state, nextAttempt }
}

it('sends the file itself with the signed headers and reports its progress', async () => {
  const { transport, state } = await sending()
  const { request, ...put } = transport.at(0)
  expect(request).toMatchObject({ method: 'PUT', headers: once, size: 3 })
  expect(request.url).toContain('/pending/1')
  expect(request.body).toBeInstanceOf(File)
  put.progress(2, 3)
  await vi.advanceTimersByTimeAsync(60)
  expect(state()).toMatchObject({ status: 'uploading', bytesSent: 2 })
  put.answer(200)
  await vi.advanceTimersByTimeAsync(1000)
  expect(state()).toMatchObject({ status: 'ready', key: 'uploads/1', bytesSent: 3 })
})

it('completes what a PUT with a lost answer has stored', async () => {
  const { api, transport, state, nextAttempt } = await sending()
  transport.at(0).fail(broken())
  const second = await nextAttempt(2)
  expect(second.request.url).toBe(transport.at(0).request.url)
  second.answer(412, '<Error><Code>PreconditionFailed</Code></Error>')
  await vi.advanceTimersByTimeAsync(1000)
  expect(state()?.status).toBe('ready')
  expect(api.presigned).toHaveLength(1)
})

it('waits for a PUT of its own that the store still has under way', async () => {
  const { transport, state, nextAttempt } = await sending()
  transport.at(0).fail(broken())
  const second = await nextAttempt(2)
  second.answer(409, '<Error><Code>ConditionalRequestConflict</Code></Error>')
  const third = await nextAttempt(3)
  third.answer(412)
  await vi.advanceTimersByTimeAsync(1000)
  expect(state()?.status).toBe('ready')
})

it('does not take a failed condition for success that was not asked for', async () => {
  const { transport, state } = await sending({ 'content-type': 'image/png' })
  transport.at(0).answer(412, '<Error><Code>PreconditionFailed</Code></Error>')
  await settle()
  expect(state()).toMatchObject({ status: 'failed', error: { code: 'storage-rejected' } })
})

it.each(['stalled', 'network'] as const)('is sent again when it was %s', async (code) => {
  const { transport, state, nextAttempt } = await sending({})
  transport.at(0).fail(new UploadError(code, 'x', { retryable: true }))
  const second = await nextAttempt(2)
  second.answer(200)
  await vi.advanceTimersByTimeAsync(1000)
  expect(state()?.status).toBe('ready')
})

it('is planned again when its signature has expired', async () => {
  const { api, transport, state } = await sending()
  transport
    .at(0)
    .answer(403, '<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>')
  await settle()
  expect(api.presigned).toHaveLength(2)
  transport.at(1).answer(200)
  await vi.advanceTimersByTimeAsync(1000)
  expect(state()).toMatchObject({ status: 'ready', key: 'uploads/2' })
})

it('is sent from its start after a pause', async () => {
  const { transport, uploader, state } = await sending()
  uploader.pause()
  await settle()
  expect(transport.at(0).signal.aborted).toBe(true)
  uploader.resume()
  await settle()
  transport.at(1).answer(200)
  await vi.advanceTimersByTimeAsync(1000)
  expect(state()?.status).toBe('ready')
})
