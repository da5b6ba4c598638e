/**
 * The size of an image from its header. Nothing is decoded, so an image of 100 megapixels costs no more than a small one.
 * Formats: JPEG, PNG, GIF, WebP and BMP here, HEIC and AVIF in heif-size.ts.
 */
import type { ImageSize } from '../upload/rejection.ts'
import type { ByteReader } from './byte-reader.ts'
import { exifOrientation } from './exif-orientation.ts'
import { heifSize } from './heif-size.ts'

/** Null where the header does not tell the size or is damaged. Rejects only when reading does. */
export async function readImageSize(read: ByteReader): Promise<ImageSize | null> {
  try {
    const size = await sizeBy(await read(0, 32), read)
    return size !== null && size.width > 0 && size.height > 0 ? size : null
  } catch (error) {
    // The header points beyond the end of the file.
    if (error instanceof RangeError) return null
    throw error
  }
}

async function sizeBy(head: DataView, read: ByteReader): Promise<ImageSize | null> {
  if (head.getUint16(0) === 0xffd8) return await jpegSize(read)
  if (text(head, 1, 3) === 'PNG') return { width: head.getUint32(16), height: head.getUint32(20) }
  if (text(head, 0, 3) === 'GIF') return { width: head.getUint16(6, true), height: head.getUint16(8, true) }
  if (text(head, 0, 4) === 'RIFF' && text(head, 8, 4) === 'WEBP') return await webpSize(head, read)
  if (text(head, 4, 4) === 'ftyp') return await heifSize(read)
  if (text(head, 0, 2) === 'BM') return bmpSize(head)
  return null
}

/** JPEG: the frame follows any number of segments of any length (colour profiles, previews, metadata). */
async function jpegSize(read: ByteReader): Promise<ImageSize | null> {
  let orientation = 1
  let at = 2
  for (let step = 0; step < 2000; step += 1) {
    const segment = await read(at, 10)
    if (segment.getUint8(0) !== 0xff) return null
    const marker = segment.getUint8(1)
    if (marker === 0xff) at += 1
    else if (isFrame(marker)) {
      return oriented({ width: segment.getUint16(7), height: segment.getUint16(5) }, orientation)
    } else if (marker === 0xd9 || marker === 0xda) return null
    else {
      const length = segment.getUint16(2)
      if (marker === 0xe1) orientation = exifOrientation(await read(at + 4, length - 2)) ?? orientation
      at += 2 + length
    }
  }
  return null
}

/** SOF0 to SOF15, without the markers for tables and extensions between them. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}

async function webpSize(head: DataView, read: ByteReader): Promise<ImageSize | null> {
  switch (text(head, 12, 4)) {
    case 'VP8 ':
      return { width: head.getUint16(26, true) & 0x3fff, height: head.getUint16(28, true) & 0x3fff }
    case 'VP8L': {
      const bits = head.getUint32(21, true)
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    }
    case 'VP8X': {
      const size = { width: uint24(head, 24) + 1, height: uint24(head, 27) + 1 }
      return (head.getUint8(20) & 0x08) === 0 ? size : oriented(size, await webpOrientation(read))
    }
    default:
      return null
  }
}

/** The EXIF chunk comes after the image data. */
async function webpOrientation(read: ByteReader): Promise<number> {
  let at = 12
  for (let step = 0; step < 2000; step += 1) {
    const chunk = await read(at, 8)
    if (chunk.byteLength < 8) return 1
    const length = chunk.getUint32(4, true)
    if (text(chunk, 0, 4) === 'EXIF') {
      return exifOrientation(await read(at + 8, Math.min(length, 65_536))) ?? 1
    }
    at += 8 + length + (length % 2)
  }
  return 1
}

function bmpSize(head: DataView): ImageSize {
  if (head.getUint32(14, true) === 12) {
    return { width: head.getUint16(18, true), height: head.getUint16(20, true) }
  }
  // A negative height means that the rows are stored from top to bottom.
  return { width: head.getInt32(18, true), height: Math.abs(head.getInt32(22, true)) }
}

/** Orientations 5 to 8 swap width and height. */
function oriented({ width, height }: ImageSize, orientation: number): ImageSize {
  return orientation >= 5 && orientation <= 8 ? { width: height, height: width } : { width, height }
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
}

function text(view: DataView, at: number, length: number): string {
  let letters = ''
  for (let index = at; index < at + length; index += 1) letters += String.fromCharCode(view.getUint8(index))
  return letters
}
