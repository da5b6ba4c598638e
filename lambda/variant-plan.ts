import type { VariantSpec } from './variant-spec.ts'

/**
 * One decode for all variants: the working image is the original scaled down to what the most demanding variant
 * needs, and every variant is cut from it.
 */
export interface VariantPlan {
  workingWidth: number
  workingHeight: number
  variants: PlannedVariant[]
}

export interface PlannedVariant {
  name: string
  /** The whole picture at this variant's scale, before the crop. */
  scaledWidth: number
  scaledHeight: number
  /** The variant itself: `inside` equals the scaled picture, `cover` is a part of it. */
  width: number
  height: number
  crop: VariantSpec['crop']
  format: VariantSpec['format']
}

/**
 * Every size is computed from the original, in pixels as displayed. Letting each step round by itself would give
 * heights off by one and a shifted picture.
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
