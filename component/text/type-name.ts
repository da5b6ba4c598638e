/** `JPEG` of `image/jpeg`. */
export function typeName(type: string): string {
  if (type === 'application/x-executable') return 'a program'
  if (type.endsWith('/*')) return `any ${type.slice(0, -2)}`
  return (type.split('/')[1] ?? type).replace(/^x-|\+xml$/g, '').toUpperCase()
}

/** What an `accept` list lets in, in words: `JPEG, PNG or CSV`; undefined where it lets in all. */
export function typeNames(accept: string | undefined, language?: string): string | undefined {
  const tokens = (accept ?? '').split(',').map((token) => token.trim().toLowerCase())
  const named = tokens.filter((token) => token !== '')
  if (named.length === 0 || named.includes('*/*') || named.includes('*')) return undefined
  const names = new Set(
    named.map((token) => (token.startsWith('.') ? token.slice(1).toUpperCase() : typeName(token))),
  )
  return new Intl.ListFormat(language, { type: 'disjunction' }).format(names)
}
