import { orientationExif } from './orientation-exif.ts'
import { pngChunk } from './png-chunk.ts'

const PNG_SIGNATURE_LENGTH = 8
/** Text, time and EXIF; everything else changes the picture or is unknown and small. */
const PNG_METADATA = ['tEXt', 'zTXt', 'iTXt', 'tIME', 'eXIf']
const WEBP_METADATA = ['EXIF', 'XMP ']
/** Flags of the extended WebP header for EXIF and XMP. */
const WEBP_FLAGS = 0x08 | 0x04

export function stripPng(png: Buffer, orientation: number): Buffer {
  const kept: Buffer[] = [png.subarray(0, PNG_SIGNATURE_LENGTH)]
  for (let at = PNG_SIGNATURE_LENGTH; at + 8 <= png.length; ) {
    const type = png.toString('latin1', at + 4, at + 8)
    const end = at + 12 + png.readUInt32BE(at)
    if (type === 'eXIf' && orientation > 1) kept.push(pngChunk('eXIf', orientationExif(orientation)))
    if (!PNG_METADATA.includes(type)) kept.push(png.subarray(at, end))
    at = end
    if (type === 'IEND') break
  }
  return unlessEqual(png, Buffer.concat(kept))
}

export function stripWebp(webp: Buffer): Buffer {
  const kept: Buffer[] = []
  for (let at = 12; at + 8 <= webp.length; ) {
    const type = webp.toString('latin1', at, at + 4)
    const length = webp.readUInt32LE(at + 4)
    const end = at + 8 + length + (length % 2)
    const chunk = Buffer.from(webp.subarray(at, end))
    if (type === 'VP8X') chunk[8] = (chunk[8] ?? 0) & ~WEBP_FLAGS
    if (!WEBP_METADATA.includes(type)) kept.push(chunk)
    at = end
  }
  const stripped = Buffer.concat([webp.subarray(0, 12), ...kept])
  stripped.writeUInt32LE(stripped.length - 8, 4)
  return unlessEqual(webp, stripped)
}

/** Without comments and the XMP application extension. */
export function stripGif(gif: Buffer): Buffer {
  const palette = (flags: number | undefined) =>
    ((flags ?? 0) & 0x80) === 0 ? 0 : 3 * 2 ** (((flags ?? 0) & 7) + 1)
  let at = 13 + palette(gif[10])
  const kept: Buffer[] = [gif.subarray(0, at)]
  for (let start = at; at < gif.length; start = at) {
    const introducer = gif[at]
    if (introducer !== 0x21 && introducer !== 0x2c) {
      kept.push(gif.subarray(at))
      break
    }
    const isExtension = introducer === 0x21
    const isComment = isExtension && gif[at + 1] === 0xfe
    const isXmp =
      isExtension && gif[at + 1] === 0xff && gif.toString('latin1', at + 3, at + 11) === 'XMP Data'
    at += isExtension ? 2 : 11 + palette(gif[at + 9])
    for (let length = gif[at] ?? 0; length > 0; length = gif[at] ?? 0) at += length + 1
    at += 1
    if (!isComment && !isXmp) kept.push(gif.subarray(start, at))
  }
  return unlessEqual(gif, Buffer.concat(kept))
}

function unlessEqual(original: Buffer, stripped: Buffer): Buffer {
  return stripped.equals(original) ? original : stripped
}
