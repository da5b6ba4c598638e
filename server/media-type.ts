/**
 * Media types: clean what a browser declares, guess what it does not know, and name the extension of an object key.
 */

const extensionOfType = new Map([
  ['image/jpeg', 'jpg'],
  ['image/png', 'png'],
  ['image/webp', 'webp'],
  ['image/avif', 'avif'],
  ['image/gif', 'gif'],
  ['image/heic', 'heic'],
  ['image/heif', 'heif'],
  ['image/tiff', 'tif'],
  ['image/bmp', 'bmp'],
  ['image/svg+xml', 'svg'],
  ['image/jxl', 'jxl'],
  ['video/mp4', 'mp4'],
  ['video/quicktime', 'mov'],
  ['video/webm', 'webm'],
  ['audio/mpeg', 'mp3'],
  ['audio/mp4', 'm4a'],
  ['audio/wav', 'wav'],
  ['application/pdf', 'pdf'],
  ['application/zip', 'zip'],
  ['application/json', 'json'],
  ['text/plain', 'txt'],
  ['text/csv', 'csv'],
])

const typeOfExtension = new Map([
  ...[...extensionOfType].map(([type, extension]) => [extension, type] as const),
  ['jpeg', 'image/jpeg'],
  ['jpe', 'image/jpeg'],
  ['jfif', 'image/jpeg'],
  ['tiff', 'image/tiff'],
])

const canonical = new Map([
  ['image/jpg', 'image/jpeg'],
  ['image/pjpeg', 'image/jpeg'],
  ['image/x-png', 'image/png'],
])

// A wildcard never admits these: a browser that opens one from the bucket's domain runs what is inside.
const active = new Set([
  'image/svg+xml',
  'text/html',
  'text/xml',
  'text/javascript',
  'text/xsl',
  'application/xhtml+xml',
  'application/xml',
  'application/javascript',
])

// RFC 6838 names, without `$`: S3 expands `${filename}` in form fields.
const wellFormed = /^[a-z0-9][a-z0-9!#&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#&^_.+-]{0,126}$/

/**
 * The media type to sign for a file: what the browser declared, in canonical form, or a guess from the name where it
 * declared none (Chrome on Windows knows no HEIC). `null` when the declaration is not a media type at all.
 */
export function mediaTypeOf(file: { name: string; type: string }): string | null {
  const declared = (file.type.split(';', 1)[0] ?? '').trim().toLowerCase()
  if (declared === '') return typeFromName(file.name)
  return wellFormed.test(declared) ? (canonical.get(declared) ?? declared) : null
}

function typeFromName(name: string): string {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  return typeOfExtension.get(extension) ?? 'application/octet-stream'
}

/** Whether a route's list of exact types and `type/*` patterns admits a type. */
export function allowsMediaType(allowed: readonly string[], type: string): boolean {
  const family = `${type.slice(0, type.indexOf('/'))}/*`
  return allowed.includes(type) || (allowed.includes(family) && !active.has(type))
}

/** Whether a string can stand in a route's list. */
export function isMediaTypePattern(pattern: string): boolean {
  return wellFormed.test(pattern) || /^[a-z]+\/\*$/.test(pattern)
}

/** The extension of an object key, without the dot; `bin` for types we have no name for. */
export function extensionOf(type: string): string {
  return extensionOfType.get(type) ?? 'bin'
}
