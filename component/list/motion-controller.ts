import type { LitElement, ReactiveController } from 'lit'

/** Milliseconds: long enough to be followed, short enough to wait for. */
const ENTER_MS = 220
const LEAVE_MS = 160
const MOVE_MS = 240
const EASING = 'cubic-bezier(0.2, 0.8, 0.2, 1)'
/** Lists of more files are drawn in part: what comes into sight there is not new. */
const MAX_FILES = 50

/** A file as it was drawn before the update. */
interface Drawn {
  readonly element: Element
  readonly box: DOMRect
}

/**
 * Lets files come in, leave and change places visibly. Nothing moves with `prefers-reduced-motion`, in long lists, and on
 * hidden pages.
 */
export class MotionController implements ReactiveController {
  readonly #host: LitElement
  readonly #uploads: () => readonly { readonly id: string }[]
  #order = ''
  #before: ReadonlyMap<string, Drawn> | undefined

  /** @param uploads in list order */
  constructor(host: LitElement, uploads: () => readonly { readonly id: string }[]) {
    this.#host = host
    this.#uploads = uploads
    host.addController(this)
  }

  /** Sizes are read only where the order changes: reading them costs a layout. */
  hostUpdate(): void {
    const uploads = this.#uploads()
    const order = uploads.length > MAX_FILES ? '' : uploads.map(({ id }) => id).join(' ')
    const moves = order !== this.#order && uploads.length <= MAX_FILES && !isStill()
    this.#before = moves ? this.#drawn() : undefined
    this.#order = order
  }

  hostUpdated(): void {
    const before = this.#before
    this.#before = undefined
    if (before === undefined) return
    const after = this.#drawn()
    for (const [id, { element, box }] of after) {
      const old = before.get(id)
      if (old === undefined) enter(element)
      else move(element, old.box, box)
    }
    for (const [id, { element, box }] of before) if (!after.has(id)) this.#leave(element, box)
  }

  #drawn(): Map<string, Drawn> {
    const items = this.#host.renderRoot.querySelectorAll<HTMLElement>('.list > [data-id]')
    return new Map(
      [...items].map((element) => [
        element.dataset.id ?? '',
        { element, box: element.getBoundingClientRect() },
      ]),
    )
  }

  /** A picture of what has left the list; it cannot be used. The portrait's element stays, for another file. */
  #leave(element: Element, { left, top, width, height }: DOMRect): void {
    if (element.isConnected) return
    const image = document.createElement('div')
    image.className = element.className
    image.inert = true
    // No copy: the URL of its picture no longer works.
    image.append(...element.children)
    for (const child of image.querySelectorAll('[id]')) child.removeAttribute('id')
    image.style.cssText = `position: fixed; box-sizing: border-box; pointer-events: none; margin: 0;
      left: ${left}px; top: ${top}px; inline-size: ${width}px; block-size: ${height}px`
    this.#host.renderRoot.append(image)
    const remove = () => image.remove()
    image
      .animate({ opacity: [0.8, 0], scale: [1, 0.96] }, { duration: LEAVE_MS, easing: 'ease-out' })
      .finished.then(remove, remove)
  }
}

function isStill(): boolean {
  return document.hidden || (globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches ?? true)
}

/** From above: a last row that starts lower would give the list a scroll bar meanwhile. */
function enter(element: Element): void {
  element.animate({ opacity: [0, 1], translate: ['0 -8px', '0 0'] }, { duration: ENTER_MS, easing: EASING })
}

function move(element: Element, from: DOMRect, to: DOMRect): void {
  const [x, y] = [from.left - to.left, from.top - to.top]
  if (x === 0 && y === 0) return
  element.animate({ translate: [`${x}px ${y}px`, '0 0'] }, { duration: MOVE_MS, easing: EASING })
}
