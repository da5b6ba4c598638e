import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'

/** Red, green, blue and white quarters: clockwise from the top left. Every rotation and reflection is visible. */
export function quarters(width: number, height: number): Sharp {
  const pixels = Buffer.alloc(width * height * 3)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const right = x >= width / 2
      const bottom = y >= height / 2
      const colour = bottom ? (right ? [0, 0, 255] : [255, 255, 255]) : right ? [0, 255, 0] : [255, 0, 0]
      pixels.set(colour, (y * width + x) * 3)
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
}

export function plain(width: number, height: number, background: string, channels: 3 | 4 = 3): Sharp {
  return sharp({ create: { width, height, channels, background } })
}

/** Random but seeded, so that a failure can be repeated. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

export function noise(width: number, height: number, seed = 1): Sharp {
  const random = randomFrom(seed)
  const pixels = Buffer.alloc(width * height * 3, 0)
  for (let at = 0; at < pixels.length; at += 1) pixels[at] = random() * 256
  return sharp(pixels, { raw: { width, height, channels: 3 } })
}

/** Colour of one pixel of an encoded image. */
export async function pixelAt(image: Buffer, x: number, y: number): Promise<number[]> {
  const { data, info } = await sharp(image).raw().toBuffer({ resolveWithObject: true })
  const at = (y * info.width + x) * info.channels
  return [...data.subarray(at, at + info.channels)]
}

/** The name of the nearest plain colour, so that compression does not matter. */
export async function colourAt(image: Buffer, x: number, y: number): Promise<string> {
  const [r = 0, g = 0, b = 0] = await pixelAt(image, x, y)
  const names: Record<string, string> = {
    '100': 'red',
    '010': 'green',
    '001': 'blue',
    '111': 'white',
    '000': 'black',
  }
  const key = [r, g, b].map((value) => (value > 127 ? 1 : 0)).join('')
  return names[key] ?? `rgb(${r}, ${g}, ${b})`
}

const photoFolder = join(dirname(createRequire(import.meta.url).resolve('exif/package.json')), 'test')

/** A real photograph; `sony-alpha-6000.jpg` has 24 megapixels and 46 KB of EXIF. */
export function photo(name: string): Buffer {
  return readFileSync(join(photoFolder, name))
}

export function pngChunk(type: string, data: Buffer): Buffer {
  const chunk = Buffer.alloc(data.length + 12)
  chunk.writeUInt32BE(data.length, 0)
  chunk.write(type, 4, 'latin1')
  data.copy(chunk, 8)
  chunk.writeUInt32BE(crc32(chunk.subarray(4, data.length + 8)), data.length + 8)
  return chunk
}

/** A PNG with chunks put in right after its header. */
export function withPngChunks(png: Buffer, ...chunks: Buffer[]): Buffer {
  const headerEnd = 8 + 25
  return Buffer.concat([png.subarray(0, headerEnd), ...chunks, png.subarray(headerEnd)])
}

/** zTXt that inflates to `bytes` zeros. */
export function textBomb(bytes: number): Buffer {
  return pngChunk(
    'zTXt',
    Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), deflateSync(Buffer.alloc(bytes), { level: 9 })]),
  )
}

/** A PNG header that claims any size, with almost no content. */
export function hugePng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  return Buffer.concat([
    signature,
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(Buffer.alloc(64))),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

/** The first bytes of an iPhone photo. */
export function heicFile(): Buffer {
  const box = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')
  return Buffer.concat([box, Buffer.alloc(200)])
}

const PLAIN_COLOURS: Record<string, readonly number[]> = {
  red: [255, 0, 0],
  green: [0, 255, 0],
  blue: [0, 0, 255],
}

/** A bitmap as Windows Paint saves it: 24 bits per pixel, bottom row first, rows padded to 4 bytes. */
export function bmpFile(width: number, height: number, colour: string): Buffer {
  const [r = 0, g = 0, b = 0] = PLAIN_COLOURS[colour] ?? []
  const stride = Math.ceil((width * 3) / 4) * 4
  const file = Buffer.alloc(54 + stride * height)
  file.write('BM', 0, 'latin1')
  file.writeUInt32LE(file.length, 2)
  file.writeUInt32LE(54, 10)
  file.writeUInt32LE(40, 14)
  file.writeInt32LE(width, 18)
  file.writeInt32LE(height, 22)
  file.writeUInt16LE(1, 26)
  file.writeUInt16LE(24, 28)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) file.set([b, g, r], 54 + y * stride + x * 3)
  }
  return file
}

/** An icon with one image: a PNG as it is, or a bitmap without its file header, of double height, and with a mask. */
export function icoFile(image: Buffer): Buffer {
  const isPng = image.toString('latin1', 1, 4) === 'PNG'
  const size = isPng ? image.readUInt32BE(16) : image.readInt32LE(18)
  const body = isPng ? image : Buffer.concat([image.subarray(14), Buffer.alloc(4 * size)])
  if (!isPng) body.writeInt32LE(size * 2, 8)
  const head = Buffer.alloc(22)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(1, 4)
  head.set([size, size], 6)
  head.writeUInt16LE(1, 10)
  head.writeUInt16LE(isPng ? 32 : 24, 12)
  head.writeUInt32LE(body.length, 14)
  head.writeUInt32LE(22, 18)
  return Buffer.concat([head, body])
}
