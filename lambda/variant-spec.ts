/** One image to make from every upload. Never enlarged: a smaller original gives a smaller variant. */
export interface VariantSpec {
  name: string
  /** The box, in pixels, 1 to 4096. */
  width: number
  height: number
  /** `cover` fills the box and crops the rest, `inside` fits the whole image into it. */
  fit: 'cover' | 'inside'
  /** What a crop keeps: the centre, or the most salient region. */
  crop: 'centre' | 'attention'
  /** `auto`: JPEG, or WebP with transparency. JPEG puts transparent pixels on white. */
  format: 'auto' | 'jpeg' | 'png' | 'webp'
}

const MAX_VARIANT_SIDE = 4096
const MAX_VARIANTS = 20
/** The first of each is the default. */
const FITS = ['inside', 'cover'] as const
const CROPS = ['centre', 'attention'] as const
const FORMATS = ['auto', 'jpeg', 'png', 'webp'] as const
const WORDS: readonly string[] = [...FITS, ...CROPS, ...FORMATS]

export type ParsedVariants = { ok: true; variants: VariantSpec[] } | { ok: false; problems: string[] }

/**
 * Reads `thumb=100x100,cover;large=1600,inside,webp`: variants separated by `;`, each a name, a box (`WxH`, or `N` for
 * `NxN`) and words in any order. Defaults: `inside`, `centre`, `auto`.
 */
export function parseVariants(text: string): ParsedVariants {
  const problems: string[] = []
  const variants: VariantSpec[] = []
  const items = text.split(';').map((item) => item.trim())
  if (items.at(-1) === '') items.pop()
  for (const item of items) {
    const parsed = parseVariant(item)
    if (typeof parsed === 'string') problems.push(parsed)
    else if (variants.some(({ name }) => name === parsed.name))
      problems.push(`"${parsed.name}" is named twice`)
    else variants.push(parsed)
  }
  if (items.length === 0) problems.push('at least one variant is needed, for example thumb=100x100,cover')
  if (items.length > MAX_VARIANTS) problems.push(`${items.length} variants are more than ${MAX_VARIANTS}`)
  return problems.length === 0 ? { ok: true, variants } : { ok: false, problems }
}

function parseVariant(item: string): VariantSpec | string {
  const [, name, box, rest] = /^([a-z][a-z0-9-]{0,31})\s*=\s*([^,]*?)\s*(?:,(.*))?$/.exec(item) ?? []
  if (name === undefined || box === undefined) {
    return `"${item}" is not name=size,words with a name of lower case letters, digits and dashes`
  }
  const [, first, second] = /^(\d{1,5})(?:x(\d{1,5}))?$/.exec(box) ?? []
  const width = Number(first)
  const height = Number(second ?? first)
  if (!isSide(width) || !isSide(height)) {
    return `the size "${box}" of "${name}" is not N or WxH with sides of 1 to ${MAX_VARIANT_SIDE}`
  }
  const words = rest === undefined ? [] : rest.split(',').map((word) => word.trim())
  const unknown = words.find((word) => !WORDS.includes(word))
  if (unknown !== undefined) return `unknown word "${unknown}" in "${name}"; known words: ${WORDS.join(', ')}`
  for (const choices of [FITS, CROPS, FORMATS]) {
    const chosen = choices.filter((choice) => words.includes(choice))
    if (chosen.length > 1) return `"${name}" takes only one of ${chosen.join(', ')}`
  }
  return {
    name,
    width,
    height,
    fit: pick(FITS, words),
    crop: pick(CROPS, words),
    format: pick(FORMATS, words),
  }
}

function pick<W extends string>(choices: readonly [W, ...W[]], words: readonly string[]): W {
  return choices.find((choice) => words.includes(choice)) ?? choices[0]
}

function isSide(side: number): boolean {
  return side >= 1 && side <= MAX_VARIANT_SIDE
}
