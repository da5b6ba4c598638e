/** Which square of a picture is cut out. Pure. */
import type { ImageSize } from '../engine/upload/rejection.ts'

/** Centre of the square, in pixels of the picture; with zoom 1 its side is the picture's shorter side. */
export interface CropArea {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

/** A position inside the square: from 0 to 1, from the left and from the top. */
export interface Point {
  readonly x: number
  readonly y: number
}

const MAX_ZOOM = 8
/** Pixels of the picture: smaller squares look blurred. */
const MIN_SIDE = 64

export type Axis = 'x' | 'y'

export const CENTRE: Point = { x: 0.5, y: 0.5 }

export function wholeArea({ width, height }: ImageSize): CropArea {
  return { x: width / 2, y: height / 2, zoom: 1 }
}

/** In pixels of the picture. */
export function sideOf({ width, height }: ImageSize, { zoom }: CropArea): number {
  return Math.min(width, height) / zoom
}

export function maxZoom({ width, height }: ImageSize): number {
  return Math.max(1, Math.min(MAX_ZOOM, Math.min(width, height) / MIN_SIDE))
}

/** The picture moves by fractions of the square: to the right and down for positive ones. */
export function movePicture(size: ImageSize, area: CropArea, by: Point): CropArea {
  const side = sideOf(size, area)
  return inside(size, { ...area, x: area.x - by.x * side, y: area.y - by.y * side })
}

/** From 0, where the picture is furthest left or down, to 1: furthest right or up. Null where it cannot move. */
export function placeOf(size: ImageSize, area: CropArea, axis: Axis): number | null {
  const side = sideOf(size, area)
  const range = lengthOf(size, axis) - side
  if (range <= 0) return null
  // Rounding may pass the end.
  const place = Math.min(1, (area[axis] - side / 2) / range)
  return axis === 'x' ? 1 - place : place
}

/** @param place as `placeOf` */
export function moveTo(size: ImageSize, area: CropArea, axis: Axis, place: number): CropArea {
  const side = sideOf(size, area)
  const at = side / 2 + (axis === 'x' ? 1 - place : place) * (lengthOf(size, axis) - side)
  return inside(size, { ...area, [axis]: at })
}

/** What is at `at` stays there. */
export function zoomTo(size: ImageSize, area: CropArea, zoom: number, at: Point = CENTRE): CropArea {
  const next = { ...area, zoom: Math.min(Math.max(zoom, 1), maxZoom(size)) }
  const shift = sideOf(size, area) - sideOf(size, next)
  return inside(size, { ...next, x: area.x + (at.x - 0.5) * shift, y: area.y + (at.y - 0.5) * shift })
}

/** The square does not leave the picture. */
function inside(size: ImageSize, area: CropArea): CropArea {
  const half = sideOf(size, area) / 2
  const within = (value: number, length: number) => Math.min(Math.max(value, half), length - half)
  return { ...area, x: within(area.x, size.width), y: within(area.y, size.height) }
}

function lengthOf({ width, height }: ImageSize, axis: Axis): number {
  return axis === 'x' ? width : height
}
