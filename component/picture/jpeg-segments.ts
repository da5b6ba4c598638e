/** The segments of a JPEG file. Pure. */
import { exifOrientation, findExifOrientation } from '../engine/files/exif-orientation.ts'
import { joined } from './joined.ts'
import { latin1 } from './latin1.ts'
import { orientationExif, turns } from './orientation-exif.ts'

type Bytes = Uint8Array<ArrayBuffer>

interface Segment {
  readonly marker: number
  /** From its marker on; a scan with all its data. */
  readonly bytes: Bytes
}

const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda
const APP0 = 0xe0
const APP1 = 0xe1
const APP2 = 0xe2
const APP14 = 0xee
const COMMENT = 0xfe

const EXIF = 'Exif\0\0'

/**
 * The pieces of the file without metadata: colour profile, orientation and compressed pixels stay. What follows the
 * picture goes as well: phones append videos and second pictures, which have metadata of their own.
 *
 * @throws RangeError where the file is damaged before its pixels
 */
export function stripJpeg(file: Bytes): Bytes[] {
  return [
    file.subarray(0, 2),
    ...segmentsOf(file).flatMap((segment) => {
      if (isKept(segment)) return [segment.bytes]
      const orientation = isExif(segment) ? exifOrientation(payload(segment)) : undefined
      return turns(orientation) ? [exifSegment(orientationExif(orientation))] : []
    }),
  ]
}

/** The EXIF segment for a picture whose pixels are turned already; undefined where the file has none. */
export function uprightExif(file: Bytes): Bytes | undefined {
  const found = segmentsOf(file).find(isExif)
  if (found === undefined) return undefined
  const copy = found.bytes.slice()
  const view = new DataView(copy.buffer, 4)
  const orientation = findExifOrientation(view)
  if (orientation !== undefined) view.setUint16(orientation.offset, 1, orientation.isLittleEndian)
  return copy
}

/** A segment is inserted behind the start mark, where EXIF belongs. */
export function withSegment(jpeg: Bytes, segment: Bytes): Bytes {
  return joined([jpeg.subarray(0, 2), segment, jpeg.subarray(2)])
}

function segmentsOf(file: Bytes): Segment[] {
  if (file[0] !== 0xff || file[1] !== SOI) throw new RangeError('No JPEG')
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const segments: Segment[] = []
  for (let at = 2; at + 1 < file.length; ) {
    const marker = view.getUint8(at + 1)
    if (view.getUint8(at) !== 0xff) throw new RangeError(`No segment at ${at}`)
    if (marker === 0xff) {
      at += 1
      continue
    }
    // A file that was cut off has no end mark.
    const headEnd = marker === EOI ? at + 2 : Math.min(at + 2 + view.getUint16(at + 2), file.length)
    const end = marker === SOS ? endOfScan(file, headEnd) : headEnd
    segments.push({ marker, bytes: file.subarray(at, end) })
    if (marker === EOI) break
    at = end
  }
  return segments
}

/** Within the data of a scan 0xff is followed by zero or by a restart mark. */
function endOfScan(file: Bytes, from: number): number {
  for (let at = file.indexOf(0xff, from); at !== -1; at = file.indexOf(0xff, at + 1)) {
    const next = file[at + 1]
    if (next === undefined) break
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at
  }
  return file.length
}

/** JFIF (density), Adobe (the colour transform) and ICC profiles are needed to show the pixels as they are. */
function isKept(segment: Segment): boolean {
  switch (segment.marker) {
    case APP0:
      return startsWith(segment, 'JFIF\0')
    case APP2:
      return startsWith(segment, 'ICC_PROFILE\0')
    case APP14:
      return startsWith(segment, 'Adobe')
    default:
      return segment.marker !== COMMENT && (segment.marker < APP0 || segment.marker > 0xef)
  }
}

function isExif(segment: Segment): boolean {
  return segment.marker === APP1 && startsWith(segment, EXIF)
}

function startsWith({ bytes }: Segment, prefix: string): boolean {
  return latin1(bytes, 4, prefix.length) === prefix
}

function payload({ bytes }: Segment): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset + 4, bytes.byteLength - 4)
}

function exifSegment(tiff: Bytes): Bytes {
  const length = 2 + EXIF.length + tiff.length
  const prefix = [...EXIF].map((letter) => letter.charCodeAt(0))
  return Uint8Array.from([0xff, APP1, length >> 8, length & 0xff, ...prefix, ...tiff])
}
