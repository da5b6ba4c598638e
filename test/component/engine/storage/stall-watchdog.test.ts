import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { StallWatchdog } from '../../../../component/engine/storage/stall-watchdog.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const TIMEOUT_MS = 30_000

/** A watchdog on a clock that the machine's sleep moves without running timers. */
function sleepyWatchdog() {
  let slept = 0
  const start = Date.now()
  const elapsed = () => Date.now() - start + slept
  const sleep = (ms: number) => {
    slept += ms
  }
  return { watchdog: new StallWatchdog(elapsed), elapsed, sleep }
}

/** A watched request. */
function watchOne(timeoutMs = TIMEOUT_MS) {
  const { watchdog, elapsed, sleep } = sleepyWatchdog()
  const stalls: number[] = []
  const watch = watchdog.watch(timeoutMs, () => stalls.push(elapsed()))
  return { watch, stalls, sleep }
}

const pass = (ms: number) => vi.advanceTimersByTime(ms)

it('calls back once, after the timeout without activity', () => {
  const { stalls } = watchOne()
  pass(TIMEOUT_MS - 1)
  expect(stalls).toEqual([])
  pass(10 * TIMEOUT_MS)
  expect(stalls).toEqual([TIMEOUT_MS])
  expect(vi.getTimerCount()).toBe(0)
})

it.each([1, 2_999, 3_000, 17_123, 29_999])('counts from the last activity, after %d ms', (ms) => {
  const { watch, stalls } = watchOne()
  pass(ms)
  watch.active()
  pass(TIMEOUT_MS - 1)
  expect(stalls).toEqual([])
  pass(1)
  expect(stalls).toEqual([ms + TIMEOUT_MS])
})

it('sets no timer for an activity', () => {
  const { watch, stalls } = watchOne()
  const set = vi.spyOn(globalThis, 'setTimeout')
  for (let ms = 0; ms < TIMEOUT_MS; ms += 1) {
    pass(1)
    watch.active()
  }
  expect(set.mock.calls.length).toBeLessThanOrEqual(11)
  expect(stalls).toEqual([])
  expect(vi.getTimerCount()).toBe(1)
})

it.each([
  ['just after an activity', 0, 3_600_000],
  ['when the time is almost up', 29_500, 3_600_000],
  ['for less than the timeout', 1_000, 28_500],
])('gives a request that slept %s the whole timeout after waking up', (_, silentMs, sleptMs) => {
  const { stalls, sleep } = watchOne()
  pass(silentMs)
  sleep(sleptMs)
  // The next check is at most 3 s away, and the timeout starts there.
  pass(TIMEOUT_MS - 1)
  expect(stalls).toEqual([])
  pass(3_001)
  expect(stalls).toHaveLength(1)
})

it('survives several sleeps with activity between them', () => {
  const { watch, stalls, sleep } = watchOne()
  for (let night = 0; night < 5; night += 1) {
    pass(20_000)
    sleep(3_600_000)
    pass(20_000)
    watch.active()
  }
  expect(stalls).toEqual([])
})

it('calls back in a hidden tab too, where every timer is late', () => {
  const { stalls, sleep } = watchOne()
  for (let minutes = 0; minutes < 3; minutes += 1) {
    sleep(57_000)
    pass(3_000)
  }
  expect(stalls).toEqual([120_000])
})

it('does not call back after stop', () => {
  const { watch, stalls } = watchOne()
  pass(TIMEOUT_MS - 1)
  watch.stop()
  pass(TIMEOUT_MS)
  expect(stalls).toEqual([])
  expect(vi.getTimerCount()).toBe(0)
})

it.each([0, -1, Number.NaN])('watches nothing with a timeout of %d', (timeoutMs) => {
  const { stalls } = watchOne(timeoutMs)
  expect(vi.getTimerCount()).toBe(0)
  pass(3_600_000)
  expect(stalls).toEqual([])
})

it('waits forever with an infinite timeout, without busy timers', () => {
  const { stalls } = watchOne(Number.POSITIVE_INFINITY)
  const set = vi.spyOn(globalThis, 'setTimeout')
  pass(86_400_000)
  expect(stalls).toEqual([])
  expect(set.mock.calls.length).toBeLessThan(2)
})

describe('many requests', () => {
  it('share a timer, and each stalls at its own time', () => {
    const { watchdog, elapsed } = sleepyWatchdog()
    const stalls: [string, number][] = []
    const watch = (name: string, timeoutMs: number) =>
      watchdog.watch(timeoutMs, () => stalls.push([name, elapsed()]))
    watch('patient', 60_000)
    pass(1_234)
    const alive = watch('alive', 30_000)
    watch('silent', 30_000)
    watch('brisk', 2_000)
    expect(vi.getTimerCount()).toBe(1)
    for (let ms = 0; ms < 90_000; ms += 1_000) {
      pass(1_000)
      if (ms < 40_000) alive.active()
    }
    expect(stalls).toEqual([
      ['brisk', 3_234],
      ['silent', 31_234],
      ['patient', 60_000],
      ['alive', 71_234],
    ])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('one after the other set few timers', () => {
    const { watchdog } = sleepyWatchdog()
    const set = vi.spyOn(globalThis, 'setTimeout')
    for (let request = 0; request < 1_000; request += 1) {
      const watch = watchdog.watch(TIMEOUT_MS, () => expect.unreachable())
      pass(10)
      watch.stop()
    }
    expect(set.mock.calls.length).toBeLessThanOrEqual(5)
    pass(TIMEOUT_MS)
  })

  it('stopped by the callback of another do not stall', () => {
    const { watchdog } = sleepyWatchdog()
    const stalls: string[] = []
    watchdog.watch(TIMEOUT_MS, () => {
      stalls.push('first')
      second.stop()
    })
    const second = watchdog.watch(TIMEOUT_MS, () => stalls.push('second'))
    pass(TIMEOUT_MS)
    expect(stalls).toEqual(['first'])
  })

  it('all get the whole timeout after waking up', () => {
    const { watchdog, sleep } = sleepyWatchdog()
    const stalls: number[] = []
    for (const nth of [0, 1, 2]) watchdog.watch(TIMEOUT_MS, () => stalls.push(nth))
    pass(20_000)
    sleep(3_600_000)
    pass(TIMEOUT_MS - 1)
    expect(stalls).toEqual([])
    pass(3_001)
    expect(stalls).toEqual([0, 1, 2])
  })
})
