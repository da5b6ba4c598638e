import { describe, expect, it } from 'vitest'
import { Pacer } from './sink/pacer.ts'

/** Takes chunks one after another, each as soon as allowed; returns the time of the last one. */
function finishOf(pacer: Pacer, chunks: readonly number[], startMs = 0, latenessMs = 0): number {
  let now = startMs
  for (const bytes of chunks) {
    const wait = pacer.take(bytes, now)
    if (wait > 0) now += wait + latenessMs
  }
  return now
}

describe('a pacer', () => {
  it('takes the time of a body’s size at the line’s speed', () => {
    const chunks = Array.from({ length: 128 }, () => 62_500)
    expect(finishOf(new Pacer(8e6, 0), chunks)).toBeCloseTo(1_000, 6)
  })

  it('compensates for late timers', () => {
    const chunks = Array.from({ length: 128 }, () => 62_500)
    expect(finishOf(new Pacer(8e6, 5), chunks, 0, 2)).toBeLessThan(1_005)
  })

  it('saves at most one burst while the line is idle', () => {
    const pacer = new Pacer(1e6, 5)
    finishOf(pacer, [1_000_000])
    expect(pacer.take(10_000, 60_000)).toBeCloseTo(5, 6)
  })

  it('shares the line between simultaneous bodies', () => {
    const pacer = new Pacer(25e6, 0)
    const waits = Array.from({ length: 6 }, () => pacer.take(250_000, 0))
    expect(waits.map(Math.round)).toEqual([10, 20, 30, 40, 50, 60])
  })

  it('does not wait on a line without a limit', () => {
    expect(new Pacer(Number.POSITIVE_INFINITY).take(1e12, 0)).toBeLessThanOrEqual(0)
  })
})
