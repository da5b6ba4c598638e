import type { FileTypes } from './messages.ts'

/** `JPEG` of `image/jpeg`. */
export function typeName(type: string, kinds: FileTypes): string {
  if (type === 'application/x-executable') return kinds.program
  const [kind = '', subtype] = type.split('/')
  if (subtype === '*') return Object.hasOwn(kinds, kind) ? String(Reflect.get(kinds, kind)) : kind
  return (subtype ?? type).replace(/^x-|\+xml$/g, '').toUpperCase()
}

/** What an `accept` list lets in, in words: `JPEG, PNG or CSV`; undefined where it lets in all. */
export function typeNames(
  accept: string | undefined,
  kinds: FileTypes,
  language?: string,
): string | undefined {
  const tokens = (accept ?? '').split(',').map((token) => token.trim().toLowerCase())
  const named = tokens.filter((token) => token !== '')
  if (named.length === 0 || named.includes('*/*') || named.includes('*')) return undefined
  const names = new Set(
    named.map((token) => (token.startsWith('.') ? token.slice(1).toUpperCase() : typeName(token, kinds))),
  )
  return new Intl.ListFormat(language, { type: 'disjunction' }).format(names)
}
