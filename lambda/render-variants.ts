import { readCaptureDate } from './capture-date.ts'
import type { IdentifiedImage } from './identify-image.ts'
import type { ImageTransformer, RenderedVariant } from './image-transformer.ts'
import type { ManifestImage } from './manifest.ts'
import { checkMemoryBudget } from './memory-budget.ts'
import { dropPngExtras } from './png-chunks.ts'
import { planVariants } from './variant-plan.ts'
import type { VariantSpec } from './variant-spec.ts'

export interface Rendering {
  image: ManifestImage
  variants: RenderedVariant[]
  warnings: string[]
}

/**
 * From the original's bytes to encoded variants. The order is the defence: cheap checks first, and no pixel is decoded
 * before the header has passed the memory budget.
 *
 * @throws ImageError
 */
export async function renderVariants(
  file: { bytes: Buffer; type: IdentifiedImage },
  specs: readonly VariantSpec[],
  images: ImageTransformer,
  limits: { maxPixels: number; memoryBytes: number; timeoutMs: number },
): Promise<Rendering> {
  const { format, contentType, declaredDiffers } = file.type
  const bytes = format === 'png' ? dropPngExtras(file.bytes) : file.bytes
  const header = await images.readHeader(bytes, format, limits.maxPixels)
  const plan = planVariants(specs, header.width, header.height)
  checkMemoryBudget(header, plan, file.bytes.length, limits)
  const { hasAlpha, variants, warnings } = await images.render(bytes, plan, limits)
  return {
    image: {
      format: header.format,
      width: header.width,
      height: header.height,
      orientation: header.orientation,
      hasAlpha,
      frames: header.frames,
      contentType,
      size: file.bytes.length,
      capturedAt: header.exif === null ? null : readCaptureDate(header.exif),
    },
    variants,
    warnings: declaredDiffers ? [...warnings, 'content-type-differs'] : warnings,
  }
}
