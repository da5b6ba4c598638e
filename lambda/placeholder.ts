import { rgbaToThumbHash, thumbHashToAverageRGBA } from 'thumbhash'
import type { WorkingImage } from './decode-image.ts'
import type { ManifestPlaceholder } from './manifest.ts'

/** A ThumbHash has at most 7 waves a side: more pixels than these change nothing and cost milliseconds. */
const MAX_SIDE = 32
/** Samples of the working image a side that make one pixel. */
const SAMPLES = 4

export function makePlaceholder(working: WorkingImage): ManifestPlaceholder {
  const { width, height, rgba } = shrink(working)
  const hash = rgbaToThumbHash(width, height, rgba)
  const { r, g, b } = thumbHashToAverageRGBA(hash)
  const color = [r, g, b].map((part) => Math.round(Math.min(1, Math.max(0, part)) * 255))
  return {
    thumbHash: Buffer.from(hash).toString('base64'),
    color: `#${color.map((part) => part.toString(16).padStart(2, '0')).join('')}`,
  }
}

/** By averages of a few samples: another run of libvips would cost more than the rest of a small thumbnail. */
function shrink({ pixels, raw }: WorkingImage): { width: number; height: number; rgba: Uint8Array } {
  const scale = Math.min(1, MAX_SIDE / Math.max(raw.width, raw.height))
  const width = Math.max(1, Math.round(raw.width * scale))
  const height = Math.max(1, Math.round(raw.height * scale))
  const rgba = new Uint8Array(width * height * 4)
  const { channels } = raw
  const alphaAt = channels % 2 === 0 ? channels - 1 : null
  for (let target = 0; target < width * height; target += 1) {
    const [left, top] = [target % width, Math.floor(target / width)]
    const sums = [0, 0, 0, 0]
    for (let sample = 0; sample < SAMPLES ** 2; sample += 1) {
      const x = Math.floor(((left + ((sample % SAMPLES) + 0.5) / SAMPLES) * raw.width) / width)
      const y = Math.floor(((top + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES) * raw.height) / height)
      const at = (y * raw.width + x) * channels
      const alpha = alphaAt === null ? 255 : (pixels[at + alphaAt] ?? 255)
      for (let color = 0; color < 3; color += 1) {
        sums[color] = (sums[color] ?? 0) + (pixels[at + (channels < 3 ? 0 : color)] ?? 0) * alpha
      }
      sums[3] = (sums[3] ?? 0) + alpha
    }
    const [r = 0, g = 0, b = 0, alpha = 0] = sums
    if (alpha > 0) rgba.set([r / alpha, g / alpha, b / alpha, alpha / SAMPLES ** 2], target * 4)
  }
  return { width, height, rgba }
}
