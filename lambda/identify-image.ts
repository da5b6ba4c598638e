import { ImageError } from './image-error.ts'
import type { ImageFormat } from './image-transformer.ts'
import { sniff } from './sniff.ts'

/** Media types that browsers and S3 clients declare for each decoded format. */
const DECLARED_TYPES: Record<ImageFormat, readonly string[]> = {
  jpeg: ['image/jpeg', 'image/jpg', 'image/pjpeg'],
  png: ['image/png', 'image/x-png', 'image/apng'],
  webp: ['image/webp'],
  gif: ['image/gif'],
  avif: ['image/avif', 'image/avif-sequence', 'image/heif'],
}

/**
 * Refuses files that are declared as another kind, so that a video of gigabytes is not downloaded.
 *
 * @throws ImageError `not-an-image`
 */
export function requireImageType(contentType: string | null): void {
  const declared = declaredMediaType(contentType)
  if (declared !== null && !declared.startsWith('image/')) {
    throw new ImageError(
      'not-an-image',
      `The file was declared as ${printable(declared)}, which is not an image.`,
    )
  }
}

/**
 * The format of the bytes, provided that it can be decoded and matches the declared type: the original stays in the
 * bucket under that type.
 *
 * @throws ImageError `empty-file`, `not-an-image`, `type-mismatch`, `unsupported-format`, `unsupported-heic`
 */
export function identifyImage(bytes: Buffer, contentType: string | null): ImageFormat {
  if (bytes.length === 0) throw new ImageError('empty-file', 'The file has no content.')
  requireImageType(contentType)
  const declared = declaredMediaType(contentType)
  const sniffed = sniff(bytes)
  switch (sniffed.kind) {
    case 'image':
      if (declared === null || DECLARED_TYPES[sniffed.format].includes(declared)) return sniffed.format
      throw new ImageError(
        'type-mismatch',
        `The file was declared as ${printable(declared)} but is ${sniffed.format}.`,
      )
    case 'heic':
      throw new ImageError(
        'unsupported-heic',
        'HEIC photos cannot be decoded; JPEG, PNG, WebP, GIF and AVIF can.',
      )
    case 'other-image':
      throw new ImageError(
        'unsupported-format',
        `The file is ${sniffed.format}; JPEG, PNG, WebP, GIF and AVIF can be processed.`,
      )
    case 'unknown':
      if (declared === null) throw new ImageError('not-an-image', 'The content is not that of an image.')
      throw new ImageError(
        'type-mismatch',
        `The file was declared as ${printable(declared)} but its content is not that of an image.`,
      )
  }
}

/** Lower case, without parameters; `null` for the generic binary types. */
function declaredMediaType(contentType: string | null): string | null {
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  return ['', 'application/octet-stream', 'binary/octet-stream'].includes(type) ? null : type
}

/** The declared type is client text: it is repeated only when it has the syntax of a media type. */
function printable(declared: string | null): string {
  return /^[\w.+-]{1,64}\/[\w.+-]{1,64}$/.exec(declared ?? '')?.[0] ?? 'another type'
}
