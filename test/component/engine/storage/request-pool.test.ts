import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { RequestPool } from '../../../../component/engine/storage/request-pool.ts'
import { seededRandom } from '../../../chaos/random.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const poolOf = (size: number) => new RequestPool(size, () => Date.now())

const REQUEST_MS = 100
const BACK_OFF_MS = 50

/** Sends `files` files, each retried until stored; S3 answers after 100 ms, with `SlowDown` while `isTooMuch()`. */
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

describe('a store that answers SlowDown at random', () => {
  it.each([1, 2, 3])('delays the refused requests only, with seed %d', async (seed) => {
    const random = seededRandom(seed)
    const { seen, done } = sendAll(poolOf(6), 1_200, () => random() < 0.02)
    await vi.runAllTimersAsync()
    await done
    const leastMs = (seen.requests / 6) * REQUEST_MS
    expect(seen.requests).toBeGreaterThan(1_200)
    expect(leastMs / seen.endedAtMs).toBeGreaterThan(0.94)
  })

  it('twice in eight responses starts no cooldown', async () => {
    let answers = 0
    const { seen, done } = sendAll(poolOf(4), 80, () => answers++ % 4 === 0)
    await vi.runAllTimersAsync()
    await done
    expect(seen.endedAtMs).toBeLessThan((seen.requests / 4) * REQUEST_MS * 1.1)
  })
})

describe('a store under load', () => {
  it('gets no request after the third refusal, then half as many', async () => {
    const { seen, running } = sendAll(poolOf(6), 60, () => true)
    await vi.advanceTimersByTimeAsync(REQUEST_MS)
    // The pool refills the slots of the first three refusals: fewer than three may be chance.
    expect([seen.requests, running()]).toEqual([9, 3])
    await vi.advanceTimersByTimeAsync(REQUEST_MS)
    expect([seen.requests, running()]).toEqual([9, 0])
    await vi.advanceTimersByTimeAsync(249)
    expect(running()).toBe(0)
    await vi.advanceTimersByTimeAsync(1)
    // Nine refusals of requests sent before the cooldown halve the limit once.
    expect(running()).toBe(3)
  })

  it('gets few requests while it refuses all, and the full number after it has recovered', async () => {
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

  it('pauses for as long as the back-off of the refused request', async () => {
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

describe('short requests', () => {
  const { signal } = new AbortController()

  /** Tasks that run until the test ends them. */
  function tasks(pool: RequestPool) {
    const running: (() => void)[] = []
    const started: string[] = []
    const run = (name: string, isShort = () => false) =>
      pool.run(
        { owner: {}, size: 0, signal, isShort },
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

  it('queue in the browser, up to six beyond its six connections', async () => {
    const { run, started } = tasks(poolOf(6))
    for (let nth = 0; nth < 20; nth += 1) void run(`${nth}`, quick)
    await vi.advanceTimersByTimeAsync(0)
    expect(started).toHaveLength(12)
  })

  it.each([1, 5])('queue in the pool where the page allows only %d at a time', async (size) => {
    const { run, started } = tasks(poolOf(size))
    for (let nth = 0; nth < 20; nth += 1) void run(`${nth}`, quick)
    await vi.advanceTimersByTimeAsync(0)
    expect(started).toHaveLength(size)
  })

  it('queue in the pool behind a long one', async () => {
    const { run, started, end } = tasks(poolOf(6))
    void run('long')
    for (let nth = 0; nth < 20; nth += 1) void run(`${nth}`, quick)
    await vi.advanceTimersByTimeAsync(0)
    expect(started).toHaveLength(6)
    await end()
    expect(started).toHaveLength(1 + 12)
  })

  it('do not delay the turn of a long one', async () => {
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

  it('are asked whether they are short when their turn comes', async () => {
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
