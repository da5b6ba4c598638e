import { mkdir, writeFile } from 'node:fs/promises'
import type { Browser, Page } from 'puppeteer-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  avifWithSignal,
  PATCH_SIZE,
  PATCHES,
  patches,
  patchPixels,
  pngWithSignal,
} from '../lambda/support/color-images.ts'
import { bmpFile, photo, pngChunk, quarters, withPngChunks } from '../lambda/support/images.ts'
import { renderOne } from '../lambda/support/render.ts'
import { launchBrowser } from '../support/launch-browser.ts'

const numbers = (...values: number[]) => {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4)
  return bytes
}
const gamma = (value: number) => pngChunk('gAMA', numbers(value))
const wideGamut = pngChunk('cHRM', numbers(31270, 32900, 70800, 29200, 17000, 79700, 13100, 4600))
const png = await patches().png().toBuffer()
const avif = (bitdepth: 8 | 10) =>
  patches().avif({ quality: 100, effort: 0, chromaSubsampling: '4:4:4', bitdepth }).toBuffer()
const greyAvif = await sharp(await patches().greyscale().png().toBuffer())
  .greyscale()
  .avif({ quality: 100, effort: 0 })
  .toBuffer()
const cmyk = await patches().toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer()

/** Code points: primaries 1 sRGB, 9 BT.2020, 11 DCI P3, 12 Display P3; transfer 8 linear, 13 sRGB, 16 PQ, 18 HLG. */
const files: [string, string, Buffer | Promise<Buffer>][] = [
  ['plain PNG', 'image/png', png],
  ...[1, 4, 5, 8, 13, 14].map((transfer): [string, string, Buffer] => [
    `PNG with transfer ${transfer}`,
    'image/png',
    pngWithSignal({ primaries: 1, transfer }),
  ]),
  ...[4, 5, 6, 9, 11, 12].map((primaries): [string, string, Buffer] => [
    `PNG with primaries ${primaries}`,
    'image/png',
    pngWithSignal({ primaries, transfer: 13 }),
  ]),
  ['PNG with a limited range', 'image/png', pngWithSignal({ primaries: 1, transfer: 13, fullRange: false })],
  ['PNG in BT.2020', 'image/png', pngWithSignal({ primaries: 9, transfer: 14 })],
  ['PNG in PQ', 'image/png', pngWithSignal({ primaries: 9, transfer: 16 }, 16)],
  ['PNG in HLG', 'image/png', pngWithSignal({ primaries: 9, transfer: 18 }, 16)],
  ['PNG in PQ with 8 bits', 'image/png', pngWithSignal({ primaries: 9, transfer: 16 })],
  ['PNG in HLG with 8 bits', 'image/png', pngWithSignal({ primaries: 9, transfer: 18 })],
  ['PNG in HLG and Display P3', 'image/png', pngWithSignal({ primaries: 12, transfer: 18 }, 16)],
  ['PNG in PQ and Display P3', 'image/png', pngWithSignal({ primaries: 12, transfer: 16 }, 16)],
  ['PNG in PQ and BT.709', 'image/png', pngWithSignal({ primaries: 1, transfer: 16 }, 16)],
  ['PNG in Display P3 with 16 bits', 'image/png', pngWithSignal({ primaries: 12, transfer: 13 }, 16)],
  [
    'grey PNG with alpha and gamma 1',
    'image/png',
    patches()
      .ensureAlpha()
      .toColourspace('b-w')
      .png()
      .toBuffer()
      .then((bytes) => withPngChunks(bytes, gamma(100_000))),
  ],
  [
    'palette PNG with gamma and chromaticities',
    'image/png',
    patches()
      .png({ palette: true })
      .toBuffer()
      .then((bytes) => withPngChunks(bytes, gamma(45_455), wideGamut)),
  ],
  [
    'AVIF in PQ with 8 bits',
    'image/avif',
    avif(8).then((bytes) => avifWithSignal(bytes, { primaries: 9, transfer: 16, matrix: 9 })),
  ],
  ['PNG with gamma 1', 'image/png', withPngChunks(png, gamma(100_000))],
  ['PNG with gamma of an old Mac', 'image/png', withPngChunks(png, gamma(55_556))],
  ['PNG with gamma and chromaticities', 'image/png', withPngChunks(png, gamma(45_455), wideGamut)],
  [
    'PNG with sRGB and another gamma',
    'image/png',
    withPngChunks(png, pngChunk('sRGB', Buffer.alloc(1)), gamma(100_000)),
  ],
  ['PNG with a profile', 'image/png', patches().withIccProfile('p3').png().toBuffer()],
  ['JPEG with a profile', 'image/jpeg', patches().withIccProfile('p3').jpeg({ quality: 100 }).toBuffer()],
  ['CMYK JPEG without a profile', 'image/jpeg', cmyk],
  ['plain AVIF', 'image/avif', avif(8)],
  ...[1, 4, 5, 8, 13].map((transfer): [string, string, Promise<Buffer>] => [
    `AVIF with transfer ${transfer}`,
    'image/avif',
    avif(8).then((bytes) => avifWithSignal(bytes, { primaries: 1, transfer })),
  ]),
  [
    'AVIF in Display P3',
    'image/avif',
    avif(8).then((bytes) => avifWithSignal(bytes, { primaries: 12, transfer: 13 })),
  ],
  [
    'AVIF in BT.601 with a limited range',
    'image/avif',
    avif(8).then((bytes) =>
      avifWithSignal(bytes, { primaries: 1, transfer: 13, matrix: 6, fullRange: false }),
    ),
  ],
  ...[14, 16, 18].map((transfer): [string, string, Promise<Buffer>] => [
    `AVIF in BT.2020 with transfer ${transfer}`,
    'image/avif',
    avif(10).then((bytes) => avifWithSignal(bytes, { primaries: 9, transfer, matrix: 9 })),
  ]),
  ['grey AVIF', 'image/avif', greyAvif],
  [
    'grey AVIF with a limited range',
    'image/avif',
    avifWithSignal(greyAvif, { primaries: 1, transfer: 13, fullRange: false }),
  ],
]

let browser: Browser
let page: Page
beforeAll(async () => {
  browser = await launchBrowser()
  page = await browser.newPage()
})
afterAll(() => browser.close())

/** The image as the browser paints it, as PNG. */
async function paint(bytes: Buffer, type: string): Promise<Buffer> {
  const url = await page.evaluate(
    async (source) => {
      const image = new Image()
      image.src = source
      await image.decode()
      const canvas = document.createElement('canvas')
      canvas.width = image.naturalWidth
      canvas.height = image.naturalHeight
      canvas.getContext('2d')?.drawImage(image, 0, 0)
      return canvas.toDataURL('image/png')
    },
    `data:${type};base64,${bytes.toString('base64')}`,
  )
  return Buffer.from(url.split(',')[1] ?? '', 'base64')
}

async function patchColors(image: Buffer): Promise<number[][]> {
  const { data, info } = await sharp(image)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return PATCHES.map((_, index) => {
    const at = ((PATCH_SIZE / 2) * info.width + (index + 0.5) * PATCH_SIZE) * info.channels
    return [...data.subarray(at, at + 3)]
  })
}

describe('the colours of a variant', () => {
  it.each(files)('of a %s are those of the browser', async (name, type, file) => {
    const bytes = await file
    const painted = await paint(bytes, type)
    const { bytes: rendered } = await renderOne(bytes, '4096,inside,png')
    const [ours, theirs] = await Promise.all([patchColors(rendered), patchColors(painted)])
    const differences = ours.flatMap((color, patch) =>
      color.map((value, channel) => Math.abs(value - (theirs[patch]?.[channel] ?? 0))),
    )
    const folder = process.env.COMPARISON_FOLDER
    if (folder !== undefined) {
      await mkdir(folder, { recursive: true })
      await writeFile(`${folder}/${name.replaceAll(' ', '-')}-browser.png`, painted)
      await writeFile(`${folder}/${name.replaceAll(' ', '-')}-variant.png`, rendered)
    }
    // HDR in 8 bits has steps of several values after the conversion.
    expect(Math.max(...differences)).toBeLessThanOrEqual(name.endsWith('8 bits') ? 5 : 3)
  })

  it('patches cover every sample of the test image', () => {
    expect(patchPixels().length).toBe(PATCHES.length * PATCH_SIZE ** 2 * 3)
  })
})

describe('the orientation of a variant', () => {
  it.each(['jpeg', 'png', 'webp', 'avif'] as const)('of a %s is that of the browser', async (format) => {
    const bytes = await quarters(60, 30)[format]({ quality: 100 }).withMetadata({ orientation: 6 }).toBuffer()
    const painted = await sharp(await paint(bytes, `image/${format}`)).metadata()
    const { image } = await renderOne(bytes, '4096,inside,png')
    expect([image.width, image.height]).toEqual([painted.width, painted.height])
  })
})

/** Whether the browser paints anything of a file. */
async function shows(bytes: Buffer, type: string): Promise<boolean> {
  return await page.evaluate(
    async (source) => {
      const image = new Image()
      await new Promise((settle) => {
        image.onload = settle
        image.onerror = settle
        image.src = source
      })
      if (image.naturalWidth === 0) return false
      const canvas = document.createElement('canvas')
      canvas.width = image.naturalWidth
      canvas.height = image.naturalHeight
      const context = canvas.getContext('2d')
      try {
        context?.drawImage(image, 0, 0)
      } catch {
        // A file of which nothing could be decoded is "broken".
        return false
      }
      return (
        context?.getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value !== 0) ?? false
      )
    },
    `data:${type};base64,${bytes.toString('base64')}`,
  )
}

describe('a damaged file', async () => {
  const picture = () => sharp(photo('short-ascii-II.jpg')).resize(300, 200)
  const whole: [string, string, Buffer][] = [
    ['JPEG', 'image/jpeg', await picture().jpeg().toBuffer()],
    ['progressive JPEG', 'image/jpeg', await picture().jpeg({ progressive: true }).toBuffer()],
    ['PNG', 'image/png', await picture().png().toBuffer()],
    ['interlaced PNG', 'image/png', await picture().png({ progressive: true }).toBuffer()],
    ['palette PNG', 'image/png', await picture().png({ palette: true }).toBuffer()],
    ['GIF', 'image/gif', await picture().gif().toBuffer()],
    ['WebP', 'image/webp', await picture().webp().toBuffer()],
    ['lossless WebP', 'image/webp', await picture().webp({ lossless: true }).toBuffer()],
    ['AVIF', 'image/avif', await picture().avif({ effort: 0 }).toBuffer()],
    ['BMP', 'image/bmp', bmpFile(40, 40, 'red')],
  ]
  const cases = whole.flatMap(([name, type, bytes]) =>
    [0.02, 0.2, 0.5, 0.8, 0.99].map(
      (part) => [name, part, type, bytes.subarray(0, Math.floor(bytes.length * part))] as const,
    ),
  )

  it.each(cases)(
    '(%s, %f of it) has variants where the browser shows something',
    async (_, _part, type, bytes) => {
      const isRendered = await renderOne(bytes, '100').then(
        () => true,
        () => false,
      )
      expect(isRendered).toBe(await shows(bytes, type))
    },
  )
})
