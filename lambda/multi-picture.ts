/** The index of a JPEG with several pictures (CIPA DC-007, "MPF"): where the others are, counted from the index itself. */
import { APP2, jpegSegment, jpegSegments } from './jpeg-segments.ts'

const SIGNATURE = 'MPF\0'
const ENTRY_LENGTH = 16
const ENTRIES_TAG = 0xb002
/** Of the first picture: the one to show, a JPEG. */
const PRIMARY = 0x030000
/** Signature, byte order with the offset of the directory, three tags, the end of the directory, two entries. */
const CONTENT_LENGTH = 4 + 8 + 2 + 3 * 12 + 4 + 2 * ENTRY_LENGTH

/** The pictures behind the first one. */
export function readOtherPictures(jpeg: Buffer): Buffer[] {
  for (const { marker, content, end } of jpegSegments(jpeg)) {
    if (marker !== APP2 || jpeg.toString('latin1', content, content + 4) !== SIGNATURE) continue
    return readEntries(jpeg, content + 4, Math.min(end, jpeg.length))
  }
  return []
}

function readEntries(jpeg: Buffer, base: number, end: number): Buffer[] {
  const isLittle = jpeg.toString('latin1', base, base + 2) === 'II'
  const u16 = (at: number) => (at + 2 > end ? 0 : isLittle ? jpeg.readUInt16LE(at) : jpeg.readUInt16BE(at))
  const u32 = (at: number) => (at + 4 > end ? 0 : isLittle ? jpeg.readUInt32LE(at) : jpeg.readUInt32BE(at))
  const directory = base + u32(base + 4)
  for (let tag = 0; tag < Math.min(u16(directory), 32); tag += 1) {
    const at = directory + 2 + tag * 12
    if (u16(at) !== ENTRIES_TAG) continue
    const [length, list] = [u32(at + 4), base + u32(at + 8)]
    const count = Math.min(16, Math.floor(length / ENTRY_LENGTH))
    return Array.from({ length: Math.max(0, count - 1) }, (_, index) => {
      const entry = list + (index + 1) * ENTRY_LENGTH
      const start = base + u32(entry + 8)
      return jpeg.subarray(start, start + u32(entry + 4))
    })
  }
  return []
}

/** A picture with a second one behind it. `before` are segments that go in front of the index. */
export function joinPictures(primary: Buffer, before: readonly Buffer[], second: Buffer): Buffer {
  const head = Buffer.concat([primary.subarray(0, 2), ...before])
  const size = primary.length + head.length - 2 + CONTENT_LENGTH + 4
  const base = head.length + 4 + SIGNATURE.length
  const content = Buffer.alloc(CONTENT_LENGTH)
  content.write(`${SIGNATURE}II*\0`, 0, 'latin1')
  content.writeUInt32LE(8, 8)
  content.writeUInt16LE(3, 12)
  const tag = (index: number, id: number, type: number, count: number, value: number) => {
    const at = 14 + index * 12
    content.writeUInt16LE(id, at)
    content.writeUInt16LE(type, at + 2)
    content.writeUInt32LE(count, at + 4)
    content.writeUInt32LE(value, at + 8)
  }
  tag(0, 0xb000, 7, 4, Buffer.from('0100').readUInt32LE(0))
  tag(1, 0xb001, 4, 1, 2)
  tag(2, ENTRIES_TAG, 7, 2 * ENTRY_LENGTH, 8 + 2 + 3 * 12 + 4)
  const entries = CONTENT_LENGTH - 2 * ENTRY_LENGTH
  content.writeUInt32LE(PRIMARY, entries)
  content.writeUInt32LE(size, entries + 4)
  content.writeUInt32LE(second.length, entries + ENTRY_LENGTH + 4)
  content.writeUInt32LE(size - base, entries + ENTRY_LENGTH + 8)
  return Buffer.concat([head, jpegSegment(APP2, content), primary.subarray(2), second])
}
