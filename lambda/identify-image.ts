import { ImageError } from './image-error.ts'
import type { ImageFormat } from './image-transformer.ts'
import { sniff } from './sniff.ts'

/** Media types that browsers and S3 clients declare for each format. */
const DECLARED_TYPES: Record<ImageFormat, readonly string[]> = {
  jpeg: ['image/jpeg', 'image/jpg', 'image/pjpeg'],
  png: ['image/png', 'image/x-png', 'image/apng'],
  webp: ['image/webp'],
  gif: ['image/gif'],
  avif: ['image/avif', 'image/avif-sequence', 'image/heif'],
  bmp: ['image/bmp', 'image/x-ms-bmp', 'image/x-bmp'],
  ico: ['image/x-icon', 'image/vnd.microsoft.icon', 'image/ico'],
  heic: ['image/heic', 'image/heif', 'image/heic-sequence', 'image/heif-sequence'],
}

/** Types that HTTP clients send when they know none: they declare nothing. */
const GENERIC_TYPES = [
  '',
  'application/octet-stream',
  'binary/octet-stream',
  'application/x-www-form-urlencoded',
  'application/binary',
  'application/unknown',
]

export interface IdentifiedImage {
  format: ImageFormat
  contentType: string
  /** Whether the declared type names another kind of file. Browsers show such an image, so it is processed. */
  declaredDiffers: boolean
}

/**
 * The format by content alone, as browsers decide it for images; the file name and the declared type only change which
 * error a file gets that is no image.
 *
 * @param bytes the first 1,024 bytes suffice
 * @throws ImageError `empty-file`, `not-an-image`, `type-mismatch`, `unsupported-format`, `unsupported-heic`
 */
export function identifyImage(
  bytes: Buffer,
  contentType: string | null,
  { canDecodeHeic = false } = {},
): IdentifiedImage {
  if (bytes.length === 0) throw new ImageError('empty-file', 'The file has no content.')
  const declared = declaredMediaType(contentType)
  const sniffed = sniff(bytes)
  switch (sniffed.kind) {
    case 'image':
      return describe(sniffed.format, declared)
    case 'heic':
      if (canDecodeHeic) return describe('heic', declared)
      throw new ImageError(
        'unsupported-heic',
        'HEIC photos cannot be decoded; JPEG, PNG, WebP, GIF, AVIF, BMP and ICO can.',
      )
    case 'other-image':
      throw new ImageError('unsupported-format', describeUnsupported(sniffed.format))
    case 'unknown':
      if (declared?.startsWith('image/')) {
        throw new ImageError(
          'type-mismatch',
          `The file was declared as ${printable(declared)} but its content is not that of an image.`,
        )
      }
      throw new ImageError(
        'not-an-image',
        declared === null
          ? 'The content is not that of an image.'
          : `The file is ${printable(declared)}, which is not an image.`,
      )
  }
}

function describe(format: ImageFormat, declared: string | null): IdentifiedImage {
  const types = DECLARED_TYPES[format]
  return {
    format,
    contentType: types[0] ?? `image/${format}`,
    declaredDiffers: declared !== null && !types.includes(declared),
  }
}

function describeUnsupported(format: string): string {
  if (format === 'svg')
    return 'SVG drawings are not converted: they can contain scripts and filters without bounds.'
  return `The file is ${format}; JPEG, PNG, WebP, GIF, AVIF, BMP and ICO can be processed.`
}

/** Lower case, without parameters; `null` for generic types. */
function declaredMediaType(contentType: string | null): string | null {
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  return GENERIC_TYPES.includes(type) ? null : type
}

/** The declared type is client text: it is repeated only when it has the syntax of a media type. */
function printable(declared: string): string {
  return /^[\w.+-]{1,64}\/[\w.+-]{1,64}$/.exec(declared)?.[0] ?? 'of another type'
}
