import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ChangeNotifier } from '../../../../component/engine/queue/change-notifier.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** The times at which the listener was called, in milliseconds. */
function watched() {
  const started = Date.now()
  const told: number[] = []
  const notifier = new ChangeNotifier({ beforeTelling: () => {}, now: () => Date.now() - started })
  notifier.subscribe(() => told.push(Date.now() - started))
  return { notifier, told }
}

it('notifies of the first change at once, and of the following ones together', () => {
  const { notifier, told } = watched()
  for (let change = 0; change < 5; change += 1) notifier.notify(50)
  expect(told).toEqual([0])
  vi.advanceTimersByTime(1000)
  expect(told).toEqual([0, 50])
})

it('does not notify without a change, and notifies at once after a quiet time', () => {
  const { notifier, told } = watched()
  notifier.notify(50)
  vi.advanceTimersByTime(300)
  notifier.notify(200)
  expect(told).toEqual([0, 300])
})

it('notifies early of an urgent change, and of the waiting one with it', () => {
  const { notifier, told } = watched()
  notifier.notify(200)
  notifier.notify(200)
  vi.advanceTimersByTime(10)
  notifier.notify(50)
  notifier.notify(200)
  vi.advanceTimersByTime(1000)
  expect(told).toEqual([0, 50])
})

it('notifies at once of a command, and not twice', () => {
  const { notifier, told } = watched()
  notifier.notify(50)
  notifier.notify(50)
  vi.advanceTimersByTime(10)
  notifier.notifyNow()
  vi.advanceTimersByTime(1000)
  expect(told).toEqual([0, 10])
})

it('notifies of a change that a listener makes, later', () => {
  const { notifier, told } = watched()
  let changes = 3
  notifier.subscribe(() => {
    changes -= 1
    if (changes > 0) notifier.notify(50)
  })
  notifier.notify(50)
  vi.advanceTimersByTime(1000)
  expect(told).toEqual([0, 50, 100])
})

it('calls the other listeners when one throws', () => {
  const { notifier, told } = watched()
  const reported = vi.fn()
  vi.stubGlobal('reportError', reported)
  const failing = new Error('of the page')
  notifier.subscribe(() => {
    throw failing
  })
  notifier.subscribe(() => told.push(-1))
  notifier.notify(50)
  expect(told).toEqual([0, -1])
  expect(reported).toHaveBeenCalledWith(failing)
  vi.unstubAllGlobals()
})
