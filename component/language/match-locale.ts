/** The language and script of a tag, also where it does not name them: `zh-TW` is written in `Hant`. */
const likely = (tag: string) => new Intl.Locale(tag).maximize()

const RIGHT_TO_LEFT = /^(Arab|Hebr|Thaa|Syrc|Nkoo|Adlm|Rohg)$/

/**
 * The locale for a language tag: of the same language in the same script, at best of the same region. So Austria gets
 * `de` and Portugal `pt-BR`, but Taiwan does not get `zh-Hans`. Undefined where there is none, and for `und`, which
 * templates print where they know no language.
 *
 * @param tag valid
 */
export function matchLocale(tag: string, locales: Iterable<string>): string | undefined {
  if (tag === 'und') return undefined
  const wanted = likely(tag)
  const readable = [...locales].filter((locale) => {
    const { language, script } = likely(locale)
    return language === wanted.language && script === wanted.script
  })
  return readable.find((locale) => likely(locale).region === wanted.region) ?? readable[0]
}

/** @param tag valid */
export function directionOf(tag: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.test(likely(tag).script ?? '') ? 'rtl' : 'ltr'
}
