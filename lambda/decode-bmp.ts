import { readRuns } from './bmp-runs.ts'
import { ImageError } from './image-error.ts'

/** What a bitmap's header states (Windows `BITMAPINFOHEADER` and its predecessors and successors). */
export interface BmpHeader {
  width: number
  height: number
  bitsPerPixel: number
  /** Rows from the top; otherwise from the bottom. */
  topDown: boolean
  compression: number
  /** Where the colour table starts and how many colours it has. */
  paletteAt: number
  paletteSize: number
  /** Bytes of a colour: 3 in the oldest header. */
  paletteEntry: 3 | 4
  /** Bits of red, green, blue and alpha in a pixel of 16 or 32 bits. */
  masks: readonly [number, number, number, number]
  pixelsAt: number
}

/** Of the longest info header, version 5. */
const MAX_HEADER_LENGTH = 124
const COMPRESSION = { none: 0, runs8: 1, runs4: 2, masks: 3, masksWithAlpha: 6 }

/**
 * @param at where the info header starts: 14 in a file, 0 in an icon
 * @throws ImageError `corrupt-image`, `unsupported-format`
 */
export function readBmpHeader(bytes: Buffer, at = 14): BmpHeader {
  const size = bytes.length >= at + 12 ? bytes.readUInt32LE(at) : 0
  if (size < 12 || bytes.length < at + 16) throw damaged()
  // Fields beyond a short header are zero.
  const info = Buffer.alloc(MAX_HEADER_LENGTH)
  bytes.copy(info, 0, at, at + Math.min(size, MAX_HEADER_LENGTH))
  const isOld = size === 12
  const width = isOld ? info.readUInt16LE(4) : info.readInt32LE(4)
  const rows = isOld ? info.readInt16LE(6) : info.readInt32LE(8)
  const bitsPerPixel = info.readUInt16LE(isOld ? 10 : 14)
  const compression = isOld ? COMPRESSION.none : info.readUInt32LE(16)
  if (width <= 0 || rows === 0 || ![1, 2, 4, 8, 16, 24, 32].includes(bitsPerPixel)) throw damaged()
  if (!Object.values(COMPRESSION).includes(compression)) {
    throw new ImageError('unsupported-format', 'Bitmaps with an embedded JPEG or PNG are not read.')
  }
  const hasMasks = compression === COMPRESSION.masks || compression === COMPRESSION.masksWithAlpha
  const hasAlpha = size >= 56 || compression === COMPRESSION.masksWithAlpha
  const maskBytes = hasMasks && size === 40 ? (hasAlpha ? 16 : 12) : 0
  if (bytes.length < at + size + maskBytes) throw damaged()
  if (maskBytes > 0) bytes.copy(info, 40, at + 40, at + 40 + maskBytes)
  const used = isOld ? 0 : info.readUInt32LE(32)
  const paletteSize = bitsPerPixel > 8 ? 0 : used > 0 && used <= 256 ? used : 2 ** bitsPerPixel
  const paletteEntry = isOld ? 3 : 4
  const paletteAt = at + size + maskBytes
  return {
    width,
    height: Math.abs(rows),
    bitsPerPixel,
    topDown: rows < 0,
    compression,
    paletteAt,
    paletteSize,
    paletteEntry,
    masks: hasMasks ? readMasks(info, hasAlpha) : defaultMasks(bitsPerPixel),
    pixelsAt: at === 14 ? bytes.readUInt32LE(10) : paletteAt + paletteSize * paletteEntry,
  }
}

/**
 * To RGBA, top row first. Missing rows stay transparent.
 *
 * @throws ImageError `corrupt-image` when no row is there
 */
export function decodeBmp(bytes: Buffer, header: BmpHeader): { pixels: Buffer; isTruncated: boolean } {
  const { width, height, bitsPerPixel, topDown, compression, pixelsAt } = header
  const isRuns = compression === COMPRESSION.runs8 || compression === COMPRESSION.runs4
  const stride = Math.ceil((width * bitsPerPixel) / 32) * 4
  const rowsThere = Math.min(height, Math.floor(Math.max(0, bytes.length - pixelsAt) / stride))
  if (rowsThere === 0 && !isRuns) throw damaged()
  const pixels = Buffer.alloc(width * height * 4)
  if (isRuns) {
    const indexes = readRuns(bytes.subarray(pixelsAt), width, height, compression === COMPRESSION.runs4)
    const colors = readPalette(bytes, header)
    for (let at = 0; at < indexes.values.length; at += 1) {
      const row = height - 1 - Math.floor(at / width)
      const value = indexes.values[at] ?? 0
      if (value >= 0) pixels.writeUInt32BE(colors[value] ?? 0x0000_00ff, (row * width + (at % width)) * 4)
    }
    return { pixels, isTruncated: indexes.isTruncated }
  }
  const colorOf = pixelReader(bytes, header)
  for (let row = 0; row < rowsThere; row += 1) {
    const target = (topDown ? row : height - 1 - row) * width * 4
    const source = pixelsAt + row * stride
    for (let x = 0; x < width; x += 1) pixels.writeUInt32BE(colorOf(source, x), target + x * 4)
  }
  // Many writers leave the fourth byte at 0 and mean an opaque picture.
  if (bitsPerPixel === 32 && isAllTransparent(pixels)) setOpaque(pixels, rowsThere, header)
  return { pixels, isTruncated: rowsThere < height }
}

/** Reads one pixel of a row as 0xRRGGBBAA. */
function pixelReader(bytes: Buffer, header: BmpHeader): (row: number, x: number) => number {
  const { bitsPerPixel, masks } = header
  if (bitsPerPixel <= 8) {
    const colors = readPalette(bytes, header)
    const perByte = 8 / bitsPerPixel
    return (row, x) => {
      const byte = bytes[row + Math.floor(x / perByte)] ?? 0
      const index = (byte >> (8 - bitsPerPixel * ((x % perByte) + 1))) & (2 ** bitsPerPixel - 1)
      return colors[index] ?? 0x0000_00ff
    }
  }
  if (bitsPerPixel === 24) {
    return (row, x) => {
      const at = row + x * 3
      return toColor(bytes[at + 2] ?? 0, bytes[at + 1] ?? 0, bytes[at] ?? 0, 255)
    }
  }
  const channels = masks.map(channelReader)
  const [red, green, blue, alpha] = channels
  const length = bitsPerPixel / 8
  return (row, x) => {
    const value = bytes.readUIntLE(row + x * length, length)
    return toColor(
      red?.(value) ?? 0,
      green?.(value) ?? 0,
      blue?.(value) ?? 0,
      masks[3] === 0 ? 255 : (alpha?.(value) ?? 0),
    )
  }
}

/** Scales the bits of a mask to 0 to 255. */
function channelReader(mask: number): (value: number) => number {
  if (mask === 0) return () => 0
  const shift = 31 - Math.clz32(mask & -mask)
  const max = (mask >>> shift) >>> 0
  return (value) => Math.round((((value & mask) >>> shift) * 255) / max)
}

function readMasks(info: Buffer, hasAlpha: boolean): BmpHeader['masks'] {
  const [red = 0, green = 0, blue = 0, alpha = 0] = [40, 44, 48, 52].map((offset) =>
    info.readUInt32LE(offset),
  )
  return [red, green, blue, hasAlpha ? alpha : 0]
}

function defaultMasks(bitsPerPixel: number): BmpHeader['masks'] {
  return bitsPerPixel === 16 ? [0x7c00, 0x3e0, 0x1f, 0] : [0xff0000, 0xff00, 0xff, 0xff000000]
}

function readPalette(bytes: Buffer, { paletteAt, paletteSize, paletteEntry }: BmpHeader): number[] {
  return Array.from({ length: paletteSize }, (_, index) => {
    const at = paletteAt + index * paletteEntry
    return toColor(bytes[at + 2] ?? 0, bytes[at + 1] ?? 0, bytes[at] ?? 0, 255)
  })
}

function toColor(red: number, green: number, blue: number, alpha: number): number {
  return ((red << 24) | (green << 16) | (blue << 8) | alpha) >>> 0
}

function isAllTransparent(pixels: Buffer): boolean {
  for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== 0) return false
  return true
}

function setOpaque(pixels: Buffer, rowsThere: number, { width, height, topDown }: BmpHeader): void {
  const first = topDown ? 0 : height - rowsThere
  for (let at = first * width * 4 + 3; at < (first + rowsThere) * width * 4; at += 4) pixels[at] = 255
}

function damaged(): ImageError {
  return new ImageError('corrupt-image', 'The bitmap is damaged and cannot be decoded.')
}
