import type { LitElement, ReactiveController } from 'lit'
import { type VisibleRange, visibleRange } from './visible-range.ts'

/** What a list needs to place its rows: those of a gallery hold several uploads. */
export interface ListGrid {
  readonly columns: number
  /** From the top of one row to the top of the next, in pixels; 0 before it is measured. */
  readonly step: number
}

/** Lists of up to 50 rows are rendered completely, in the page's flow. */
const LONG = 50
/** The rows before the box is measured: those of its default height. */
const FIRST_RANGE: VisibleRange = { start: 0, end: 10 }
const FIRST_GRID: ListGrid = { columns: 1, step: 0 }

/**
 * Draws only the visible rows of a long list, and the row with the focus.
 *
 * Owns: which rows are drawn, and the listeners that notice a change. Does not own: the rows (upload-list.ts places
 * them by number, so a wrong range shows too few rows for a frame and moves none).
 */
export class VirtualListController implements ReactiveController {
  readonly #host: LitElement
  readonly #count: () => number
  #window = FIRST_RANGE
  #grid = FIRST_GRID
  #listening: AbortController | undefined
  #sizes: ResizeObserver | undefined
  /** A row: a page may change the size of cards alone. */
  #observed: Element | null = null
  #frame: number | undefined
  #measuredCount = 0

  /** @param count rows of the list, and files that are still being checked */
  constructor(host: LitElement, count: () => number) {
    this.#host = host
    this.#count = count
    host.addController(this)
  }

  get long(): boolean {
    return this.#count() > LONG
  }

  /** As measured last: one column where the list is no CSS grid. */
  get grid(): ListGrid {
    return this.#grid
  }

  /** Numbers of the rows to draw, counted from 0, in order. */
  rows(ids: readonly { readonly id: string }[]): number[] {
    if (!this.long) return ids.map((_, index) => index)
    const { columns } = this.#grid
    const [start, end] = [this.#window.start * columns, this.#window.end * columns]
    const rows: number[] = []
    for (let row = start; row < Math.min(end, ids.length); row += 1) rows.push(row)
    const focused = this.#focusedId
    const pinned = focused === undefined ? -1 : ids.findIndex(({ id }) => id === focused)
    if (pinned !== -1 && pinned < start) rows.unshift(pinned)
    if (pinned >= end) rows.push(pinned)
    return rows
  }

  hostConnected(): void {
    if (this.#host.hasUpdated) this.#host.requestUpdate()
  }

  hostUpdated(): void {
    // Uploads continue without a visible list.
    if (!this.long || !this.#host.isConnected) {
      this.#stop()
      return
    }
    this.#listen()
    this.#observe(this.#list?.querySelector('[data-id]') ?? null)
    if (this.#measuredCount === this.#count()) return
    // Reading sizes now would force a second layout.
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined
      this.#measure()
    })
  }

  hostDisconnected(): void {
    this.#stop()
  }

  /** Scrolls to a row and focuses it; false where there is none. */
  async focus(row: number, id: string | undefined): Promise<boolean> {
    await this.reveal(row)
    const element = this.#list?.querySelector<HTMLElement>(`[data-id="${id}"]`)
    if (element === undefined || element === null) return false
    // By script alone: with Tab the visitor goes from button to button.
    element.tabIndex = -1
    element.focus()
    return true
  }

  /** Resolves when the row is drawn. */
  async reveal(row: number): Promise<void> {
    const list = this.#list
    const { columns, step: height } = this.#measureGrid(list)
    if (!this.long || list === null || height === 0) return
    const top = Math.floor(row / columns) * height
    if (top < list.scrollTop || top + height > list.scrollTop + list.clientHeight) list.scrollTop = top
    this.#measure()
    await this.#host.updateComplete
  }

  #listen(): void {
    if (this.#listening !== undefined) return
    this.#listening = new AbortController()
    const { signal } = this.#listening
    const measure = () => this.#measure()
    // The list, the page or any box between may scroll. Scroll events do not bubble, so capture them.
    document.addEventListener('scroll', measure, { capture: true, passive: true, signal })
    // Nor do they leave a shadow root.
    this.#host.renderRoot.addEventListener('scroll', measure, { capture: true, passive: true, signal })
    this.#sizes = new ResizeObserver(measure)
    this.#sizes.observe(this.#host)
  }

  #observe(row: Element | null): void {
    if (row === this.#observed) return
    if (this.#observed !== null) this.#sizes?.unobserve(this.#observed)
    if (row !== null) this.#sizes?.observe(row)
    this.#observed = row
  }

  #stop(): void {
    this.#listening?.abort()
    this.#listening = undefined
    this.#sizes?.disconnect()
    this.#observed = null
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame)
    this.#frame = undefined
  }

  #measure(): void {
    const list = this.#list
    const grid = this.#measureGrid(list)
    const { columns, step: height } = grid
    // Not drawn yet, or hidden.
    if (list === null || height === 0) return
    this.#measuredCount = this.#count()
    const changed = columns !== this.#grid.columns || height !== this.#grid.step
    this.#grid = grid
    const { above, below } = edgesInSight(list.getBoundingClientRect())
    const next = visibleRange(
      list.scrollTop + above,
      list.scrollTop + below,
      height,
      Math.ceil(this.#count() / columns),
    )
    if (!changed && next.start === this.#window.start && next.end === this.#window.end) return
    this.#window = next
    this.#host.requestUpdate()
  }

  get #list(): HTMLElement | null {
    return this.#host.renderRoot.querySelector<HTMLElement>('.list')
  }

  /** A list that is a CSS grid says itself how many columns fit. Without a drawn row, it is as measured last. */
  #measureGrid(list: HTMLElement | null): ListGrid {
    const row = list?.querySelector('[data-id]')
    if (list === null || row === null || row === undefined) return this.#grid
    const { height } = row.getBoundingClientRect()
    if (height === 0) return FIRST_GRID
    const { display, gridTemplateColumns, rowGap } = getComputedStyle(list)
    if (display !== 'grid') return { columns: 1, step: height }
    return { columns: gridTemplateColumns.split(' ').length, step: height + Number.parseFloat(rowGap) }
  }

  get #focusedId(): string | undefined {
    const { shadowRoot } = this.#host
    return shadowRoot?.activeElement?.closest<HTMLElement>('[data-id]')?.dataset.id
  }
}

/**
 * The visible part of a box, in pixels from its top. A box of at most two screens counts as visible, so that no scroll
 * event around it matters; without the list's height limit it may be 1,000 screens high.
 */
function edgesInSight({ top, height }: DOMRect): { above: number; below: number } {
  if (height <= 2 * window.innerHeight) return { above: 0, below: height }
  const above = Math.max(0, -top)
  return { above, below: Math.max(above, window.innerHeight - top) }
}
