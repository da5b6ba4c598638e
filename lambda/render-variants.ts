import { animationFrames } from './animation-frames.ts'
import { chooseConversion } from './color-conversion.ts'
import { prepareFile } from './decoder-input.ts'
import { describeImage } from './describe-image.ts'
import { hasGainMap, readGainMap } from './gain-map.ts'
import type { HeicDecoder } from './heic-decoder.ts'
import type { IdentifiedImage } from './identify-image.ts'
import type {
  DecoderInput,
  ImageHeader,
  ImageTransformer,
  RenderedVariant,
  RenderLimits,
} from './image-transformer.ts'
import type { ManifestImage } from './manifest.ts'
import { checkMemoryBudget } from './memory-budget.ts'
import { pngOfPixels } from './png-chunk.ts'
import { parseFocalPoint, planVariants } from './variant-plan.ts'
import type { VariantSpec } from './variant-spec.ts'

export interface RenderingOptions {
  specs: readonly VariantSpec[]
  /** `0.4,0.3`: the point to keep in crops. */
  focus?: string | undefined
  /** An image file. */
  watermark: Buffer | null
  maxFrames: number
}

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
  options: RenderingOptions,
  { images, heic }: { images: ImageTransformer; heic?: HeicDecoder },
  limits: RenderLimits,
): Promise<Rendering> {
  const { format, contentType, declaredDiffers } = file.type
  const prepared = prepareFile(file.bytes, format)
  const header =
    prepared.kind === 'file'
      ? await images.readHeader(prepared.input.bytes, prepared.input.format, limits.maxPixels)
      : prepared.header
  const plan = planVariants(options.specs, header.width, header.height, parseFocalPoint(options.focus))
  checkMemoryBudget(header, plan, file.bytes.length, limits)

  const decoded = prepared.kind === 'file' ? prepared.input.bytes : file.bytes
  const conversion = chooseConversion(header, decoded)
  const animation = animationFrames(header, plan, options.maxFrames, limits)
  const isHdrJpeg = header.format === 'jpeg' && hasGainMap(decoded)
  const map = isHdrJpeg ? readGainMap(decoded) : null
  const bitmap = prepared.kind === 'bitmap' ? prepared.decode() : null
  const input =
    prepared.kind === 'file' ? await decodeIfHeic(prepared.input, header, heic, limits) : bitmap?.input
  if (input === undefined) throw new TypeError('A bitmap was not decoded')
  const rendered = await images.render({
    input,
    plan,
    conversion,
    frames: animation.frames,
    gainMap: map === null ? null : { map, orientation: header.orientation },
    watermark: options.watermark,
    limits,
  })
  const described = { bytes: file.bytes, contentType, decoded, hasGainMap: isHdrJpeg }
  const image = { ...describeImage(header, described, conversion, rendered), format }
  const warnings = [
    ...rendered.warnings,
    ...(bitmap?.isTruncated ? ['truncated-source'] : []),
    ...(animation.isSkipped ? ['animation-too-large'] : []),
    ...(declaredDiffers ? ['content-type-differs'] : []),
  ]
  return { image, variants: rendered.variants, warnings }
}

/** libvips reads the header of a HEIC alone: its pixels become a PNG with the same colour profile. */
async function decodeIfHeic(
  input: DecoderInput & { kind: 'file' },
  header: ImageHeader,
  heic: HeicDecoder | undefined,
  limits: RenderLimits,
): Promise<DecoderInput> {
  if (input.format !== 'heic') return input
  if (heic === undefined) throw new TypeError('There is no decoder for HEIC')
  return {
    kind: 'file',
    format: 'png',
    bytes: pngOfPixels(await heic.decode(input.bytes, limits), header.profile),
  }
}
