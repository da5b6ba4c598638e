import { type ColorSignal, curveOf } from './color-signal.ts'
import { type Box, boxes, boxText, findBox } from './iso-boxes.ts'

/** What an AVIF's boxes state about the image that is shown (ISO/IEC 14496-12 and 23008-12). */
export interface AvifProperties {
  /** `null`: not stated, or an ICC profile is there, which counts more. */
  signal: ColorSignal | null
  monochrome: boolean
}

export function readAvifProperties(file: Buffer): AvifProperties {
  const meta = findBox(file, { start: 0, end: file.length }, 'meta')
  const body = meta === null ? null : { start: meta.start + 4, end: meta.end }
  const properties = body === null ? null : findBox(file, body, 'iprp')
  const container = properties === null ? null : findBox(file, properties, 'ipco')
  const shown =
    body === null || properties === null || container === null
      ? []
      : propertiesOf(primaryItem(file, body), file, properties, container)
  const colors = shown.filter(({ type }) => type === 'colr')
  const hasProfile = colors.some(({ start }) => ['prof', 'rICC'].includes(boxText(file, start)))
  const nclx = colors.find(({ start, end }) => boxText(file, start) === 'nclx' && end - start >= 11)
  const coding = shown.find(({ type, start, end }) => type === 'av1C' && end - start >= 4)
  return {
    signal:
      nclx === undefined || hasProfile
        ? null
        : {
            primaries: file.readUInt16BE(nclx.start + 4),
            curve: curveOf(file.readUInt16BE(nclx.start + 6)),
            fullRange: ((file[nclx.start + 10] ?? 0) & 0x80) !== 0,
          },
    monochrome: coding !== undefined && ((file[coding.start + 2] ?? 0) & 0x10) !== 0,
  }
}

function primaryItem(file: Buffer, meta: { start: number; end: number }): number {
  const box = findBox(file, meta, 'pitm')
  if (box === null || box.end - box.start < 6) return 1
  const isLong = file[box.start] !== 0 && box.end - box.start >= 8
  return isLong ? file.readUInt32BE(box.start + 4) : file.readUInt16BE(box.start + 4)
}

/** The properties that `ipma` associates with an item. */
function propertiesOf(item: number, file: Buffer, properties: Box, container: Box): Box[] {
  const all = [...boxes(file, container)]
  const associations = findBox(file, properties, 'ipma')
  if (associations === null || associations.end - associations.start < 8) return all
  const hasLongIds = file[associations.start] !== 0
  const hasLongIndexes = ((file[associations.start + 3] ?? 0) & 1) !== 0
  const idLength = hasLongIds ? 4 : 2
  let at = associations.start + 8
  for (let left = file.readUInt32BE(associations.start + 4); left > 0; left -= 1) {
    if (at + idLength + 1 > associations.end) return []
    const id = file.readUIntBE(at, idLength)
    const count = file[at + idLength] ?? 0
    at += idLength + 1
    const width = hasLongIndexes ? 2 : 1
    if (at + count * width > associations.end) return []
    if (id === item) {
      return Array.from({ length: count }, (_, index) => {
        const value = file.readUIntBE(at + index * width, width)
        return all[(value & (hasLongIndexes ? 0x7fff : 0x7f)) - 1]
      }).filter((box) => box !== undefined)
    }
    at += count * width
  }
  return []
}
