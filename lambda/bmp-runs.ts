/** Run-length coding of bitmaps with 8 and 4 bits (Windows `BI_RLE8`, `BI_RLE4`). */
export interface RunPixels {
  /** Colour indexes, bottom row first; -1 where the file skips a pixel. */
  values: Int16Array
  isTruncated: boolean
}

export function readRuns(bytes: Buffer, width: number, height: number, isFourBit: boolean): RunPixels {
  const values = new Int16Array(width * height).fill(-1)
  let [x, y, at] = [0, 0, 0]
  const put = (value: number) => {
    if (x < width && y < height) values[y * width + x] = value
    x += 1
  }
  while (at + 1 < bytes.length) {
    const [count = 0, second = 0] = bytes.subarray(at, at + 2)
    at += 2
    if (count > 0) {
      for (let index = 0; index < count; index += 1) put(isFourBit ? nibble(second, index) : second)
    } else if (second === 0) {
      x = 0
      y += 1
    } else if (second === 1) {
      return { values, isTruncated: false }
    } else if (second === 2) {
      x += bytes[at] ?? 0
      y += bytes[at + 1] ?? 0
      at += 2
    } else {
      // Literal pixels, padded to 16 bits.
      for (let index = 0; index < second; index += 1) {
        put(isFourBit ? nibble(bytes[at + (index >> 1)] ?? 0, index) : (bytes[at + index] ?? 0))
      }
      const length = isFourBit ? Math.ceil(second / 2) : second
      at += length + (length % 2)
    }
  }
  return { values, isTruncated: true }
}

function nibble(byte: number, index: number): number {
  return index % 2 === 0 ? byte >> 4 : byte & 15
}
