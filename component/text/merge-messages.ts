/** What stands for an English word where the page gives one of the same type. */
export type ReadWord = (english: unknown, given: unknown) => unknown

/**
 * The page's words over the English ones, each by itself: what is missing or of another type is English. Pure.
 *
 * @param readWord default: the page's own
 * @returns a function that remembers its last answer, since every row asks
 */
export function messageMerger<M extends object>(english: M, readWord?: ReadWord): (strings: object) => M {
  let last: object | undefined
  let merged = english
  return (strings) => {
    if (strings !== last) merged = mergeMessages(english, strings, readWord)
    last = strings
    return merged
  }
}

export function mergeMessages<M extends object>(
  english: M,
  strings: object,
  readWord: ReadWord = (_, given) => given,
): M {
  const merged: M = Object.create(english)
  for (const [name, word] of Object.entries(english)) {
    const given: unknown = Reflect.get(strings, name)
    if (typeof given === typeof word && given !== null) Reflect.set(merged, name, readWord(word, given))
  }
  return merged
}
