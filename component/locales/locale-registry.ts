/**
 * The languages that the element knows, for all elements of the page. Owns: which there are, and loading each once. Does
 * not own: which one an element is in (language-controller.ts).
 */
import { languageTag } from '../text/language-of.ts'
import type { LocaleMessages } from '../text/messages.ts'
import type { LocaleLoader } from './locale-loader.ts'
import { matchLocale } from './match-locale.ts'
import { shippedLocales } from './shipped-locales.ts'

export type LocaleState =
  | { readonly kind: 'unloaded'; readonly load: LocaleLoader }
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly words: object }
  | { readonly kind: 'failed' }

const locales = new Map<string, LocaleState>([['en', { kind: 'loaded', words: {} }]])
for (const [tag, load] of Object.entries(shippedLocales)) locales.set(tag, { kind: 'unloaded', load })

const observers = new Set<() => void>()

/** @returns a function that ends the calls */
export function observeLocales(onChange: () => void): () => void {
  observers.add(onChange)
  return () => observers.delete(onChange)
}

/**
 * Adds a language, or replaces one; elements in it show it at once. Words that it lacks are English.
 *
 * @param locale the words, or a function that loads them when the first element is in this language
 * @throws TypeError for an invalid language tag
 */
export function registerLocale(tag: string, locale: LocaleMessages | LocaleLoader): void {
  const name = languageTag(tag)
  if (name === undefined)
    throw new TypeError(`registerLocale: "${tag}" is not a language tag, like sv or pt-PT.`)
  set(
    name,
    typeof locale === 'function' ? { kind: 'unloaded', load: locale } : { kind: 'loaded', words: locale },
  )
}

/** The best locale for a language, which is loaded with the first call; undefined where there is none. */
export function localeFor(tag: string): LocaleState | undefined {
  const name = matchLocale(tag, locales.keys())
  const state = name === undefined ? undefined : locales.get(name)
  if (name === undefined || state?.kind !== 'unloaded') return state
  const loading: LocaleState = { kind: 'loading' }
  locales.set(name, loading)
  void load(name, state.load).then((loaded) => {
    // The page may have registered another one meanwhile.
    if (locales.get(name) === loading) set(name, loaded)
  })
  return loading
}

async function load(name: string, loader: LocaleLoader): Promise<LocaleState> {
  try {
    const module = await loader()
    return { kind: 'loaded', words: 'messages' in module ? module.messages : module }
  } catch (error) {
    // biome-ignore lint/suspicious/noConsole: for the developer. `reportError` would be an uncaught error of the page.
    console.error(`<s3-uploader>: the locale ${name} failed to load; its words are English.`, error)
    return { kind: 'failed' }
  }
}

function set(name: string, state: LocaleState): void {
  locales.set(name, state)
  for (const onChange of observers) onChange()
}
