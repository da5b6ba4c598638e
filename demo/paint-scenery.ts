/** Sky, sun, hills in haze, and a meadow or water. */
export interface Scenery {
  readonly seed: number
  /** From the top to the horizon. */
  readonly sky: readonly string[]
  /** Fractions of width and height. */
  readonly sun: { readonly x: number; readonly y: number; readonly colour: string }
  /** From the farthest range to the nearest. */
  readonly hills: readonly string[]
  readonly ground: readonly [far: string, near: string]
  readonly water: boolean
}

/** Of the height, from the top. */
const HORIZON = 0.56

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

export const mixed = (colour: string, other: 'white' | 'black', percent: number) =>
  `color-mix(in srgb, ${colour}, ${other} ${percent}%)`

export function paintScenery(context: CanvasRenderingContext2D, scenery: Scenery): void {
  const { height } = context.canvas
  const horizon = height * HORIZON
  const random = randomNumbers(scenery.seed)
  fill(context, gradient(context, 0, horizon, scenery.sky), 0, horizon + 2)
  paintSun(context, scenery.sun)
  paintClouds(context, random)
  scenery.hills.forEach((colour, index) => {
    const near = (index + 1) / scenery.hills.length
    paintRange(context, random, { colour, top: horizon * (0.62 + 0.3 * near), height: height * 0.13, near })
  })
  const shore = scenery.water ? height * 0.8 : horizon
  if (scenery.water) paintWater(context, random, scenery, { top: horizon, bottom: shore })
  paintGround(context, random, scenery.ground, shore)
}

/** Noise of a sensor, stronger in the shadows; also what makes the file as large as a photo. */
export function addGrain(context: CanvasRenderingContext2D, seed: number): void {
  const { width, height } = context.canvas
  const picture = context.getImageData(0, 0, width, height)
  const { data } = picture
  let state = seed * 2654435761
  for (let index = 0; index < data.length; index += 4) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    const noise = ((state & 255) + ((state >>> 8) & 255) - 255) / 17
    data[index] = (data[index] ?? 0) + noise
    data[index + 1] = (data[index + 1] ?? 0) + noise
    data[index + 2] = (data[index + 2] ?? 0) + noise * 1.2
  }
  context.putImageData(picture, 0, 0)
}

function gradient(
  context: CanvasRenderingContext2D,
  top: number,
  bottom: number,
  colours: readonly string[],
) {
  const made = context.createLinearGradient(0, top, 0, bottom)
  colours.forEach((colour, index) => {
    made.addColorStop(index / Math.max(1, colours.length - 1), colour)
  })
  return made
}

function fill(context: CanvasRenderingContext2D, style: CanvasGradient, top: number, bottom: number): void {
  context.fillStyle = style
  context.fillRect(0, top, context.canvas.width, bottom - top)
}

function paintSun(context: CanvasRenderingContext2D, { x, y, colour }: Scenery['sun']): void {
  const { width, height } = context.canvas
  const [left, top] = [x * width, y * height]
  for (const [radius, alpha] of [
    [width * 0.32, 0.55],
    [width * 0.125, 0.5],
    [width * 0.03, 1],
  ] as const) {
    const glow = context.createRadialGradient(
      left,
      top,
      radius * (alpha === 1 ? 0.86 : 0.05),
      left,
      top,
      radius,
    )
    glow.addColorStop(0, colour)
    glow.addColorStop(1, `${colour}00`)
    context.globalAlpha = alpha
    context.fillStyle = glow
    context.fillRect(left - radius, top - radius, radius * 2, radius * 2)
  }
  context.globalAlpha = 1
}

/** Of soft spots: a blurred layer takes seconds without a graphics card. */
function paintClouds(context: CanvasRenderingContext2D, random: () => number): void {
  const { width, height } = context.canvas
  const spot = context.createRadialGradient(0, 0, 0, 0, 0, 1)
  spot.addColorStop(0, 'rgb(255 255 255 / 0.16)')
  spot.addColorStop(1, 'rgb(255 255 255 / 0)')
  context.fillStyle = spot
  for (let cloud = 0; cloud < 6; cloud += 1) {
    const [x, y, length] = [random() * width, random() * height * 0.3, (0.08 + random() * 0.16) * width]
    for (let puff = 0; puff < 16; puff += 1) {
      const along = random() * 2 - 1
      const size = ((1 - along * along) * 0.05 + 0.012) * height
      context.save()
      context.translate(x + along * length, y + (random() - 0.5) * 0.03 * height)
      context.scale(size * 3.2, size)
      context.fillRect(-1, -1, 2, 2)
      context.restore()
    }
  }
}

interface Range {
  readonly colour: string
  readonly top: number
  readonly height: number
  /** 0 far, 1 near: nearer ones are rounder and rougher. */
  readonly near: number
}

function paintRange(
  context: CanvasRenderingContext2D,
  random: () => number,
  { colour, top, height, near }: Range,
) {
  const { width } = context.canvas
  const waves = Array.from({ length: 7 }, (_, octave) => ({
    length: (width * (1.1 - near * 0.3)) / 1.9 ** octave,
    shift: random() * 7,
    size: height / 2 ** octave,
  }))
  context.beginPath()
  context.moveTo(0, context.canvas.height)
  for (let x = 0; x <= width; x += 4) {
    const rise = waves.reduce(
      (sum, wave) => sum + Math.sin((x / wave.length) * 6.283 + wave.shift) * wave.size,
      0,
    )
    context.lineTo(x, top - rise * 0.5)
  }
  context.lineTo(width, context.canvas.height)
  const shade = context.createLinearGradient(0, top - height, 0, top + height * 1.4)
  shade.addColorStop(0, colour)
  shade.addColorStop(1, mixed(colour, 'white', 26))
  context.fillStyle = shade
  context.fill()
}

function paintWater(
  context: CanvasRenderingContext2D,
  random: () => number,
  { sky, sun }: Scenery,
  { top, bottom }: { top: number; bottom: number },
): void {
  const { width } = context.canvas
  fill(context, gradient(context, top, bottom, [...sky].reverse()), top, bottom + 2)
  context.fillStyle = 'rgb(10 25 45 / 0.28)'
  context.fillRect(0, top, width, bottom - top)
  for (let glint = 0; glint < 900; glint += 1) {
    const depth = random() ** 1.6
    const y = top + depth * (bottom - top)
    const spread = (random() + random() + random() - 1.5) * (120 + depth * 560)
    const isInSun = random() < 0.6
    context.globalAlpha = 0.1 + random() * (isInSun ? 0.5 : 0.14)
    context.fillStyle = isInSun ? sun.colour : random() < 0.5 ? '#ffffff' : '#0a1a2c'
    const length = 12 + depth * 90 * random()
    context.fillRect(isInSun ? sun.x * width + spread : random() * width, y, length, 1 + depth * 3)
  }
  context.globalAlpha = 1
}

function paintGround(
  context: CanvasRenderingContext2D,
  random: () => number,
  [far, near]: readonly [string, string],
  top: number,
): void {
  const { width, height } = context.canvas
  fill(context, gradient(context, top, height, [far, near]), top, height)
  const light = mixed(far, 'white', 18)
  for (let blade = 0; blade < 3500; blade += 1) {
    const depth = random() ** 0.7
    const [x, y, size] = [random() * width, top + depth * (height - top), 3 + depth * 24]
    context.strokeStyle = random() < 0.5 ? light : near
    context.globalAlpha = 0.12 + random() * 0.3
    context.lineWidth = 1 + depth * 1.6
    context.beginPath()
    context.moveTo(x, y)
    context.lineTo(x + (random() - 0.5) * size * 0.8, y - size * random())
    context.stroke()
  }
  context.globalAlpha = 1
}
