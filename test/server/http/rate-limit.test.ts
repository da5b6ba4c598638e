import { expect, it } from 'vitest'
import { clientAddress, RateLimit } from '../../../server/http/rate-limit.ts'

it('allows a number of calls of each address in a minute', () => {
  let now = 1_000_000
  const limit = new RateLimit(2, () => now)
  expect([limit.check('a'), limit.check('a'), limit.check('a'), limit.check('b')]).toEqual([
    null,
    null,
    60,
    null,
  ])
  now += 59_500
  expect(limit.check('a')).toBe(1)
  now += 500
  expect(limit.check('a')).toBeNull()
})

it.each([
  [undefined, 0, 'peer'],
  ['1.1.1.1', 0, 'peer'],
  ['1.1.1.1', 1, '1.1.1.1'],
  ['forged, 1.1.1.1', 1, '1.1.1.1'],
  ['forged, 1.1.1.1, 2.2.2.2', 2, '1.1.1.1'],
  ['1.1.1.1', 2, 'peer'],
  ['', 1, 'peer'],
])('trusts X-Forwarded-For %j behind %i proxies as %s', (header, proxies, expected) => {
  expect(clientAddress('peer', header, proxies)).toBe(expected)
})
