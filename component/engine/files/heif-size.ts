/** The size of a HEIC or AVIF image, from the properties of its primary item (ISO/IEC 23008-12). */
import type { ImageSize } from '../upload/rejection.ts'
import type { ByteReader } from './byte-reader.ts'

/** Bytes read of the `meta` box: the tiles of a photo and their positions take a few kilobytes. */
const MAX_META = 1024 * 1024

interface Box {
  readonly type: string
  readonly body: DataView
}

/**
 * Null where the file has no primary image.
 *
 * @throws RangeError where a box points beyond its own end
 */
export async function heifSize(read: ByteReader): Promise<ImageSize | null> {
  let at = 0
  for (let step = 0; step < 64; step += 1) {
    const head = await read(at, 16)
    if (head.byteLength < 8) return null
    const { type, start, length } = boxHead(head, 0)
    if (type === 'meta') return metaSize(await read(at + start, Math.min(length - start, MAX_META)))
    if (length < start) return null
    at += length
  }
  return null
}

function metaSize(meta: DataView): ImageSize | null {
  // A full box has 4 bytes of version and flags before its boxes.
  const boxes = boxesOf(meta, 4)
  const primary = child(boxes, 'pitm')
  const properties = child(boxes, 'iprp')
  if (primary === undefined || properties === undefined) return null
  const item = primary.getUint8(0) === 0 ? primary.getUint16(4) : primary.getUint32(4)
  const parts = boxesOf(properties, 0)
  const container = child(parts, 'ipco')
  if (container === undefined) return null
  const known = boxesOf(container, 0)
  let size: ImageSize | null = null
  let turned = false
  for (const { type, body } of parts) {
    if (type !== 'ipma') continue
    for (const index of propertiesOf(item, body)) {
      const property = known[index - 1]
      if (property?.type === 'ispe') {
        size = { width: property.body.getUint32(4), height: property.body.getUint32(8) }
      }
      // Quarter turns: 1 and 3 swap width and height.
      if (property?.type === 'irot') turned = property.body.getUint8(0) % 2 === 1
    }
  }
  return size !== null && turned ? { width: size.height, height: size.width } : size
}

/** Numbers of the item's properties, counted from 1. */
function propertiesOf(item: number, ipma: DataView): number[] {
  const version = ipma.getUint8(0)
  const wide = (ipma.getUint8(3) & 1) === 1
  const found: number[] = []
  let at = 8
  for (let entries = ipma.getUint32(4); entries > 0; entries -= 1) {
    const id = version === 0 ? ipma.getUint16(at) : ipma.getUint32(at)
    at += version === 0 ? 2 : 4
    const count = ipma.getUint8(at)
    at += 1
    for (let index = 0; index < count; index += 1, at += wide ? 2 : 1) {
      if (id === item) found.push(wide ? ipma.getUint16(at) & 0x7fff : ipma.getUint8(at) & 0x7f)
    }
  }
  return found
}

function boxesOf(view: DataView, from: number): Box[] {
  const boxes: Box[] = []
  for (let at = from; at + 8 <= view.byteLength; ) {
    const { type, start, length } = boxHead(view, at)
    if (length < start || at + length > view.byteLength) break
    boxes.push({ type, body: new DataView(view.buffer, view.byteOffset + at + start, length - start) })
    at += length
  }
  return boxes
}

function child(boxes: readonly Box[], type: string): DataView | undefined {
  return boxes.find((box) => box.type === type)?.body
}

/** Offset of the body and length of the whole box, in bytes; a stored length of 0 means up to the end. */
function boxHead(view: DataView, at: number): { type: string; start: number; length: number } {
  const length = view.getUint32(at)
  const type = String.fromCharCode(...[4, 5, 6, 7].map((index) => view.getUint8(at + index)))
  if (length === 1) return { type, start: 16, length: Number(view.getBigUint64(at + 8)) }
  return { type, start: 8, length: length === 0 ? view.byteLength - at : length }
}
