import { isHdrConversion, readSignal } from './color-conversion.ts'
import { type ColorConversion, colorSpaceName } from './color-signal.ts'
import { readProfile } from './icc-profile.ts'
import type { ImageHeader, RenderedImage } from './image-transformer.ts'
import type { ManifestImage } from './manifest.ts'
import { readExif } from './read-exif.ts'

export interface DescribedFile {
  bytes: Buffer
  contentType: string
  /** Bytes that the decoder gets; they hold the colour signal. */
  decoded: Buffer
  hasGainMap: boolean
}

/** What the manifest says about the original. Neither its location nor who made it is taken over. */
export function describeImage(
  header: ImageHeader,
  file: DescribedFile,
  conversion: ColorConversion,
  { hasAlpha, placeholder }: Pick<RenderedImage, 'hasAlpha' | 'placeholder'>,
): ManifestImage {
  const exif = header.exif === null ? null : readExif(header.exif)
  const hdr = file.hasGainMap || isHdrConversion(conversion)
  const duration = header.frames > 1 ? header.delays.reduce((sum, delay) => sum + delay, 0) : 0
  return {
    format: header.format,
    width: header.width,
    height: header.height,
    orientation: header.orientation,
    hasAlpha,
    frames: header.frames,
    capturedAt: exif?.capturedAt ?? null,
    contentType: file.contentType,
    size: file.bytes.length,
    colorSpace: colorSpaceOf(header, file.decoded),
    bitDepth: header.bitsPerChannel,
    ...(hdr && { hdr }),
    ...(duration > 0 && { durationMs: duration }),
    ...(header.frames > 1 && header.loop !== null && { loop: header.loop }),
    ...(header.density !== null && header.density > 0 && { density: Math.round(header.density) }),
    ...(exif?.camera && { camera: exif.camera }),
    ...(exif?.lens && { lens: exif.lens }),
    ...(exif?.exposure && { exposure: exif.exposure }),
    ...(exif?.copyright && { copyright: exif.copyright }),
    ...(exif !== null && { hasLocation: exif.hasLocation }),
    placeholder,
  }
}

const PROFILE_NAMES: readonly [RegExp, string][] = [
  [/sRGB/i, 'srgb'],
  [/Display P3|^sP3C$/i, 'display-p3'],
  [/Adobe RGB/i, 'adobe-rgb'],
]

function colorSpaceOf(header: ImageHeader, decoded: Buffer): string {
  const signal = readSignal(header, decoded)
  if (signal !== null) return colorSpaceName(signal) ?? 'srgb'
  const profile = header.profile === null ? null : readProfile(header.profile)
  if (profile?.name) {
    const { name } = profile
    return PROFILE_NAMES.find(([pattern]) => pattern.test(name))?.[1] ?? name
  }
  if (header.channels < 3) return 'grey'
  return header.format === 'jpeg' && header.channels === 4 ? 'cmyk' : 'srgb'
}
