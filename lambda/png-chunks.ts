const SIGNATURE_LENGTH = 8
/** Length, type and CRC around each chunk's data. */
const CHUNK_OVERHEAD = 12

/**
 * Chunks that affect the image. All others are dropped, above all compressed text (zTXt, iTXt): libpng inflates it
 * while it reads the *header*, before any pixel limit applies; 49 KB of file become 259 MB of memory, 973 KB 3 GB.
 * Animation chunks are dropped too: the still image is used.
 */
const KEPT = new Set(
  'IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP mDCV cLLI sBIT bKGD pHYs eXIf'.split(' '),
)
const MAX_CHUNK_LENGTH: Record<string, number> = { eXIf: 64 * 1024, iCCP: 4 * 1024 * 1024 }

/**
 * The same PNG without the chunks that do not affect the image. Walks the chunk list and inflates nothing. Returns the
 * same buffer when there is nothing to drop; bytes after `IEND` or after an unreadable chunk are left out.
 */
export function dropPngExtras(png: Buffer): Buffer {
  let kept: Buffer | null = null
  let keptLength = SIGNATURE_LENGTH
  let at = SIGNATURE_LENGTH
  while (at + CHUNK_OVERHEAD <= png.length) {
    const dataLength = png.readUInt32BE(at)
    const type = png.toString('latin1', at + 4, at + 8)
    // A truncated last chunk is kept: the decoder reports the damage.
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
