import { expect, it } from 'vitest'
import { dropIndex } from '../../../component/looks/drop-index.ts'

const rows = [0, 1, 2].map((index) => ({ index, left: 0, top: index * 50, width: 300, height: 50 }))
const grid = (step: number) =>
  [0, 1, 2, 3].map((index) => ({
    index,
    left: 500 + step * (index % 2),
    top: 120 * Math.floor(index / 2),
    width: 100,
    height: 100,
  }))

it.each([
  ['above the first', -20, 0],
  ['upper half of the second', 60, 1],
  ['lower half of the second', 90, 2],
  ['below the last', 400, 3],
])('puts a row that is let go %s', (_where, y, index) => {
  expect(dropIndex(rows, { x: 10, y }, 'rows')?.index).toBe(index)
})

it.each([
  ['left half of the fourth', 110, 625, 130, 3],
  ['right half of the third', 110, 580, 130, 3],
  ['right half of the last', 110, 690, 130, 4],
  ['left half of the second, right to left', -110, 400, 10, 2],
  ['right half of the first, right to left', -110, 590, 10, 0],
])('puts a card that is let go at the %s', (_where, step, x, y, index) => {
  expect(dropIndex(grid(step), { x, y }, 'grid')?.index).toBe(index)
})

it('has no place in an empty list', () => {
  expect(dropIndex([], { x: 0, y: 0 }, 'rows')).toBe(undefined)
})
