import { type BmpHeader, decodeBmp, readBmpHeader } from './decode-bmp.ts'
import { ImageError } from './image-error.ts'

/** The largest image of an icon: a whole PNG file, or a bitmap with a mask behind it. */
export type IconImage = { kind: 'png'; bytes: Buffer } | { kind: 'bmp'; bytes: Buffer; header: BmpHeader }

/** @throws ImageError `corrupt-image`, `unsupported-format` */
export function readIcon(file: Buffer): IconImage {
  const count = Math.min(file.readUInt16LE(4), 256)
  let best: { area: number; bits: number; bytes: Buffer } | null = null
  for (let index = 0; index < count; index += 1) {
    const at = 6 + index * 16
    if (at + 16 > file.length) break
    const [width = 0, height = 0] = [file[at] || 256, file[at + 1] || 256]
    const bits = file.readUInt16LE(at + 6)
    const start = file.readUInt32LE(at + 12)
    const bytes = file.subarray(start, start + file.readUInt32LE(at + 8))
    const area = width * height
    if (
      bytes.length < 40 ||
      (best !== null && (area < best.area || (area === best.area && bits <= best.bits)))
    )
      continue
    best = { area, bits, bytes }
  }
  if (best === null) throw new ImageError('corrupt-image', 'The icon has no image.')
  const { bytes } = best
  if (bytes.toString('latin1', 0, 4) === '\x89PNG') return { kind: 'png', bytes }
  const header = readBmpHeader(bytes, 0)
  // Its height counts the mask too.
  return { kind: 'bmp', bytes, header: { ...header, height: Math.max(1, header.height >> 1) } }
}

/** To RGBA: where the mask is set, the picture is transparent. */
export function decodeIconBmp(bytes: Buffer, header: BmpHeader): { pixels: Buffer; isTruncated: boolean } {
  const decoded = decodeBmp(bytes, header)
  const { width, height, bitsPerPixel, pixelsAt } = header
  if (bitsPerPixel === 32) return decoded
  const maskAt = pixelsAt + Math.ceil((width * bitsPerPixel) / 32) * 4 * height
  const stride = Math.ceil(width / 32) * 4
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const byte = bytes[maskAt + (height - 1 - y) * stride + (x >> 3)] ?? 0
      if ((byte >> (7 - (x & 7))) & 1) decoded.pixels[(y * width + x) * 4 + 3] = 0
    }
  }
  return decoded
}
