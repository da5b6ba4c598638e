import { expect, it } from 'vitest'
import { mapBounded } from '../../../server/upload/map-bounded.ts'

it.each([
  [0, 3, 0],
  [2, 3, 2],
  [10, 3, 3],
  [10, 1, 1],
])('does %i items, %i at a time, with %i at most under way, in order', async (count, limit, most) => {
  let running = 0
  let peak = 0
  const items = Array.from({ length: count }, (_, index) => index)
  const results = await mapBounded(items, limit, async (item) => {
    running += 1
    peak = Math.max(peak, running)
    // Later items overtake earlier ones.
    for (let turn = count - item; turn > 0; turn -= 1) await Promise.resolve()
    running -= 1
    return item * 2
  })
  expect(results).toEqual(items.map((item) => item * 2))
  expect(peak).toBe(most)
})

it('fails as its first failing item does', async () => {
  const work = async (item: number) => {
    if (item === 2) throw new Error('two')
    return item
  }
  await expect(mapBounded([1, 2, 3], 2, work)).rejects.toThrow('two')
})
