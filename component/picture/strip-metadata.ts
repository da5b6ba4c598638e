import { joined } from './joined.ts'
import { stripJpeg } from './jpeg-segments.ts'
import { stripPng } from './png-chunks.ts'
import { stripWebp } from './webp-chunks.ts'

const STRIPPERS: Readonly<Record<string, typeof stripJpeg>> = {
  'image/jpeg': stripJpeg,
  'image/png': stripPng,
  'image/webp': stripWebp,
}

/** Whether metadata of this type can be removed without decoding the picture. */
export function canStrip(type: string): boolean {
  return Object.hasOwn(STRIPPERS, type)
}

/**
 * The file without EXIF, XMP, comments and all other metadata; undefined where it has none. Compressed pixels, colour
 * profile, animation and orientation stay.
 *
 * @param type of the content
 * @throws RangeError where the file is damaged
 */
export async function stripMetadata(file: Blob, type: string): Promise<Blob | undefined> {
  const strip = STRIPPERS[type]
  if (strip === undefined) return undefined
  const pieces = strip(new Uint8Array(await file.arrayBuffer()))
  const stripped = joined(pieces)
  return stripped.length === file.size ? undefined : new Blob([stripped], { type })
}
