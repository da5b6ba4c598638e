/**
 * The BCP 47 tag in its canonical spelling; also of a POSIX name (`de_DE.UTF-8`), as many templates print it. Undefined
 * for `C`, `x`, `*` and other invalid tags: `Intl` would throw.
 */
export function languageTag(text: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(text.replaceAll('_', '-').replace(/[.@].*/, ''))[0]
  } catch {
    return undefined
  }
}
