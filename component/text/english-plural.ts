import { formatNumber } from './format-number.ts'
import type { PluralForms } from './plural.ts'

/** `plural` for English, which has two forms: without the browser's rules, and without a script that other languages share. */
export function englishPlural(
  locale: string | undefined,
  count: number,
  { one, other }: Pick<PluralForms, 'one' | 'other'>,
): string {
  return (count === 1 && one !== undefined ? one : other).replaceAll('#', formatNumber(count, locale))
}
