/** Which rows of a long list are drawn. Pure. */

export interface VisibleRange {
  /** First row to draw, counted from 0. */
  readonly start: number
  /** The row after the last one. */
  readonly end: number
}

/** Rows drawn beyond either edge: the next Tab or wheel step needs them. */
const MARGIN = 3

/**
 * The rows between two edges, in pixels from the top of the first row. All rows are `rowHeight` high. Edges beyond the
 * last row mean the last rows: a list that has become shorter is scrolled back when it is drawn.
 */
export function visibleRange(top: number, bottom: number, rowHeight: number, count: number): VisibleRange {
  const clamp = (row: number) => Math.min(count, Math.max(0, row))
  const beyond = Math.max(0, bottom - rowHeight * count)
  return {
    start: clamp(Math.floor((top - beyond) / rowHeight) - MARGIN),
    end: clamp(Math.ceil((bottom - beyond) / rowHeight) + MARGIN),
  }
}
