/** The language of words and of the numbers among them: always one. */
export interface Language {
  /** A valid BCP 47 tag, for `Intl`. */
  readonly locale: string
  /** The `lang` attribute of the words; undefined is the page's. */
  readonly lang: string | undefined
  /** Where lines begin; undefined is as on the page. */
  readonly dir?: 'ltr' | 'rtl' | undefined
  /** Of the locale, in place of the English ones. */
  readonly words: object
  /** Of the page, in place of both. */
  readonly strings: object
}

const NONE = {}

/** While the words of another language are being loaded, those of the page, which are in it, are left out too. */
export const ENGLISH: Language = { locale: 'en', lang: 'en', words: NONE, strings: NONE }

/** @param tag valid */
export const english = (tag: string, strings: object): Language => ({
  locale: tag,
  lang: tag,
  dir: 'ltr',
  words: NONE,
  strings,
})

/**
 * English, or the page's language where the page gives words of its own: its numbers go with them.
 *
 * @param tag of the page, valid; undefined is unknown
 */
export function withoutLocale(tag: string | undefined, strings: object): Language {
  if (Object.keys(strings).length === 0) return ENGLISH
  const locale = tag ?? new Intl.NumberFormat().resolvedOptions().locale
  return { locale, lang: tag, words: NONE, strings }
}
