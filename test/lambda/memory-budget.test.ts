import { describe, expect, it } from 'vitest'
import { readConfig } from '../../lambda/config.ts'
import type { ImageHeader } from '../../lambda/image-transformer.ts'
import { checkMemoryBudget, estimatePeakBytes } from '../../lambda/memory-budget.ts'
import { planVariants } from '../../lambda/variant-plan.ts'

const MIB = 1024 * 1024

function header(megapixels: number, more: Partial<ImageHeader>): ImageHeader {
  const base: ImageHeader = {
    format: 'jpeg',
    width: megapixels * 1000,
    height: 1000,
    orientation: 1,
    frames: 1,
    bitsPerChannel: 8,
    channels: 3,
    interlaced: false,
    chromaSubsampling: '4:2:0',
    exif: null,
    profile: null,
    delays: [],
    loop: null,
    density: null,
  }
  return { ...base, ...more }
}

function outcome(image: ImageHeader, memoryMb: number): string {
  const plan = planVariants(readConfig({}).variants, image.width, image.height)
  try {
    checkMemoryBudget(image, plan, MIB, { maxPixels: 100_000_000, memoryBytes: memoryMb * MIB })
    return 'accepted'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
}

describe('the memory budget', () => {
  it.each([
    [100, { format: 'jpeg' }, 512, 'accepted'],
    [101, { format: 'jpeg' }, 10_240, 'image-too-large'],
    [96, { format: 'jpeg', interlaced: true }, 448, 'image-too-large'],
    [96, { format: 'jpeg', interlaced: true }, 1024, 'accepted'],
    [96, { format: 'jpeg', interlaced: true, channels: 4 }, 1024, 'image-too-large'],
    [100, { format: 'avif' }, 1769, 'image-too-large'],
    [70, { format: 'avif' }, 1769, 'accepted'],
    [70, { format: 'avif', bitsPerChannel: 10 }, 1769, 'image-too-large'],
    [40, { format: 'avif' }, 512, 'image-too-large'],
    [100, { format: 'png' }, 512, 'accepted'],
    [100, { format: 'png', interlaced: true, channels: 4, bitsPerChannel: 16 }, 1024, 'image-too-large'],
    [100, { format: 'webp' }, 1024, 'accepted'],
    [100, { format: 'gif' }, 1769, 'accepted'],
  ] as const)('of %i megapixels of %j with %i MB is %s', (megapixels, more, memoryMb, expected) => {
    expect(outcome(header(megapixels, more), memoryMb)).toBe(expected)
  })

  it('counts large variants too', () => {
    const image = header(64, { width: 8000, height: 8000 })
    const small = planVariants(readConfig({ VARIANTS: 'a=100' }).variants, 8000, 8000)
    const large = planVariants(readConfig({ VARIANTS: 'a=4096' }).variants, 8000, 8000)
    expect(estimatePeakBytes(image, large, 0) - estimatePeakBytes(image, small, 0)).toBeGreaterThan(
      4096 * 4096 * 4,
    )
  })

  it('refuses sides that no browser decodes', () => {
    const tall = { ...header(1, {}), width: 64, height: 1_000_001 }
    expect(outcome(tall, 10_240)).toBe('image-too-large')
    expect(outcome({ ...tall, height: 1_000_000 }, 10_240)).toBe('accepted')
  })

  it('names needed and available memory', () => {
    const image = header(200, {})
    const limits = { maxPixels: 100_000_000, memoryBytes: 10_240 * MIB }
    expect(() =>
      checkMemoryBudget(image, planVariants(readConfig({}).variants, 200_000, 1000), 1, limits),
    ).toThrow('200.0 megapixels are more than the 100.0 allowed.')
  })
})
