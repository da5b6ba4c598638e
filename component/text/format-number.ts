import type { ImageSize } from '../engine/upload/rejection.ts'
import { numberFormat } from './format-bytes.ts'

/** `4000` and `10,000`. */
export function formatNumber(value: number, locale?: string): string {
  return numberFormat(locale, { useGrouping: 'min2' }).format(value)
}

/** `4000 × 3000`: width and height, on one line (U+00A0). */
export function formatSize({ width, height }: ImageSize, locale?: string): string {
  return `${formatNumber(width, locale)} × ${formatNumber(height, locale)}`
}
