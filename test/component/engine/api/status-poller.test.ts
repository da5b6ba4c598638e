import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { StatusPoller } from '../../../../component/engine/api/status-poller.ts'
import { UploadError } from '../../../../component/engine/upload/upload-error.ts'
import type { StatusResult } from '../../../../component/protocol.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const SECOND = 1_000
const MINUTE = 60 * SECOND
const pending: StatusResult = { state: 'pending', id: 'id' }
const failed: StatusResult = { state: 'failed', id: 'id', code: 'internal', detail: 'no', retryable: false }

function setup(resultOf: (ticket: string) => StatusResult | Error = () => pending, retryAfterMs?: number) {
  const calls: { atMs: number; tickets: readonly string[] }[] = []
  const startedAt = Date.now()
  const now = () => Date.now() - startedAt
  const status = async (tickets: readonly string[]) => {
    calls.push({ atMs: now(), tickets })
    const uploads = tickets.map((ticket) => {
      const result = resultOf(ticket)
      if (result instanceof Error) throw result
      return result
    })
    return { uploads, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
  }
  const poller = new StatusPoller({ status }, now)
  const { signal } = new AbortController()
  const settled: string[] = []
  const poll = (ticket: string) =>
    poller.poll(ticket, signal).then(
      () => settled.push(`${ticket} ready`),
      (error: UploadError) => settled.push(`${ticket} ${error.code} ${now()}`),
    )
  const reads = () => calls.reduce((sum, { tickets }) => sum + tickets.length, 0)
  return { poller, calls, settled, poll, reads, now }
}

describe('100 uploads without a result in ten minutes', () => {
  it.each([
    ['completed at once', 0],
    ['completed every 100 ms', 100],
    ['completed every second', 1_000],
    ['completed every 5 s', 5_000],
  ])('%s cost at most 60 calls in ten minutes and 15 reads each', async (_, everyMs) => {
    const { calls, poll, reads, settled } = setup()
    for (let nth = 0; nth < 100; nth += 1) {
      void poll(`t${nth}`)
      await vi.advanceTimersByTimeAsync(everyMs)
    }
    await vi.advanceTimersByTimeAsync(11 * MINUTE)
    expect(settled).toHaveLength(100)
    expect(reads()).toBeLessThanOrEqual(1_500)
    const windows = calls.map(({ atMs }) =>
      calls.filter((c) => c.atMs >= atMs && c.atMs < atMs + 10 * MINUTE),
    )
    expect(Math.max(...windows.map(({ length }) => length))).toBeLessThanOrEqual(60)
  })

  it('end with processing-timeout, not before', async () => {
    const { poll, settled } = setup()
    void poll('a')
    await vi.advanceTimersByTimeAsync(20 * MINUTE)
    expect(settled).toEqual(['a processing-timeout 600000'])
    expect(vi.getTimerCount()).toBe(0)
  })
})

it.each([0.3, 1, 3, 10, 30, 100, 300])(
  'finds a result after %d s in at most twice that time',
  async (seconds) => {
    const at = seconds * SECOND
    const { poll, settled, now } = setup(() => (now() >= at ? failed : pending))
    void poll('a')
    await vi.advanceTimersByTimeAsync(2 * at + 500)
    expect(settled).toHaveLength(1)
  },
)

it('asks about all uploads of a batch in one call, as they become ready', async () => {
  const ready = new Set<string>()
  const { poll, calls, settled } = setup((ticket) => (ready.has(ticket) ? failed : pending))
  for (let nth = 0; nth < 100; nth += 1) void poll(`t${nth}`)
  for (let nth = 0; nth < 100; nth += 1) {
    await vi.advanceTimersByTimeAsync(100)
    ready.add(`t${nth}`)
  }
  await vi.advanceTimersByTimeAsync(20 * SECOND)
  expect(settled).toHaveLength(100)
  expect(calls.length).toBeLessThan(10)
})

it('asks about an upload that joins a long wait within 4.5 s', async () => {
  const { poll, calls } = setup()
  void poll('old')
  await vi.advanceTimersByTimeAsync(5 * MINUTE)
  const before = calls.length
  void poll('new')
  await vi.advanceTimersByTimeAsync(4.5 * SECOND)
  expect(calls.slice(before).flatMap(({ tickets }) => tickets)).toContain('new')
})

it('obeys Retry-After, for uploads that join meanwhile too', async () => {
  let answers = 0
  const busy = new UploadError('api-unavailable', 'busy', { retryable: true, retryAfterMs: 2 * MINUTE })
  const { poll, calls, settled } = setup(() => (answers++ === 0 ? busy : failed))
  void poll('a')
  await vi.advanceTimersByTimeAsync(MINUTE)
  void poll('b')
  await vi.advanceTimersByTimeAsync(MINUTE)
  expect(calls).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(SECOND)
  expect(settled).toHaveLength(2)
})

it('asks not before the time that a response names', async () => {
  const { poll, calls } = setup(undefined, 20 * SECOND)
  void poll('a')
  await vi.advanceTimersByTimeAsync(2 * MINUTE)
  const gaps = calls.slice(1).map(({ atMs }, index) => atMs - (calls[index]?.atMs ?? 0))
  expect(Math.min(...gaps)).toBe(20 * SECOND)
})

it('asks about more than 100 uploads in calls without a pause between them', async () => {
  const { poll, calls } = setup()
  for (let nth = 0; nth < 250; nth += 1) void poll(`t${nth}`)
  await vi.advanceTimersByTimeAsync(510)
  expect(calls.map(({ tickets }) => tickets.length)).toEqual([100, 100, 50])
})

it('does not count the time of a sleeping machine', async () => {
  const { poll, settled, calls } = setup()
  void poll('a')
  await vi.advanceTimersByTimeAsync(MINUTE)
  vi.setSystemTime(Date.now() + 8 * 60 * MINUTE)
  await vi.advanceTimersByTimeAsync(2 * MINUTE)
  expect(settled).toEqual([])
  expect(calls.at(-1)?.atMs).toBeGreaterThan(8 * 60 * MINUTE)
})

it('sets no timer for an upload that is asked about with others', async () => {
  const { poll } = setup()
  const set = vi.spyOn(globalThis, 'setTimeout')
  for (let nth = 0; nth < 1_000; nth += 1) void poll(`t${nth}`)
  expect(set).toHaveBeenCalledTimes(1)
})
