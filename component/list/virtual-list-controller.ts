import type { LitElement, ReactiveController } from 'lit'
import { type VisibleRange, visibleRange } from './visible-range.ts'

/** Lists of up to 50 rows are rendered completely, in the page's flow. */
const LONG = 50
/** The rows before the box is measured: those of its default height. */
const FIRST_SIGHT: VisibleRange = { start: 0, end: 10 }

/**
 * Draws only those rows of a long list that are in sight, and the one that has the focus, wherever it is.
 *
 * Owns: which rows those are, and the listeners that notice a change. Does not own: the rows (upload-list.ts places
 * them by their number, so a wrong guess here shows too few rows for a frame but never moves one).
 */
export class VirtualListController implements ReactiveController {
  readonly #host: LitElement
  readonly #count: () => number
  #window = FIRST_SIGHT
  #watching: AbortController | undefined
  #frame: number | undefined
  #measuredCount = 0

  /** @param count rows that the list has or is about to have */
  constructor(host: LitElement, count: () => number) {
    this.#host = host
    this.#count = count
    host.addController(this)
  }

  get long(): boolean {
    return this.#count() > LONG
  }

  /** Numbers of the rows to draw, counted from 0, in order. */
  rows(ids: readonly { readonly id: string }[]): number[] {
    if (!this.long) return ids.map((_, index) => index)
    const { start, end } = this.#window
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
    this.#watch()
    if (this.#measuredCount === this.#count()) return
    // Reading the layout now would force one more of it.
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined
      this.#measure()
    })
  }

  hostDisconnected(): void {
    this.#stop()
  }

  /** Brings a row into sight and puts the keyboard on its last button; false where there is none. */
  async focus(row: number, id: string | undefined): Promise<boolean> {
    await this.#reveal(row)
    const button = this.#list?.querySelector<HTMLElement>(`[data-id="${id}"] .icon-button:last-of-type`)
    button?.focus()
    return button !== undefined && button !== null
  }

  /** The row is drawn when this resolves. */
  async #reveal(row: number): Promise<void> {
    const list = this.#list
    const height = this.#rowHeight(list)
    if (!this.long || list === null || height === 0) return
    const top = row * height
    if (top < list.scrollTop || top + height > list.scrollTop + list.clientHeight) list.scrollTop = top
    this.#measure()
    await this.#host.updateComplete
  }

  #watch(): void {
    if (this.#watching !== undefined) return
    this.#watching = new AbortController()
    const { signal } = this.#watching
    const measure = () => this.#measure()
    // The list may scroll by itself, or with the page or anything between; scrolling does not bubble.
    document.addEventListener('scroll', measure, { capture: true, passive: true, signal })
    // Nor does it leave a shadow root.
    this.#host.renderRoot.addEventListener('scroll', measure, { capture: true, passive: true, signal })
    const observer = new ResizeObserver(measure)
    observer.observe(this.#host)
    signal.addEventListener('abort', () => observer.disconnect())
  }

  #stop(): void {
    this.#watching?.abort()
    this.#watching = undefined
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame)
    this.#frame = undefined
  }

  #measure(): void {
    const list = this.#list
    const height = this.#rowHeight(list)
    // Not drawn yet, or hidden.
    if (list === null || height === 0) return
    this.#measuredCount = this.#count()
    const { above, below } = edgesInSight(list.getBoundingClientRect())
    const next = visibleRange(list.scrollTop + above, list.scrollTop + below, height, this.#count())
    if (next.start === this.#window.start && next.end === this.#window.end) return
    this.#window = next
    this.#host.requestUpdate()
  }

  get #list(): HTMLElement | null {
    return this.#host.renderRoot.querySelector<HTMLElement>('.list')
  }

  #rowHeight(list: HTMLElement | null): number {
    return list?.querySelector('.row')?.getBoundingClientRect().height ?? 0
  }

  get #focusedId(): string | undefined {
    const { shadowRoot } = this.#host
    return shadowRoot?.activeElement?.closest<HTMLElement>('.row')?.dataset.id
  }
}

/**
 * The part of a box that can be seen, in pixels from its top. A box of about a screen counts as seen wholly, so that
 * nothing depends on hearing every scroll around it; a page that lifts the list's limit has one of a thousand screens.
 */
function edgesInSight({ top, height }: DOMRect): { above: number; below: number } {
  if (height <= 2 * window.innerHeight) return { above: 0, below: height }
  const above = Math.max(0, -top)
  return { above, below: Math.max(above, window.innerHeight - top) }
}
