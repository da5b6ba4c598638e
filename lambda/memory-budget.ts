import { ImageError } from './image-error.ts'
import type { ImageHeader } from './image-transformer.ts'
import type { VariantPlan } from './variant-plan.ts'
import type { VariantSpec } from './variant-spec.ts'

const MB = 1_000_000
/** Node, sharp, the SDK and a warm heap. */
const BASE_BYTES = 120 * MB
/** Pixels a side, as in browsers' decoders: millions of lines cost seconds, however narrow. */
const MAX_SIDE = 1_000_000
/** Usable fraction of the function's memory: at the limit Lambda kills the process without a log line. */
const USABLE = 0.85

/**
 * Refuses an image that does not fit into the function's memory, by its header alone. Without this check Lambda would
 * kill the process, without a log line, and retry the message up to the queue's limit.
 *
 * @throws ImageError `image-too-large`
 */
export function checkMemoryBudget(
  header: ImageHeader,
  plan: VariantPlan,
  fileBytes: number,
  limits: { maxPixels: number; memoryBytes: number },
): void {
  const pixels = header.width * header.height
  const megapixels = (pixels / 1e6).toFixed(1)
  if (pixels > limits.maxPixels) {
    const allowed = (limits.maxPixels / 1e6).toFixed(1)
    throw new ImageError('image-too-large', `${megapixels} megapixels are more than the ${allowed} allowed.`)
  }
  if (Math.max(header.width, header.height) > MAX_SIDE) {
    throw new ImageError(
      'image-too-large',
      `${header.width} × ${header.height} pixels: a side has at most ${MAX_SIDE}.`,
    )
  }
  const needed = estimatePeakBytes(header, plan, fileBytes)
  if (needed > limits.memoryBytes * USABLE) {
    throw new ImageError(
      'image-too-large',
      `${megapixels} megapixels of ${header.format} need about ${Math.ceil(needed / MB)} MB of memory; ` +
        `${Math.floor((limits.memoryBytes * USABLE) / MB)} MB are available.`,
    )
  }
}

/** What a function needs for images of the variants' own size, in bytes: with less it could process none. */
export function minimumMemoryBytes(specs: readonly VariantSpec[]): number {
  const largest = Math.max(0, ...specs.map(({ width, height }) => width * height))
  return (BASE_BYTES + largest * 4 * 2 + encoderBytes(specs.map((spec) => ({ spec, ...spec })))) / USABLE
}

/** Estimated peak memory of the whole job, in bytes. */
export function estimatePeakBytes(header: ImageHeader, plan: VariantPlan, fileBytes: number): number {
  const decoding = header.width * header.height * decoderBytesPerPixel(header)
  // The working image is held as pixels and again by the step that reads it.
  const working = plan.workingWidth * plan.workingHeight * 4 * 2
  return BASE_BYTES + fileBytes * 2 + decoding + working + encoderBytes(plan.variants)
}

/** All outputs are encoded at the same time. Measured on variants of 2 and 11 megapixels, in bytes per pixel. */
function encoderBytes(
  variants: readonly { spec: Pick<VariantSpec, 'formats'>; width: number; height: number }[],
): number {
  return variants.reduce((sum, { spec, width, height }) => {
    const perPixel = spec.formats.reduce((bytes, { type }) => bytes + (type === 'avif' ? 20 : 6), 0)
    return sum + width * height * perPixel
  }, 0)
}

/** Estimated peak memory of animated variants, in bytes: libvips holds all frames, before and after scaling. */
export function estimateAnimationBytes(
  { width, height, frames }: ImageHeader,
  animated: readonly { width: number; height: number }[],
): number {
  const scaled = animated.reduce((sum, variant) => sum + variant.width * variant.height, 0)
  return (BASE_BYTES + frames * 4 * (width * height + 2 * scaled)) / USABLE
}

/** Measured on photos of 24 and 96 megapixels: the coding matters more than the file size. */
function decoderBytesPerPixel(header: ImageHeader): number {
  const deep = header.bitsPerChannel > 8
  switch (header.format) {
    case 'jpeg':
      if (!header.interlaced) return 0.3
      // A progressive decoder stores every coefficient: 2 bytes per sample.
      if (header.channels > 3) return 8.2
      return header.chromaSubsampling === '4:2:0' ? 3.2 : 6.1
    case 'png':
      if (!header.interlaced) return deep ? 1.5 : 1
      return (header.channels > 3 ? 4.4 : 3) * (deep ? 2 : 1)
    case 'webp':
      // For lossless coding; lossy needs less than 1, but the header does not say which it is.
      return 5
    case 'gif':
      // One canvas in RGBA, one frame on top.
      return 8
    case 'bmp':
    case 'ico':
      // Decoded to RGBA beside the file.
      return 4
    case 'heic':
      // The planes in WebAssembly, and RGBA there, in the thread, as lines and as a PNG.
      return 22
    case 'avif':
      return deep ? 23.6 : 17.4
  }
}
