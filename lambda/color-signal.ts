import type { Chromaticities } from './primaries-matrix.ts'

/** How samples are coded, by code points of ITU-T H.273 (PNG's `cICP`, AVIF's `nclx`) or by PNG's older chunks. */
export interface ColorSignal {
  /** Code point, 1 for those of sRGB, or chromaticities. */
  primaries: number | Chromaticities
  curve: ColorCurve
  /** Whether black is 0; otherwise it is 16/255 and white 235/255. */
  fullRange: boolean
}

/** From samples to light: a named curve, an exponent, or an exponent from samples to samples of sRGB. */
export type ColorCurve = 'srgb' | 'linear' | 'pq' | 'hlg' | { exponent: number } | { displayExponent: number }

/** How decoded samples become sRGB. */
export type ColorConversion =
  /** By the image's colour profile; without one the samples are sRGB. */
  | { kind: 'profile' }
  /** By code points that libvips does not apply; `isDeep`: of samples with 16 bits, which HDR needs. */
  | { kind: 'signal'; signal: ColorSignal; isDeep: boolean }
  /** Inks without a usable profile. */
  | { kind: 'inks' }

const CURVES: Record<number, ColorCurve> = {
  4: { exponent: 2.2 },
  5: { exponent: 2.8 },
  8: 'linear',
  16: 'pq',
  18: 'hlg',
}
const PRIMARY_NAMES: Record<number, string> = { 1: 'srgb', 9: 'rec2020', 11: 'dci-p3', 12: 'display-p3' }

/** The curve of a transfer code point. Those of video (BT.709, BT.601, BT.2020) count as sRGB. */
export function curveOf(transfer: number): ColorCurve {
  return CURVES[transfer] ?? 'srgb'
}

export function isHdrSignal({ curve }: ColorSignal): boolean {
  return curve === 'pq' || curve === 'hlg'
}

/** `display-p3`, `rec2020-pq`, …; `null` for primaries without a common name. */
export function colorSpaceName({ primaries, curve }: ColorSignal): string | null {
  const name = typeof primaries === 'number' ? PRIMARY_NAMES[primaries] : undefined
  if (name === undefined) return null
  return typeof curve === 'object' || curve === 'srgb'
    ? name
    : `${name === 'srgb' ? 'rec709' : name}-${curve}`
}
