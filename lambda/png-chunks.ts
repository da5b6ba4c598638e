const SIGNATURE_LENGTH = 8
/** Length, type and CRC around each chunk's data. */
const CHUNK_OVERHEAD = 12

/**
 * Chunks that matter for the picture. Everything else goes, above all the compressed text chunks (zTXt, iTXt):
 * libpng inflates them while it reads the *header*, before any pixel limit applies, so that 49 KB of file become
 * 259 MB of memory and 973 KB become 3 GB. Animation chunks go too: the poster is the still image.
 */
const KEPT = new Set(
  'IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP mDCV cLLI sBIT bKGD pHYs eXIf'.split(' '),
)
const MAX_CHUNK_LENGTH: Record<string, number> = { eXIf: 64 * 1024, iCCP: 4 * 1024 * 1024 }

/**
 * The same PNG without the chunks a thumbnail does not need. Walks the chunk list and inflates nothing. Returns the
 * very same buffer when there is nothing to drop; what comes after `IEND` or cannot be walked is left out.
 */
export function dropPngExtras(png: Buffer): Buffer {
  let kept: Buffer | null = null
  let keptLength = SIGNATURE_LENGTH
  let at = SIGNATURE_LENGTH
  while (at + CHUNK_OVERHEAD <= png.length) {
    const dataLength = png.readUInt32BE(at)
    const type = png.toString('latin1', at + 4, at + 8)
    // A truncated last chunk still goes to the decoder, which names the damage.
    const end = Math.min(at + CHUNK_OVERHEAD + dataLength, png.length)
    if (KEPT.has(type) && dataLength <= (MAX_CHUNK_LENGTH[type] ?? Number.POSITIVE_INFINITY)) {
      kept?.set(png.subarray(at, end), keptLength)
      keptLength += end - at
    } else if (kept === null) {
      kept = Buffer.allocUnsafe(png.length)
      kept.set(png.subarray(0, at))
    }
    at = end
    if (type === 'IEND') break
  }
  return (kept ?? png).subarray(0, keptLength)
}
