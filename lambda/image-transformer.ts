import type { ColorConversion } from './color-signal.ts'
import type { GainMap } from './gain-map.ts'
import type { ManifestPlaceholder } from './manifest.ts'
import type { VariantPlan } from './variant-plan.ts'

/** Formats that are decoded; all others are refused before a decoder runs. */
export type ImageFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' | 'bmp' | 'ico' | 'heic'

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
  /** ICC colour profile. */
  profile: Buffer | null
  /** Of an animation, in milliseconds for each frame. */
  delays: readonly number[]
  /** Runs of an animation; 0 is endless. */
  loop: number | null
  /** Pixels per inch. */
  density: number | null
}

/** What a decoder gets: a file, or pixels of a format that libvips does not read, as RGBA. */
export type DecoderInput =
  | { kind: 'file'; bytes: Buffer; format: ImageFormat }
  | { kind: 'pixels'; pixels: Buffer; width: number; height: number }

export interface RenderRequest {
  input: DecoderInput
  plan: VariantPlan
  conversion: ColorConversion
  /** Frames that animated variants get; 1: none of them is animated. */
  frames: number
  /** Of the original, in its stored orientation; JPEG variants take it over. */
  gainMap: { map: GainMap; orientation: number } | null
  /** An image file to put on variants that ask for it. */
  watermark: Buffer | null
  limits: RenderLimits
}

export interface RenderLimits {
  maxPixels: number
  memoryBytes: number
  /** Milliseconds. Decoders stop at it, encoders do not. */
  timeoutMs: number
}

export interface RenderedImage {
  /** Whether any pixel is transparent; an unused alpha channel does not count. */
  hasAlpha: boolean
  placeholder: ManifestPlaceholder
  variants: RenderedVariant[]
  /** Damage that was tolerated to decode the file. */
  warnings: string[]
}

export interface RenderedVariant {
  name: string
  bytes: Buffer
  contentType: 'image/avif' | 'image/jpeg' | 'image/png' | 'image/webp'
  /** Without a dot. */
  extension: string
  /** As encoded. */
  width: number
  height: number
  /** More than 1 for an animation. */
  frames: number
  /** Whether it has the original's gain map. */
  hasGainMap: boolean
}

/** Reads and renders images: a port, so that importing the handler loads no native code. */
export interface ImageTransformer {
  /** Of the decoders and encoders: other versions give other results. */
  readonly version: string
  /** @throws ImageError `corrupt-image`, `image-too-large`, `unsupported-format`, `unsupported-heic` */
  readHeader(bytes: Buffer, format: ImageFormat, maxPixels: number): Promise<ImageHeader>
  /**
   * Decodes once and derives every variant, upright, in sRGB, without any metadata.
   *
   * @throws ImageError `corrupt-image`, `image-too-large`, `processing-timeout`, `unsupported-format`
   */
  render(request: RenderRequest): Promise<RenderedImage>
}
