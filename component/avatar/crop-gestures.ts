import { type Axis, CENTRE, type Point } from './crop-area.ts'

/** What a gesture asks for; positions and distances in fractions of the square. */
export interface CropCommands {
  move(by: Point): void
  /** @param factor more than 1 to enlarge */
  zoom(factor: number, at: Point): void
}

/** Fractions of the square for one press of an arrow key: alone, and with Shift. */
const STEP = { fine: 0.05, coarse: 0.25 }
const ZOOM_STEP = 1.1
/** A pointer that moved no further, in CSS pixels, clicked. */
const CLICK_DISTANCE = 4

const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}

/** The axis of an arrow key. */
export function axisOf({ key }: KeyboardEvent): Axis | undefined {
  const arrow = ARROWS[key]
  if (arrow === undefined) return undefined
  return arrow.x === 0 ? 'y' : 'x'
}

/**
 * Pointers, wheel and keys on the picture. One pointer moves it, two zoom it; a click centres what is under it, for
 * visitors who cannot drag.
 */
export class CropGestures {
  readonly #square: () => DOMRect
  readonly #commands: CropCommands
  readonly #pointers = new Map<number, PointerEvent>()
  #travelled = 0

  /** @param square where the square is on the screen */
  constructor(square: () => DOMRect, commands: CropCommands) {
    this.#square = square
    this.#commands = commands
  }

  readonly onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0) return
    // A pointer that a test or the browser invented cannot be captured.
    if (event.isTrusted && event.currentTarget instanceof Element)
      event.currentTarget.setPointerCapture(event.pointerId)
    this.#pointers.set(event.pointerId, event)
    if (this.#pointers.size === 1) this.#travelled = 0
  }

  readonly onPointerMove = (event: PointerEvent): void => {
    const before = this.#pointers.get(event.pointerId)
    if (before === undefined) return
    const other = [...this.#pointers.values()].find(({ pointerId }) => pointerId !== event.pointerId)
    this.#pointers.set(event.pointerId, event)
    const { width } = this.#square()
    const [dx, dy] = [event.clientX - before.clientX, event.clientY - before.clientY]
    this.#travelled += Math.hypot(dx, dy)
    const share = other === undefined ? 1 : 0.5
    this.#commands.move({ x: (dx / width) * share, y: (dy / width) * share })
    if (other === undefined) return
    const distance = (one: PointerEvent) =>
      Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY)
    const middle = this.#at((event.clientX + other.clientX) / 2, (event.clientY + other.clientY) / 2)
    this.#commands.zoom(distance(event) / Math.max(1, distance(before)), middle)
  }

  readonly onPointerUp = (event: PointerEvent): void => {
    const isClick = this.#pointers.size === 1 && this.#travelled < CLICK_DISTANCE
    if (!this.#pointers.delete(event.pointerId) || !isClick || event.type !== 'pointerup') return
    const { x, y } = this.#at(event.clientX, event.clientY)
    this.#commands.move({ x: CENTRE.x - x, y: CENTRE.y - y })
  }

  readonly onWheel = (event: WheelEvent): void => {
    // The page behind must not scroll or zoom.
    event.preventDefault()
    this.#commands.zoom(Math.exp(-event.deltaY / 500), this.#at(event.clientX, event.clientY))
  }

  readonly onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const arrow = ARROWS[event.key]
    if (arrow === undefined) {
      this.onZoomKeyDown(event)
      return
    }
    const step = event.shiftKey ? STEP.coarse : STEP.fine
    this.#commands.move({ x: arrow.x * step, y: arrow.y * step })
    event.preventDefault()
  }

  readonly onZoomKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === '+' || event.key === '=') this.#commands.zoom(ZOOM_STEP, CENTRE)
    else if (event.key === '-') this.#commands.zoom(1 / ZOOM_STEP, CENTRE)
    else return
    event.preventDefault()
  }

  #at(clientX: number, clientY: number): Point {
    const { left, top, width } = this.#square()
    return { x: (clientX - left) / width, y: (clientY - top) / width }
  }
}
