import { formatNumber } from './format-number.ts'

/** A text for each plural category of a language that has it; `#` is the number. `other` also stands for missing ones. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string }

/** Creating the rules takes about 100 times as long as using them. */
const rules = new Map<string, Intl.PluralRules>()

/** `plural('en', 2, { one: '# file', other: '# files' })` is `2 files`. */
export function plural(locale: string | undefined, count: number, forms: PluralForms): string {
  const name = locale ?? ''
  const rule = rules.get(name) ?? new Intl.PluralRules(locale)
  rules.set(name, rule)
  return (forms[rule.select(count)] ?? forms.other).replaceAll('#', formatNumber(count, locale))
}
