/** The orientation tag of EXIF data, with or without its `Exif` prefix. */

export interface ExifOrientation {
  /** 1 to 8; other values occur in damaged files. */
  readonly value: number
  /** Offset of the value, in bytes. */
  readonly offset: number
  readonly isLittleEndian: boolean
}

/** Tag 0x0112 of the first directory; undefined where the data is not EXIF or has no such tag. */
export function findExifOrientation(exif: DataView): ExifOrientation | undefined {
  try {
    const tiff = text(exif, 0, 4) === 'Exif' ? 6 : 0
    const order = text(exif, tiff, 2)
    if (order !== 'II' && order !== 'MM') return undefined
    const isLittleEndian = order === 'II'
    const directory = tiff + exif.getUint32(tiff + 4, isLittleEndian)
    const count = exif.getUint16(directory, isLittleEndian)
    for (let entry = directory + 2; entry < directory + 2 + count * 12; entry += 12) {
      if (exif.getUint16(entry, isLittleEndian) !== 0x0112) continue
      const offset = entry + 8
      return { value: exif.getUint16(offset, isLittleEndian), offset, isLittleEndian }
    }
    return undefined
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

export function exifOrientation(exif: DataView): number | undefined {
  return findExifOrientation(exif)?.value
}

function text(view: DataView, at: number, length: number): string {
  let letters = ''
  for (let index = at; index < at + length; index += 1) letters += String.fromCharCode(view.getUint8(index))
  return letters
}
