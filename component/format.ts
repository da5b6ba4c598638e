/** Numbers for people, in the reader's language. Pure but for the language the page names. */

/** Making a formatter costs a hundred times as much as using one. */
const formatters = new Map<string, Intl.NumberFormat>()

function numberFormat(locale: string | undefined, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const name = JSON.stringify([locale, options])
  const formatter = formatters.get(name) ?? new Intl.NumberFormat(locale, options)
  formatters.set(name, formatter)
  return formatter
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** `3.4 MB`: decimal units, as phones and file managers count. */
export function formatBytes(bytes: number, locale?: string): string {
  const power = bytes < 1 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(bytes) / 3))
  const amount = bytes / 1000 ** power
  return numberFormat(locale, {
    style: 'unit',
    unit: BYTE_UNITS[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power === 0 || amount >= 100 ? 0 : 1,
  }).format(amount)
}

/** `42%` of a fraction between 0 and 1. */
export function formatPercent(fraction: number, locale?: string): string {
  return numberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(fraction)
}

/** `12 sec` or `3 min`, rounded up so that it never promises too much. */
export function formatSeconds(seconds: number, locale?: string): string {
  const [amount, unit] =
    seconds < 60
      ? [Math.ceil(seconds), 'second']
      : seconds < 3600
        ? [Math.ceil(seconds / 60), 'minute']
        : [Math.ceil(seconds / 3600), 'hour']
  return numberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(amount)
}

/**
 * Controls and marks that reorder or hide text: a name must not draw over the page around it. The two joiners stay,
 * since emoji and Persian are spelt with them.
 */
const INVISIBLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** A file name as it may be shown: the same letters, none of the tricks. */
export function displayName(name: string): string {
  return name.normalize('NFC').replace(INVISIBLE, '')
}

/** Makes the formatters that a list of uploads needs first, which takes as long as drawing it. */
export function warmFormatters(locale: string | undefined): void {
  formatBytes(1e3, locale)
  formatBytes(1e6, locale)
  formatPercent(0, locale)
}
