import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { HostConnection } from '../../../../component/engine/upload/host-connection.ts'
import { FakeConnectivity } from '../fake-connectivity.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('ends the pause that a host asked for at its time, also when the clock of the machine is set back', () => {
  const connectivity = new FakeConnectivity()
  const connection = new HostConnection({ connectivity, url: () => undefined, random: () => 0 })
  connection.coolDown(10_000)
  vi.advanceTimersByTime(4_000)
  vi.setSystemTime(Date.now() - 3_600_000)
  expect(connection.coolDown(1_000)).toBe(6_000)
})
