/** A value of an EXIF entry: text, a whole number, or fractions as [numerator, denominator]. */
export type ExifValue = string | number | [number, number][]

export interface ExifContent {
  main?: Record<number, ExifValue>
  photo?: Record<number, ExifValue>
  gps?: Record<number, ExifValue>
}

/** An EXIF block as cameras write it, in either byte order. */
export function exifBlock(order: 'II' | 'MM', { main = {}, photo = {}, gps = {} }: ExifContent): Buffer {
  const bytes = Buffer.alloc(8192)
  const little = order === 'II'
  const u16 = (value: number, at: number) =>
    little ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at)
  const u32 = (value: number, at: number) =>
    little ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at)
  let free = 1024
  const directory = (start: number, entries: Record<number, ExifValue>) => {
    const list = Object.entries(entries)
    u16(list.length, start)
    list.forEach(([tag, value], index) => {
      const at = start + 2 + index * 12
      u16(Number(tag), at)
      if (typeof value === 'number') {
        const isLong = Number(tag) === 0x8769 || Number(tag) === 0x8825
        u16(isLong ? 4 : 3, at + 2)
        u32(1, at + 4)
        if (isLong) u32(value, at + 8)
        else u16(value, at + 8)
        return
      }
      if (typeof value === 'string') {
        u16(2, at + 2)
        const length = Buffer.byteLength(value) + 1
        u32(length, at + 4)
        if (length > 4) u32(free, at + 8)
        bytes.write(value, length > 4 ? free : at + 8, 'utf8')
        free += length + (length % 2)
        return
      }
      u16(5, at + 2)
      u32(value.length, at + 4)
      u32(free, at + 8)
      for (const [over, under] of value) {
        u32(over, free)
        u32(under, free + 4)
        free += 8
      }
    })
  }
  bytes.write(order, 0, 'latin1')
  u16(42, 2)
  u32(8, 4)
  directory(8, { ...main, 34665: 300, 34853: 600 })
  directory(300, photo)
  directory(600, gps)
  return bytes.subarray(0, free)
}

/** A JPEG with an EXIF block as its first segment. */
export function withExif(jpeg: Buffer, exif: Buffer): Buffer {
  const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0, 0]), Buffer.from('Exif\0\0', 'latin1'), exif])
  segment.writeUInt16BE(segment.length - 2, 2)
  return Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)])
}
