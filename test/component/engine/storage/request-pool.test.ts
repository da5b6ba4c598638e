import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { RequestPool } from '../../../../component/engine/storage/request-pool.ts'
import { seededRandom } from '../../../chaos/random.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const poolOf = (size: number) => new RequestPool(size, () => Date.now())

const REQUEST_MS = 100
const BACK_OFF_MS = 50

/** So many files, each tried until the store takes it; the store answers after a while, and says when it is too much. */
function sendAll(pool: RequestPool, files: number, isTooMuch: () => boolean) {
  let running = 0
  const seen = { most: 0, requests: 0, endedAtMs: 0 }
  const startedAt = Date.now()
  const attempt = async () => {
    running += 1
    seen.requests += 1
    seen.most = Math.max(seen.most, running)
    await new Promise((resolve) => setTimeout(resolve, REQUEST_MS))
    running -= 1
    if (isTooMuch()) throw new Error('SlowDown')
  }
  const send = async () => {
    const owner = {}
    const { signal } = new AbortController()
    for (let stored = false; !stored; ) {
      stored = await pool.run({ owner, size: 0, signal }, attempt).then(
        () => true,
        () => {
          pool.slowDown(BACK_OFF_MS)
          return false
        },
      )
      if (!stored) await new Promise((resolve) => setTimeout(resolve, BACK_OFF_MS))
    }
  }
  const done = Promise.all(Array.from({ length: files }, send)).then(() => {
    seen.endedAtMs = Date.now() - startedAt
  })
  return { seen, done, running: () => running }
}

describe('a store that complains by chance', () => {
  it.each([1, 2, 3])('costs its own requests only, with seed %d', async (seed) => {
    const random = seededRandom(seed)
    const { seen, done } = sendAll(poolOf(6), 1_200, () => random() < 0.02)
    await vi.runAllTimersAsync()
    await done
    const leastMs = (seen.requests / 6) * REQUEST_MS
    expect(seen.requests).toBeGreaterThan(1_200)
    expect(leastMs / seen.endedAtMs).toBeGreaterThan(0.94)
  })

  it('twice in eight answers, is not braked', async () => {
    let answers = 0
    const { seen, done } = sendAll(poolOf(4), 80, () => answers++ % 4 === 0)
    await vi.runAllTimersAsync()
    await done
    expect(seen.endedAtMs).toBeLessThan((seen.requests / 4) * REQUEST_MS * 1.1)
  })
})

describe('a store under load', () => {
  it('is left alone from the third complaint on, and then asked half as much', async () => {
    const { seen, running } = sendAll(poolOf(6), 60, () => true)
    await vi.advanceTimersByTimeAsync(REQUEST_MS)
    // The first two might have been chance, and so might the third when its slot came free.
    expect([seen.requests, running()]).toEqual([9, 3])
    await vi.advanceTimersByTimeAsync(REQUEST_MS)
    expect([seen.requests, running()]).toEqual([9, 0])
    await vi.advanceTimersByTimeAsync(249)
    expect(running()).toBe(0)
    await vi.advanceTimersByTimeAsync(1)
    // Nine complaints before the brake took hold are one piece of news.
    expect(running()).toBe(3)
  })

  it('hears of little as long as it refuses all, and of everybody once it has recovered', async () => {
    let tooMuch = true
    const { seen, running, done } = sendAll(poolOf(6), 400, () => tooMuch)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(seen.requests).toBeLessThan(300)
    tooMuch = false
    await vi.advanceTimersByTimeAsync(8_000)
    expect(running()).toBe(6)
    await vi.runAllTimersAsync()
    await done
    expect(seen.most).toBe(6)
  })

  it('is braked for as long as it asks', async () => {
    const pool = poolOf(4)
    const { signal } = new AbortController()
    for (let complaint = 0; complaint < 3; complaint += 1) pool.slowDown(2_000)
    let entered = false
    void pool.run({ owner: {}, size: 0, signal }, async () => (entered = true))
    await vi.advanceTimersByTimeAsync(1_999)
    expect(entered).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(entered).toBe(true)
  })
})

describe('requests that are over in a moment', () => {
  const { signal } = new AbortController()

  /** Tasks that run until told otherwise. */
  function tasks(pool: RequestPool) {
    const running: (() => void)[] = []
    const started: string[] = []
    const run = (name: string, isQuick = () => false) =>
      pool.run(
        { owner: {}, size: 0, signal, isQuick },
        () =>
          new Promise<void>((resolve) => {
            started.push(name)
            running.push(resolve)
          }),
      )
    const end = async () => {
      running.shift()?.()
      await vi.advanceTimersByTimeAsync(0)
    }
    return { run, started, end }
  }
  const quick = () => true

  it('wait in the browser, as many again as it has connections', async () => {
    const { run, started } = tasks(poolOf(6))
    for (let nth = 0; nth < 20; nth += 1) void run(`${nth}`, quick)
    await vi.advanceTimersByTimeAsync(0)
    expect(started).toHaveLength(12)
  })

  it.each([1, 5])('wait here where the page wants only %d at a time', async (size) => {
    const { run, started } = tasks(poolOf(size))
    for (let nth = 0; nth < 20; nth += 1) void run(`${nth}`, quick)
    await vi.advanceTimersByTimeAsync(0)
    expect(started).toHaveLength(size)
  })

  it('wait here behind one that takes long', async () => {
    const { run, started, end } = tasks(poolOf(6))
    void run('long')
    for (let nth = 0; nth < 20; nth += 1) void run(`${nth}`, quick)
    await vi.advanceTimersByTimeAsync(0)
    expect(started).toHaveLength(6)
    await end()
    expect(started).toHaveLength(1 + 12)
  })

  it('do not keep one that takes long from its turn', async () => {
    const { run, started, end } = tasks(poolOf(6))
    for (let nth = 0; nth < 12; nth += 1) void run(`${nth}`, quick)
    void run('long')
    for (let nth = 12; nth < 30; nth += 1) void run(`${nth}`, quick)
    await vi.advanceTimersByTimeAsync(0)
    for (let ended = 0; ended < 6; ended += 1) await end()
    expect(started).toHaveLength(12)
    await end()
    expect(started.slice(12)).toEqual(['long'])
  })

  it('are asked when their turn comes', async () => {
    let known = false
    const { run, started, end } = tasks(poolOf(6))
    for (let nth = 0; nth < 30; nth += 1) void run(`${nth}`, () => known)
    await vi.advanceTimersByTimeAsync(0)
    expect(started).toHaveLength(6)
    known = true
    for (let ended = 0; ended < 6; ended += 1) await end()
    expect(started).toHaveLength(6 + 12)
  })
})
