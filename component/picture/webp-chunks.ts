/** The chunks of a WebP file. Pure. */
import { exifOrientation } from '../engine/files/exif-orientation.ts'
import { latin1 } from './latin1.ts'
import { orientationExif, turns } from './orientation-exif.ts'

type Bytes = Uint8Array<ArrayBuffer>

const KEPT = new Set(['VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP'])
/** Flags of `VP8X`. */
const XMP = 0x04
const EXIF = 0x08
const ANIMATION = 0x02

/**
 * The pieces of the file without metadata, as `stripJpeg`.
 *
 * @throws RangeError where the file is damaged
 */
export function stripWebp(file: Bytes): Bytes[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const pieces: Bytes[] = []
  let header: Bytes | undefined
  let orientation: number | undefined
  const riffEnd = Math.min(8 + view.getUint32(4, true), file.length)
  for (let at = 12; at + 8 <= riffEnd; ) {
    const type = latin1(file, at, 4)
    const length = view.getUint32(at + 4, true)
    const bytes = file.subarray(at, at + 8 + length + (length % 2))
    if (type === 'VP8X') {
      header = bytes.slice()
      pieces.push(header)
    } else if (KEPT.has(type)) pieces.push(bytes)
    else if (type === 'EXIF')
      orientation = exifOrientation(new DataView(bytes.buffer, bytes.byteOffset + 8, bytes.byteLength - 8))
    at += 8 + length + (length % 2)
  }
  const exif = turns(orientation) ? chunk('EXIF', orientationExif(orientation)) : undefined
  if (header !== undefined) header[8] = ((header[8] ?? 0) & ~(XMP | EXIF)) | (exif === undefined ? 0 : EXIF)
  if (exif !== undefined) pieces.push(exif)
  return [riff(pieces), ...pieces]
}

export function isAnimatedWebp(head: Bytes): boolean {
  return latin1(head, 12, 4) === 'VP8X' && ((head[20] ?? 0) & ANIMATION) !== 0
}

function riff(pieces: readonly Bytes[]): Bytes {
  const bytes = new Uint8Array(12)
  put(bytes, 0, 'RIFF')
  const size = pieces.reduce((sum, { length }) => sum + length, 4)
  new DataView(bytes.buffer).setUint32(4, size, true)
  put(bytes, 8, 'WEBP')
  return bytes
}

/** @param data of an even length */
function chunk(type: string, data: Bytes): Bytes {
  const bytes = new Uint8Array(8 + data.length)
  put(bytes, 0, type)
  new DataView(bytes.buffer).setUint32(4, data.length, true)
  bytes.set(data, 8)
  return bytes
}

function put(bytes: Bytes, at: number, letters: string): void {
  for (let index = 0; index < letters.length; index += 1) bytes[at + index] = letters.charCodeAt(index)
}
