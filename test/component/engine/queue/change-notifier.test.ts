import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ChangeNotifier } from '../../../../component/engine/queue/change-notifier.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Tells at which milliseconds the listener was called. */
function watched() {
  const started = Date.now()
  const told: number[] = []
  const notifier = new ChangeNotifier({ beforeTelling: () => {}, now: () => Date.now() - started })
  notifier.subscribe(() => told.push(Date.now() - started))
  return { notifier, told }
}

it('tells of the first change at once, and of those that follow together', () => {
  const { notifier, told } = watched()
  for (let change = 0; change < 5; change += 1) notifier.notify(50)
  expect(told).toEqual([0])
  vi.advanceTimersByTime(1000)
  expect(told).toEqual([0, 50])
})

it('says nothing where nothing changed, and tells at once what comes after a rest', () => {
  const { notifier, told } = watched()
  notifier.notify(50)
  vi.advanceTimersByTime(300)
  notifier.notify(200)
  expect(told).toEqual([0, 300])
})

it('tells what is urgent before what waits, and both together', () => {
  const { notifier, told } = watched()
  notifier.notify(200)
  notifier.notify(200)
  vi.advanceTimersByTime(10)
  notifier.notify(50)
  notifier.notify(200)
  vi.advanceTimersByTime(1000)
  expect(told).toEqual([0, 50])
})

it('does not wait for what the user did, nor tell it twice', () => {
  const { notifier, told } = watched()
  notifier.notify(50)
  notifier.notify(50)
  vi.advanceTimersByTime(10)
  notifier.notifyNow()
  vi.advanceTimersByTime(1000)
  expect(told).toEqual([0, 10])
})

it('tells of a change that a listener makes, after the rest', () => {
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

it('tells everybody else where a listener throws', () => {
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
