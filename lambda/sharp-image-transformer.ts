import sharp, { type Sharp } from 'sharp'
import { ImageError } from './image-error.ts'
import type {
  ImageFormat,
  ImageHeader,
  ImageTransformer,
  RenderedVariant,
  RenderLimits,
} from './image-transformer.ts'
import type { PlannedVariant, VariantPlan } from './variant-plan.ts'

/**
 * The only file that uses sharp.
 *
 * Owns: libvips' switches, the single decode, encoder settings, and the error codes. Does not own which variants
 * exist, whether the image may be decoded, or where results are stored.
 *
 * sharp's errors carry no code, only a message, so the phase decides: decoding fails because of the file, encoding
 * decoded pixels only because of a defect here.
 */
export function createSharpImageTransformer(): ImageTransformer {
  hardenLibvips()
  return { version: `sharp ${sharp.versions.sharp ?? ''}`, readHeader, render }
}

/** Only these, and only from memory: no SVG, no TIFF, no file paths, and no probe for HDR data (12 to 20 % of a thumbnail's time). */
const LOADERS = ['JpegBuffer', 'PngBuffer', 'WebpBuffer', 'NsgifBuffer', 'HeifBuffer']

function hardenLibvips(): void {
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({ operation: LOADERS.map((loader) => `VipsForeignLoad${loader}`) })
  // The operation cache does not count decoders' memory: 1.5 GB after six large photos in a warm function.
  sharp.cache(false)
}

async function readHeader(bytes: Buffer, format: ImageFormat, maxPixels: number): Promise<ImageHeader> {
  const metadata = await sharp(bytes, { limitInputPixels: maxPixels })
    .metadata()
    .catch((error: unknown) => {
      throw fileError(error, maxPixels)
    })
  if (metadata.compression === 'hevc') {
    throw new ImageError('unsupported-heic', 'HEVC-coded images cannot be decoded here.')
  }
  return {
    format,
    width: metadata.autoOrient.width,
    height: metadata.autoOrient.height,
    orientation: metadata.orientation ?? 1,
    frames: metadata.pages ?? 1,
    bitsPerChannel: metadata.bitsPerSample ?? (metadata.depth === 'ushort' ? 16 : 8),
    channels: metadata.channels,
    interlaced: metadata.isProgressive,
    chromaSubsampling: metadata.chromaSubsampling ?? null,
    exif: metadata.exif ?? null,
  }
}

interface WorkingImage {
  pixels: Buffer
  raw: { width: number; height: number; channels: 1 | 2 | 3 | 4 }
  hasAlpha: boolean
}

async function render(bytes: Buffer, plan: VariantPlan, limits: RenderLimits) {
  const warnings: string[] = []
  let working: WorkingImage
  try {
    working = await decode(bytes, plan, limits, 'warning')
  } catch (error) {
    if (!(error instanceof ImageError) || error.code !== 'corrupt-image') throw error
    // Some phones write JPEGs that every browser shows and the strict setting refuses. Not 'none': it would accept
    // half a photo and fill the rest with grey.
    working = await decode(bytes, plan, limits, 'error')
    warnings.push('repaired-source')
  }
  const variants = await Promise.all(plan.variants.map((variant) => encode(working, variant)))
  return { hasAlpha: working.hasAlpha, variants, warnings }
}

/** To pixels in 8-bit sRGB, upright, at the size of the largest variant. All metadata is dropped here. */
async function decode(
  bytes: Buffer,
  plan: VariantPlan,
  limits: RenderLimits,
  failOn: 'warning' | 'error',
): Promise<WorkingImage> {
  const { data, info } = await sharp(bytes, { failOn, limitInputPixels: limits.maxPixels, autoOrient: true })
    .resize(plan.workingWidth, plan.workingHeight, { fit: 'fill' })
    .toColourspace('srgb')
    .timeout({ seconds: Math.max(1, Math.ceil(limits.timeoutMs / 1000)) })
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => {
      throw fileError(error, limits.maxPixels)
    })
  const { width, height, channels } = info
  return { pixels: data, raw: { width, height, channels }, hasAlpha: hasTransparency(data, channels) }
}

async function encode(working: WorkingImage, variant: PlannedVariant): Promise<RenderedVariant> {
  const format = variant.format === 'auto' ? (working.hasAlpha ? 'webp' : 'jpeg') : variant.format
  let image = sharp(working.pixels, { raw: working.raw })
  if (!working.hasAlpha) image = image.removeAlpha()
  else if (format === 'jpeg') image = image.flatten({ background: '#fff' })

  const { scaledWidth, scaledHeight, width, height } = variant
  if (variant.crop === 'attention') {
    image = image.resize(width, height, { fit: 'cover', position: sharp.strategy.attention })
  } else {
    const left = Math.floor((scaledWidth - width) / 2)
    const top = Math.floor((scaledHeight - height) / 2)
    image = image.resize(scaledWidth, scaledHeight, { fit: 'fill' }).extract({ left, top, width, height })
  }
  const { data, info } = await ENCODERS[format](image).toBuffer({ resolveWithObject: true })
  return { name: variant.name, bytes: data, width: info.width, height: info.height, ...FILE_TYPES[format] }
}

/**
 * Formats that all browsers and mail clients show. WebP effort 2 costs half the time of the default 4 for 4 % more
 * bytes. No AVIF: at the default effort one image takes seconds, and its encoder cannot be interrupted.
 */
const ENCODERS = {
  jpeg: (image: Sharp) => image.jpeg({ quality: 80, progressive: true }),
  webp: (image: Sharp) => image.webp({ quality: 80, effort: 2 }),
  png: (image: Sharp) => image.png(),
}

const FILE_TYPES = {
  jpeg: { contentType: 'image/jpeg', extension: 'jpg' },
  webp: { contentType: 'image/webp', extension: 'webp' },
  png: { contentType: 'image/png', extension: 'png' },
} as const

/** GIFs and screenshots mostly have an unused alpha channel; without it they can become JPEG. */
function hasTransparency(pixels: Buffer, channels: number): boolean {
  if (channels !== 2 && channels !== 4) return false
  for (let at = channels - 1; at < pixels.length; at += channels) {
    if (pixels[at] !== 255) return true
  }
  return false
}

function fileError(cause: unknown, maxPixels: number): ImageError {
  const message = cause instanceof Error ? cause.message : ''
  if (/exceeds pixel limit|too large/i.test(message)) {
    const detail = `The image has more than the ${(maxPixels / 1e6).toFixed(1)} megapixels allowed.`
    return new ImageError('image-too-large', detail, { cause })
  }
  if (message.startsWith('timeout:')) {
    return new ImageError('processing-timeout', 'Decoding the image took too long.', { cause })
  }
  return new ImageError('corrupt-image', 'The image is damaged and cannot be decoded.', { cause })
}
