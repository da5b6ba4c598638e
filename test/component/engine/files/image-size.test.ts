import sharp, { type Sharp } from 'sharp'
import { describe, expect, it } from 'vitest'
import { checkFile } from '../../../../component/engine/files/file-check.ts'
import { readImageSize } from '../../../../component/engine/files/image-size.ts'

const plain = (width = 300, height = 200) =>
  sharp({ create: { width, height, channels: 3, background: '#4a7' } })

/** Also counts the bytes read. */
async function measured(bytes: Uint8Array) {
  let read = 0
  const size = await readImageSize(async (offset, length) => {
    const end = Math.min(offset + length, bytes.length)
    read += Math.max(0, end - offset)
    return new DataView(bytes.buffer, bytes.byteOffset + Math.min(offset, end), Math.max(0, end - offset))
  })
  return { size, read }
}

const noise = (width: number, height: number) => {
  const data = Buffer.from(Array.from({ length: width * height * 3 }, (_, index) => (index * 7919) % 251))
  return sharp(data, { raw: { width, height, channels: 3 } })
}

describe('the size of a real image', () => {
  it.each<[string, () => Sharp]>([
    ['JPEG', () => plain().jpeg()],
    ['progressive JPEG', () => plain().jpeg({ progressive: true })],
    ['PNG', () => plain().png()],
    ['GIF', () => plain().gif()],
    ['lossy WebP', () => noise(300, 200).webp()],
    ['lossless WebP', () => plain().webp({ lossless: true })],
    ['WebP with alpha', () => plain().ensureAlpha(0.5).webp()],
    ['AVIF', () => plain().avif()],
  ])('of %s is known', async (_, make) => {
    expect((await measured(await make().toBuffer())).size).toEqual({ width: 300, height: 200 })
  })

  it.each<[string, (image: Sharp) => Sharp]>([
    ['JPEG', (image) => image.jpeg()],
    ['WebP', (image) => image.webp()],
  ])('of %s is the displayed one, for all 8 orientations', async (_, format) => {
    for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const bytes = await format(noise(300, 200)).withMetadata({ orientation }).toBuffer()
      const expected = orientation < 5 ? { width: 300, height: 200 } : { width: 200, height: 300 }
      expect((await measured(bytes)).size, `orientation ${orientation}`).toEqual(expected)
    }
  })

  it('is found behind a long colour profile, without reading the pixels', async () => {
    const jpeg = await noise(1500, 1000).jpeg({ quality: 100 }).toBuffer()
    const segment = Buffer.concat([Buffer.from([0xff, 0xe2, 0xff, 0xff]), Buffer.alloc(0xffff - 2, 0xff)])
    const long = Buffer.concat([jpeg.subarray(0, 2), ...Array(20).fill(segment), jpeg.subarray(2)])
    const { size, read } = await measured(long)
    expect(size).toEqual({ width: 1500, height: 1000 })
    expect(read).toBeLessThan(2000)
  })
})

/** The boxes of a HEIC photo as phones write them: tiles, the grid of them that is the photo, a thumbnail. */
function heic({ turns }: { turns: number }): Uint8Array {
  const box = (type: string, ...body: (number[] | Uint8Array)[]) => {
    const content = body.flatMap((piece) => [...piece])
    return Uint8Array.from([...u32(content.length + 8), ...ascii(type), ...content])
  }
  const u32 = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]
  const ascii = (text: string) => [...text].map((letter) => letter.charCodeAt(0))
  const full = [0, 0, 0, 0]
  const ispe = (width: number, height: number) => box('ispe', full, u32(width), u32(height))
  const properties = box(
    'iprp',
    box('ipco', ispe(512, 512), ispe(4032, 3024), box('irot', [turns]), ispe(320, 240)),
    // Item 1 is a tile, 49 the grid, 50 the thumbnail.
    box('ipma', full, u32(3), [0, 1, 1, 1], [0, 49, 2, 0x82, 0x83], [0, 50, 1, 4]),
  )
  const meta = box('meta', full, box('hdlr', full, ascii('pict')), box('pitm', full, [0, 49]), properties)
  return Uint8Array.from([
    ...box('ftyp', ascii('heic'), full, ascii('mif1heic')),
    ...meta,
    ...box('mdat', full),
  ])
}

describe('the size of a HEIC photo', () => {
  it.each([
    [0, 4032, 3024],
    [1, 3024, 4032],
    [2, 4032, 3024],
    [3, 3024, 4032],
  ])('turned %d times by 90° is that of the photo, not of a tile', async (turns, width, height) => {
    expect((await measured(heic({ turns }))).size).toEqual({ width, height })
  })
})

describe('a damaged header', () => {
  it('cut at any byte gives the right size or none', async () => {
    const images = [
      await plain().withMetadata({ orientation: 6 }).jpeg().toBuffer(),
      await plain().webp().toBuffer(),
      await plain().png().toBuffer(),
      heic({ turns: 1 }),
    ]
    for (const image of images) {
      const { size: whole } = await measured(image)
      for (let length = 0; length < Math.min(image.length, 700); length += 1) {
        const { size } = await measured(image.subarray(0, length))
        // Cut after the size fields it gives the size; before them null, never another size.
        if (size !== null && whole !== null) {
          expect([size.width, size.height].sort()).toEqual([whole.width, whole.height].sort())
        }
      }
    }
  })

  it('of random bytes ends the search', async () => {
    const fill = Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.alloc(1_000_000, 0xff)])
    const chunks = Buffer.concat([
      Buffer.from('RIFF\0\0\0\0WEBPVP8X\n\0\0\0'),
      Buffer.from([8]),
      Buffer.alloc(1e6),
    ])
    const boxes = Buffer.concat([Buffer.from([0, 0, 0, 8]), Buffer.from('ftyp'), Buffer.alloc(1e6)])
    for (const hostile of [fill, chunks, boxes, Buffer.alloc(100, 0xff), Buffer.from('GIF')]) {
      const { read } = await measured(hostile)
      expect(read).toBeLessThan(2_000_000)
    }
  })

  it('of a multi-gigabyte image costs nothing: 40,000 × 30,000 pixels are read from 64 bytes', async () => {
    const png = Buffer.alloc(64)
    png.write('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1')
    png.writeUInt32BE(40_000, 16)
    png.writeUInt32BE(30_000, 20)
    expect((await measured(png)).size).toEqual({ width: 40_000, height: 30_000 })
  })
})

describe('a file with dimension rules', () => {
  const check = (file: File, rules: object) => checkFile(file, rules, new AbortController().signal)

  it('is measured as displayed', async () => {
    const turned = await plain().withMetadata({ orientation: 6 }).jpeg().toBuffer()
    const file = new File([Uint8Array.from(turned)], 'a.jpg', { type: 'image/jpeg' })
    expect(await check(file, { maxWidth: 200, maxHeight: 300 })).toBeUndefined()
    expect(await check(file, { minWidth: 201 })).toEqual({
      code: 'image-dimensions',
      limit: 201,
      rule: 'minWidth',
      size: { width: 200, height: 300 },
    })
  })

  it('is refused where it is an image of unknown size, and accepted where it is no image', async () => {
    const words = (name: string, type: string) => new File(['just words'], name, { type })
    expect(await check(words('a.jpg', 'image/jpeg'), { minWidth: 1 })).toMatchObject({ size: null })
    expect(await check(words('a.pdf', 'application/pdf'), { minWidth: 1 })).toBeUndefined()
    expect(await check(words('a.svg', 'image/svg+xml'), { minWidth: 1 })).toBeUndefined()
    expect(await check(words('a.jpg', ''), { minWidth: 1 })).toMatchObject({ code: 'image-dimensions' })
  })

  it('that vanished since it was chosen is refused as file-changed', async () => {
    class Vanished extends File {
      override slice(): Blob {
        const gone = new Blob()
        gone.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotReadableError'))
        return gone
      }
    }
    const file = new Vanished(['x'], 'a.png', { type: 'image/png' })
    expect(await check(file, { content: 'verify' })).toEqual({ code: 'file-changed', limit: undefined })
  })
})
