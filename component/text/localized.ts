/** How a locale or a page writes a table of words: its functions are also told the language. */

// biome-ignore lint/suspicious/noExplicitAny: no other type is matched by all lists of parameters.
type Sentence = (...details: any[]) => string

type LocalizedWord<Word> = Word extends (...details: infer Details) => string
  ? (...details: [...Details, locale: string]) => string
  : Word extends object
    ? Localized<Word>
    : Word

/** The whole table. `locale` is a BCP 47 tag for `Intl`, with the region of the page: `de-AT`. */
export type Localized<Messages> = { readonly [Name in keyof Messages]: LocalizedWord<Messages[Name]> }

/** Some of its words, within groups too. */
export type PartialWords<Words> = {
  readonly [Name in keyof Words]?:
    | (Words[Name] extends Sentence | string ? Words[Name] : PartialWords<Words[Name]>)
    | undefined
}
