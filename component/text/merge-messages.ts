/** The English words with those of a locale and of the page over them, each by itself, within groups too. */
import type { Language } from './language.ts'
import type { Localized } from './localized.ts'

/** @returns a function that remembers its last answer, since every row asks */
export function messageMerger<Messages extends object>(
  english: Localized<Messages>,
): (language: Language) => Messages {
  let last: Language | undefined
  let merged: Messages
  return (language) => {
    const { locale, words, strings } = language
    if (last?.locale !== locale || last.words !== words || last.strings !== strings) {
      merged = mergeMessages(english, [strings, words], locale)
    }
    last = language
    return merged
  }
}

/**
 * @param over first those that count most; what is of another type than the English word counts as missing
 * @param locale the last argument of each function
 * @param isErrors texts and functions stand for each other, and the page may have codes of its own
 */
export function mergeMessages<Messages extends object>(
  english: Localized<Messages>,
  over: readonly object[],
  locale: string,
  isErrors = false,
): Messages {
  const merged: Messages = Object.create(null)
  for (const name of Object.keys(Object.assign({}, english, ...over))) {
    const own: unknown = Reflect.get(english, name)
    const given: unknown[] = over.map((words) => Reflect.get(words, name))
    const isWord = (word: unknown) =>
      isErrors ? isText(word) || isFunction(word) : typeof word === typeof own
    const word =
      typeof own === 'object'
        ? mergeMessages(Object(own), given.map(Object), locale, name === 'errors')
        : bound([...given, own].filter(isWord), locale)
    Reflect.set(merged, name, word)
  }
  return merged
}

/** The first of some texts and functions. The next one stands for a function that throws or returns no text. */
function bound(candidates: readonly unknown[], locale: string): unknown {
  if (!isFunction(candidates[0])) return candidates[0]
  return (...details: unknown[]): string => {
    for (const candidate of candidates) {
      try {
        const text: unknown = isFunction(candidate) ? candidate(...details, locale) : candidate
        if (isText(text)) return text
      } catch (error) {
        // For a code that it does not know, for example.
        reportError(error)
      }
    }
    return ''
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isFunction(value: unknown): value is CallableFunction {
  return typeof value === 'function'
}
