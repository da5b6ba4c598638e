import type { FileTypes } from './drop-zone-messages.ts'

/** This many types of a list are named. */
const NAMED_TYPES = 8

/** What visitors call a type whose name ends in another word. */
const USUAL_NAMES: Readonly<Record<string, string>> = {
  quicktime: 'MOV',
  matroska: 'MKV',
  webp: 'WebP',
  webm: 'WebM',
  mpeg: 'MP3',
  plain: 'TXT',
  msword: 'DOC',
  excel: 'XLS',
  powerpoint: 'PPT',
  document: 'DOCX',
  sheet: 'XLSX',
  presentation: 'PPTX',
}

/** `JPEG` of `image/jpeg`, `CSV` of `.csv`, and the word for images of `image/*`. */
export function typeName(type: string, kinds: FileTypes): string {
  if (type === 'application/x-executable') return kinds.program
  const [kind = '', subtype] = type.split('/')
  if (subtype === '*') return Object.hasOwn(kinds, kind) ? String(Reflect.get(kinds, kind)) : kind
  const usual = type === 'video/mpeg' ? undefined : USUAL_NAMES[type.replace(/.*[/.-]/, '')]
  return usual ?? (subtype ?? type).replace(/^\.|^x-|^vnd\.|\+xml$/g, '').toUpperCase()
}

/** What an `accept` list lets in, in words: `JPEG, PNG or CSV`; undefined where it lets in all. */
export function typeNames(
  accept: string | undefined,
  kinds: FileTypes,
  language?: string,
): string | undefined {
  const tokens = (accept ?? '').toLowerCase().split(/[\s,]+/)
  const named = tokens.filter((token) => token !== '')
  if (named.length === 0 || named.includes('*/*') || named.includes('*')) return undefined
  const names = [...new Set(named.map((token) => typeName(token, kinds)))]
  return names.length > NAMED_TYPES
    ? new Intl.ListFormat(language, { type: 'unit' }).format([...names.slice(0, NAMED_TYPES), '…'])
    : new Intl.ListFormat(language, { type: 'disjunction' }).format(names)
}
