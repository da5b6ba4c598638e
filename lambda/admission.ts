import { ImageError } from './image-error.ts'
import type { ImageHeader } from './image-transformer.ts'
import type { VariantPlan } from './variant-plan.ts'

const MB = 1_000_000
/** Node, sharp, the SDK and a warm heap, plus what the encoders need. */
const BASE_BYTES = 120 * MB
/** What is left free, as a fraction: the service kills without a word at the limit. */
const USABLE = 0.85

/**
 * Refuses an image that this function's memory cannot hold, from the header alone. A kill by the service would leave
 * no log line and would be retried, five times, with the same end.
 *
 * @throws ImageError `image-too-large`
 */
export function admit(
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
  const needed = bytesNeeded(header, plan, fileBytes)
  if (needed > limits.memoryBytes * USABLE) {
    throw new ImageError(
      'image-too-large',
      `${megapixels} megapixels of ${header.format} need about ${Math.ceil(needed / MB)} MB of memory; ` +
        `${Math.floor((limits.memoryBytes * USABLE) / MB)} MB are there.`,
    )
  }
}

/** Peak memory of the whole job, in bytes. */
export function bytesNeeded(header: ImageHeader, plan: VariantPlan, fileBytes: number): number {
  const decoding = header.width * header.height * decoderBytesPerPixel(header)
  // The working image is held once as pixels and once more by the step that reads it.
  const working = plan.workingWidth * plan.workingHeight * 4 * 2
  return BASE_BYTES + fileBytes * 2 + decoding + working
}

/** Measured on 24 and 96 megapixel photos: what counts is the coding, far more than the size. */
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
      // Lossless coding; the header does not tell it apart from lossy, which needs less than 1.
      return 5
    case 'gif':
      // One canvas in RGBA, one frame on top.
      return 8
    case 'avif':
      return deep ? 23.6 : 17.4
  }
}
