import { mixed } from './paint-scenery.ts'

/** A touring bicycle from the side, with its shadow. */
export interface BicyclePlace {
  /** The middle between the wheels, on the ground. */
  readonly x: number
  readonly y: number
  /** Distance of the hubs, in pixels. */
  readonly size: number
}

type Point = readonly [x: number, y: number]

/** In units of the distance of the hubs; the hubs are at half a unit on both sides and at the height of a wheel. */
const WHEEL = 0.335
const REAR: Point = [-0.5, -WHEEL]
const FRONT: Point = [0.5, -WHEEL]
const CRANK: Point = [-0.08, -0.28]
const SEAT: Point = [-0.2, -0.82]
const HEAD: Point = [0.33, -0.84]

export function paintBicycle(context: CanvasRenderingContext2D, place: BicyclePlace, paint: string): void {
  context.save()
  context.translate(place.x, place.y)
  context.scale(place.size, place.size)
  context.lineCap = 'round'
  context.lineJoin = 'round'
  shadow(context)
  for (const hub of [REAR, FRONT]) wheel(context, hub)
  const frame: readonly (readonly [Point, Point])[] = [
    [REAR, CRANK],
    [REAR, SEAT],
    [CRANK, SEAT],
    [CRANK, [0.36, -0.74]],
    [SEAT, HEAD],
    [HEAD, [0.38, -0.7]],
    [[0.38, -0.7], FRONT],
  ]
  for (const [from, to] of frame) tube(context, from, to, 0.034, mixed(paint, 'black', 45))
  for (const [[x, y], to] of frame) tube(context, [x, y - 0.005], [to[0], to[1] - 0.005], 0.022, paint)
  for (const [[x, y], to] of frame) {
    tube(context, [x, y - 0.012], [to[0], to[1] - 0.012], 0.005, mixed(paint, 'white', 60))
  }
  parts(context)
  bags(context)
  context.restore()
}

function shadow(context: CanvasRenderingContext2D): void {
  context.save()
  context.translate(0.04, 0.015)
  context.scale(1, 0.07)
  const soft = context.createRadialGradient(0, 0, 0.3, 0, 0, 1)
  soft.addColorStop(0, 'rgb(0 0 0 / 0.5)')
  soft.addColorStop(1, 'rgb(0 0 0 / 0)')
  context.fillStyle = soft
  context.fillRect(-1, -1, 2, 2)
  context.restore()
}

function wheel(context: CanvasRenderingContext2D, [x, y]: Point): void {
  const ring = (radius: number, width: number, colour: string) => {
    context.strokeStyle = colour
    context.lineWidth = width
    context.beginPath()
    context.arc(x, y, radius, 0, 7)
    context.stroke()
  }
  for (let spoke = 0; spoke < 32; spoke += 1) {
    const angle = (spoke / 32) * Math.PI * 2
    const lean = angle + (spoke % 2 ? 0.35 : -0.35)
    const from: Point = [x + Math.cos(lean) * 0.03, y + Math.sin(lean) * 0.03]
    tube(context, from, [x + Math.cos(angle) * 0.3, y + Math.sin(angle) * 0.3], 0.0028, '#d5d9dd')
  }
  ring(WHEEL - 0.018, 0.036, '#1b1c1f')
  ring(WHEEL - 0.034, 0.014, '#b9a37c')
  ring(WHEEL - 0.046, 0.014, '#c6cbd1')
  ring(WHEEL + 0.012, 0.008, '#2b2d31')
  ring(0.022, 0.016, '#8b9197')
}

function parts(context: CanvasRenderingContext2D): void {
  const dark = '#22242a'
  // Saddle and its post.
  tube(context, SEAT, [-0.225, -0.92], 0.018, '#c3c8ce')
  line(
    context,
    [
      [-0.35, -0.94],
      [-0.22, -0.945],
      [-0.1, -0.93],
    ],
    0.04,
    '#6a3f22',
  )
  // Stem, handlebar and its tape.
  tube(context, HEAD, [0.31, -0.92], 0.02, dark)
  line(
    context,
    [
      [0.31, -0.92],
      [0.42, -0.94],
      [0.47, -0.88],
      [0.41, -0.8],
      [0.35, -0.79],
    ],
    0.03,
    '#6a3f22',
  )
  // Chain, crank and pedals.
  tube(context, [CRANK[0], CRANK[1] - 0.075], [REAR[0], REAR[1] - 0.035], 0.009, dark)
  tube(context, [CRANK[0], CRANK[1] + 0.075], [REAR[0], REAR[1] + 0.035], 0.009, dark)
  context.lineWidth = 0.014
  context.strokeStyle = '#9aa0a6'
  context.beginPath()
  context.arc(CRANK[0], CRANK[1], 0.078, 0, 7)
  context.stroke()
  tube(context, CRANK, [0.03, -0.16], 0.018, '#c3c8ce')
  tube(context, [-0.02, -0.155], [0.08, -0.155], 0.02, dark)
  // Bottle.
  tube(context, [0.07, -0.48], [0.16, -0.58], 0.06, '#e9eef0')
}

function bags(context: CanvasRenderingContext2D): void {
  tube(context, [-0.72, -0.71], [-0.28, -0.71], 0.014, '#2a2c31')
  const bag = (x: number, y: number, width: number, height: number, colour: string) => {
    const shade = context.createLinearGradient(x, y, x + width, y + height)
    shade.addColorStop(0, mixed(colour, 'white', 22))
    shade.addColorStop(1, mixed(colour, 'black', 35))
    context.fillStyle = shade
    context.beginPath()
    context.roundRect(x, y, width, height, 0.03)
    context.fill()
    tube(context, [x + width * 0.3, y], [x + width * 0.3, y + height], 0.01, '#2a2018')
    tube(context, [x + width * 0.7, y], [x + width * 0.7, y + height], 0.01, '#2a2018')
  }
  bag(-0.7, -0.7, 0.3, 0.34, '#7b5a36')
  bag(0.36, -0.74, 0.22, 0.16, '#7b5a36')
}

function tube(
  context: CanvasRenderingContext2D,
  from: Point,
  to: Point,
  width: number,
  colour: string,
): void {
  line(context, [from, to], width, colour)
}

function line(
  context: CanvasRenderingContext2D,
  points: readonly Point[],
  width: number,
  colour: string,
): void {
  context.strokeStyle = colour
  context.lineWidth = width
  context.beginPath()
  for (const [x, y] of points) context.lineTo(x, y)
  context.stroke()
}
