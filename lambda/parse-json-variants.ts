import { isRecord } from './is-record.ts'
import { parseJson } from './parse-json.ts'
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

const FIELDS = ['name', 'width', 'height', 'fit', 'crop', 'formats', 'quality', 'background', ...FLAGS]

/**
 * Reads `[{"name": "large", "width": 1600, "formats": ["avif", "webp"], "quality": {"avif": 45}}]`. `height` defaults to
 * `width`; `quality` is a number or one for each format. Returns a sentence in place of each variant that has a fault.
 */
export function parseJsonVariants(text: string): (VariantSpec | string)[] {
  const list = parseJson(text)
  return Array.isArray(list) ? list.map(parseVariant) : ['the JSON is not a list of variants']
}

function parseVariant(value: unknown, index: number): VariantSpec | string {
  if (!isRecord(value)) return `variant ${index + 1} is not an object`
  const { name, width, height = width, fit, crop, formats, quality, background, ...more } = value
  if (typeof name !== 'string' || !/^[a-z][a-z0-9-]{0,31}$/.test(name)) {
    return `variant ${index + 1} has no name of lower case letters, digits and dashes`
  }
  const unknown = Object.keys(value).find((field) => !FIELDS.includes(field))
  if (unknown !== undefined)
    return `unknown field "${unknown}" in "${name}"; known fields: ${FIELDS.join(', ')}`
  if (!isSide(width) || !isSide(height))
    return `the sides of "${name}" are not numbers of 1 to ${MAX_VARIANT_SIDE}`

  const variant: VariantSpec = { ...DEFAULT_VARIANT, name, width, height }
  const faults: string[] = []
  const choose = <W extends string>(field: string, choices: readonly W[], chosen: unknown, or: W): W => {
    const choice = chosen === undefined ? or : choices.find((each) => each === chosen)
    if (choice === undefined) faults.push(`${field} is not one of ${choices.join(', ')}`)
    return choice ?? or
  }
  variant.fit = choose('fit', FITS, fit, variant.fit)
  variant.crop = choose('crop', CROPS, crop, variant.crop)
  const types = formats === undefined ? ['auto'] : Array.isArray(formats) ? formats : [formats]
  variant.formats = types.map((type: unknown): VariantFormat => {
    const chosen = choose('formats', FORMATS, type, 'auto')
    return { type: chosen, quality: isRecord(quality) ? toQuality(quality[chosen]) : toQuality(quality) }
  })
  if (variant.formats.length === 0) faults.push('formats is empty')
  const qualities = isRecord(quality) ? Object.values(quality) : quality === undefined ? [] : [quality]
  if (qualities.some((each) => toQuality(each) === null)) faults.push('quality is not a number of 1 to 100')
  if (typeof background === 'string' && /^#([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(background)) {
    variant.background = background
  } else if (background !== undefined) {
    faults.push('background is not #rrggbb or #rrggbbaa')
  }
  for (const flag of FLAGS) {
    const set = more[flag] ?? false
    if (typeof set === 'boolean') variant[flag] = set
    else faults.push(`${flag} is not true or false`)
  }
  return faults.length === 0 ? variant : `in "${name}": ${faults.join('; ')}`
}

function toQuality(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 100 ? value : null
}

function isSide(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MAX_VARIANT_SIDE
}
