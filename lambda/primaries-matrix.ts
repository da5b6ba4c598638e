type Matrix = readonly [number, number, number, number, number, number, number, number, number]
/** x and y of red, green, blue and white. */
export type Chromaticities = readonly [number, number, number, number, number, number, number, number]

const D65 = [0.3127, 0.329] as const
const C = [0.31, 0.316] as const
export const SRGB_CHROMATICITIES: Chromaticities = [0.64, 0.33, 0.3, 0.6, 0.15, 0.06, ...D65]
/** For each code point (ITU-T H.273, table 2). */
const PRIMARIES: Record<number, Chromaticities> = {
  4: [0.67, 0.33, 0.21, 0.71, 0.14, 0.08, ...C],
  5: [0.64, 0.33, 0.29, 0.6, 0.15, 0.06, ...D65],
  6: [0.63, 0.34, 0.31, 0.595, 0.155, 0.07, ...D65],
  7: [0.63, 0.34, 0.31, 0.595, 0.155, 0.07, ...D65],
  8: [0.681, 0.319, 0.243, 0.692, 0.145, 0.049, ...C],
  9: [0.708, 0.292, 0.17, 0.797, 0.131, 0.046, ...D65],
  11: [0.68, 0.32, 0.265, 0.69, 0.15, 0.06, 0.314, 0.351],
  12: [0.68, 0.32, 0.265, 0.69, 0.15, 0.06, ...D65],
  22: [0.63, 0.34, 0.295, 0.605, 0.155, 0.077, ...D65],
}
const IDENTITY: Matrix = [1, 0, 0, 0, 1, 0, 0, 0, 1]
/** To the responses of the eye's cones (Bradford), where white points are adapted. */
const BRADFORD: Matrix = [0.8951, 0.2664, -0.1614, -0.7502, 1.7135, 0.0367, 0.0389, -0.0685, 1.0296]

/** Rows of the matrix between linear RGB of two sets of primaries; unknown code points count as sRGB. */
export function primariesMatrix(from: number | Chromaticities, to: number): Matrix {
  const [source, target] = [chromaticitiesOf(from), chromaticitiesOf(to)]
  if (source === target) return IDENTITY
  return multiply(invert(toXyz(target)), multiply(adaptation(source), toXyz(source)))
}

function chromaticitiesOf(primaries: number | Chromaticities): Chromaticities {
  return typeof primaries === 'number' ? (PRIMARIES[primaries] ?? SRGB_CHROMATICITIES) : primaries
}

/** Share of red, green and blue in luminance. */
export function luminanceWeights(primaries: number | Chromaticities): [number, number, number] {
  const [, , , red, green, blue] = toXyz(chromaticitiesOf(primaries))
  return [red, green, blue]
}

function toXyz([rx, ry, gx, gy, bx, by, wx, wy]: Chromaticities): Matrix {
  const columns: Matrix = [
    rx / ry,
    gx / gy,
    bx / by,
    1,
    1,
    1,
    (1 - rx - ry) / ry,
    (1 - gx - gy) / gy,
    (1 - bx - by) / by,
  ]
  const [r, g, b] = apply(invert(columns), whiteOf(wx, wy))
  return multiply(columns, [r, 0, 0, 0, g, 0, 0, 0, b])
}

function adaptation([, , , , , , wx, wy]: Chromaticities): Matrix {
  const [l, m, s] = apply(BRADFORD, whiteOf(wx, wy))
  const [toL, toM, toS] = apply(BRADFORD, whiteOf(...D65))
  return multiply(invert(BRADFORD), multiply([toL / l, 0, 0, 0, toM / m, 0, 0, 0, toS / s], BRADFORD))
}

function whiteOf(x: number, y: number): [number, number, number] {
  return [x / y, 1, (1 - x - y) / y]
}

function apply(
  [a, b, c, d, e, f, g, h, i]: Matrix,
  [x, y, z]: readonly [number, number, number],
): [number, number, number] {
  return [a * x + b * y + c * z, d * x + e * y + f * z, g * x + h * y + i * z]
}

function multiply(left: Matrix, [a, b, c, d, e, f, g, h, i]: Matrix): Matrix {
  const [x1, y1, z1] = apply(left, [a, d, g])
  const [x2, y2, z2] = apply(left, [b, e, h])
  const [x3, y3, z3] = apply(left, [c, f, i])
  return [x1, x2, x3, y1, y2, y3, z1, z2, z3]
}

function invert([a, b, c, d, e, f, g, h, i]: Matrix): Matrix {
  const scale = 1 / (a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g))
  return [
    (e * i - f * h) * scale,
    (c * h - b * i) * scale,
    (b * f - c * e) * scale,
    (f * g - d * i) * scale,
    (a * i - c * g) * scale,
    (c * d - a * f) * scale,
    (d * h - e * g) * scale,
    (b * g - a * h) * scale,
    (a * e - b * d) * scale,
  ]
}
