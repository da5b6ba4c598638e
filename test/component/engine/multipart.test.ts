import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { missingParts } from '../../../component/engine/storage/part-ranges.ts'
import { UploadError } from '../../../component/engine/upload/upload-error.ts'
import { Uploader } from '../../../component/engine/uploader.ts'
import type { UploaderSettings } from '../../../component/engine/uploader-settings.ts'
import { FakeConnectivity } from './fake-connectivity.ts'
import { FakeTransport, type Sending } from './fake-transport.ts'
import { FakeUploadApi } from './fake-upload-api.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function setup(settings: Partial<UploaderSettings> = {}) {
  const api = new FakeUploadApi()
  api.partSize = 10
  const transport = new FakeTransport()
  const uploader = new Uploader({
    api,
    transport,
    connectivity: new FakeConnectivity(),
    now: () => Date.now(),
    random: () => 0.5,
  })
  uploader.configure({ concurrency: 3, finish: 'announced', ...settings })
  const statuses = () => uploader.uploads.map((upload) => upload.status)
  return { api, transport, uploader, statuses }
}

const largeFile = (size: number, name = 'large.png') =>
  new File(['x'.repeat(size)], name, { type: 'image/png' })
const settle = () => vi.advanceTimersByTimeAsync(0)
const partOf = ({ request }: Sending) => Number(new URL(request.url).pathname.slice(1))
const batchOf = ({ request }: Sending) => Number(new URL(request.url).searchParams.get('batch'))

/** Answers every request until no new one is sent. */
async function storeAll(transport: FakeTransport): Promise<void> {
  for (let answered = -1; answered !== transport.sendings.length; ) {
    answered = transport.sendings.length
    for (const sending of transport.sendings) sending.answer(200)
    await settle()
  }
}

describe('a large file', () => {
  it('goes as parts of the planned size, several at a time, the last one shorter', async () => {
    const { transport, uploader, statuses } = setup()
    await uploader.addFiles([largeFile(45)])
    await settle()
    expect(transport.sendings.map(partOf)).toEqual([1, 2, 3])
    await storeAll(transport)
    expect(transport.sendings.map(partOf)).toEqual([1, 2, 3, 4, 5])
    expect(
      transport.sendings.map(({ request }) => (request.body instanceof Blob ? request.body.size : -1)),
    ).toEqual([10, 10, 10, 10, 5])
    expect(transport.sendings.every(({ request }) => request.method === 'PUT')).toBe(true)
    expect(statuses()).toEqual(['ready'])
    expect(transport.maxInFlight).toBe(3)
  })

  it('is signed in batches shortly before its parts are due', async () => {
    const { api, transport, uploader } = setup()
    api.partsInPlan = 24
    await uploader.addFiles([largeFile(1000)])
    await settle()
    // The plan brought 24; the next batch comes half a batch ahead, not earlier.
    expect(api.signed).toEqual([])
    while (transport.sendings.length < 12) {
      for (const sending of transport.sendings) sending.answer(200)
      await settle()
    }
    await storeAll(transport)
    expect(api.signed.flat().sort((a, b) => a - b)).toEqual(
      Array.from({ length: 76 }, (_, index) => index + 25),
    )
    expect(api.signed.length).toBeLessThanOrEqual(7)
    expect(new Set(transport.sendings.map(partOf)).size).toBe(100)
  })

  it('shows progress over all its parts, which goes back where a request is lost alone', async () => {
    const { transport, uploader } = setup()
    const shown: number[] = []
    uploader.subscribe(() => {
      const sent = uploader.uploads[0]?.bytesSent ?? 0
      if (shown.at(-1) !== sent) shown.push(sent)
    })
    await uploader.addFiles([largeFile(45)])
    await settle()
    transport.at(0).progress(6, 10)
    transport.at(1).progress(4, 10)
    await vi.advanceTimersByTimeAsync(60)
    expect(uploader.uploads[0]?.bytesSent).toBe(10)
    transport.at(0).fail(new UploadError('network', 'broken', { retryable: true }))
    await vi.advanceTimersByTimeAsync(400)
    expect(uploader.uploads[0]?.bytesSent).toBe(4)
    const lostAt = shown.indexOf(10) + 1
    await storeAll(transport)
    await vi.advanceTimersByTimeAsync(60)
    for (const ascending of [shown.slice(0, lostAt), shown.slice(lostAt)]) {
      expect(ascending).toEqual([...ascending].sort((a, b) => a - b))
    }
    expect([shown[lostAt], shown.at(-1)]).toEqual([4, 45])
  })

  it('repeats a part that failed and none of the others', async () => {
    const { transport, uploader, statuses } = setup()
    await uploader.addFiles([largeFile(25)])
    await settle()
    transport.at(1).answer(503, '<Error><Code>InternalError</Code></Error>')
    transport.at(0).answer(200)
    transport.at(2).answer(200)
    await vi.advanceTimersByTimeAsync(50)
    expect(transport.sendings.map(partOf)).toEqual([1, 2, 3, 2])
    await storeAll(transport)
    expect(statuses()).toEqual(['ready'])
  })

  it('signs a part again when its URL expired, once', async () => {
    const { api, transport, uploader, statuses } = setup({ concurrency: 1 })
    const expired = '<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>'
    await uploader.addFiles([largeFile(15)])
    await settle()
    transport.at(0).answer(403, expired)
    await settle()
    expect(batchOf(transport.at(1))).toBe(1)
    expect(api.presigned).toHaveLength(1)
    transport.at(1).answer(403, expired)
    await settle()
    // A new signature does not help, so it fails; the parts are not lost.
    expect(statuses()).toEqual(['failed'])
    expect(uploader.uploads[0]?.error?.code).toBe('signature-expired')
    uploader.retry()
    await settle()
    await storeAll(transport)
    expect(statuses()).toEqual(['ready'])
    expect(api.presigned).toHaveLength(1)
  })

  it('asks again for URLs when the signing call failed', async () => {
    const { api, transport, uploader, statuses } = setup()
    api.partsInPlan = 0
    api.signFailures.push(new UploadError('api-unreachable', 'away', { retryable: true }))
    await uploader.addFiles([largeFile(25)])
    await vi.advanceTimersByTimeAsync(1000)
    await storeAll(transport)
    expect(statuses()).toEqual(['ready'])
    expect(transport.sendings.map(partOf).sort()).toEqual([1, 2, 3])
  })

  it('keeps its parts through a pause and sends only what is missing', async () => {
    const { api, transport, uploader, statuses } = setup()
    await uploader.addFiles([largeFile(45)])
    await settle()
    transport.at(0).answer(200)
    transport.at(2).answer(200)
    await settle()
    uploader.pause()
    expect(transport.inFlight).toBe(3)
    await settle()
    expect(transport.inFlight).toBe(0)
    const before = transport.sendings.length
    uploader.resume()
    await settle()
    expect(uploader.uploads[0]?.bytesSent).toBe(20)
    await storeAll(transport)
    expect(transport.sendings.slice(before).map(partOf).sort()).toEqual([2, 4, 5])
    expect(statuses()).toEqual(['ready'])
    expect(api.presigned).toHaveLength(1)
    expect(api.aborted).toEqual([])
  })

  it('shows what S3 has of it while it is paused and while it prepares to continue', async () => {
    const { transport, uploader } = setup({ retries: 0 })
    const bytesSent = () => uploader.uploads[0]?.bytesSent
    await uploader.addFiles([largeFile(45)])
    await settle()
    transport.at(0).answer(200)
    transport.at(2).answer(200)
    await settle()
    uploader.pause()
    expect(bytesSent()).toBe(20)
    const shown: (number | undefined)[] = []
    uploader.subscribe(() => shown.push(bytesSent()))
    uploader.resume()
    await settle()
    transport.at(-1).answer(500)
    await vi.advanceTimersByTimeAsync(60)
    expect(uploader.uploads[0]).toMatchObject({ status: 'failed', bytesSent: 20 })
    uploader.retry()
    await settle()
    await storeAll(transport)
    await vi.advanceTimersByTimeAsync(60)
    expect(shown).toEqual([...shown].sort((a, b) => Number(a) - Number(b)))
    expect([shown[0], shown.at(-1)]).toEqual([20, 45])
  })

  it('keeps its parts when it fails and is not aborted, until it is canceled', async () => {
    const { api, transport, uploader, statuses } = setup({ retries: 0 })
    await uploader.addFiles([largeFile(45)])
    await settle()
    transport.at(0).answer(200)
    await settle()
    transport.at(1).answer(500)
    await settle()
    expect(statuses()).toEqual(['failed'])
    expect(transport.inFlight).toBe(0)
    expect(api.aborted).toEqual([])

    const before = transport.sendings.length
    uploader.retry()
    await settle()
    expect(partOf(transport.at(before))).toBe(2)
    uploader.cancel()
    await settle()
    expect(api.aborted).toEqual(['ticket-1'])
    expect(statuses()).toEqual(['canceled'])
  })

  it('is aborted when it leaves the list unfinished, and not when it is done', async () => {
    const { api, transport, uploader, statuses } = setup({ retries: 0 })
    await uploader.addFiles([largeFile(15, 'done.png')])
    await settle()
    await storeAll(transport)
    await uploader.addFiles([largeFile(15, 'failed.png')])
    await settle()
    transport.at(-1).answer(500)
    await settle()
    expect(statuses()).toEqual(['ready', 'failed'])
    uploader.clear()
    expect(api.aborted).toEqual(['ticket-2'])
  })

  it('starts over, and S3 deletes the old parts, when the file changed on disk', async () => {
    const { api, transport, uploader, statuses } = setup()
    const file = largeFile(15)
    await uploader.addFiles([file])
    await settle()
    transport.at(0).answer(200)
    await settle()
    const { body } = transport.at(1).request
    if (!(body instanceof Blob)) throw new Error('Expected a part')
    body.slice = () => {
      throw new DOMException('gone', 'NotReadableError')
    }
    transport.at(1).fail(new UploadError('network', 'broken', { retryable: true }))
    await settle()
    expect(statuses()).toEqual(['failed'])
    expect(uploader.uploads[0]?.error?.code).toBe('file-changed')
    expect(api.aborted).toEqual(['ticket-1'])
  })

  it('is aborted when its plan comes after it was canceled', async () => {
    const { api, transport, uploader } = setup()
    const presign = api.presign.bind(api)
    api.presign = async (request) => {
      await new Promise((resolve) => setTimeout(resolve, 100))
      return presign(request)
    }
    await uploader.addFiles([largeFile(15)])
    await settle()
    uploader.pause()
    await vi.advanceTimersByTimeAsync(200)
    expect(api.aborted).toEqual(['ticket-1'])
    uploader.resume()
    await vi.advanceTimersByTimeAsync(200)
    await storeAll(transport)
    expect(uploader.uploads).toMatchObject([{ status: 'ready', key: 'uploads/2' }])
  })

  it('starts over when S3 no longer has it', async () => {
    const { api, transport, uploader, statuses } = setup({ retries: 0 })
    await uploader.addFiles([largeFile(15)])
    await settle()
    transport.at(0).answer(404, '<Error><Code>NoSuchUpload</Code></Error>')
    await settle()
    expect(statuses()).toEqual(['failed'])
    uploader.retry()
    await settle()
    expect(api.presigned).toHaveLength(2)
    await storeAll(transport)
    expect(statuses()).toEqual(['ready'])
  })
})

describe('URLs of parts that live for an hour', () => {
  const anHour = (api: FakeUploadApi) => {
    const { presign, signParts } = api
    const dated = <Part extends { url: string }>(parts: readonly Part[]) =>
      parts.map((part) => ({ ...part, url: `${part.url}&X-Amz-Expires=3600` }))
    api.signParts = async (...question) => dated(await signParts.apply(api, question))
    api.presign = async (request) =>
      (await presign.call(api, request)).map((upload) =>
        upload.ok && upload.plan.kind === 'multipart'
          ? { ...upload, plan: { ...upload.plan, parts: dated(upload.plan.parts) } }
          : upload,
      )
  }

  it('are signed again, together and before a byte is sent, after a longer pause', async () => {
    const { api, transport, uploader, statuses } = setup()
    anHour(api)
    await uploader.addFiles([largeFile(60)])
    await settle()
    transport.at(0).answer(200)
    await settle()
    uploader.pause()
    const [sent, signed] = [transport.sendings.length, api.signed.length]
    vi.setSystemTime(Date.now() + 3_600_000)
    const refused: number[] = []
    uploader.addEventListener('upload-retry', () => refused.push(1))
    uploader.resume()
    await settle()
    expect(api.signed.slice(signed)).toEqual([[2, 3, 4, 5, 6]])
    expect(transport.sendings.slice(sent).map(batchOf)).toEqual(Array(3).fill(api.signed.length))
    await storeAll(transport)
    expect(statuses()).toEqual(['ready'])
    expect(refused).toEqual([])
  })

  it('are used as long as they are valid', async () => {
    const { api, transport, uploader, statuses } = setup()
    anHour(api)
    await uploader.addFiles([largeFile(60)])
    await settle()
    const before = api.signed.length
    vi.setSystemTime(Date.now() + 3_000_000)
    await storeAll(transport)
    expect(statuses()).toEqual(['ready'])
    expect(api.signed).toHaveLength(before)
  })

  it('are signed again in the middle, after a laptop slept', async () => {
    const { api, transport, uploader, statuses } = setup({ concurrency: 1 })
    anHour(api)
    await uploader.addFiles([largeFile(60)])
    await settle()
    vi.setSystemTime(Date.now() + 3_600_000)
    const before = api.signed.length
    await storeAll(transport)
    expect(statuses()).toEqual(['ready'])
    expect(api.signed.slice(before)).toEqual([[2, 3, 4, 5, 6]])
    expect(transport.sendings.map(partOf)).toEqual([1, 2, 3, 4, 5, 6])
  })
})

describe('a huge file and small ones', () => {
  it('share the connections', async () => {
    const { api, transport, uploader } = setup({ concurrency: 4 })
    await uploader.addFiles([largeFile(1000, 'huge.png')])
    await settle()
    expect(transport.sendings).toHaveLength(4)
    api.partSize = null
    await uploader.addFiles([largeFile(3, 'a.png'), largeFile(3, 'b.png')])
    await settle()
    // The next two free connections go to the files that have none.
    transport.at(0).answer(200)
    transport.at(1).answer(200)
    await settle()
    expect(transport.sendings.slice(4).map(({ request }) => request.method)).toEqual(['POST', 'POST'])
  })
})

describe('when S3 says SlowDown', () => {
  const slowDown = '<Error><Code>SlowDown</Code></Error>'

  it('once or twice, only those parts wait', async () => {
    const { transport, uploader } = setup({ concurrency: 4 })
    await uploader.addFiles([largeFile(2000)])
    await settle()
    for (const index of [0, 1]) transport.at(index).answer(503, slowDown)
    await settle()
    expect(transport.inFlight).toBe(2)
    await vi.advanceTimersByTimeAsync(50)
    expect(transport.inFlight).toBe(4)
  })

  it('three times, all requests wait, then half as many run, and more again with success', async () => {
    const { transport, uploader, statuses } = setup({ concurrency: 4 })
    await uploader.addFiles([largeFile(2000)])
    await settle()
    for (const index of [0, 1, 2]) transport.at(index).answer(503, slowDown)
    transport.at(3).answer(200)
    await settle()
    // Longer than the pause of the refused requests.
    await vi.advanceTimersByTimeAsync(249)
    expect(transport.inFlight).toBe(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(transport.inFlight).toBe(2)
    await storeAll(transport)
    expect(statuses()).toEqual(['ready'])
    expect(transport.maxInFlight).toBe(4)
  })
})

describe('missingParts', () => {
  const MiB = 2 ** 20
  it.each([
    [1, 8 * MiB, 1, 1],
    [8 * MiB, 8 * MiB, 1, 8 * MiB],
    [8 * MiB + 1, 8 * MiB, 2, 1],
    [10_000 * 8 * MiB, 8 * MiB, 10_000, 8 * MiB],
    [10_000 * 5 * 2 ** 30, 5 * 2 ** 30, 10_000, 5 * 2 ** 30],
  ])('%d bytes in parts of %d make %d, the last of %d', (size, partSize, count, last) => {
    const parts = missingParts(size, { partSize, partCount: count }, new Map())
    expect(parts).toHaveLength(count)
    expect(parts[0]).toMatchObject({ partNumber: 1, start: 0 })
    expect(parts.at(-1)).toMatchObject({ partNumber: count, end: size })
    expect((parts.at(-1)?.end ?? 0) - (parts.at(-1)?.start ?? 0)).toBe(last)
  })

  it('leaves out what S3 has, unless its size is another', () => {
    const stored = new Map([
      [1, 10],
      [2, 7],
      [3, 5],
    ])
    expect(missingParts(25, { partSize: 10, partCount: 3 }, stored).map((part) => part.partNumber)).toEqual([
      2,
    ])
  })

  it.each([
    [25, 10, 2],
    [25, 0, 3],
    [25, 2.5, 10],
    [25, Number.NaN, 1],
  ])('refuses a plan of %d bytes in parts of %d, %d of them', (size, partSize, partCount) => {
    expect(() => missingParts(size, { partSize, partCount }, new Map())).toThrow(
      expect.objectContaining({ code: 'protocol' }),
    )
  })
})
