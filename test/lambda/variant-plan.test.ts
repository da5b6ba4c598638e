import { describe, expect, it } from 'vitest'
import { parseVariants } from '../../lambda/parse-variants.ts'
import { parseFocalPoint, planVariants } from '../../lambda/variant-plan.ts'
import type { VariantSpec } from '../../lambda/variant-spec.ts'

function specs(text: string): VariantSpec[] {
  const parsed = parseVariants(text)
  if (!parsed.ok) throw new Error(parsed.problems.join())
  return parsed.variants
}

describe('a variant', () => {
  it.each([
    // spec, original, picture before the crop, variant
    ['100x100,cover', [6000, 4000], [150, 100], [100, 100]],
    ['100x100,cover', [4000, 6000], [100, 150], [100, 100]],
    ['100x100,cover', [50, 200], [50, 200], [50, 100]],
    ['100x100,cover', [40, 30], [40, 30], [40, 30]],
    ['100x100,cover', [1, 65_500], [1, 65_500], [1, 100]],
    ['100x50,cover', [1000, 1000], [100, 100], [100, 50]],
    ['1600,inside', [6000, 4000], [1600, 1067], [1600, 1067]],
    ['1600,inside', [4000, 6000], [1067, 1600], [1067, 1600]],
    ['1600,inside', [1600, 900], [1600, 900], [1600, 900]],
    ['1600,inside', [10, 10], [10, 10], [10, 10]],
    ['1600,inside', [1, 65_500], [1, 1600], [1, 1600]],
    ['1600,inside', [50_000, 4], [1600, 1], [1600, 1]],
    ['320x240,inside', [640, 427], [320, 214], [320, 214]],
    ['1,inside', [1, 1], [1, 1], [1, 1]],
  ])('of %s from %j has exact sizes', (spec, [width = 0, height = 0], picture, size) => {
    const [variant] = planVariants(specs(`v=${spec}`), width, height).variants
    expect([variant?.scaledWidth, variant?.scaledHeight]).toEqual(picture)
    expect([variant?.width, variant?.height]).toEqual(size)
  })

  it('is made from one working image of the largest scale', () => {
    const plan = planVariants(specs('thumb=100x100,cover;large=1600,inside;small=320,inside'), 6000, 4000)
    expect([plan.workingWidth, plan.workingHeight]).toEqual([1600, 1067])
  })

  it('never makes the working image larger than the original', () => {
    const plan = planVariants(specs('a=4096,inside;b=300x200,cover'), 200, 100)
    expect([plan.workingWidth, plan.workingHeight]).toEqual([200, 100])
  })

  it.each([
    // focal point, left and top of a 100×100 crop from 200×100
    [null, { left: 50, top: 0 }],
    [
      { x: 0, y: 0 },
      { left: 0, top: 0 },
    ],
    [
      { x: 1, y: 1 },
      { left: 100, top: 0 },
    ],
    [
      { x: 0.3, y: 0.5 },
      { left: 10, top: 0 },
    ],
  ])('keeps the focal point %j in view', (focus, crop) => {
    const [variant] = planVariants(specs('v=100x100,cover,attention'), 2000, 1000, focus).variants
    expect(variant?.crop).toEqual(focus === null ? null : crop)
    const [centred] = planVariants(specs('v=100x100,cover'), 2000, 1000, focus).variants
    expect(centred?.crop).toEqual(crop)
  })

  it.each([
    ['0.4,0.3', { x: 0.4, y: 0.3 }],
    [' 0 , 1 ', { x: 0, y: 1 }],
    ['.5,.25', { x: 0.5, y: 0.25 }],
    ['40%,30%', null],
    ['1.5,0', null],
    ['0.4', null],
    ['', null],
    [undefined, null],
  ])('reads %j as the focal point %j', (text, point) => {
    expect(parseFocalPoint(text)).toEqual(point)
  })
})
