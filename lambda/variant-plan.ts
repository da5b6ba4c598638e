import type { VariantSpec } from './variant-spec.ts'

/**
 * One decode for all variants: the working image is the original scaled down to the largest variant's scale, and every
 * variant is made from it.
 */
export interface VariantPlan {
  workingWidth: number
  workingHeight: number
  variants: PlannedVariant[]
}

export interface PlannedVariant {
  name: string
  /** The whole image at this variant's scale, before the crop. */
  scaledWidth: number
  scaledHeight: number
  /** The variant: with `inside` the scaled image, with `cover` a part of it. */
  width: number
  height: number
  crop: VariantSpec['crop']
  format: VariantSpec['format']
}

/**
 * Every size is computed from the original, in pixels as displayed. Rounding at each step would give heights off by
 * one pixel and a shifted image.
 */
export function planVariants(specs: readonly VariantSpec[], width: number, height: number): VariantPlan {
  const scales = specs.map((spec) => scaleOf(spec, width, height))
  const workingScale = Math.max(...scales)
  return {
    workingWidth: scaled(width, workingScale),
    workingHeight: scaled(height, workingScale),
    variants: specs.map((spec, index) => {
      const scale = scales[index] ?? 1
      const scaledWidth = scaled(width, scale)
      const scaledHeight = scaled(height, scale)
      return {
        name: spec.name,
        scaledWidth,
        scaledHeight,
        width: Math.min(scaledWidth, spec.width),
        height: Math.min(scaledHeight, spec.height),
        crop: spec.crop,
        format: spec.format,
      }
    }),
  }
}

function scaleOf(spec: VariantSpec, width: number, height: number): number {
  const ratios = [spec.width / width, spec.height / height]
  return Math.min(1, spec.fit === 'cover' ? Math.max(...ratios) : Math.min(...ratios))
}

function scaled(side: number, scale: number): number {
  return Math.max(1, Math.round(side * scale))
}
