import { expect, it } from 'vitest'
import { retryDelay } from '../../../../component/engine/upload/retry-policy.ts'
import { UploadError } from '../../../../component/engine/upload/upload-error.ts'

const busy = (retryAfterMs?: number) =>
  new UploadError('storage-unavailable', 'busy', {
    retryable: true,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  })

it.each([
  // failures, random, milliseconds
  [1, 0, 0],
  [1, 0.5, 25],
  [1, 1, 50],
  [2, 0.5, 125],
  [3, 0.5, 625],
  [4, 0.5, 3_125],
  [4, 1, 6_250],
  [5, 0.5, 15_000],
  [5, 1, 30_000],
  [6, 0, 15_000],
  [60, 1, 30_000],
])('waits after failure %d with a draw of %d for %d ms', (failures, random, ms) => {
  expect(retryDelay(busy(), failures, 100, () => random)).toBe(ms)
})

it.each([
  // retries, draw, milliseconds in all
  [5, 0.5, 18_900],
  [5, 1, 37_800],
  [3, 0.5, 775],
  // The default of 45 retries spans ten minutes at least.
  [45, 0, 600_000],
  [45, 1, 1_237_800],
])('with %d retries and draws of %d outlasts %d ms', (retries, draw, ms) => {
  let sum = 0
  for (let failures = 1; ; failures += 1) {
    const wait = retryDelay(busy(), failures, retries, () => draw)
    if (wait === 'give-up') break
    sum += wait
  }
  expect(sum).toBe(ms)
})

it('waits at least as long as it was asked to', () => {
  expect(retryDelay(busy(7_000), 1, 5, () => 0.5)).toBe(7_000)
  expect(retryDelay(busy(10), 3, 5, () => 0.5)).toBe(625)
})

it('waits up to ten minutes where it was asked to, and not for a month', () => {
  expect(retryDelay(busy(600_000), 1, 5, () => 0.5)).toBe(600_000)
  expect(retryDelay(busy(600_001), 1, 5, () => 0.5)).toBe('give-up')
  expect(retryDelay(busy(30 * 86_400_000), 1, 5, () => 0.5)).toBe('give-up')
})

it.each([
  ['after the last retry', busy(), 6],
  ['without retries', busy(), 1, 0],
  ['on a permanent error', new UploadError('storage-rejected', 'no'), 1],
  ['on an unknown error', new TypeError('oops'), 1],
])('gives up %s', (_, error, failures, retries = 5) => {
  expect(retryDelay(error, failures, retries, Math.random)).toBe('give-up')
})
