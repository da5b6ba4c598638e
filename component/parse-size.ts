/** Bytes of `10485760`, `10MB` (10⁷) or `10MiB` (10 × 2²⁰), or any number; undefined where the text is none of them. */
export function parseSize(text: string): number | undefined {
  const [, amount, prefix = ' ', binary] =
    /^\s*(\d+(?:\.\d+)?)\s*(?:(?:([kmgt])(i)?)?b)?\s*$/i.exec(text) ?? []
  if (amount === undefined) return undefined
  return Number(amount) * (binary ? 1024 : 1000) ** ' kmgt'.indexOf(prefix.toLowerCase())
}
