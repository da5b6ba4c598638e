import type { LitElement, ReactiveController } from 'lit'
import { type VisibleRange, visibleRange } from './visible-range.ts'

/** Lists of up to 50 rows are rendered completely, in the page's flow. */
const LONG = 50
/** The rows before the box is measured: those of its default height. */
const FIRST_RANGE: VisibleRange = { start: 0, end: 10 }

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
  #listening: AbortController | undefined
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
    this.#listen()
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
    await this.#reveal(row)
    const element = this.#list?.querySelector<HTMLElement>(`[data-id="${id}"]`)
    if (element === undefined || element === null) return false
    // By script alone: with Tab the visitor goes from button to button.
    element.tabIndex = -1
    element.focus()
    return true
  }

  /** Resolves when the row is drawn. */
  async #reveal(row: number): Promise<void> {
    const list = this.#list
    const height = this.#rowHeight(list)
    if (!this.long || list === null || height === 0) return
    const top = row * height
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
    const observer = new ResizeObserver(measure)
    observer.observe(this.#host)
    signal.addEventListener('abort', () => observer.disconnect())
  }

  #stop(): void {
    this.#listening?.abort()
    this.#listening = undefined
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
 * The visible part of a box, in pixels from its top. A box of at most two screens counts as visible, so that no scroll
 * event around it matters; without the list's height limit it may be 1,000 screens high.
 */
function edgesInSight({ top, height }: DOMRect): { above: number; below: number } {
  if (height <= 2 * window.innerHeight) return { above: 0, below: height }
  const above = Math.max(0, -top)
  return { above, below: Math.max(above, window.innerHeight - top) }
}
