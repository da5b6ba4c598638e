import { ImageError } from './image-error.ts'
import { jpegSegments } from './jpeg-segments.ts'

/** Frame headers of lossless, hierarchical and differential coding. */
const RARE_FRAMES = [0xc3, 0xc5, 0xc6, 0xc7, 0xcb, 0xcd, 0xce, 0xcf]
const COMMON_FRAMES = [0xc0, 0xc1, 0xc2, 0xc9, 0xca]

/**
 * Refuses codings that browsers do not show: neither is such a file damaged.
 *
 * @throws ImageError `unsupported-format`
 */
export function requireCommonJpeg(jpeg: Buffer): void {
  for (const { marker, content } of jpegSegments(jpeg)) {
    if (RARE_FRAMES.includes(marker)) {
      throw new ImageError('unsupported-format', 'Lossless and hierarchical JPEG are not decoded.')
    }
    if (!COMMON_FRAMES.includes(marker)) continue
    const bits = jpeg[content] ?? 8
    if (bits === 8) return
    throw new ImageError(
      'unsupported-format',
      `JPEG with ${bits} bits per channel is not decoded; 8 bits are.`,
    )
  }
}
