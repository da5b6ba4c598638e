/** The chunks of a PNG file. Pure. */
import { exifOrientation } from '../engine/files/exif-orientation.ts'
import { latin1 } from './latin1.ts'
import { orientationExif, turns } from './orientation-exif.ts'

type Bytes = Uint8Array<ArrayBuffer>

interface Chunk {
  readonly type: string
  readonly bytes: Bytes
}

/** Ancillary chunks that decide how pixels and animations are shown. */
const KEPT = new Set(
  'tRNS gAMA cHRM sRGB iCCP cICP mDCV mDCv cLLI cLLi sBIT bKGD pHYs acTL fcTL fdAT'.split(' '),
)

/**
 * The pieces of the file without metadata, as `stripJpeg`.
 *
 * @throws RangeError where the file is damaged
 */
export function stripPng(file: Bytes): Bytes[] {
  const pieces = [file.subarray(0, 8)]
  for (const { type, bytes } of chunksOf(file)) {
    if (isCritical(type) || KEPT.has(type)) pieces.push(bytes)
    if (type !== 'eXIf') continue
    const orientation = exifOrientation(
      new DataView(bytes.buffer, bytes.byteOffset + 8, bytes.byteLength - 12),
    )
    if (turns(orientation)) pieces.push(chunk('eXIf', orientationExif(orientation)))
  }
  return pieces
}

/** Whether it is an APNG: its first frame is announced before the pixels. */
export function isAnimatedPng(head: Bytes): boolean {
  for (const { type } of chunksOf(head)) {
    if (type === 'acTL') return true
    if (type === 'IDAT') return false
  }
  return false
}

/** Up to the end mark, or the end of the data. */
function* chunksOf(file: Bytes): Generator<Chunk> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  for (let at = 8; at + 8 <= file.length; ) {
    const end = at + 12 + view.getUint32(at)
    const type = latin1(file, at + 4, 4)
    if (!/^[A-Za-z]{4}$/.test(type)) throw new RangeError(`No chunk at ${at}`)
    yield { type, bytes: file.subarray(at, end) }
    if (type === 'IEND') return
    at = end
  }
}

/** Chunks without which the picture cannot be decoded have a capital first letter. */
function isCritical(type: string): boolean {
  return type.charCodeAt(0) < 0x60
}

function chunk(type: string, data: Bytes): Bytes {
  const bytes = new Uint8Array(data.length + 12)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, data.length)
  for (let index = 0; index < 4; index += 1) bytes[4 + index] = type.charCodeAt(index)
  bytes.set(data, 8)
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)))
  return bytes
}

/** As in the PNG specification, bit by bit: for a few bytes. */
function crc32(bytes: Bytes): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}
