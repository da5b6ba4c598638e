/** Where a dragged file would be put. Pure; pixels of the window. */

export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** A file that is drawn, and its index in the list. */
export interface Slot extends Box {
  readonly index: number
}

export interface DropIndex {
  /** Before the file of this index; the length of the list for its end. */
  readonly index: number
  /** The line between two files that shows it. */
  readonly line: Box
}

/** Width of the line in pixels. */
const LINE = 4

/** Undefined without slots. */
export function dropIndex(
  slots: readonly Slot[],
  { x, y }: { readonly x: number; readonly y: number },
  layout: 'grid' | 'rows',
): DropIndex | undefined {
  const [nearest] = [...slots].sort((a, b) => distance(a, x, y) - distance(b, x, y))
  if (nearest === undefined) return undefined
  const { left, top, width, height, index } = nearest
  if (layout === 'rows') {
    const isAfter = y > top + height / 2
    const edge = isAfter ? top + height : top
    return { index: index + Number(isAfter), line: { left, top: edge - LINE / 2, width, height: LINE } }
  }
  const isRight = x > left + width / 2
  // In a page that runs from right to left, the next file is on the left.
  const isAfter = isRight !== runsLeft(slots)
  const edge = isRight ? left + width + LINE : left - LINE
  return { index: index + Number(isAfter), line: { left: edge - LINE / 2, top, width: LINE, height } }
}

function distance({ left, top, width, height }: Box, x: number, y: number): number {
  const dx = Math.max(left - x, 0, x - left - width)
  const dy = Math.max(top - y, 0, y - top - height)
  return dx * dx + dy * dy
}

/** Whether each file stands left of the one before it. */
function runsLeft(slots: readonly Slot[]): boolean {
  return slots.some((slot) =>
    slots.some((next) => next.index === slot.index + 1 && next.top === slot.top && next.left < slot.left),
  )
}
