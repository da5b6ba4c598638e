import { formatBytes } from './format-bytes.ts'
import { numberFormat } from './format-number.ts'

const SPEED_UNITS = ['kilobyte', 'megabyte', 'gigabyte'] as const

/** `42%` of a fraction between 0 and 1. */
export function formatPercent(fraction: number, locale?: string): string {
  return numberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(fraction)
}

/** `12 sec` or `3 min`, rounded up; long: `3 minutes`. */
export function formatSeconds(
  seconds: number,
  locale?: string,
  unitDisplay: 'short' | 'long' = 'short',
): string {
  const [amount, unit] =
    seconds < 60
      ? [Math.ceil(seconds), 'second']
      : seconds < 3600
        ? [Math.ceil(seconds / 60), 'minute']
        : [Math.ceil(seconds / 3600), 'hour']
  return numberFormat(locale, { style: 'unit', unit, unitDisplay }).format(amount)
}

/** `1.2 MB/s`. */
export function formatSpeed(bytesPerSecond: number, locale?: string): string {
  const power = Math.min(3, Math.max(1, Math.floor(Math.log10(Math.max(1, bytesPerSecond)) / 3)))
  return numberFormat(locale, {
    style: 'unit',
    unit: `${SPEED_UNITS[power - 1]}-per-second`,
    unitDisplay: 'short',
    maximumFractionDigits: power === 1 ? 0 : 1,
  }).format(bytesPerSecond / 1000 ** power)
}

/** Creates the formatters that a list needs first: that takes as long as drawing the list. */
export function warmFormatters(locale: string | undefined): void {
  formatBytes(1e3, locale)
  formatBytes(1e6, locale)
  formatPercent(0, locale)
}
