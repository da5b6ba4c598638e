import type { VariantPlan } from './variant-plan.ts'

/** Formats that are decoded; all others are refused before a decoder runs. */
export type ImageFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' | 'bmp' | 'ico'

/** What the header says; no pixel is decoded for it. */
export interface ImageHeader {
  format: ImageFormat
  /** As displayed, after the orientation was applied. */
  width: number
  height: number
  /** EXIF orientation, 1 to 8. */
  orientation: number
  /** 1 for a still image. */
  frames: number
  /** Bits per channel: decoders hold 10, 12 and 16 bit images in twice the memory. */
  bitsPerChannel: number
  channels: number
  /** Progressive JPEG or interlaced PNG: the decoder holds the whole image at once. */
  interlaced: boolean
  /** JPEG only: `4:2:0`, `4:4:4`, … */
  chromaSubsampling: string | null
  exif: Buffer | null
}

export interface RenderedImage {
  /** Whether any pixel is transparent; an unused alpha channel does not count. */
  hasAlpha: boolean
  variants: RenderedVariant[]
  /** Damage that was tolerated to decode the file. */
  warnings: string[]
}

export interface RenderedVariant {
  name: string
  bytes: Buffer
  contentType: 'image/jpeg' | 'image/png' | 'image/webp'
  /** Without a dot. */
  extension: string
  /** As encoded. */
  width: number
  height: number
}

/** Reads and renders images: a port, so that importing the handler loads no native code. */
export interface ImageTransformer {
  /** Of the decoders and encoders: other versions give other results. */
  readonly version: string
  /** @throws ImageError `corrupt-image`, `image-too-large`, `unsupported-heic` */
  readHeader(bytes: Buffer, format: ImageFormat, maxPixels: number): Promise<ImageHeader>
  /**
   * Decodes once and derives every variant, upright, in sRGB, without any metadata.
   *
   * @throws ImageError `corrupt-image`, `image-too-large`, `processing-timeout`
   */
  render(bytes: Buffer, plan: VariantPlan, limits: RenderLimits): Promise<RenderedImage>
}

export interface RenderLimits {
  maxPixels: number
  /** Milliseconds. Decoders stop at it, encoders do not. */
  timeoutMs: number
}
