/**
 * The seven passes of an interlaced PNG (W3C PNG, section 8.2): first column, first row, column step, row step. After an
 * odd pass the pixels that are there form a regular grid: every eighth, fourth, second or single pixel.
 */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const
const GRID_STEPS = [8, 8, 4, 4, 2, 2, 1]

export interface PassLines {
  count: number
  columns: number
  /** Bytes, without the filter byte. */
  length: number
}

export function passLines(width: number, height: number, bitsPerPixel: number): PassLines[] {
  return PASSES.map(([x, y, stepX, stepY]) => {
    const columns = Math.max(0, Math.ceil((width - x) / stepX))
    const rows = Math.max(0, Math.ceil((height - y) / stepY))
    return { count: columns === 0 ? 0 : rows, columns, length: Math.ceil((columns * bitsPerPixel) / 8) }
  })
}

export interface CoarseImage {
  width: number
  height: number
  /** Lines of a PNG that is not interlaced, each with filter byte 0. */
  lines: Buffer
}

/**
 * The finest complete grid of an interlaced PNG that was cut: the whole picture with fewer pixels, as browsers show it.
 * Of a first pass that is not complete, missing lines are `blank`. `null` when there is not one line.
 */
export function coarseImage(
  pixels: Buffer,
  { width, height, bitsPerPixel }: { width: number; height: number; bitsPerPixel: number },
  blank: number,
): CoarseImage | null {
  const passes = passLines(width, height, bitsPerPixel)
  const starts: number[] = []
  let total = 0
  let complete = 0
  for (const { count, length } of passes) {
    starts.push(total)
    total += count * (length + 1)
    if (total <= pixels.length) complete += 1
  }
  const last = Math.max(1, complete % 2 === 0 ? complete - 1 : complete)
  const step = GRID_STEPS[last - 1]
  const [first] = passes
  if (step === undefined || first === undefined || pixels.length < first.length + 1) return null

  const grid = { width: Math.ceil(width / step), height: Math.ceil(height / step) }
  const length = Math.ceil((grid.width * bitsPerPixel) / 8)
  const lines = Buffer.alloc(grid.height * (length + 1), blank)
  for (let row = 0; row < grid.height; row += 1) lines[row * (length + 1)] = 0
  PASSES.slice(0, last).forEach(([x, y, stepX, stepY], index) => {
    const pass = passes[index]
    if (pass === undefined) return
    const raw = unfilter(pixels, starts[index] ?? 0, pass, bitsPerPixel)
    const available = Math.floor((pixels.length - (starts[index] ?? 0)) / (pass.length + 1))
    for (let row = 0; row < Math.min(pass.count, available); row += 1) {
      const target = ((y + row * stepY) / step) * (length + 1) + 1
      for (let column = 0; column < pass.columns; column += 1) {
        const to = (x + column * stepX) / step
        copyPixel(raw, row * pass.length, column, lines, target, to, bitsPerPixel)
      }
    }
  })
  return { ...grid, lines }
}

/** Undoes the filters of a pass (W3C PNG, section 9). */
function unfilter(pixels: Buffer, start: number, { count, length }: PassLines, bitsPerPixel: number): Buffer {
  const raw = Buffer.alloc(count * length)
  const before = Math.max(1, bitsPerPixel >> 3)
  for (let row = 0; row < count; row += 1) {
    const source = start + row * (length + 1)
    const filter = pixels[source]
    for (let index = 0; index < length; index += 1) {
      const at = row * length + index
      const left = index >= before ? (raw[at - before] ?? 0) : 0
      const up = row > 0 ? (raw[at - length] ?? 0) : 0
      const corner = row > 0 && index >= before ? (raw[at - length - before] ?? 0) : 0
      raw[at] = (pixels[source + 1 + index] ?? 0) + predict(filter, left, up, corner)
    }
  }
  return raw
}

function predict(filter: number | undefined, left: number, up: number, corner: number): number {
  switch (filter) {
    case 1:
      return left
    case 2:
      return up
    case 3:
      return (left + up) >> 1
    case 4: {
      const [toLeft, toUp, toCorner] = [
        Math.abs(up - corner),
        Math.abs(left - corner),
        Math.abs(left + up - 2 * corner),
      ]
      return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner
    }
    default:
      return 0
  }
}

function copyPixel(
  from: Buffer,
  fromLine: number,
  column: number,
  to: Buffer,
  toLine: number,
  toColumn: number,
  bits: number,
): void {
  if (bits >= 8) {
    const bytes = bits >> 3
    from.copy(to, toLine + toColumn * bytes, fromLine + column * bytes, fromLine + (column + 1) * bytes)
    return
  }
  const value =
    ((from[fromLine + ((column * bits) >> 3)] ?? 0) >> (8 - bits - ((column * bits) & 7))) & ((1 << bits) - 1)
  const at = toLine + ((toColumn * bits) >> 3)
  const shift = 8 - bits - ((toColumn * bits) & 7)
  to[at] = ((to[at] ?? 0) & ~(((1 << bits) - 1) << shift)) | (value << shift)
}
