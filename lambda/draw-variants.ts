import { admit } from './admission.ts'
import { readCaptureDate } from './capture-date.ts'
import { identifyImage } from './identify-image.ts'
import type { ImageTransformer, RenderedVariant } from './image-transformer.ts'
import type { ManifestImage } from './manifest.ts'
import { dropPngExtras } from './png-chunks.ts'
import { planVariants } from './variant-plan.ts'
import type { VariantSpec } from './variant-spec.ts'

export interface Drawing {
  image: ManifestImage
  variants: RenderedVariant[]
  warnings: string[]
}

/**
 * From the original's bytes to finished pictures. The order is the defence: cheap refusals first, and no decoder sees
 * a pixel before the header was found to fit into the function's memory.
 *
 * @throws ImageError
 */
export async function drawVariants(
  file: { bytes: Buffer; contentType: string | null },
  specs: readonly VariantSpec[],
  images: ImageTransformer,
  limits: { maxPixels: number; memoryBytes: number; timeoutMs: number },
): Promise<Drawing> {
  const format = identifyImage(file.bytes, file.contentType)
  const bytes = format === 'png' ? dropPngExtras(file.bytes) : file.bytes
  const header = await images.readHeader(bytes, format, limits.maxPixels)
  const plan = planVariants(specs, header.width, header.height)
  admit(header, plan, file.bytes.length, limits)
  const { hasAlpha, variants, warnings } = await images.render(bytes, plan, limits)
  return {
    image: {
      format: header.format,
      width: header.width,
      height: header.height,
      orientation: header.orientation,
      hasAlpha,
      frames: header.frames,
      capturedAt: header.exif === null ? null : readCaptureDate(header.exif),
    },
    variants,
    warnings,
  }
}
