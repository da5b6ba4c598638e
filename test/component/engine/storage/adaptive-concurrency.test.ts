import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { RequestPool } from '../../../../component/engine/storage/request-pool.ts'
import { SimulatedLine } from '../simulated-line.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const MB = 1e6
const PART = 8 * 1024 ** 2
const SECOND = 1000
const MINUTE = 60 * SECOND

/** Sends requests of this size endlessly, up to eight at a time as the pool allows; one that fails is sent again. */
function sendForever(
  line: SimulatedLine,
  size: number,
  {
    pool = new RequestPool(6, () => Date.now()),
    isPreemptible = true,
    owner,
  }: { pool?: RequestPool; isPreemptible?: boolean; owner?: object } = {},
) {
  const { signal } = new AbortController()
  const sendAgain = async (owner: object) => {
    for (;;) {
      const turn = new AbortController()
      const preempt = isPreemptible ? () => turn.abort() : undefined
      const request = { owner, size, signal, ...(preempt && { preempt }) }
      await pool.run(request, (onSent) => line.send(size, onSent, turn.signal)).catch(() => {})
    }
  }
  for (let nth = 0; nth < 8; nth += 1) void sendAgain(owner ?? {})
  return pool
}

/** Requests with bytes left to send, on average over this time. */
async function busyOver(line: SimulatedLine, ms: number): Promise<number> {
  let sum = 0
  for (let passed = 0; passed < ms; passed += 100) {
    await vi.advanceTimersByTimeAsync(100)
    sum += line.busy
  }
  return sum / (ms / 100)
}

async function breakEvery(line: SimulatedLine, everyMs: number, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += everyMs) {
    await vi.advanceTimersByTimeAsync(everyMs)
    line.break(new Error('The connection broke'))
  }
}

describe('a fast connection', () => {
  it('is measured with two parts and gets six within a second', async () => {
    const line = new SimulatedLine({ total: 25 * MB, each: 8 * MB })
    sendForever(line, PART)
    await vi.advanceTimersByTimeAsync(100)
    expect(line.busy).toBe(2)
    await vi.advanceTimersByTimeAsync(900)
    expect(line.busy).toBe(6)
    expect(await busyOver(line, MINUTE)).toBeGreaterThan(5.5)
  })

  it('of 100 MB/s gets six parts after the first ten megabytes', async () => {
    const line = new SimulatedLine({ total: 100 * MB, buffer: 4 * 1024 ** 2 })
    sendForever(line, 2 * PART)
    await vi.advanceTimersByTimeAsync(150)
    expect(line.busy).toBe(6)
  })

  it('that becomes slow falls to about one part at a time', async () => {
    const line = new SimulatedLine({ total: 25 * MB })
    sendForever(line, PART)
    await vi.advanceTimersByTimeAsync(10 * SECOND)
    expect(line.busy).toBe(6)
    line.rates = { total: MB }
    await vi.advanceTimersByTimeAsync(2 * MINUTE)
    expect(await busyOver(line, 5 * MINUTE)).toBeLessThan(1.5)
  })
})

describe('a slow connection with one shared bottleneck', () => {
  it('is not mistaken for a fast one because the send buffers take megabytes at once', async () => {
    const line = new SimulatedLine({ total: MB, buffer: 4 * 1024 ** 2 })
    sendForever(line, PART)
    await vi.advanceTimersByTimeAsync(1.4 * SECOND)
    expect(line.busy).toBe(2)
  })

  it.each([
    ['1 MB/s', MB],
    ['0.3 MB/s', 0.3 * MB],
  ])('of %s gets about one part at a time, and is used fully', async (_, total) => {
    const line = new SimulatedLine({ total })
    sendForever(line, PART)
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(await busyOver(line, 19 * MINUTE)).toBeLessThan(1.5)
    expect(line.stored / (20 * MINUTE * (total / SECOND))).toBeGreaterThan(0.94)
  })

  it.each([
    ['parts', PART, true],
    ['photos', 5 * MB, false],
  ])(
    'that drops every 30 s delivers at least 60 % of its bandwidth in %s',
    async (_, size, isPreemptible) => {
      const line = new SimulatedLine({ total: MB })
      sendForever(line, size, { isPreemptible })
      await breakEvery(line, 30 * SECOND, 10 * MINUTE)
      expect(line.stored / (600 * MB)).toBeGreaterThan(0.6)
    },
  )

  it('sends six small files at a time', async () => {
    const line = new SimulatedLine({ total: 0.1 * MB })
    sendForever(line, 20_000)
    await vi.advanceTimersByTimeAsync(10 * SECOND)
    expect(await busyOver(line, MINUTE)).toBeGreaterThan(4.5)
  })
})

describe('a network that limits each connection', () => {
  it.each([
    ['1 MB/s', MB],
    ['0.2 MB/s', 0.2 * MB],
  ])('to %s gets six parts at a time within ten seconds', async (_, each) => {
    const line = new SimulatedLine({ each })
    sendForever(line, PART)
    await vi.advanceTimersByTimeAsync(10 * SECOND)
    expect(await busyOver(line, 20 * MINUTE)).toBeGreaterThan(5.5)
  })

  it('and has bandwidth for four gets about four', async () => {
    const line = new SimulatedLine({ each: 0.3 * MB, total: 1.2 * MB })
    sendForever(line, PART)
    await vi.advanceTimersByTimeAsync(5 * MINUTE)
    expect(await busyOver(line, 20 * MINUTE)).toBeLessThan(5)
    expect(line.stored / (25 * 60 * 1.2 * MB)).toBeGreaterThan(0.85)
  })

  it('gets six parts of 64 MB, too', async () => {
    const line = new SimulatedLine({ each: MB })
    sendForever(line, 64 * MB)
    await vi.advanceTimersByTimeAsync(10 * SECOND)
    expect(await busyOver(line, 20 * MINUTE)).toBeGreaterThan(5.5)
  })
})

describe('two large files on a slow connection', () => {
  const secondsUntilStored = async (size: number) => {
    const line = new SimulatedLine({ total: 0.5 * MB })
    const pool = sendForever(line, PART, { owner: {} })
    sendForever(line, PART, { owner: {}, pool })
    await vi.advanceTimersByTimeAsync(2 * MINUTE)
    const { signal } = new AbortController()
    const startedAt = Date.now()
    let storedAt: number | undefined
    void pool
      .run({ owner: {}, size, signal }, (onSent) => line.send(size, onSent, signal))
      .then(() => {
        storedAt = Date.now()
      })
    await vi.advanceTimersByTimeAsync(2 * MINUTE)
    return ((storedAt ?? Number.POSITIVE_INFINITY) - startedAt) / SECOND
  }

  it('let a small file start at once', async () => {
    expect(await secondsUntilStored(100_000)).toBeLessThan(1)
  })

  it('let a photo start before their next parts', async () => {
    expect(await secondsUntilStored(3 * MB)).toBeLessThan(PART / (0.5 * MB) + 15)
  })
})

it('one silent request leaves the other slots usable', async () => {
  const line = new SimulatedLine({ total: 25 * MB })
  const pool = new RequestPool(6, () => Date.now())
  const { signal } = new AbortController()
  void pool.run({ owner: {}, size: PART, signal }, () => new Promise(() => {}))
  sendForever(line, PART, { pool })
  await vi.advanceTimersByTimeAsync(5 * SECOND)
  expect(line.busy).toBe(5)
})
