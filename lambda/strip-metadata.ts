import { embedGainMap, hasGainMap, readGainMap } from './gain-map.ts'
import type { ImageFormat } from './image-transformer.ts'
import { stripAvif } from './strip-avif.ts'
import { stripGif, stripPng, stripWebp } from './strip-chunks.ts'
import { stripJpeg } from './strip-jpeg.ts'

/**
 * The same image without EXIF, XMP, IPTC, comments and previews; pixels, colour profile, orientation and gain map stay as
 * they are. `null` for formats that are not stripped. Returns the same buffer when there is nothing to remove.
 */
export function stripMetadata(bytes: Buffer, format: ImageFormat, orientation: number): Buffer | null {
  switch (format) {
    case 'jpeg': {
      const map = hasGainMap(bytes) ? readGainMap(bytes) : null
      const stripped = stripJpeg(bytes, orientation)
      if (map === null) return stripped
      return embedGainMap(stripped, { ...map, jpeg: stripJpeg(map.jpeg, 1) })
    }
    case 'png':
      return stripPng(bytes, orientation)
    case 'webp':
      return stripWebp(bytes)
    case 'gif':
      return stripGif(bytes)
    case 'avif':
      return stripAvif(bytes)
    default:
      return null
  }
}
