/** Which language an element's words are in, as something `Intl` takes. Never throws. */

export interface WordsLanguage {
  /** Of words and numbers; undefined is the browser's own. */
  readonly language: string | undefined
  /** The `lang` attribute of the words; undefined is the page's. */
  readonly lang: 'en' | undefined
}

/** English, or the page's language where the page gives words of its own. */
export function wordsLanguage(element: Element, strings: object): WordsLanguage {
  const translated = Object.keys(strings).length > 0
  return translated ? { language: languageOf(element), lang: undefined } : { language: 'en', lang: 'en' }
}

/** What the nearest `lang` says, across shadow roots; undefined where there is none or it names no language. */
export function languageOf(element: Element): string | undefined {
  const named = element.closest('[lang]')
  if (named !== null) return languageTag(named.getAttribute('lang') ?? '')
  const root = element.getRootNode()
  return root instanceof ShadowRoot ? languageOf(root.host) : undefined
}

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
