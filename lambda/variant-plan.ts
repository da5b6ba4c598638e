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
  spec: VariantSpec
  /** The whole image at this variant's scale, before the crop. */
  scaledWidth: number
  scaledHeight: number
  /** The visible part: with `cover` cropped to the box, otherwise the scaled image. */
  width: number
  height: number
  /** Where the visible part starts; `null`: the encoder looks for the salient region. */
  crop: { left: number; top: number } | null
}

/** The point to keep in crops, as fractions of the displayed width and height. */
export interface FocalPoint {
  x: number
  y: number
}

/**
 * Every size is computed from the original, in pixels as displayed. Rounding at each step would give heights off by
 * one pixel and a shifted image.
 */
export function planVariants(
  specs: readonly VariantSpec[],
  width: number,
  height: number,
  focus: FocalPoint | null = null,
): VariantPlan {
  const scales = specs.map((spec) => scaleOf(spec, width, height))
  const workingScale = Math.max(...scales)
  return {
    workingWidth: scaled(width, workingScale),
    workingHeight: scaled(height, workingScale),
    variants: specs.map((spec, index) => {
      const scale = scales[index] ?? 1
      const scaledWidth = scaled(width, scale)
      const scaledHeight = scaled(height, scale)
      const size = { width: Math.min(scaledWidth, spec.width), height: Math.min(scaledHeight, spec.height) }
      const isCropped = size.width < scaledWidth || size.height < scaledHeight
      const looks = isCropped && focus === null && spec.crop !== 'centre'
      const { x, y } = focus ?? { x: 0.5, y: 0.5 }
      const crop = { left: offset(x, scaledWidth, size.width), top: offset(y, scaledHeight, size.height) }
      return { spec, scaledWidth, scaledHeight, ...size, crop: looks ? null : crop }
    }),
  }
}

/** Reads `0.4,0.3` from the upload's metadata; `null` when there is none or it is not valid. */
export function parseFocalPoint(text: string | undefined): FocalPoint | null {
  const [, x, y] =
    /^\s*([01]|0?\.\d{1,6}|1\.0{1,6})\s*,\s*([01]|0?\.\d{1,6}|1\.0{1,6})\s*$/.exec(text ?? '') ?? []
  return x === undefined || y === undefined ? null : { x: Number(x), y: Number(y) }
}

function scaleOf(spec: VariantSpec, width: number, height: number): number {
  const ratios = [spec.width / width, spec.height / height]
  return Math.min(1, spec.fit === 'cover' ? Math.max(...ratios) : Math.min(...ratios))
}

function scaled(side: number, scale: number): number {
  return Math.max(1, Math.round(side * scale))
}

/** So that the focal point comes as near to the middle of the visible part as the image allows. */
function offset(focus: number, whole: number, visible: number): number {
  return Math.min(whole - visible, Math.max(0, Math.floor(focus * whole - visible / 2)))
}
