import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { decodeBmp, readBmpHeader } from '../../lambda/decode-bmp.ts'
import { bmpFile, icoFile, pixelAt, plain, randomFrom } from './support/images.ts'
import { render, renderOne } from './support/render.ts'

interface Bitmap {
  width: number
  /** Negative: rows from the top. */
  height: number
  bits: number
  compression?: number
  palette?: readonly (readonly [number, number, number])[]
  masks?: readonly number[]
  /** Rows as they are in the file. */
  data: Buffer
}

/** A bitmap file with any of the codings of Windows. */
function bitmap({ width, height, bits, compression = 0, palette = [], masks = [], data }: Bitmap): Buffer {
  const head = Buffer.alloc(54 + masks.length * 4 + palette.length * 4)
  head.write('BM', 0, 'latin1')
  head.writeUInt32LE(head.length + data.length, 2)
  head.writeUInt32LE(head.length, 10)
  head.writeUInt32LE(40, 14)
  head.writeInt32LE(width, 18)
  head.writeInt32LE(height, 22)
  head.writeUInt16LE(1, 26)
  head.writeUInt16LE(bits, 28)
  head.writeUInt32LE(compression, 30)
  head.writeUInt32LE(palette.length, 46)
  for (const [index, mask] of masks.entries()) head.writeUInt32LE(mask >>> 0, 54 + index * 4)
  for (const [index, [r, g, b]] of palette.entries()) {
    head.set([b, g, r, 0], 54 + masks.length * 4 + index * 4)
  }
  return Buffer.concat([head, data])
}

const [red, green, blue, white] = [
  [255, 0, 0] as const,
  [0, 255, 0] as const,
  [0, 0, 255] as const,
  [255, 255, 255] as const,
]
const palette = [red, green, blue, white]
/** Two rows of two pixels: red and green above, blue and white below. */
const files: [string, Buffer][] = [
  [
    '1 bit',
    bitmap({
      width: 2,
      height: 2,
      bits: 1,
      palette: [red, green],
      data: Buffer.from([0x40, 0, 0, 0, 0x40, 0, 0, 0]),
    }),
  ],
  [
    '4 bits',
    bitmap({ width: 2, height: 2, bits: 4, palette, data: Buffer.from([0x23, 0, 0, 0, 0x01, 0, 0, 0]) }),
  ],
  ['8 bits', bitmap({ width: 2, height: 2, bits: 8, palette, data: Buffer.from([2, 3, 0, 0, 0, 1, 0, 0]) })],
  [
    '8 bits in runs',
    bitmap({
      width: 2,
      height: 2,
      bits: 8,
      compression: 1,
      palette,
      data: Buffer.from([1, 2, 1, 3, 0, 0, 1, 0, 1, 1, 0, 1]),
    }),
  ],
  [
    '4 bits in runs',
    bitmap({
      width: 2,
      height: 2,
      bits: 4,
      compression: 2,
      palette,
      data: Buffer.from([2, 0x23, 0, 0, 2, 0x01, 0, 1]),
    }),
  ],
  [
    '16 bits',
    bitmap({ width: 2, height: 2, bits: 16, data: Buffer.from([0x1f, 0, 0xff, 0x7f, 0, 0x7c, 0xe0, 0x03]) }),
  ],
  [
    '16 bits with masks',
    bitmap({
      width: 2,
      height: 2,
      bits: 16,
      compression: 3,
      masks: [0xf800, 0x7e0, 0x1f],
      data: Buffer.from([0x1f, 0, 0xff, 0xff, 0, 0xf8, 0xe0, 0x07]),
    }),
  ],
  [
    '24 bits',
    bitmap({
      width: 2,
      height: 2,
      bits: 24,
      data: Buffer.from([255, 0, 0, 255, 255, 255, 0, 0, 0, 0, 255, 0, 255, 0, 0, 0]),
    }),
  ],
  [
    '24 bits from the top',
    bitmap({
      width: 2,
      height: -2,
      bits: 24,
      data: Buffer.from([0, 0, 255, 0, 255, 0, 0, 0, 255, 0, 0, 255, 255, 255, 0, 0]),
    }),
  ],
  [
    '32 bits',
    bitmap({
      width: 2,
      height: 2,
      bits: 32,
      data: Buffer.from([255, 0, 0, 0, 255, 255, 255, 0, 0, 0, 255, 0, 0, 255, 0, 0]),
    }),
  ],
  [
    '32 bits with masks',
    bitmap({
      width: 2,
      height: 2,
      bits: 32,
      compression: 3,
      masks: [0xff, 0xff00, 0xff0000],
      data: Buffer.from([0, 0, 255, 0, 255, 255, 255, 0, 255, 0, 0, 0, 0, 255, 0, 0]),
    }),
  ],
]

describe('a bitmap', () => {
  it.each(files)('with %s has its colours and its rows in order', async (name, bytes) => {
    const { image, bytes: rendered } = await renderOne(bytes, '2,png')
    expect(image).toMatchObject({
      format: 'bmp',
      contentType: 'image/bmp',
      width: 2,
      height: 2,
      hasAlpha: false,
    })
    const pixels = [
      await pixelAt(rendered, 0, 0),
      await pixelAt(rendered, 1, 0),
      await pixelAt(rendered, 0, 1),
      await pixelAt(rendered, 1, 1),
    ]
    expect(pixels).toEqual(name === '1 bit' ? [red, green, red, green] : [red, green, blue, white])
  })

  it('with literal pixels between runs, and pixels that it skips, is decoded', async () => {
    const data = Buffer.from([0, 3, 0, 1, 2, 0, 1, 3, 0, 0, 0, 2, 3, 0, 1, 1, 0, 1])
    const bytes = bitmap({ width: 4, height: 2, bits: 8, compression: 1, palette, data })
    const { bytes: rendered } = await renderOne(bytes, '4,png')
    const rows = await Promise.all(
      [0, 1].map((y) => Promise.all([0, 1, 2, 3].map((x) => pixelAt(rendered, x, y)))),
    )
    expect(rows[1]).toEqual([red, green, blue, white].map((color) => [...color, 255]))
    expect(rows[0]?.map(([, , , alpha]) => alpha)).toEqual([0, 0, 0, 255])
  })

  it('with alpha keeps it', async () => {
    const masks = [0xff0000, 0xff00, 0xff, 0xff000000]
    const data = Buffer.from([0, 0, 255, 255, 0, 0, 255, 0])
    const bytes = bitmap({ width: 2, height: 1, bits: 32, compression: 6, masks, data })
    const { image, bytes: rendered } = await renderOne(bytes, '2,png')
    expect(image.hasAlpha).toBe(true)
    expect([(await pixelAt(rendered, 0, 0))[3], (await pixelAt(rendered, 1, 0))[3]]).toEqual([255, 0])
  })

  it('that was cut shows the rows that exist', async () => {
    const whole = bmpFile(40, 40, 'red')
    const { warnings, image } = await render(whole.subarray(0, 54 + 120 * 20))
    expect([warnings, image.hasAlpha]).toEqual([['truncated-source'], true])
    await expect(render(whole.subarray(0, 60))).rejects.toMatchObject({ code: 'corrupt-image' })
  })

  it('that claims a size beyond memory is refused before it is decoded', async () => {
    const bytes = bmpFile(4, 4, 'red')
    bytes.writeInt32LE(20_000, 18)
    bytes.writeInt32LE(20_000, 22)
    await expect(render(bytes)).rejects.toMatchObject({ code: 'image-too-large' })
  })

  it('with an embedded JPEG is not supported', async () => {
    const bytes = bitmap({ width: 2, height: 2, bits: 24, compression: 4, data: Buffer.alloc(16) })
    await expect(render(bytes)).rejects.toMatchObject({ code: 'unsupported-format' })
  })

  it('with damage anywhere gives pixels or an error code', () => {
    const random = randomFrom(7)
    for (let round = 0; round < 3000; round += 1) {
      const source = files[round % files.length]?.[1] ?? Buffer.alloc(0)
      const bytes = Buffer.from(source.subarray(0, Math.ceil(random() * source.length)))
      for (let flips = 0; flips < 3; flips += 1)
        bytes[14 + Math.floor(random() * (bytes.length - 14))] = random() * 256
      try {
        const header = readBmpHeader(bytes)
        if (header.width * header.height < 1e6) decodeBmp(bytes, header)
      } catch (error) {
        expect(error).toMatchObject({ name: 'ImageError' })
      }
    }
  })
})

describe('an icon', () => {
  it('with a bitmap is decoded', async () => {
    const { image, bytes } = await renderOne(icoFile(bmpFile(4, 4, 'blue')), '4,png')
    expect(image).toMatchObject({ format: 'ico', contentType: 'image/x-icon', width: 4, height: 4 })
    expect(await pixelAt(bytes, 1, 1)).toEqual([0, 0, 255])
  })

  it('with a mask is transparent there', async () => {
    const icon = icoFile(bmpFile(4, 4, 'blue'))
    icon[icon.length - 16] = 0x80
    const { bytes } = await renderOne(icon, '4,png')
    expect([(await pixelAt(bytes, 0, 3))[3], (await pixelAt(bytes, 1, 3))[3]]).toEqual([0, 255])
  })

  it('with a PNG is decoded', async () => {
    const { image, bytes } = await renderOne(icoFile(await plain(32, 32, 'lime').png().toBuffer()), '16,png')
    expect(image).toMatchObject({ format: 'ico', width: 32, height: 32 })
    expect((await sharp(bytes).metadata()).width).toBe(16)
  })

  it('without an image is damaged', async () => {
    const icon = icoFile(bmpFile(4, 4, 'blue')).subarray(0, 40)
    await expect(render(icon)).rejects.toMatchObject({ code: 'corrupt-image' })
  })
})
