/** The language of words and of the numbers among them: always one. */
export interface Language {
  /** A valid BCP 47 tag, for `Intl`. */
  readonly locale: string
  /** The `lang` attribute of the words; undefined is the page's. */
  readonly lang: string | undefined
  /** Where the lines of the element begin; undefined is as on the page. */
  readonly dir: 'ltr' | 'rtl' | undefined
  /** Of the locale, in place of the English ones; `{}` for none. */
  readonly words: object
  /** Of the page, in place of both. */
  readonly strings: object
}
