import { parseSize } from './parse-size.ts'

const NUMBER = {
  expected: 'a whole number',
  isRight: (value: string) => /^\s*\d+\s*$/.test(value),
}
const SIZE = {
  expected: 'bytes, like 10485760, 10MB or 10MiB',
  isRight: (value: string) => parseSize(value) !== undefined,
}
const CHECKSUM = {
  expected: 'auto, sha256 or none',
  isRight: (value: string) => ['auto', 'sha256', 'none'].includes(value),
}
const VARIANT = {
  expected: 'list, gallery, compact, button or avatar',
  isRight: (value: string) => /^(list|dropzone|gallery|compact|button|avatar)$/.test(value),
}
const QUALITY = {
  expected: 'a number from 0 to 1',
  isRight: (value: string) => (parseSize(value) ?? 2) <= 1,
}
const PICTURE_TYPE = {
  expected: 'image/jpeg, image/webp or image/png',
  isRight: (value: string) => /^image\/(jpeg|webp|png)$/.test(value),
}
const VALUE_FORMAT = {
  expected: 'keys or json',
  isRight: (value: string) => ['keys', 'json'].includes(value),
}
const DROP_TARGET = {
  expected: 'element or page',
  isRight: (value: string) => ['element', 'page'].includes(value),
}
const ENDPOINT = {
  expected: 'a URL or a path',
  isRight: (value: string) => URL.canParse(value, document.baseURI),
}

const SIZES = ['min-file-size', 'max-file-size', 'max-total-size']
const NUMBERS = [
  'min-files',
  'max-files',
  'min-width',
  'max-width',
  'min-height',
  'max-height',
  'resize-width',
  'resize-height',
]

const RULES = new Map([
  ['endpoint', ENDPOINT],
  ['checksum', CHECKSUM],
  ['variant', VARIANT],
  ['quality', QUALITY],
  ['convert-to', PICTURE_TYPE],
  ['value-format', VALUE_FORMAT],
  ['drop-target', DROP_TARGET],
  ...SIZES.map((name) => [name, SIZE] as const),
  ...[...NUMBERS, 'concurrency', 'retries', 'stall-timeout'].map((name) => [name, NUMBER] as const),
])

/**
 * One sentence for each wrong attribute: an invalid limit would otherwise be missing without a word. Attributes that the
 * element does not know (`class`, `data-…`) are ignored.
 *
 * @param known the attributes that the element observes
 */
export function validateAttributes(element: Element, known: readonly string[]): string[] {
  const byProperty = new Map(known.map((name) => [name.replaceAll('-', ''), name]))
  return [...element.attributes].flatMap(({ name, value }) => {
    const meant = byProperty.get(name)
    if (meant !== undefined && meant !== name) return [`there is no ${name}: in HTML it is ${meant}`]
    const rule = RULES.get(name)
    return rule === undefined || rule.isRight(value) ? [] : [`${name}="${value}" should be ${rule.expected}`]
  })
}

/** Reports each wrong attribute as an error of the page. */
export function reportAttributes(element: Element, known: readonly string[]): void {
  for (const fault of validateAttributes(element, known))
    reportError(new TypeError(`<s3-uploader>: ${fault}`))
}
