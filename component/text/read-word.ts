import { mergeMessages, type ReadWord } from './merge-messages.ts'

/** Merges groups of words word by word, and keeps English where a function of the page throws or gives no text. */
export const readWord: ReadWord = (english, given) => {
  if (isObject(english) && isObject(given)) return mergeMessages(english, given, readWord)
  return isFunction(english) && isFunction(given) ? guarded(english, given) : given
}

function guarded(english: CallableFunction, given: CallableFunction) {
  return (...details: unknown[]): unknown => {
    try {
      const sentence: unknown = given(...details)
      if (typeof sentence === 'string') return sentence
    } catch (error) {
      // For a code that it does not know, for example.
      reportError(error)
    }
    return english(...details)
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object'
}

function isFunction(value: unknown): value is CallableFunction {
  return typeof value === 'function'
}
