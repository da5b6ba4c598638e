import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { dataTransferItems, type TransferItem } from './data-transfer.ts'
import { linkOf } from './dragged-link.ts'
import { claimFiles } from './transfer-event.ts'

/**
 * Milliseconds without a `dragover` after which a drag has left: some browsers send `dragleave` while the pointer only
 * crosses a child.
 */
const LEAVE_GRACE_MS = 100

/** Controllers of all connected elements. */
const controllers = new Set<DropController>()

export interface DropHost extends ReactiveControllerHost, HTMLElement {
  readonly noDrop: boolean
  /** Whether a file dropped anywhere else on the page may be opened by the browser in place of the page. */
  readonly noDropGuard: boolean
  /** `page`: files may be dropped anywhere on it. */
  readonly dropTarget: 'element' | 'page'
}

export interface DropOptions {
  /** Whether the visitor may change anything. */
  enabled(): boolean
  /** Whether files may be read again after a reload. */
  wantsHandles(): boolean
  onItems(items: readonly TransferItem[]): void
  /** A link or a picture of a web page was dropped, which no page may read. */
  onLink(url: string): void
}

/** Whether files are dragged over its host, and what becomes of a drop on it or on its page. */
export class DropController implements ReactiveController {
  readonly #host: DropHost
  readonly #options: DropOptions
  #leaveTimer: ReturnType<typeof setTimeout> | undefined
  #dragging = false

  constructor(host: DropHost, options: DropOptions) {
    this.#host = host
    this.#options = options
    host.addController(this)
  }

  get dragging(): boolean {
    return this.#dragging
  }

  hostConnected(): void {
    controllers.add(this)
  }

  hostDisconnected(): void {
    controllers.delete(this)
    this.#setDragging(false)
  }

  /** Of the host or its page. */
  handle(event: DragEvent): void {
    if (event.type === 'dragleave') this.#leaveSoon()
    else if (event.currentTarget === this.#host) this.#onDrag(event)
    else if (!event.defaultPrevented) this.#onPageDrag(event)
  }

  get #accepts(): boolean {
    return this.#options.enabled() && !this.#host.noDrop
  }

  /** Whether drops beside all elements are for this one: it is in sight, and in the modal dialog where one is open. */
  get #takesPage(): boolean {
    const { dropTarget, ownerDocument } = this.#host
    if (dropTarget !== 'page' || !this.#accepts || !isShown(this.#host)) return false
    const modal = [...ownerDocument.querySelectorAll('dialog:modal')].at(-1)
    return modal === undefined || modal.contains(this.#host)
  }

  /** Files are kept from the browser, which would open them in place of the page, also where none are accepted. */
  #onDrag(event: DragEvent): void {
    const accepts = this.#accepts
    const { dataTransfer, type } = event
    if (!claimFiles(event, accepts ? 'copy' : 'none')) {
      if (accepts) this.#onLinkDrag(event)
      return
    }
    this.#setDragging(accepts && type !== 'drop')
    if (!accepts || type !== 'drop' || dataTransfer === null) return
    const items = dataTransferItems(dataTransfer, this.#options.wantsHandles())
    // Firefox announces files for pictures of web pages and has none.
    if (items.length > 0) this.#options.onItems(items)
    else this.#options.onLink(linkOf(dataTransfer) ?? '')
  }

  /** Taken only to say that it cannot be: the browser would open it, or nothing would happen. */
  #onLinkDrag(event: DragEvent): void {
    const { dataTransfer, type } = event
    const link = dataTransfer === null ? undefined : linkOf(dataTransfer)
    const [target] = event.composedPath()
    const isText = target instanceof Element && target.matches(':read-write')
    if (dataTransfer === null || link === undefined || event.defaultPrevented || isText) return
    event.preventDefault()
    dataTransfer.dropEffect = 'copy'
    if (type === 'drop') this.#options.onLink(link)
  }

  #onPageDrag(event: DragEvent): void {
    const takers = [...controllers].filter(
      (one) => one.#takesPage && one.#host.ownerDocument === event.currentTarget,
    )
    const [taker] = takers.sort((a, b) => (isBefore(a.#host, b.#host) ? -1 : 1))
    if (taker !== undefined) {
      // A link beside the element is the page's.
      if (event.dataTransfer?.types.includes('Files')) taker.#onDrag(event)
    } else if (!this.#host.noDropGuard) claimFiles(event, 'none')
  }

  #leaveSoon(): void {
    clearTimeout(this.#leaveTimer)
    this.#leaveTimer = setTimeout(() => this.#setDragging(false), LEAVE_GRACE_MS)
  }

  #setDragging(dragging: boolean): void {
    clearTimeout(this.#leaveTimer)
    if (this.#dragging === dragging) return
    this.#dragging = dragging
    this.#host.requestUpdate()
  }
}

/** Browsers before 2023 cannot tell. */
function isShown(element: Element): boolean {
  return typeof element.checkVisibility === 'function' ? element.checkVisibility() : true
}

function isBefore(a: Node, b: Node): boolean {
  return (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
}
