import { APP1, APP2, jpegSegment, jpegSegments } from './jpeg-segments.ts'
import { orientationExif } from './orientation-exif.ts'

const APP0 = 0xe0
const APP14 = 0xee
const APP15 = 0xef
const COMMENT = 0xfe
const END_OF_IMAGE = 0xd9
const PROFILE = 'ICC_PROFILE\0'

/** Keeps what decoding needs: JFIF, the colour profile, Adobe's colour transform and all that is no APP segment. */
export function stripJpeg(jpeg: Buffer, orientation: number): Buffer {
  const kept: Buffer[] = [jpeg.subarray(0, 2)]
  const exif = orientation > 1 ? jpegSegment(APP1, 'Exif\0\0', orientationExif(orientation)) : null
  let isExifWritten = exif === null
  let scanAt = 2
  for (const { marker, start, content, end } of jpegSegments(jpeg)) {
    scanAt = end
    if (!isExifWritten && marker !== APP0 && exif !== null) {
      kept.push(exif)
      isExifWritten = true
    }
    const isProfile =
      marker === APP2 && jpeg.toString('latin1', content, content + PROFILE.length) === PROFILE
    const isApplication = marker >= APP0 && marker <= APP15
    const isNeeded = marker === APP0 || marker === APP14 || isProfile
    if (marker !== COMMENT && (!isApplication || isNeeded)) kept.push(jpeg.subarray(start, end))
  }
  kept.push(jpeg.subarray(scanAt, endOfImage(jpeg, scanAt)))
  const stripped = Buffer.concat(kept)
  return stripped.equals(jpeg) ? jpeg : stripped
}

/** Behind the first picture: previews, gain maps and videos of phones follow it. */
function endOfImage(jpeg: Buffer, scanAt: number): number {
  for (let at = jpeg.indexOf(0xff, scanAt); at !== -1 && at + 1 < jpeg.length; at = jpeg.indexOf(0xff, at)) {
    const marker = jpeg[at + 1] ?? 0
    if (marker === END_OF_IMAGE) return at + 2
    const hasLength = marker >= 0xc0 && marker < 0xff && !(marker >= 0xd0 && marker <= 0xd7)
    at += hasLength && at + 4 <= jpeg.length ? 2 + jpeg.readUInt16BE(at + 2) : marker === 0xff ? 1 : 2
  }
  return jpeg.length
}
