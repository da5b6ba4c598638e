/**
 * Which media type a file has, so that the page refuses no file that the API would take: both ask here. Pure.
 *
 * Browsers leave the type of many a file empty, each of others: what comes from folders and phones, or what their
 * machine knows no program for.
 */

/** The first extension of a type is the one that object keys get. */
const TYPE_OF_EXTENSION: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  jpe: 'image/jpeg',
  jfif: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  avif: 'image/avif',
  gif: 'image/gif',
  heic: 'image/heic',
  heif: 'image/heif',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  bmp: 'image/bmp',
  svg: 'image/svg+xml',
  jxl: 'image/jxl',
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  wav: 'audio/wav',
  pdf: 'application/pdf',
  zip: 'application/zip',
  json: 'application/json',
  txt: 'text/plain',
  csv: 'text/csv',
}

const USUAL_NAME: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/x-png': 'image/png',
}

/**
 * What the browser declares, in lower case, without parameters and by its usual name; where it declares nothing, what
 * the extension says, and `application/octet-stream` where that says nothing either.
 */
export function mediaType({ name, type }: { readonly name: string; readonly type: string }): string {
  const declared = (type.split(';', 1)[0] ?? '').trim().toLowerCase()
  if (declared !== '') return usualType(declared)
  const [, extension = ''] = /\.([^.]*)$/.exec(name.toLowerCase()) ?? []
  return entry(TYPE_OF_EXTENSION, extension) ?? 'application/octet-stream'
}

/** @param type in lower case */
export function usualType(type: string): string {
  return entry(USUAL_NAME, type) ?? type
}

/** Without the dot; `bin` for types that have no name here. */
export function extensionOf(type: string): string {
  return Object.entries(TYPE_OF_EXTENSION).find(([, known]) => known === type)?.[0] ?? 'bin'
}

/** Nothing that every object has by itself. */
function entry(table: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
