import { displayName } from '../display-name.ts'
import { addStyles } from '../page/add-styles.ts'
import { type DropIndex, dropIndex, type Slot } from './drop-index.ts'
import { sorterStyles } from './list-sorter.styles.ts'
import type { ReorderHost, ReorderOptions } from './reorder-options.ts'

/** Pixels that a pointer moves before it drags: less is a click. */
const DRAG_START = 5
/** Pixels from the edge of a list within which a drag scrolls it, and how far in each frame. */
const SCROLL_EDGE = 48
const SCROLL_STEP = 14

interface Drag {
  readonly id: string
  readonly item: HTMLElement
  readonly pointerId: number
  readonly startX: number
  readonly startY: number
  readonly x: number
  readonly y: number
}

/** What is drawn while a file is dragged. */
interface DragImage {
  readonly image: HTMLElement
  readonly mark: HTMLElement
}

/**
 * Moves files by drag, by the arrow keys, or by two clicks (WCAG 2.5.7): on the handle of the file, then on that of its
 * new place. The list changes when the file is let go, with one event.
 */
export class ListSorter {
  readonly #host: ReorderHost
  readonly #options: ReorderOptions
  readonly #root: DocumentFragment | HTMLElement
  #drag: Drag | undefined
  #shown: DragImage | undefined
  /** The file whose handle was clicked. */
  #lifted: string | undefined
  #frame: number | undefined
  /** The click that ends a drag. */
  #ignoredClick = false

  constructor(host: ReorderHost, options: ReorderOptions) {
    this.#host = host
    this.#options = options
    this.#root = host.renderRoot
    addStyles(host, sorterStyles)
    // On the shadow root, which lives as long as the host.
    const listen = (type: string, listener: (event: PointerEvent) => void) =>
      this.#root.addEventListener(type, (event) => {
        if (event instanceof PointerEvent) listener(event)
      })
    listen('pointerdown', (event) => this.#onDown(event))
    listen('pointermove', (event) => this.#onMove(event))
    listen('pointerup', () => this.#onUp())
    listen('pointercancel', () => this.#endDrag())
    this.#root.addEventListener('click', (event) => this.#onClick(event))
    this.#root.addEventListener('keydown', (event) => {
      if (event instanceof KeyboardEvent) this.#onKey(event)
    })
  }

  #onDown(event: PointerEvent): void {
    this.#ignoredClick = false
    const handle = handleAt(event)
    const item = handle?.closest<HTMLElement>('[data-id]')
    if (handle === null || !item || event.button !== 0 || !event.isPrimary) return
    const { clientX: x, clientY: y, pointerId } = event
    this.#drag = { id: item.dataset.id ?? '', item, pointerId, startX: x, startY: y, x, y }
    handle.setPointerCapture(pointerId)
    // Safari focuses no button on a click; the file with the focus stays drawn while the list scrolls.
    handle.focus({ preventScroll: true })
  }

  #onMove({ pointerId, clientX: x, clientY: y }: PointerEvent): void {
    if (this.#drag?.pointerId !== pointerId) return
    this.#drag = { ...this.#drag, x, y }
    const { startX, startY, item } = this.#drag
    if (this.#shown === undefined && Math.hypot(x - startX, y - startY) < DRAG_START) return
    this.#shown ??= this.#show(item)
    this.#frame ??= requestAnimationFrame(() => this.#follow())
  }

  #onUp(): void {
    const drag = this.#drag
    const found = drag && this.#shown && this.#dropAt(drag)
    this.#ignoredClick = this.#shown !== undefined
    this.#endDrag()
    if (drag === undefined || found === undefined) return
    const from = this.#indexOf(drag.id)
    // The index among the others.
    this.#place(drag.id, found.index > from ? found.index - 1 : found.index)
  }

  #show(item: HTMLElement): DragImage {
    const { left, top, width, height } = item.getBoundingClientRect()
    const image = document.createElement('div')
    image.className = `${item.className} drag-image`
    image.inert = true
    for (const child of item.children) image.append(child.cloneNode(true))
    image.style.cssText = `left: ${left}px; top: ${top}px; inline-size: ${width}px; block-size: ${height}px`
    const mark = document.createElement('div')
    mark.className = 'drop-mark'
    this.#root.append(image, mark)
    item.classList.add('dragged')
    return { image, mark }
  }

  /** Once a frame: image and mark follow the pointer, and a list that scrolls moves on at its edges. */
  #follow(): void {
    this.#frame = undefined
    const [drag, shown, list] = [this.#drag, this.#shown, this.#list]
    if (drag === undefined || shown === undefined || list === null) return
    // A row stays within its list.
    const right = this.#layout === 'grid' ? drag.x - drag.startX : 0
    shown.image.style.translate = `${right}px ${drag.y - drag.startY}px`
    const found = this.#dropAt(drag)
    if (found !== undefined) {
      const { left, top, width, height } = found.line
      shown.mark.style.cssText = `left: ${left}px; top: ${top}px; width: ${width}px; height: ${height}px`
    }
    if (list.scrollHeight <= list.clientHeight) return
    const { top, bottom } = list.getBoundingClientRect()
    const step = drag.y < top + SCROLL_EDGE ? -SCROLL_STEP : drag.y > bottom - SCROLL_EDGE ? SCROLL_STEP : 0
    if (step === 0) return
    list.scrollTop += step
    this.#frame = requestAnimationFrame(() => this.#follow())
  }

  #endDrag(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame)
    this.#shown?.image.remove()
    this.#shown?.mark.remove()
    this.#drag?.item.classList.remove('dragged')
    this.#frame = this.#shown = this.#drag = undefined
  }

  #onClick(event: Event): void {
    const id = handleAt(event)?.dataset.move
    if (id === undefined || this.#ignoredClick) return
    const lifted = this.#lifted
    if (lifted === undefined) {
      this.#lift(id)
      this.#options.speak(this.#options.messages().lifted(this.#nameOf(id)))
      return
    }
    this.#lift(undefined)
    if (lifted === id) this.#options.speak(this.#options.messages().moveCanceled(this.#nameOf(id)))
    else this.#place(lifted, this.#indexOf(id))
  }

  #onKey(event: KeyboardEvent): void {
    const id = handleAt(event)?.dataset.move
    if (id === undefined) return
    if (event.key === 'Escape' && this.#lifted !== undefined) {
      this.#options.speak(this.#options.messages().moveCanceled(this.#nameOf(this.#lifted)))
      this.#lift(undefined)
      return
    }
    const to = this.#keyTarget(event.key, this.#indexOf(id))
    if (to === undefined) return
    event.preventDefault()
    this.#lift(undefined)
    this.#place(id, to)
  }

  /** The arrows of a gallery follow its columns, and the direction of the page. */
  #keyTarget(key: string, from: number): number | undefined {
    const last = this.#options.uploader.uploads.length - 1
    const list = this.#list
    const isGrid = this.#layout === 'grid' && list !== null
    const columns = isGrid ? getComputedStyle(list).gridTemplateColumns.split(' ').length : 1
    const next = getComputedStyle(this.#host).direction === 'rtl' ? -1 : 1
    const steps = new Map([
      ['ArrowUp', -columns],
      ['ArrowDown', columns],
      ['ArrowLeft', -next],
      ['ArrowRight', next],
      ['Home', -last],
      ['End', last],
    ])
    const step = steps.get(key)
    return step === undefined ? undefined : Math.min(last, Math.max(0, from + step))
  }

  #lift(id: string | undefined): void {
    this.#lifted = id
    for (const handle of this.#root.querySelectorAll<HTMLElement>('[data-move]')) {
      handle.classList.toggle('lifted', id !== undefined && handle.dataset.move === id)
    }
  }

  #place(id: string, index: number): void {
    const before = this.#indexOf(id)
    if (before === -1) return
    const { uploader, messages, speak } = this.#options
    const { spoken, moveCanceled } = messages()
    const name = this.#nameOf(id)
    if (before !== index && uploader.move(id, index)) {
      speak(spoken.moved(name, this.#indexOf(id) + 1, uploader.uploads.length), 'moved')
    } else speak(moveCanceled(name))
    void this.#options.rows
      .reveal(index)
      .then(() => this.#root.querySelector<HTMLElement>(`[data-move="${id}"]`)?.focus())
  }

  #dropAt(drag: Drag): DropIndex | undefined {
    return dropIndex(this.#slots, drag, this.#layout)
  }

  #indexOf(id: string): number {
    return this.#options.uploader.uploads.findIndex((upload) => upload.id === id)
  }

  #nameOf(id: string): string {
    return displayName(this.#options.uploader.uploads.find((upload) => upload.id === id)?.name ?? '')
  }

  get #list(): HTMLElement | null {
    return this.#root.querySelector<HTMLElement>('.list')
  }

  get #layout(): 'grid' | 'rows' {
    return this.#list?.classList.contains('cards') ? 'grid' : 'rows'
  }

  get #slots(): Slot[] {
    const indexes = new Map(this.#options.uploader.uploads.map(({ id }, index) => [id, index]))
    return [...(this.#list?.querySelectorAll<HTMLElement>('[data-id]') ?? [])].flatMap((item) => {
      const index = indexes.get(item.dataset.id ?? '')
      if (index === undefined) return []
      const { left, top, width, height } = item.getBoundingClientRect()
      return [{ index, left, top, width, height }]
    })
  }
}

function handleAt({ target }: Event): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-move]') : null
}
