import { parseJsonVariants } from './parse-json-variants.ts'
import { parseShortVariants } from './parse-short-variants.ts'
import { MAX_VARIANTS, type VariantSpec } from './variant-spec.ts'

export type ParsedVariants = { ok: true; variants: VariantSpec[] } | { ok: false; problems: string[] }

/** Reads the short syntax or, where the text begins with `[`, JSON. Every fault is listed. */
export function parseVariants(text: string): ParsedVariants {
  const parsed = text.trimStart().startsWith('[') ? parseJsonVariants(text) : parseShortVariants(text)
  const variants = parsed.filter((item) => typeof item !== 'string')
  const problems = parsed.filter((item) => typeof item === 'string')
  if (parsed.length === 0) problems.push('at least one variant is needed, for example thumb=100x100,cover')
  if (parsed.length > MAX_VARIANTS) problems.push(`${parsed.length} variants are more than ${MAX_VARIANTS}`)
  const names = variants.map(({ name }) => name)
  for (const name of new Set(names)) {
    if (names.indexOf(name) !== names.lastIndexOf(name)) problems.push(`"${name}" is named twice`)
  }
  for (const variant of variants) problems.push(...formatFaults(variant))
  return problems.length === 0 ? { ok: true, variants } : { ok: false, problems }
}

/** Two files of one variant differ only in their extension. */
function formatFaults({ name, formats }: VariantSpec): string[] {
  const types = formats.map(({ type }) => type)
  if (types.includes('auto') && types.length > 1)
    return [`"${name}" takes auto alone, not beside other formats`]
  return new Set(types).size < types.length ? [`"${name}" names a format twice`] : []
}
