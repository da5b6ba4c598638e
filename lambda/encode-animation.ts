import { defaultQuality, FILE_TYPES } from './encode-variant.ts'
import { fileError } from './file-error.ts'
import { sharp } from './hardened-sharp.ts'
import type { RenderedVariant, RenderRequest } from './image-transformer.ts'
import type { PlannedVariant } from './variant-plan.ts'

/**
 * An animation as WebP with its delays and repetitions, straight from the file: the working image has one frame. `null`
 * when later frames are damaged.
 */
export async function encodeAnimation(
  bytes: Buffer,
  { spec, width, height }: PlannedVariant,
  { frames, limits }: RenderRequest,
): Promise<RenderedVariant | null> {
  const quality = spec.formats.find(({ type }) => type === 'webp' || type === 'auto')?.quality
  const encoded = await sharp(bytes, { pages: frames, limitInputPixels: false, failOn: 'none' })
    .resize(width, height, { fit: spec.fit === 'cover' ? 'cover' : 'fill' })
    .toColourspace('srgb')
    .timeout({ seconds: Math.max(1, Math.ceil(limits.timeoutMs / 1000)) })
    .webp({ quality: quality ?? defaultQuality('webp'), effort: 2 })
    .toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => {
      const error = fileError(cause, limits.maxPixels)
      if (error.code === 'corrupt-image') return null
      throw error
    })
  if (encoded === null) return null
  const { data, info } = encoded
  return {
    name: spec.name,
    bytes: data,
    width: info.width,
    height: info.pageHeight ?? height,
    frames,
    hasGainMap: false,
    ...FILE_TYPES.webp,
  }
}
