import type { ImageSize } from '../engine/upload/rejection.ts'

/** Creating a formatter takes about 100 times as long as using it. */
const formatters = new Map<string, Intl.NumberFormat>()

/** @param locale undefined: the browser's own */
export function numberFormat(
  locale: string | undefined,
  options: Intl.NumberFormatOptions,
): Intl.NumberFormat {
  const name = JSON.stringify([locale, options])
  const formatter = formatters.get(name) ?? new Intl.NumberFormat(locale, options)
  formatters.set(name, formatter)
  return formatter
}

/** `4000` and `10,000`. */
export function formatNumber(value: number, locale?: string): string {
  return numberFormat(locale, { useGrouping: 'min2' }).format(value)
}

/** `4000 × 3000`: width and height, on one line (U+00A0). */
export function formatSize({ width, height }: ImageSize, locale?: string): string {
  return `${formatNumber(width, locale)} × ${formatNumber(height, locale)}`
}
