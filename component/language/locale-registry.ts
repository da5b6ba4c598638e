/**
 * The locales: which there are, and loading each once. Loaded itself with the first element that is not English; does
 * not own which language an element is in (language-controller.ts).
 */
import { ENGLISH, type Language, withoutLocale } from '../text/language.ts'
import { languageTag } from './language-tag.ts'
import type { Locale, LocaleLoader } from './locale-loader.ts'
import { directionOf, matchLocale } from './match-locale.ts'
import { shippedLocales } from './shipped-locales.ts'

type LocaleState =
  | { readonly kind: 'unloaded'; readonly load: LocaleLoader }
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly words: object }
  | { readonly kind: 'failed' }

export class LocaleRegistry {
  readonly #onChange: () => void
  readonly #locales: Map<string, LocaleState>

  constructor(onChange: () => void) {
    this.#onChange = onChange
    const english: LocaleState = { kind: 'loaded', words: {} }
    const unloaded = (load: LocaleLoader): LocaleState => ({ kind: 'unloaded', load })
    this.#locales = new Map([
      ['en', english],
      ...Object.entries(shippedLocales).map(([tag, load]) => [tag, unloaded(load)] as const),
    ])
  }

  /** @throws TypeError for an invalid tag */
  register(name: string, locale: Locale | LocaleLoader): void {
    const tag = languageTag(name)
    if (tag === undefined)
      throw new TypeError(`registerLocale: "${name}" is not a language tag, like sv or pt-PT.`)
    const isLoader = typeof locale === 'function'
    this.#set(tag, isLoader ? { kind: 'unloaded', load: locale } : { kind: 'loaded', words: locale })
  }

  /** @param names the first one that is a language tag counts */
  languageFor(names: readonly string[], strings: object): Language {
    const [tag] = names.flatMap((name) => languageTag(name) ?? [])
    if (tag === undefined) return withoutLocale(tag, strings)
    const name = matchLocale(tag, this.#locales.keys())
    if (name === undefined) return withoutLocale(tag, strings)
    const dir = directionOf(tag)
    const state = this.#loaded(name)
    switch (state?.kind) {
      case 'loaded':
        return { locale: tag, lang: tag, dir, words: state.words, strings }
      case 'loading':
        return { ...ENGLISH, dir }
      default:
        return { ...withoutLocale(tag, strings), dir }
    }
  }

  /** Loads it with the first call. */
  #loaded(name: string): LocaleState | undefined {
    const state = this.#locales.get(name)
    if (state?.kind !== 'unloaded') return state
    const loading: LocaleState = { kind: 'loading' }
    this.#locales.set(name, loading)
    void load(name, state.load).then((loaded) => {
      // The page may have registered another one meanwhile.
      if (this.#locales.get(name) === loading) this.#set(name, loaded)
    })
    return loading
  }

  #set(name: string, state: LocaleState): void {
    this.#locales.set(name, state)
    this.#onChange()
  }
}

async function load(name: string, loader: LocaleLoader): Promise<LocaleState> {
  try {
    const module = await loader()
    return { kind: 'loaded', words: Object('messages' in module ? module.messages : module) }
  } catch (error) {
    // biome-ignore lint/suspicious/noConsole: for the developer. `reportError` would be an uncaught error of the page.
    console.error(`<s3-uploader>: the locale ${name} failed to load; its words are English.`, error)
    return { kind: 'failed' }
  }
}
