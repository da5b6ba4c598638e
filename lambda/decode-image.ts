import { convertInks, convertToSrgb } from './convert-color.ts'
import { fileError } from './file-error.ts'
import { type Sharp, type SharpOptions, sharp } from './hardened-sharp.ts'
import { ImageError } from './image-error.ts'
import type { DecoderInput, ImageFormat, RenderRequest } from './image-transformer.ts'
import { isTruncatedGif } from './is-truncated-gif.ts'
import { mendPng } from './mend-png.ts'

/** 8-bit sRGB, upright, at the size of the largest variant, without metadata. */
export interface WorkingImage {
  pixels: Buffer
  raw: { width: number; height: number; channels: 1 | 2 | 3 | 4 }
  hasAlpha: boolean
  warnings: string[]
}

type FailOn = 'warning' | 'error' | 'none'
/** Of the function's memory, for the pixels of a PNG that is mended. */
const MENDING_FRACTION = 1 / 16

/**
 * Decodes strictly first and then as browsers do: some phones write JPEGs with harmless faults (`repaired-source`), and of
 * a file that was cut the part that exists is shown (`truncated-source`).
 *
 * @throws ImageError `corrupt-image` when nothing can be shown, `image-too-large`, `processing-timeout`,
 *   `unsupported-format`
 */
export async function decodeImage(request: RenderRequest): Promise<WorkingImage> {
  const { input } = request
  const attempts: (() => Promise<WorkingImage | null>)[] = [
    () => decode(request, input, 'warning', []),
    () => decode(request, input, 'error', ['repaired-source']),
    () => decodeMended(request),
    () => decodePart(request),
  ]
  let failure: unknown
  for (const attempt of attempts) {
    try {
      const image = await attempt()
      if (image !== null) return withGifWarning(image, input)
    } catch (error) {
      if (!(error instanceof ImageError) || error.code !== 'corrupt-image') throw error
      failure ??= error
    }
  }
  throw failure
}

async function decodeMended(request: RenderRequest): Promise<WorkingImage | null> {
  const { input, limits } = request
  if (input.kind !== 'file' || input.format !== 'png') return null
  const mended = await mendPng(input.bytes, limits.memoryBytes * MENDING_FRACTION)
  if (mended === null) return null
  const warning = mended.isTruncated ? 'truncated-source' : 'repaired-source'
  return await decode(request, { ...input, bytes: mended.bytes }, 'error', [warning])
}

/** A decoder that is told to ignore everything returns one colour where it could read nothing. */
async function decodePart(request: RenderRequest): Promise<WorkingImage | null> {
  const image = await decode(request, request.input, 'none', ['truncated-source'])
  return isUniform(image) ? null : image
}

async function decode(
  { plan, conversion, limits }: RenderRequest,
  input: DecoderInput,
  failOn: FailOn,
  warnings: string[],
): Promise<WorkingImage> {
  const options: SharpOptions = {
    failOn,
    limitInputPixels: limits.maxPixels,
    autoOrient: input.kind === 'file' && isTurned(input.format),
  }
  const image = open(input, conversion.kind === 'profile' ? options : { ...options, ignoreIcc: true })
    .resize(plan.workingWidth, plan.workingHeight, { fit: 'fill' })
    .timeout({ seconds: Math.max(1, Math.ceil(limits.timeoutMs / 1000)) })
  const failed = (error: unknown) => {
    throw fileError(error, limits.maxPixels)
  }
  switch (conversion.kind) {
    case 'profile': {
      const { data, info } = await toRaw(image.toColourspace('srgb')).catch(failed)
      return { ...describe(data, info), warnings }
    }
    case 'inks': {
      const { data, info } = await toRaw(image.pipelineColourspace('cmyk').toColourspace('cmyk')).catch(
        failed,
      )
      return { ...describe(convertInks(data), { ...info, channels: 3 }), warnings }
    }
    case 'signal': {
      const { signal, isDeep } = conversion
      const deep = image.toColourspace(isDeep ? 'rgb16' : 'srgb')
      const { data, info } = await deep
        .raw({ depth: isDeep ? 'ushort' : 'uchar' })
        .toBuffer({ resolveWithObject: true })
        .catch(failed)
      const samples = isDeep ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data
      const channels = info.channels === 4 ? 4 : 3
      if (info.channels < 3) throw new ImageError('internal', 'The decoder gave grey samples.')
      return {
        ...describe(convertToSrgb(samples, channels, signal), { ...info, channels }),
        warnings,
      }
    }
  }
}

/** Browsers ignore the EXIF orientation of WebP. */
export function isTurned(format: ImageFormat): boolean {
  return format !== 'webp'
}

function open(input: DecoderInput, options: SharpOptions): Sharp {
  if (input.kind === 'file') return sharp(input.bytes, options)
  const { pixels, width, height } = input
  return sharp(pixels, { limitInputPixels: false, raw: { width, height, channels: 4 } })
}

async function toRaw(image: Sharp) {
  return await image.raw().toBuffer({ resolveWithObject: true })
}

function describe(
  pixels: Buffer,
  { width, height, channels }: { width: number; height: number; channels: 1 | 2 | 3 | 4 },
): Omit<WorkingImage, 'warnings'> {
  return { pixels, raw: { width, height, channels }, hasAlpha: hasTransparency(pixels, channels) }
}

/** GIFs and screenshots mostly have an unused alpha channel; without it they can become JPEG. */
function hasTransparency(pixels: Buffer, channels: number): boolean {
  if (channels !== 2 && channels !== 4) return false
  for (let at = channels - 1; at < pixels.length; at += channels) {
    if (pixels[at] !== 255) return true
  }
  return false
}

function isUniform({ pixels, raw: { channels } }: WorkingImage): boolean {
  for (let at = channels; at < pixels.length; at += 1) {
    if (pixels[at] !== pixels[at - channels]) return false
  }
  return true
}

function withGifWarning(image: WorkingImage, input: DecoderInput): WorkingImage {
  const isCut = input.kind === 'file' && input.format === 'gif' && isTruncatedGif(input.bytes)
  return isCut ? { ...image, warnings: ['truncated-source'] } : image
}
