import { decodeImage, isTurned, type WorkingImage } from './decode-image.ts'
import { encodeAnimation } from './encode-animation.ts'
import { encodeVariant } from './encode-variant.ts'
import { fileError } from './file-error.ts'
import { embedGainMap } from './gain-map.ts'
import { type Metadata, sharp } from './hardened-sharp.ts'
import { ImageError } from './image-error.ts'
import type {
  ImageFormat,
  ImageHeader,
  ImageTransformer,
  RenderedImage,
  RenderedVariant,
  RenderRequest,
} from './image-transformer.ts'
import { makePlaceholder } from './placeholder.ts'
import { canKeepGainMap, scaleGainMap } from './scale-gain-map.ts'
import type { PlannedVariant } from './variant-plan.ts'
import type { VariantFormat } from './variant-spec.ts'

/**
 * Images by libvips. Owns the single decode and which way each file of a variant is made. Does not own which variants
 * exist, whether the image may be decoded, or where results are stored.
 */
export function createSharpImageTransformer(): ImageTransformer {
  return { version: `sharp ${sharp.versions.sharp ?? ''}`, readHeader, render }
}

async function readHeader(bytes: Buffer, format: ImageFormat, maxPixels: number): Promise<ImageHeader> {
  const metadata = await sharp(bytes, { limitInputPixels: maxPixels, failOn: 'none' })
    .metadata()
    .catch((error: unknown) => {
      throw fileError(error, maxPixels)
    })
  if (metadata.compression === 'hevc' && format !== 'heic') {
    throw new ImageError('unsupported-heic', 'HEVC-coded images cannot be decoded here.')
  }
  return {
    format,
    ...sizeOf(metadata, isTurned(format)),
    orientation: isTurned(format) ? (metadata.orientation ?? 1) : 1,
    // The images of a HEIC are no animation.
    frames: format === 'heic' ? 1 : (metadata.pages ?? 1),
    bitsPerChannel: metadata.bitsPerSample ?? (metadata.depth === 'ushort' ? 16 : 8),
    channels: metadata.channels,
    interlaced: metadata.isProgressive,
    chromaSubsampling: metadata.chromaSubsampling ?? null,
    exif: metadata.exif ?? null,
    profile: metadata.icc ?? null,
    delays: metadata.delay ?? [],
    loop: metadata.loop ?? null,
    density: metadata.density ?? null,
  }
}

function sizeOf(
  { width, height, autoOrient }: Metadata,
  isTurned: boolean,
): { width: number; height: number } {
  return isTurned ? { width: autoOrient.width, height: autoOrient.height } : { width, height }
}

async function render(request: RenderRequest): Promise<RenderedImage> {
  const working = await decodeImage(request)
  const files = request.plan.variants.flatMap((planned) => renderFiles(working, planned, request))
  // While libvips encodes in threads of its own.
  const placeholder = makePlaceholder(working)
  const { hasAlpha, warnings } = working
  return { hasAlpha, placeholder, variants: await Promise.all(files), warnings }
}

/** The files of one variant, in the order of its formats. */
function renderFiles(
  working: WorkingImage,
  planned: PlannedVariant,
  request: RenderRequest,
): Promise<RenderedVariant>[] {
  return planned.spec.formats.map((format) => renderFile(working, planned, format, request))
}

async function renderFile(
  working: WorkingImage,
  planned: PlannedVariant,
  format: VariantFormat,
  request: RenderRequest,
): Promise<RenderedVariant> {
  const { input, frames, gainMap, watermark } = request
  const isWebp = format.type === 'auto' || format.type === 'webp'
  if (input.kind === 'file' && planned.spec.animated && frames > 1 && isWebp) {
    const animation = await encodeAnimation(input.bytes, planned, request)
    if (animation !== null) return animation
  }
  const isJpeg = format.type === 'auto' || format.type === 'jpeg'
  if (gainMap === null || !isJpeg || !canKeepGainMap(planned)) {
    return await encodeVariant(working, planned, format, watermark)
  }
  const [variant, map] = await Promise.all([
    encodeVariant(working, planned, { ...format, type: 'jpeg' }, watermark),
    // A damaged gain map costs the HDR rendition, not the picture.
    scaleGainMap(gainMap.map, planned, gainMap.orientation).catch(() => null),
  ])
  return map === null ? variant : { ...variant, bytes: embedGainMap(variant.bytes, map), hasGainMap: true }
}
