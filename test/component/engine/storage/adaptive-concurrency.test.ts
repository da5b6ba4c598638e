import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { RequestPool } from '../../../../component/engine/storage/request-pool.ts'
import { SimulatedLine } from '../simulated-line.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const MB = 1e6
const PART = 8 * 1024 ** 2
const SECOND = 1000
const MINUTE = 60 * SECOND

/** Sends requests of this size without end, six at a time where the pool lets them, each again until it is stored. */
function sendForever(
  line: SimulatedLine,
  size: number,
  {
    pool = new RequestPool(6, () => Date.now()),
    mayBeWithdrawn = true,
    owner,
  }: { pool?: RequestPool; mayBeWithdrawn?: boolean; owner?: object } = {},
) {
  const { signal } = new AbortController()
  const carry = async (owner: object) => {
    for (;;) {
      const turn = new AbortController()
      const withdraw = mayBeWithdrawn ? () => turn.abort() : undefined
      const request = { owner, size, signal, ...(withdraw && { withdraw }) }
      await pool.run(request, (onSent) => line.send(size, onSent, turn.signal)).catch(() => {})
    }
  }
  for (let nth = 0; nth < 8; nth += 1) void carry(owner ?? {})
  return pool
}

/** How many had bytes left, on average over this time. */
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

describe('a fast line', () => {
  it('is measured with two parts, and has six within a second', async () => {
    const line = new SimulatedLine({ total: 25 * MB, each: 8 * MB })
    sendForever(line, PART)
    await vi.advanceTimersByTimeAsync(100)
    expect(line.busy).toBe(2)
    await vi.advanceTimersByTimeAsync(900)
    expect(line.busy).toBe(6)
    expect(await busyOver(line, MINUTE)).toBeGreaterThan(5.5)
  })

  it('that brings a hundred megabytes a second is opened by the first ten', async () => {
    const line = new SimulatedLine({ total: 100 * MB, buffer: 4 * 1024 ** 2 })
    sendForever(line, 2 * PART)
    await vi.advanceTimersByTimeAsync(150)
    expect(line.busy).toBe(6)
  })

  it('that becomes a slow one has hardly more than one part at a time soon', async () => {
    const line = new SimulatedLine({ total: 25 * MB })
    sendForever(line, PART)
    await vi.advanceTimersByTimeAsync(10 * SECOND)
    expect(line.busy).toBe(6)
    line.rates = { total: MB }
    await vi.advanceTimersByTimeAsync(2 * MINUTE)
    expect(await busyOver(line, 5 * MINUTE)).toBeLessThan(1.5)
  })
})

describe('a line that is slow as a whole', () => {
  it('is not taken for a fast one because the computer takes megabytes at once', async () => {
    const line = new SimulatedLine({ total: MB, buffer: 4 * 1024 ** 2 })
    sendForever(line, PART)
    await vi.advanceTimersByTimeAsync(1.4 * SECOND)
    expect(line.busy).toBe(2)
  })

  it.each([
    ['1 MB/s', MB],
    ['0.3 MB/s', 0.3 * MB],
  ])('of %s has hardly more than one part at a time, and is full', async (_, total) => {
    const line = new SimulatedLine({ total })
    sendForever(line, PART)
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(await busyOver(line, 19 * MINUTE)).toBeLessThan(1.5)
    expect(line.stored / (20 * MINUTE * (total / SECOND))).toBeGreaterThan(0.94)
  })

  it.each([
    ['parts', PART, true],
    ['photographs', 5 * MB, false],
  ])('and breaks every half minute brings most of the %s', async (_, size, mayBeWithdrawn) => {
    const line = new SimulatedLine({ total: MB })
    sendForever(line, size, { mayBeWithdrawn })
    await breakEvery(line, 30 * SECOND, 10 * MINUTE)
    expect(line.stored / (600 * MB)).toBeGreaterThan(0.6)
  })

  it('has six small files at a time', async () => {
    const line = new SimulatedLine({ total: 0.1 * MB })
    sendForever(line, 20_000)
    await vi.advanceTimersByTimeAsync(10 * SECOND)
    expect(await busyOver(line, MINUTE)).toBeGreaterThan(4.5)
  })
})

describe('a line that is slow for each connection', () => {
  it.each([
    ['1 MB/s', MB],
    ['0.2 MB/s', 0.2 * MB],
  ])('of %s has six parts at a time within ten seconds', async (_, each) => {
    const line = new SimulatedLine({ each })
    sendForever(line, PART)
    await vi.advanceTimersByTimeAsync(10 * SECOND)
    expect(await busyOver(line, 20 * MINUTE)).toBeGreaterThan(5.5)
  })

  it('and as a whole beyond four has about as many', async () => {
    const line = new SimulatedLine({ each: 0.3 * MB, total: 1.2 * MB })
    sendForever(line, PART)
    await vi.advanceTimersByTimeAsync(5 * MINUTE)
    expect(await busyOver(line, 20 * MINUTE)).toBeLessThan(5)
    expect(line.stored / (25 * 60 * 1.2 * MB)).toBeGreaterThan(0.85)
  })

  it('has parts of 64 MB like others', async () => {
    const line = new SimulatedLine({ each: MB })
    sendForever(line, 64 * MB)
    await vi.advanceTimersByTimeAsync(10 * SECOND)
    expect(await busyOver(line, 20 * MINUTE)).toBeGreaterThan(5.5)
  })
})

describe('two films on a slow line', () => {
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

  it('do not keep a small file waiting', async () => {
    expect(await secondsUntilStored(100_000)).toBeLessThan(1)
  })

  it('let a photograph in before their next parts', async () => {
    expect(await secondsUntilStored(3 * MB)).toBeLessThan(PART / (0.5 * MB) + 15)
  })
})

it('one silent request does not keep the others from a fast line', async () => {
  const line = new SimulatedLine({ total: 25 * MB })
  const pool = new RequestPool(6, () => Date.now())
  const { signal } = new AbortController()
  void pool.run({ owner: {}, size: PART, signal }, () => new Promise(() => {}))
  sendForever(line, PART, { pool })
  await vi.advanceTimersByTimeAsync(5 * SECOND)
  expect(line.busy).toBe(5)
})
