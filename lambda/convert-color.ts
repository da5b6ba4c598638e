import { type ColorCurve, type ColorSignal, isHdrSignal } from './color-signal.ts'
import { luminanceWeights, primariesMatrix } from './primaries-matrix.ts'

/** Code points of primaries. */
const [SRGB, BT2020] = [1, 9]
/** Luminance of white in an HDR picture, in cd/m² (ITU-R BT.2408). */
const REFERENCE_WHITE = 203
/** Brightest highlight of most HDR pictures, 1000 cd/m², in multiples of the reference white. */
const PEAK = 1000 / REFERENCE_WHITE
/** Control point of the curve for highlights, in light before and after. */
const KNEE = [1.63, 0.815] as const
/** Steps of the table that encodes linear light: 8 bits after a square root. */
const ENCODER_STEPS = 4096

/**
 * Converts samples of a signal to 8-bit sRGB, as browsers do on a screen without HDR: highlights of PQ and HLG are
 * compressed instead of clipped. Alpha is copied.
 *
 * @param samples 8 or 16 bits, interleaved
 */
export function convertToSrgb(
  samples: Uint8Array | Uint16Array,
  channels: 3 | 4,
  signal: ColorSignal,
): Buffer {
  const max = samples instanceof Uint16Array ? 65_535 : 255
  const linear = linearTable(signal, max)
  const isHlg = signal.curve === 'hlg'
  const isHdr = isHdrSignal(signal)
  const [a, b, c, d, e, f, g, h, i] = primariesMatrix(signal.primaries, SRGB)
  const wide = primariesMatrix(signal.primaries, BT2020)
  const [redShare, greenShare, blueShare] = luminanceWeights(signal.primaries)
  const out = Buffer.allocUnsafe(samples.length)
  for (let at = 0; at < samples.length; at += channels) {
    let red = linear[samples[at] ?? 0] ?? 0
    let green = linear[samples[at + 1] ?? 0] ?? 0
    let blue = linear[samples[at + 2] ?? 0] ?? 0
    if (isHdr) {
      const displayed = isHlg ? (redShare * red + greenShare * green + blueShare * blue) ** 0.2 * PEAK : 1
      red *= displayed
      green *= displayed
      blue *= displayed
      // By the brightest colour of BT.2020, so that highlights keep their hue.
      const brightest = Math.max(
        wide[0] * red + wide[1] * green + wide[2] * blue,
        wide[3] * red + wide[4] * green + wide[5] * blue,
        wide[6] * red + wide[7] * green + wide[8] * blue,
      )
      const scale = brightest > 0 ? compress(brightest) / brightest : 1
      red *= scale
      green *= scale
      blue *= scale
    }
    out[at] = encode(a * red + b * green + c * blue)
    out[at + 1] = encode(d * red + e * green + f * blue)
    out[at + 2] = encode(g * red + h * green + i * blue)
    if (channels === 4) out[at + 3] = Math.round(((samples[at + 3] ?? 0) * 255) / max)
  }
  return out
}

/**
 * Inks without a profile, as browsers convert them: each ink darkens one colour, black all of them.
 *
 * @param inks 8 bits; 255 is full ink
 */
export function convertInks(inks: Uint8Array): Buffer {
  const out = Buffer.allocUnsafe((inks.length / 4) * 3)
  for (let at = 0, to = 0; at < inks.length; at += 4, to += 3) {
    const paper = 255 - (inks[at + 3] ?? 0)
    for (let color = 0; color < 3; color += 1) {
      out[to + color] = Math.round(((255 - (inks[at + color] ?? 0)) * paper) / 255)
    }
  }
  return out
}

/** Linear light for every sample value; 1 is white. */
function linearTable({ curve, fullRange }: ColorSignal, max: number): Float32Array {
  const table = new Float32Array(max + 1)
  for (let value = 0; value <= max; value += 1) {
    const sample = value / max
    const full = fullRange ? sample : Math.min(1, Math.max(0, (sample - 16 / 255) / (219 / 255)))
    table[value] = linearize(full, curve)
  }
  return table
}

function linearize(sample: number, curve: ColorCurve): number {
  if (typeof curve === 'object') {
    return 'exponent' in curve ? sample ** curve.exponent : linearize(sample ** curve.displayExponent, 'srgb')
  }
  switch (curve) {
    case 'linear':
      return sample
    case 'srgb':
      return sample <= 0.04045 ? sample / 12.92 : ((sample + 0.055) / 1.055) ** 2.4
    case 'pq': {
      // SMPTE ST 2084, to multiples of the reference white.
      const power = sample ** (1 / 78.84375)
      const light = (Math.max(0, power - 0.8359375) / (18.8515625 - 18.6875 * power)) ** (1 / 0.1593017578125)
      return (light * 10_000) / REFERENCE_WHITE
    }
    case 'hlg':
      // ITU-R BT.2100: light of the scene. The system gamma follows for all colours together.
      return sample <= 0.5
        ? sample ** 2 / 3
        : (Math.exp((sample - 0.55991073) / 0.17883277) + 0.28466892) / 12
  }
}

/**
 * Light up to the reference white is halved, to leave room; highlights up to the peak follow a curve (quadratic, with
 * the same slope where they meet) that ends in white. Browsers do the same on screens without HDR.
 */
function compress(light: number): number {
  if (light <= 1) return light / 2
  if (light >= PEAK) return 1
  const [x, y] = KNEE
  const [square, slope] = [1 - 2 * x + PEAK, 2 * x - 2]
  const t = (-slope + Math.sqrt(slope ** 2 + 4 * square * (light - 1))) / (2 * square)
  return 0.5 * (1 - t) ** 2 + 2 * t * (1 - t) * y + t ** 2
}

const encoder = Uint8Array.from({ length: ENCODER_STEPS + 1 }, (_, step) => {
  const light = (step / ENCODER_STEPS) ** 2
  return Math.round(255 * (light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055))
})

function encode(light: number): number {
  return encoder[Math.round(Math.sqrt(Math.min(1, Math.max(0, light))) * ENCODER_STEPS)] ?? 255
}
