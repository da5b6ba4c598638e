import { rgbaToThumbHash, thumbHashToAverageRGBA } from 'thumbhash'
import type { WorkingImage } from './decode-image.ts'
import { sharp } from './hardened-sharp.ts'
import type { ManifestPlaceholder } from './manifest.ts'

/** ThumbHash takes at most this many pixels a side. */
const MAX_SIDE = 100

export async function makePlaceholder({ pixels, raw }: WorkingImage): Promise<ManifestPlaceholder> {
  const scale = Math.min(1, MAX_SIDE / Math.max(raw.width, raw.height))
  const { data, info } = await sharp(pixels, { raw, limitInputPixels: false })
    .resize(Math.max(1, Math.round(raw.width * scale)), Math.max(1, Math.round(raw.height * scale)), {
      fit: 'fill',
    })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const hash = rgbaToThumbHash(info.width, info.height, data)
  const { r, g, b } = thumbHashToAverageRGBA(hash)
  const color = [r, g, b].map((part) => Math.round(Math.min(1, Math.max(0, part)) * 255))
  return {
    thumbHash: Buffer.from(hash).toString('base64'),
    color: `#${color.map((part) => part.toString(16).padStart(2, '0')).join('')}`,
  }
}
