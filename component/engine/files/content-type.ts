/**
 * The type of a file by its first bytes, and whether it contradicts the declared type. Pure.
 *
 * Owns: the signatures of commonly uploaded formats. Does not own: reading. Lenient where one container serves many
 * types (a DOCX is a ZIP, an encrypted one is not): it reports only certain contradictions.
 */

/** Bytes at the start of a file that cover every signature here. */
export const HEAD_BYTES = 4096

const SIGNATURES: readonly (readonly [type: string, signature: string])[] = [
  ['image/jpeg', '\xff\xd8\xff'],
  ['image/png', '\x89PNG\r\n\x1a\n'],
  ['image/gif', 'GIF87a'],
  ['image/gif', 'GIF89a'],
  ['image/tiff', 'II*\0'],
  ['image/tiff', 'MM\0*'],
  ['video/webm', '\x1aE\xdf\xa3'],
  ['audio/ogg', 'OggS'],
  ['audio/flac', 'fLaC'],
  ['application/zip', 'PK\x03\x04'],
  ['application/zip', 'PK\x05\x06'],
  ['application/zip', 'PK\x07\x08'],
  ['application/x-ole-storage', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
  ['application/gzip', '\x1f\x8b'],
  ['application/x-executable', '\x7fELF'],
]

const RIFF: Readonly<Record<string, string>> = {
  WEBP: 'image/webp',
  WAVE: 'audio/wav',
  'AVI ': 'video/x-msvideo',
}

/** QuickTime files from before `ftyp` existed begin with one of these boxes. */
const QUICKTIME_BOXES = new Set(['moov', 'mdat', 'wide', 'free', 'skip', 'pnot'])

/** Content allowed for a declared type; for a type not listed, only content of another top-level type contradicts. */
const CONTENT_OF: readonly (readonly [declared: RegExp, content: RegExp])[] = [
  [/^image\/(p?jpe?g|jfif)$/, /jpeg$/],
  [/^image\/(x-|a|vnd\.mozilla\.a)?png$/, /png$/],
  [/^image\/gif$/, /gif$/],
  [/^image\/webp$/, /webp$/],
  [/^image\/avif/, /avif$/],
  [/^image\/hei[cf]/, /hei[cf]$/],
  [/^image\/tiff$/, /tiff$/],
  [/^image\/(x-ms-)?bmp$/, /bmp$/],
  [/^image\/svg\+xml$/, /svg\+xml$/],
  [/^(video|audio)\/(mp4|quicktime|(x-)?m4[av]|3gpp2?)$/, /^video\/(mp4|quicktime)$/],
  [/^(video|audio)\/((x-)?matroska|webm)$/, /webm$/],
  [/^application\/(x-)?pdf$/, /pdf$/],
  [/^application\/(zip|x-zip-compressed|epub\+zip|vnd\.oasis\.opendocument\..+)$/, /zip$/],
  // Office wraps the ZIP of a document with a password into an OLE file.
  [/^application\/vnd\.openxmlformats-.+/, /(zip|ole-storage)$/],
]

/** The media type of the content, `''` where it is unknown. */
export function sniffContentType(head: Uint8Array): string {
  const text = latin1(head)
  const signature = SIGNATURES.find(([, signature]) => text.startsWith(signature))
  if (signature !== undefined) return signature[0]
  if (text.startsWith('RIFF')) return RIFF[text.slice(8, 12)] ?? ''
  // The first box of a real file is below 16 MB, so its size begins with a zero byte, and text never does.
  if (text.startsWith('\0')) return boxedType(text)
  if (text.startsWith('BM') && text.startsWith('\0\0\0', 15)) return 'image/bmp'
  if (text.startsWith('MZ') && text[3] === '\0') return 'application/x-executable'
  // Readers accept a PDF header anywhere in the first 1,024 bytes.
  if (text.slice(0, 1024).includes('%PDF-')) return 'application/pdf'
  return isSvg(decode(head)) ? 'image/svg+xml' : ''
}

/** The type of content that contradicts the declared type, `''` where it is unknown; undefined where the two agree. */
export function contradiction(declared: string, head: Uint8Array): string | undefined {
  if (head.length === 0 || declared === '' || declared === 'application/octet-stream') return undefined
  const found = sniffContentType(head)
  const known = CONTENT_OF.find(([type]) => type.test(declared))
  if (known !== undefined) return known[1].test(found) ? undefined : found
  return found === '' || isPlausible(declared, found) ? undefined : found
}

/** Whether content is plausible for a declared type without a known signature. */
function isPlausible(declared: string, found: string): boolean {
  const kind = topLevelType(declared)
  // `application/*` may contain anything; SVG is text, too.
  if (kind === 'application' || (kind === 'text' && found === 'image/svg+xml')) return true
  return kind === topLevelType(found)
}

/** Audio counts as video: they share containers. */
function topLevelType(type: string): string {
  return (type.split('/')[0] ?? '').replace('audio', 'video')
}

/** ISO base media: the major brand, then the compatible ones, four letters each. */
function boxedType(text: string): string {
  const box = text.slice(4, 8)
  if (box !== 'ftyp') return QUICKTIME_BOXES.has(box) ? 'video/quicktime' : ''
  const size = (text.charCodeAt(2) << 8) | text.charCodeAt(3)
  const brands = text.slice(8, Math.min(size, 128)).match(/.{4}/gs) ?? []
  if (brands.some((brand) => /^avi[fs]$/.test(brand))) return 'image/avif'
  if (brands.some((brand) => /^(hei[cmsx]|hev[cmsx])$/.test(brand))) return 'image/heic'
  if (/^m[is]f1$/.test(brands[0] ?? '')) return 'image/heif'
  return brands[0] === 'qt  ' ? 'video/quicktime' : 'video/mp4'
}

/** Whether the root element is `svg`, or the prolog exceeds the bytes read. */
function isSvg(text: string): boolean {
  let at = text.search(/\S/)
  for (let prolog = prologAt(text, at); prolog !== undefined; prolog = prologAt(text, at)) {
    const end = text.indexOf(prolog, at)
    if (end === -1) return true
    at = end + prolog.length
    at += text.slice(at).search(/\S|$/)
  }
  return /^<([\w.-]+:)?svg[\s/>]/.test(text.slice(at, at + 64))
}

/** The end mark of the processing instruction, comment or document type at this offset; undefined for anything else. */
function prologAt(text: string, at: number): string | undefined {
  if (text.startsWith('<?xml', at)) return '?>'
  if (text.startsWith('<!--', at)) return '-->'
  if (!text.startsWith('<!DOCTYPE svg', at)) return undefined
  const subset = text.indexOf('[', at)
  return subset !== -1 && subset < text.indexOf('>', at) ? ']>' : '>'
}

function decode(head: Uint8Array): string {
  const encoding = head[0] === 0xff ? 'utf-16le' : head[0] === 0xfe ? 'utf-16be' : 'utf-8'
  return new TextDecoder(encoding).decode(head)
}

function latin1(head: Uint8Array): string {
  let text = ''
  for (const byte of head.subarray(0, 1200)) text += String.fromCharCode(byte)
  return text
}
