/** Bytes of a request that S3 refused, or that was lost, count as not sent: in the row, the totals and the events. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { UploadError } from '../../../component/engine/upload/upload-error.ts'
import type { UploadEventMap } from '../../../component/engine/upload/upload-events.ts'
import { Uploader } from '../../../component/engine/uploader.ts'
import { FakeConnectivity } from './fake-connectivity.ts'
import { FakeTransport, type Sending } from './fake-transport.ts'
import { FakeUploadApi } from './fake-upload-api.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms)
const image = (name = 'cat.png') => new File(['x'.repeat(100)], name, { type: 'image/png' })

const PLANS = {
  form: () => new FakeUploadApi(),
  put: () => Object.assign(new FakeUploadApi(), { putHeaders: { 'if-none-match': '*' } }),
  'last part': () => Object.assign(new FakeUploadApi(), { partSize: 40 }),
}

const ENDS: Record<string, (sending: Sending) => void> = {
  'refused as unavailable': (sending) => sending.answer(503, '<Error><Code>SlowDown</Code></Error>'),
  'refused for its checksum': (sending) => sending.answer(400, '<Error><Code>BadDigest</Code></Error>'),
  'refused for its signature': (sending) =>
    sending.answer(403, '<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>'),
  lost: (sending) => sending.fail(new UploadError('network', 'broken', { retryable: true })),
  stalled: (sending) => sending.fail(new UploadError('stalled', 'silent', { retryable: true })),
}

function setup(api: FakeUploadApi) {
  const transport = new FakeTransport()
  const uploader = new Uploader({
    api,
    transport,
    connectivity: new FakeConnectivity(),
    now: () => Date.now(),
    random: () => 0.5,
  })
  uploader.configure({ concurrency: 1, finish: 'announced', retries: 5 })
  const only = () => uploader.uploads[0]
  const told: number[] = []
  for (const name of ['upload-progress', 'upload-retry']) {
    uploader.addEventListener(name, (event) =>
      told.push((event as UploadEventMap['upload-progress']).detail.upload.bytesSent),
    )
  }
  return { api, transport, uploader, only, told }
}

const cases = (Object.keys(PLANS) as (keyof typeof PLANS)[]).flatMap((plan) =>
  Object.entries(ENDS).map(([end, finish]) => ({ plan, end, finish })),
)

describe('a request under way', () => {
  it.each(cases)('of a $plan that is $end takes its bytes back', async ({ plan, finish }) => {
    const { transport, uploader, only, told } = setup(PLANS[plan]())
    await uploader.addFiles([image()])
    await settle()
    const confirmed = plan === 'last part' ? 80 : 0
    for (let part = 0; part < confirmed / 40; part += 1) {
      transport.at(part).answer(200)
      await settle()
    }
    transport.at(-1).progress(18, 20)
    await settle(300)
    expect(only()?.bytesSent).toBeGreaterThan(confirmed)
    finish(transport.at(-1))
    await settle()
    expect(only()).toMatchObject({ bytesSent: confirmed })
    expect(uploader.totals.bytesSent).toBe(confirmed)
    await settle(200)
    expect(told.at(-1)).toBe(confirmed)
    transport.autoStore = true
    for (const { answer } of transport.sendings) answer(200)
    // Where another attempt is left to the visitor.
    uploader.retry()
    await settle(120_000)
    expect([only()?.status, only()?.bytesSent, uploader.totals.bytesSent]).toEqual(['ready', 100, 100])
  })

  it('of one file leaves the bytes of the others, and the speed of the line', async () => {
    const { transport, uploader } = setup(new FakeUploadApi())
    uploader.configure({ concurrency: 3 })
    await uploader.addFiles([image('1.png'), image('2.png'), image('3.png')])
    await settle()
    for (let sent = 10; sent <= 60; sent += 10) {
      for (const sending of transport.sendings) sending.progress(sent, 100)
      await settle(500)
    }
    transport.at(1).answer(503)
    await settle(1)
    expect(uploader.totals.bytesSent).toBe(120)
    // 180 bytes in 3 seconds.
    expect(uploader.totals.bytesPerSecond).toBeCloseTo(60, -1.5)
  })

  it('that S3 refuses again and again has no speed and no time left while it waits', async () => {
    const { transport, uploader, only } = setup(new FakeUploadApi())
    await uploader.addFiles([image()])
    await settle()
    for (let attempt = 0; attempt < 4; attempt += 1) {
      transport.at(attempt).progress(30, 100)
      await settle(500)
      transport.at(attempt).progress(99, 100)
      await settle(500)
      transport.at(attempt).answer(503)
      await settle(1)
      const waiting = { bytesSent: 0, bytesPerSecond: null, secondsLeft: null }
      expect(only()).toMatchObject({ ...waiting, waiting: { for: 'retry', attempt: attempt + 1 } })
      expect(uploader.totals).toMatchObject(waiting)
      while (transport.sendings.length === attempt + 1) await settle(100)
    }
  })
})

it('a retry after a failure counts from what S3 has', async () => {
  const { transport, uploader, only } = setup(new FakeUploadApi())
  uploader.configure({ retries: 0 })
  await uploader.addFiles([image()])
  await settle()
  transport.at(0).progress(90, 100)
  await settle(60)
  transport.at(0).answer(503)
  await settle(60)
  expect([only()?.status, only()?.bytesSent, uploader.totals.bytesSent]).toEqual(['failed', 0, 0])
  uploader.retry()
  await settle()
  transport.at(1).progress(20, 100)
  await settle(60)
  expect([only()?.bytesSent, uploader.totals.bytesSent]).toEqual([20, 20])
})
