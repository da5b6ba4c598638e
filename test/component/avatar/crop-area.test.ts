import { expect, it } from 'vitest'
import { movePicture, moveTo, placeOf, wholeArea, zoomTo } from '../../../component/avatar/crop-area.ts'

const WIDE = { width: 320, height: 200 }

it('tells where the picture is on the axis that has room, and nothing of the other', () => {
  const area = wholeArea(WIDE)
  expect([placeOf(WIDE, area, 'x'), placeOf(WIDE, area, 'y')]).toEqual([0.5, null])
  expect(placeOf(WIDE, movePicture(WIDE, area, { x: 0.3, y: 0 }), 'x')).toBeCloseTo(1)
  expect(placeOf(WIDE, moveTo(WIDE, area, 'x', 0.25), 'x')).toBeCloseTo(0.25)
})

it('goes from 0 to 1: left and down to right and up', () => {
  const area = zoomTo(WIDE, wholeArea(WIDE), 2)
  const places = (x: number, y: number) => {
    const moved = movePicture(WIDE, area, { x, y })
    return [placeOf(WIDE, moved, 'x'), placeOf(WIDE, moved, 'y')]
  }
  expect(places(-9, 9)).toEqual([0, 0])
  expect(places(9, -9)).toEqual([1, 1])
})

it('never is past an end, in any size and zoom', () => {
  for (let width = 65; width < 400; width += 7) {
    for (const zoom of [1.1, 1.3, 1.7, 2.9]) {
      const size = { width, height: width + 13 }
      const area = zoomTo(size, wholeArea(size), zoom)
      for (const by of [-9, 9]) {
        const place = placeOf(size, movePicture(size, area, { x: by, y: by }), 'x') ?? 0.5
        expect(place >= 0 && place <= 1).toBe(true)
        expect(Object.is(place, -0)).toBe(false)
      }
    }
  }
})
