/**
 * When a photo was taken, from its EXIF block, as ISO 8601 in UTC; `null` without a valid date.
 *
 * Reads only the few tags that carry the date. General readers build every array the block claims to hold, and entries
 * may overlap: 64 KB of hostile EXIF cost such a reader 15 s of blocked event loop and 3.5 GB. Without an offset the
 * date counts as UTC.
 */
export function readCaptureDate(exif: Buffer): string | null {
  const tiff = exif.toString('latin1', 0, 6) === 'Exif\0\0' ? exif.subarray(6) : exif
  const order = tiff.toString('latin1', 0, 4)
  if (order !== 'II*\0' && order !== 'MM\0*') return null
  const block: ExifBlock = { tiff, littleEndian: order === 'II*\0' }

  const firstDirectory = readUint(block, 4, 4)
  const photoEntry = firstDirectory === null ? null : findEntry(block, firstDirectory, TAG.photoDirectory)
  const photoDirectory = photoEntry === null ? null : readUint(block, photoEntry + 8, 4)
  if (photoDirectory === null) return null

  return (
    toIso(
      readAscii(block, photoDirectory, TAG.original),
      readAscii(block, photoDirectory, TAG.originalOffset),
    ) ??
    toIso(
      readAscii(block, photoDirectory, TAG.digitized),
      readAscii(block, photoDirectory, TAG.digitizedOffset),
    )
  )
}

interface ExifBlock {
  tiff: Buffer
  littleEndian: boolean
}

const TAG = {
  photoDirectory: 0x8769,
  original: 0x9003,
  digitized: 0x9004,
  originalOffset: 0x9011,
  digitizedOffset: 0x9012,
}
const ENTRY_LENGTH = 12
const ASCII = 2
/** Dates have 20 bytes, offsets 7. */
const MAX_ASCII_LENGTH = 32

function readUint({ tiff, littleEndian }: ExifBlock, at: number, length: 2 | 4): number | null {
  if (at < 0 || at + length > tiff.length) return null
  return littleEndian ? tiff.readUIntLE(at, length) : tiff.readUIntBE(at, length)
}

/** Where the entry of a tag starts in a directory. */
function findEntry(block: ExifBlock, directory: number, tag: number): number | null {
  const count = readUint(block, directory, 2) ?? 0
  for (let index = 0; index < count; index += 1) {
    const at = directory + 2 + index * ENTRY_LENGTH
    const found = readUint(block, at, 2)
    if (found === null) return null
    if (found === tag) return at
  }
  return null
}

function readAscii(block: ExifBlock, directory: number, tag: number): string | null {
  const at = findEntry(block, directory, tag)
  if (at === null || readUint(block, at + 2, 2) !== ASCII) return null
  const length = readUint(block, at + 4, 4)
  if (length === null || length > MAX_ASCII_LENGTH) return null
  const start = length <= 4 ? at + 8 : readUint(block, at + 8, 4)
  if (start === null) return null
  return block.tiff
    .toString('latin1', start, start + length)
    .replace(/\0.*$/, '')
    .trim()
}

function toIso(date: string | null, offset: string | null): string | null {
  const match = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)$/.exec(date ?? '')
  if (match === null) return null
  const [, year, month, day, time] = match
  const zone = /^[+-]\d\d:\d\d$/.test(offset ?? '') ? offset : 'Z'
  const local = `${year}-${month}-${day}T${time}`
  // Date rolls 31 February over to March; a round trip through UTC shows it.
  const asUtc = new Date(`${local}Z`)
  if (Number.isNaN(asUtc.getTime()) || !asUtc.toISOString().startsWith(local)) return null
  const instant = new Date(`${local}${zone}`)
  return Number.isNaN(instant.getTime()) ? null : instant.toISOString()
}
