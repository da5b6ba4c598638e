import {
  CROPS,
  DEFAULT_VARIANT,
  FITS,
  FLAGS,
  FORMATS,
  MAX_VARIANT_SIDE,
  type VariantFormat,
  type VariantSpec,
} from './variant-spec.ts'

const WORDS: readonly string[] = [...FITS, ...CROPS, ...FORMATS, ...FLAGS, 'q1 to q100', 'background=#rrggbb']

/**
 * Reads `thumb=100x100,cover;large=1600,inside,avif:50|webp`: variants separated by `;`, each a name, a box (`WxH`, or
 * `N` for `NxN`) and words in any order. Formats are separated by `|`, each with its own quality behind a colon. Returns
 * a sentence in place of each variant that has a fault.
 */
export function parseShortVariants(text: string): (VariantSpec | string)[] {
  const items = text.split(';').map((item) => item.trim())
  if (items.at(-1) === '') items.pop()
  return items.map(parseVariant)
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
  const variant: VariantSpec = { ...DEFAULT_VARIANT, name, width, height }
  const seen: Record<string, string> = {}
  let quality: number | null = null
  for (const word of rest === undefined ? [] : rest.split(',').map((each) => each.trim())) {
    const setting = parseWord(word)
    if (setting === null) return `unknown word "${word}" in "${name}"; known words: ${WORDS.join(', ')}`
    const [kind] = Object.keys(setting)
    const former = kind === undefined ? undefined : seen[kind]
    if (former !== undefined) return `"${name}" takes only one of ${former}, ${word}`
    if (kind !== undefined) seen[kind] = word
    if ('quality' in setting) quality = setting.quality
    else Object.assign(variant, setting)
  }
  const formats = variant.formats.map((format) => ({ ...format, quality: format.quality ?? quality }))
  return { ...variant, formats }
}

type Setting = Partial<VariantSpec> | { quality: number }

function parseWord(word: string): Setting | null {
  const fit = FITS.find((each) => each === word)
  if (fit !== undefined) return { fit }
  const crop = CROPS.find((each) => each === word)
  if (crop !== undefined) return { crop }
  const flag = FLAGS.find((each) => each === word)
  if (flag !== undefined) return { [flag]: true }
  const [, background] = /^background=(#(?:[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8}))$/i.exec(word) ?? []
  if (background !== undefined) return { background }
  const quality = parseQuality(/^q(\d+)$/.exec(word)?.[1])
  if (quality !== null) return { quality }
  const formats = word.split('|').map(parseFormat)
  return formats.includes(null) ? null : { formats: formats.filter((format) => format !== null) }
}

function parseFormat(text: string): VariantFormat | null {
  const [name, number, ...more] = text.trim().split(':')
  const type = FORMATS.find((each) => each === name)
  if (type === undefined || more.length > 0) return null
  const quality = parseQuality(number)
  return number !== undefined && quality === null ? null : { type, quality }
}

function parseQuality(text: string | undefined): number | null {
  const value = /^\d{1,3}$/.test(text ?? '') ? Number(text) : 0
  return value >= 1 && value <= 100 ? value : null
}

function isSide(side: number): boolean {
  return side >= 1 && side <= MAX_VARIANT_SIDE
}
