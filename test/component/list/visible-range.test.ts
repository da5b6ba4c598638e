import { expect, it } from 'vitest'
import { visibleRange } from '../../../component/list/visible-range.ts'

it.each([
  // top, bottom, rows → drawn
  [0, 480, 10_000, [0, 10]],
  [480, 960, 10_000, [3, 17]],
  [719_520, 720_000, 10_000, [9_991 - 1, 10_000]],
  [0, 480, 3, [0, 3]],
  [0, 0, 10_000, [0, 3]],
  // A list that shrank under the reader.
  [7_000, 7_480, 4, [0, 4]],
  [7_000, 7_480, 20, [10, 20]],
])('from %d to %d of %d rows of 72 pixels draws %j', (top, bottom, count, [start, end]) => {
  expect(visibleRange(top, bottom, 72, count)).toEqual({ start, end })
})
