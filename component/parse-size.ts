const PREFIXES = ' kmgt'

/** Bytes of `10485760`, `10MB` (10⁷) or `10MiB` (10 × 2²⁰); undefined where the text is no size. */
export function parseSize(text: string | null): number | undefined {
  const [, amount, prefix = ''] = /^\s*(\d+(?:\.\d+)?)\s*(?:([kmgt]i?)?b)?\s*$/i.exec(text ?? '') ?? []
  if (amount === undefined) return undefined
  const [letter = ''] = prefix.toLowerCase()
  return Math.round(Number(amount) * (prefix.length > 1 ? 1024 : 1000) ** PREFIXES.indexOf(letter))
}
