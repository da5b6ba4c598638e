/** What is done to one picture. Pure. */
import type { ImageSize } from '../engine/upload/rejection.ts'
import type { PictureOptions, PictureType } from './picture-options.ts'

/** Of the file, by its first bytes. */
export interface SourcePicture {
  readonly type: string
  readonly isAnimated: boolean
  /** Pixels as displayed; null where the header does not tell it. */
  readonly size: ImageSize | null
}

export interface EncodeJob {
  readonly kind: 'encode'
  readonly sourceType: string
  readonly type: PictureType
  /** Where the browser cannot encode `type`. */
  readonly otherwise: PictureType
  readonly quality: number
  /** Pixels at most; the picture is never enlarged. */
  readonly maxWidth: number
  readonly maxHeight: number
  readonly keepsExif: boolean
}

export type PictureJob = EncodeJob | { readonly kind: 'strip'; readonly sourceType: string }

/** Of JPEG and WebP where none is asked for: no difference is visible at twice the size. */
const DEFAULT_QUALITY = 0.85

/** How the picture is encoded, or undefined where it stays as it is. */
export function encodeJob(source: SourcePicture, options: PictureOptions): EncodeJob | undefined {
  const { convertTo, convertHeic, quality, stripMetadata } = options
  if (source.isAnimated) return undefined
  const maxWidth = side(options.resizeWidth)
  const maxHeight = side(options.resizeHeight)
  const type = convertTo ?? ownType(source.type)
  const isLossy = type !== 'image/png' && type === source.type
  const isWanted =
    (source.size !== null && (source.size.width > maxWidth || source.size.height > maxHeight)) ||
    (convertTo !== null && convertTo !== source.type && !isHeic(source.type)) ||
    (isHeic(source.type) && (convertHeic || convertTo !== null)) ||
    (quality !== undefined && isLossy)
  if (!isWanted) return undefined
  return {
    kind: 'encode',
    sourceType: source.type,
    type,
    otherwise: mayHaveAlpha(source.type) ? 'image/png' : 'image/jpeg',
    quality: quality ?? DEFAULT_QUALITY,
    maxWidth,
    maxHeight,
    keepsExif: !stripMetadata && source.type === 'image/jpeg',
  }
}

export function isHeic(type: string): boolean {
  return type === 'image/heic' || type === 'image/heif'
}

/** The size in which a picture of this size is drawn: its proportions are kept, and it is not enlarged. */
export function scaleDown(size: ImageSize, maxWidth: number, maxHeight: number): ImageSize {
  const scale = Math.min(1, maxWidth / size.width, maxHeight / size.height)
  return {
    width: Math.max(1, Math.round(size.width * scale)),
    height: Math.max(1, Math.round(size.height * scale)),
  }
}

/** No canvas encodes HEIC, AVIF or BMP. */
function ownType(type: string): PictureType {
  switch (type) {
    case 'image/png':
    case 'image/bmp':
      return 'image/png'
    case 'image/webp':
    case 'image/avif':
      return 'image/webp'
    default:
      return 'image/jpeg'
  }
}

function mayHaveAlpha(type: string): boolean {
  return type === 'image/png' || type === 'image/webp' || type === 'image/avif'
}

function side(pixels: number | undefined): number {
  return pixels === undefined || pixels < 1 ? Number.POSITIVE_INFINITY : pixels
}
