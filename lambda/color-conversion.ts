import { readAvifProperties } from './avif-properties.ts'
import { type ColorConversion, type ColorSignal, isHdrSignal } from './color-signal.ts'
import { readProfile } from './icc-profile.ts'
import type { ImageHeader } from './image-transformer.ts'
import { readPngSignal } from './png-signal.ts'

/** Chooses what browsers do for the same file. */
export function chooseConversion(header: ImageHeader, bytes: Buffer): ColorConversion {
  if (header.format === 'jpeg' && header.channels === 4) {
    const profile = header.profile === null ? null : readProfile(header.profile)
    return profile?.space === 'CMYK' ? { kind: 'profile' } : { kind: 'inks' }
  }
  const signal = readSignal(header, bytes)
  if (signal === null || isPlain(signal)) return { kind: 'profile' }
  return { kind: 'signal', signal, isDeep: isHdrSignal(signal) && header.bitsPerChannel > 8 }
}

/** The signal that still has to be applied to what the decoder gives; `null`: none is stated. */
export function readSignal({ format }: ImageHeader, bytes: Buffer): ColorSignal | null {
  if (format === 'png') return readPngSignal(bytes)
  if (format !== 'avif') return null
  const { signal, monochrome } = readAvifProperties(bytes)
  // Of colour images libheif has already expanded the range.
  return signal === null ? null : { ...signal, fullRange: signal.fullRange || !monochrome }
}

/** sRGB already; unspecified primaries (2) count as such. */
function isPlain({ primaries, curve, fullRange }: ColorSignal): boolean {
  return (primaries === 1 || primaries === 2) && curve === 'srgb' && fullRange
}

export function isHdrConversion(conversion: ColorConversion): boolean {
  return conversion.kind === 'signal' && isHdrSignal(conversion.signal)
}
