/** A marker segment before the first scan of a JPEG (ITU-T T.81, annex B). */
export interface JpegSegment {
  marker: number
  /** Of the segment, its marker included. */
  start: number
  /** Of the content, behind marker and length. */
  content: number
  end: number
}

export const APP1 = 0xe1
export const APP2 = 0xe2
export const START_OF_SCAN = 0xda
const FILL = 0xff
/** TEM and the restart markers stand alone. */
const hasNoLength = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)

/** Ends before the first scan, or where the bytes are no segments any more. */
export function* jpegSegments(jpeg: Buffer): Iterable<JpegSegment> {
  for (let at = 2; at + 4 <= jpeg.length && jpeg[at] === FILL; ) {
    const marker = jpeg[at + 1] ?? 0
    if (marker === START_OF_SCAN) return
    if (marker === FILL) at += 1
    else if (hasNoLength(marker)) at += 2
    else {
      const end = at + 2 + jpeg.readUInt16BE(at + 2)
      yield { marker, start: at, content: at + 4, end }
      at = end
    }
  }
}

export function jpegSegment(marker: number, ...parts: readonly (string | Buffer)[]): Buffer {
  const content = Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)),
  )
  const segment = Buffer.alloc(content.length + 4)
  segment.set([FILL, marker], 0)
  segment.writeUInt16BE(content.length + 2, 2)
  content.copy(segment, 4)
  return segment
}
