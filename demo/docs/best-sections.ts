/** Which sections of the site answer a query. Pure. */
import type { SearchEntry } from './render-page.ts'

/** Sections that have every word of `query`, those with words in their title first. */
export function bestSections(index: readonly SearchEntry[], query: string): SearchEntry[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  if (words.length === 0) return []
  return index
    .map((entry) => ({ entry, score: scoreOf(entry, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ entry }) => entry)
}

/** 0 where a word is missing. A word in a title counts as ten in the text, at its beginning as twenty, in the page's title as five. */
function scoreOf({ title, page, text }: SearchEntry, words: readonly string[]): number {
  const [name = '', place = '', body = ''] = [title, page, text].map((part) => part.toLowerCase())
  let score = 0
  for (const word of words) {
    const inTitle = name.startsWith(word) ? 20 : name.includes(word) ? 10 : 0
    const found = inTitle + (place.includes(word) ? 5 : 0) + Math.min(5, body.split(word).length - 1)
    if (found === 0) return 0
    score += found
  }
  return score
}
