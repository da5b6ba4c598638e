/** Pictures as cameras and programs write them, for tests in browsers. */
import sharp from 'sharp'
import { heicPhoto } from '../lambda/support/heic-photo.ts'

const RED = { r: 200, g: 20, b: 20 }
const BLUE = { r: 20, g: 20, b: 200 }
const METADATA = {
  IFD0: { Make: 'Camera', ImageDescription: 'A secret place' },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' },
}

/** 400 × 200 stored pixels, red on the left and blue on the right, with noise, which takes bytes. */
function halves(width = 400, height = 200) {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 }
  const half = (background: typeof RED) => ({
    create: { width: width / 2, height, channels: 4 as const, background: { ...background, alpha: 0.8 } },
  })
  return sharp({ create: { width, height, channels: 3, background: RED, noise } })
    .composite([
      { input: half(RED), left: 0, top: 0 },
      { input: half(BLUE), left: width / 2, top: 0 },
    ])
    .withExif(METADATA)
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><secret/></x:xmpmeta>')
}

/** Turned clockwise by its orientation: 200 × 400 as displayed, red above blue. */
const turned = (size?: [number, number]) =>
  halves(...(size ?? []))
    .withIccProfile('p3')
    .withMetadata({ orientation: 6 })

/** Blue on the left, nothing on the right, with noise. */
const transparent = () => {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 }
  const clear = { width: 128, height: 256, channels: 4 as const, background: { ...RED, alpha: 1 } }
  return sharp({ create: { width: 256, height: 256, channels: 3, background: RED, noise } })
    .ensureAlpha()
    .composite([
      { input: { create: { ...clear, background: { ...BLUE, alpha: 0.8 } } }, left: 0, top: 0 },
      { input: { create: clear }, left: 128, top: 0, blend: 'dest-out' },
    ])
    .withExif(METADATA)
}

/** Two frames, red and blue. */
async function frames() {
  const frame = (background: typeof RED) =>
    sharp({ create: { width: 32, height: 32, channels: 3, background } })
      .png()
      .toBuffer()
  const images = await Promise.all([frame(RED), frame(BLUE)])
  return sharp(images, { join: { animated: true } }).withExif(METADATA)
}

const PICTURES: Readonly<Record<string, () => Promise<Buffer>>> = {
  'turned.jpg': () => turned().jpeg({ quality: 95 }).toBuffer(),
  'turned.webp': () => turned().webp({ quality: 95 }).toBuffer(),
  'large.jpg': () => turned([8000, 6000]).jpeg({ quality: 90 }).toBuffer(),
  'transparent.png': () => transparent().png().toBuffer(),
  'dot.png': () =>
    sharp({ create: { width: 1, height: 1, channels: 3, background: RED } })
      .png()
      .toBuffer(),
  'moving.gif': async () => (await frames()).gif().toBuffer(),
  'moving.webp': async () => (await frames()).webp().toBuffer(),
  'photo.heic': async () => Buffer.from(heicPhoto),
}

/** @throws Error for a name that is not in the list */
export async function samplePicture(name: string): Promise<Buffer<ArrayBufferLike>> {
  const make = PICTURES[name]
  if (make === undefined) throw new Error(`No picture ${name}`)
  return make()
}
