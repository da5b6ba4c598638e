import { expect, it } from 'vitest'
import { pickInSlices } from '../../../../component/engine/files/pick-in-slices.ts'

const numbered = (count: number) => Array.from({ length: count }, (_, index) => ({ index }))

it('reads up to 1,000 items at once, without those it leaves out', () => {
  const items = numbered(1_000)
  expect(pickInSlices(items, (item) => (item.index === 3 ? undefined : item))).toEqual(
    items.filter(({ index }) => index !== 3),
  )
})

it('reads more items in their order, with a turn for the page after each 1,000', async () => {
  const runs: number[] = []
  let running = 0
  const items = numbered(2_500)
  const picked = pickInSlices(items, (item) => {
    if (running === 0) {
      queueMicrotask(() => {
        runs.push(running)
        running = 0
      })
    }
    running += 1
    return item
  })
  expect(runs).toEqual([])
  expect(await picked).toEqual(items)
  expect(runs).toEqual([1_000, 1_000, 500])
})
