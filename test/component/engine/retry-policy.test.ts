import { expect, it } from 'vitest'
import { retryDelay } from '../../../component/engine/retry-policy.ts'
import { UploadError } from '../../../component/engine/upload-error.ts'

const busy = (retryAfterMs?: number) =>
  new UploadError('storage-unavailable', 'busy', {
    retryable: true,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  })

it.each([
  // failures, random, milliseconds
  [1, 0, 0],
  [1, 0.5, 250],
  [2, 0.5, 500],
  [4, 0.5, 2_000],
  [7, 1, 30_000],
  [60, 1, 30_000],
])('waits after failure %d with a draw of %d for %d ms', (failures, random, ms) => {
  expect(retryDelay(busy(), failures, 100, () => random)).toBe(ms)
})

it('waits at least as long as it was asked to', () => {
  expect(retryDelay(busy(7_000), 1, 5, () => 0.5)).toBe(7_000)
  expect(retryDelay(busy(10), 3, 5, () => 0.5)).toBe(1_000)
})

it.each([
  ['after the last retry', busy(), 6],
  ['without retries', busy(), 1, 0],
  ['on what no retry cures', new UploadError('storage-rejected', 'no'), 1],
  ['on what it does not know', new TypeError('oops'), 1],
])('gives up %s', (_, error, failures, retries = 5) => {
  expect(retryDelay(error, failures, retries, Math.random)).toBe('give-up')
})
