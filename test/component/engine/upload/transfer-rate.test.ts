import { expect, it } from 'vitest'
import {
  addSample,
  bytesPerSecond,
  type RateSample,
  secondsLeft,
} from '../../../../component/engine/upload/transfer-rate.ts'

const rateOf = (...points: [number, number][]) =>
  bytesPerSecond(
    points.reduce<readonly RateSample[]>(
      (samples, [atMs, bytesSent]) => addSample(samples, { atMs, bytesSent }),
      [],
    ),
  )

it('is unknown during the first 250 ms', () => {
  expect(rateOf()).toBeNull()
  expect(rateOf([0, 0])).toBeNull()
  expect(rateOf([0, 0], [249, 1000])).toBeNull()
  expect(rateOf([0, 0], [250, 1000])).toBe(4000)
})

it('drops samples older than 5 s', () => {
  expect(rateOf([0, 0], [10_000, 1_000_000], [12_000, 1_002_000])).toBe(1000)
})

it('does not change with bytes that were lost', () => {
  expect(rateOf([0, 0], [1000, 5000], [1000, 0])).toBe(5000)
  expect(rateOf([0, 0], [1000, 5000], [1000, 2000], [2000, 7000])).toBe(5000)
})

it('tells how long the rest takes, or that this is unknown', () => {
  expect(secondsLeft(1000, 500)).toBe(2)
  expect(secondsLeft(0, 500)).toBe(0)
  expect(secondsLeft(1000, null)).toBeNull()
  expect(secondsLeft(1000, 0)).toBeNull()
})
