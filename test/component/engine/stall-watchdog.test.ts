import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { StallWatchdog } from '../../../component/engine/stall-watchdog.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const TIMEOUT_MS = 30_000

/** A watchdog on a clock that the machine's sleep moves without running timers. */
function watch(timeoutMs = TIMEOUT_MS) {
  let slept = 0
  const stalls: number[] = []
  const start = Date.now()
  const elapsed = () => Date.now() - start + slept
  const watchdog = new StallWatchdog({ timeoutMs, now: elapsed, onStall: () => stalls.push(elapsed()) })
  const sleep = (ms: number) => {
    slept += ms
  }
  return { watchdog, stalls, sleep }
}

const pass = (ms: number) => vi.advanceTimersByTime(ms)

it('calls once, when it was silent for so long', () => {
  const { stalls } = watch()
  pass(TIMEOUT_MS - 1)
  expect(stalls).toEqual([])
  pass(10 * TIMEOUT_MS)
  expect(stalls).toEqual([TIMEOUT_MS])
  expect(vi.getTimerCount()).toBe(0)
})

it.each([1, 2_999, 3_000, 17_123, 29_999])('counts from the last sign of life, after %d ms', (ms) => {
  const { watchdog, stalls } = watch()
  pass(ms)
  watchdog.heard()
  pass(TIMEOUT_MS - 1)
  expect(stalls).toEqual([])
  pass(1)
  expect(stalls).toEqual([ms + TIMEOUT_MS])
})

it('sets no timer for a sign of life', () => {
  const { watchdog, stalls } = watch()
  const set = vi.spyOn(globalThis, 'setTimeout')
  for (let ms = 0; ms < TIMEOUT_MS; ms += 1) {
    pass(1)
    watchdog.heard()
  }
  expect(set.mock.calls.length).toBeLessThanOrEqual(11)
  expect(stalls).toEqual([])
  expect(vi.getTimerCount()).toBe(1)
})

it.each([
  ['just after a sign', 0, 3_600_000],
  ['when the time is almost up', 29_500, 3_600_000],
  ['for less than the timeout', 1_000, 28_500],
])('gives what slept %s a whole timeout after waking up', (_, silentMs, sleptMs) => {
  const { stalls, sleep } = watch()
  pass(silentMs)
  sleep(sleptMs)
  // The next look is at most a step away, and the wait begins there.
  pass(TIMEOUT_MS - 1)
  expect(stalls).toEqual([])
  pass(3_001)
  expect(stalls).toHaveLength(1)
})

it('lives on after sleep where a sign comes, and sleeps again', () => {
  const { watchdog, stalls, sleep } = watch()
  for (let nights = 0; nights < 5; nights += 1) {
    pass(20_000)
    sleep(3_600_000)
    pass(20_000)
    watchdog.heard()
  }
  expect(stalls).toEqual([])
})

it('calls in a hidden tab too, where every timer is late', () => {
  const { stalls, sleep } = watch()
  for (let minutes = 0; minutes < 3; minutes += 1) {
    sleep(57_000)
    pass(3_000)
  }
  expect(stalls).toEqual([120_000])
})

it('calls no more once it is stopped', () => {
  const { watchdog, stalls } = watch()
  pass(TIMEOUT_MS - 1)
  watchdog.stop()
  expect(vi.getTimerCount()).toBe(0)
  pass(TIMEOUT_MS)
  expect(stalls).toEqual([])
})

it.each([0, -1, Number.NaN])('watches nothing with a timeout of %d', (timeoutMs) => {
  const { stalls } = watch(timeoutMs)
  expect(vi.getTimerCount()).toBe(0)
  pass(3_600_000)
  expect(stalls).toEqual([])
})

it('waits for ever with an endless timeout, and does not spin', () => {
  const { stalls } = watch(Number.POSITIVE_INFINITY)
  const set = vi.spyOn(globalThis, 'setTimeout')
  pass(86_400_000)
  expect(stalls).toEqual([])
  expect(set.mock.calls.length).toBeLessThan(2)
})
