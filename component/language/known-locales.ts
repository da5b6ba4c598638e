/**
 * The languages that the elements of the page know. English needs nothing more; the registry of the others is loaded
 * with the first element in another language.
 */
import { ENGLISH, english, type Language, withoutLocale } from '../text/language.ts'
import type { Locale, LocaleLoader } from './locale-loader.ts'
import type { LocaleRegistry } from './locale-registry.ts'

const observers = new Set<() => void>()
/** Undefined until it is loaded, null where it failed to load. */
let registry: LocaleRegistry | null | undefined
let opening: Promise<void> | undefined

/** @returns a function that ends the calls */
export function observeLocales(onChange: () => void): () => void {
  observers.add(onChange)
  return () => observers.delete(onChange)
}

/**
 * Adds a language, or replaces one; elements in it show it at once. Words that it lacks are English.
 *
 * @param tag a BCP 47 language tag. The element reports an invalid one on the console
 * @param locale the words, or a function that loads them when the first element is in this language
 */
export function registerLocale(tag: string, locale: Locale | LocaleLoader): void {
  void open().then(() => registry?.register(tag, locale))
}

/**
 * The language of an element. English tags are read without the registry: `en-GB`, `en_US.UTF-8`.
 *
 * @param names the first one that is a language tag counts
 * @param strings of the page
 */
export function languageFor(names: readonly string[], strings: object): Language {
  if (registry) return registry.languageFor(names, strings)
  const name = names.find(Boolean) ?? ''
  const [isEnglish, region] = /^en(?:[-_]([a-z]{2})\b)?(?![a-z])/i.exec(name) ?? []
  if (isEnglish) return english(region ? `en-${region}` : 'en', strings)
  if (name === '' || registry === null) return withoutLocale(undefined, strings)
  void open()
  return ENGLISH
}

function open(): Promise<void> {
  opening ??= import('./locale-registry.ts')
    .then(({ LocaleRegistry }) => {
      registry = new LocaleRegistry(announce)
    })
    .catch((error: unknown) => {
      registry = null
      // biome-ignore lint/suspicious/noConsole: for the developer; it names the file. English remains.
      console.error(error)
    })
    .then(announce)
  return opening
}

function announce(): void {
  for (const onChange of observers) onChange()
}
