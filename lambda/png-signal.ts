import { type ColorSignal, curveOf } from './color-signal.ts'
import { type Chromaticities, SRGB_CHROMATICITIES } from './primaries-matrix.ts'

/** Transfer code points of BT.709, BT.601 and BT.2020 with 10 and 12 bits: one curve under four names. */
const VIDEO_TRANSFERS = [1, 6, 14, 15]
/** Of a studio display (ITU-R BT.1886). */
const VIDEO_GAMMA = 2.4
/** Of a computer's display, which `gAMA` alone is relative to. */
const DISPLAY_GAMMA = 2.2
/** Differences that are not worth a conversion: of gamma as a factor, of chromaticities in x and y. */
const TOLERANCE = { gamma: 0.05, chromaticity: 0.002 }

/**
 * The colour chunks of a PNG in their order of precedence (W3C PNG, section 4.3), as browsers apply them: `cICP`, then
 * `iCCP` and `sRGB` (`null` here: libvips does it), then `gAMA` with or without `cHRM`. They come before the pixels.
 */
export function readPngSignal(png: Buffer): ColorSignal | null {
  const chunks = colorChunks(png)
  const signal = fromCodePoints(chunks.get('cICP'))
  if (signal !== null) return signal
  if (chunks.has('iCCP') || chunks.has('sRGB')) return null
  const gamma = chunks.get('gAMA')
  return gamma === undefined || gamma.length !== 4
    ? null
    : fromGamma(gamma.readUInt32BE(0) / 100_000, chunks.get('cHRM'))
}

function colorChunks(png: Buffer): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>()
  for (let at = 8; at + 12 <= png.length; ) {
    const length = png.readUInt32BE(at)
    const type = png.toString('latin1', at + 4, at + 8)
    if (type === 'IDAT' || type === 'IEND') break
    if (['cICP', 'iCCP', 'sRGB', 'gAMA', 'cHRM'].includes(type))
      chunks.set(type, png.subarray(at + 8, at + 8 + length))
    at += 12 + length
  }
  return chunks
}

/** PNG samples are RGB: with another matrix the chunk is invalid. Browsers ignore its range flag. */
function fromCodePoints(chunk: Buffer | undefined): ColorSignal | null {
  const [primaries, transfer, matrix] = chunk ?? []
  if (primaries === undefined || transfer === undefined || matrix !== 0) return null
  const curve = VIDEO_TRANSFERS.includes(transfer) ? { exponent: VIDEO_GAMMA } : curveOf(transfer)
  return { primaries, curve, fullRange: true }
}

function fromGamma(gamma: number, chunk: Buffer | undefined): ColorSignal | null {
  if (gamma <= 0) return null
  const isUsual = Math.abs(gamma * DISPLAY_GAMMA - 1) < TOLERANCE.gamma
  const chromaticities = readChromaticities(chunk)
  if (chromaticities === null) {
    const displayExponent = 1 / (gamma * DISPLAY_GAMMA)
    return isUsual ? null : { primaries: 1, curve: { displayExponent }, fullRange: true }
  }
  const isSrgb = chromaticities.every(
    (each, index) => Math.abs(each - (SRGB_CHROMATICITIES[index] ?? 0)) < TOLERANCE.chromaticity,
  )
  if (isUsual && isSrgb) return null
  return { primaries: chromaticities, curve: { exponent: 1 / gamma }, fullRange: true }
}

/** In the chunk white comes first. */
function readChromaticities(chunk: Buffer | undefined): Chromaticities | null {
  if (chunk === undefined || chunk.length !== 32) return null
  const at = (index: number) => chunk.readUInt32BE(index * 4) / 100_000
  const values: Chromaticities = [at(2), at(3), at(4), at(5), at(6), at(7), at(0), at(1)]
  return values.every((value) => value > 0 && value < 1) ? values : null
}
