import { boxes, boxText, findBox } from './iso-boxes.ts'

/** EXIF, and XMP as a document in MIME. */
const METADATA_TYPES = ['Exif', 'mime']

/**
 * Overwrites EXIF and XMP with zeros: removing their bytes would move all others, and with them every offset in the
 * file. The orientation is in boxes of its own.
 */
export function stripAvif(avif: Buffer): Buffer {
  const meta = findBox(avif, { start: 0, end: avif.length }, 'meta')
  if (meta === null) return avif
  const body = { start: meta.start + 4, end: meta.end }
  const ids = metadataItems(avif, body)
  if (ids.length === 0) return avif
  const stripped = Buffer.from(avif)
  for (const { id, start, length } of extents(avif, body)) {
    if (ids.includes(id)) stripped.fill(0, start, Math.min(start + length, avif.length))
  }
  return stripped.equals(avif) ? avif : stripped
}

function metadataItems(file: Buffer, meta: { start: number; end: number }): number[] {
  const list = findBox(file, meta, 'iinf')
  if (list === null) return []
  const first = list.start + (file[list.start] === 0 ? 6 : 8)
  return [...boxes(file, { start: first, end: list.end })].flatMap(({ type, start, end }) => {
    const isLong = file[start] === 3
    const typeAt = start + (isLong ? 10 : 8)
    if (type !== 'infe' || (file[start] ?? 0) < 2 || typeAt + 4 > end) return []
    if (!METADATA_TYPES.includes(boxText(file, typeAt))) return []
    return [isLong ? file.readUInt32BE(start + 4) : file.readUInt16BE(start + 4)]
  })
}

interface Extent {
  id: number
  start: number
  length: number
}

/** Where the bytes of items are (`iloc`); items inside of `meta` itself are left out. */
function extents(file: Buffer, meta: { start: number; end: number }): Extent[] {
  const box = findBox(file, meta, 'iloc')
  if (box === null) return []
  const version = file[box.start] ?? 0
  const [sizes = 0, moreSizes = 0] = file.subarray(box.start + 4, box.start + 6)
  const [offsetSize, lengthSize, baseSize] = [sizes >> 4, sizes & 15, moreSizes >> 4]
  const indexSize = version === 0 ? 0 : moreSizes & 15
  let at = box.start + 6
  const read = (size: number): number => {
    const end = at + size
    const value = end > box.end || size === 0 ? 0 : Number(BigInt(`0x${file.toString('hex', at, end)}`))
    at = end
    return value
  }
  const found: Extent[] = []
  for (let left = read(version < 2 ? 2 : 4); left > 0 && at < box.end; left -= 1) {
    const id = read(version < 2 ? 2 : 4)
    const method = version === 0 ? 0 : read(2) & 15
    read(2)
    const base = read(baseSize)
    for (let parts = read(2); parts > 0 && at < box.end; parts -= 1) {
      read(indexSize)
      const start = base + read(offsetSize)
      const length = read(lengthSize)
      if (method === 0) found.push({ id, start, length })
    }
  }
  return found
}
