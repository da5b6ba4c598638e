import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { colourAt, noise, photo, pixelAt, plain, quarters } from './support/images.ts'
import { expectNoTraces, render, renderOne } from './support/render.ts'

describe('orientation', () => {
  // Which quarter of the stored picture ends up top left, top right, bottom right, bottom left.
  const displayed: Record<number, string[]> = {
    1: ['red', 'green', 'blue', 'white'],
    2: ['green', 'red', 'white', 'blue'],
    3: ['blue', 'white', 'red', 'green'],
    4: ['white', 'blue', 'green', 'red'],
    5: ['red', 'white', 'blue', 'green'],
    6: ['white', 'red', 'green', 'blue'],
    7: ['blue', 'green', 'red', 'white'],
    8: ['green', 'blue', 'white', 'red'],
  }

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('%i is applied to pixels and to sizes', async (orientation) => {
    const bytes = await quarters(201, 99).jpeg({ quality: 95 }).withMetadata({ orientation }).toBuffer()
    const turned = orientation >= 5
    const { image, variants } = await render(bytes, 'thumb=40x40,cover;large=100,inside')
    expect(image).toMatchObject({ orientation, width: turned ? 99 : 201, height: turned ? 201 : 99 })
    const [thumb, large] = variants
    expect([thumb?.width, thumb?.height]).toEqual([40, 40])
    expect([large?.width, large?.height]).toEqual(turned ? [49, 100] : [100, 49])
    for (const { bytes: rendered, width, height } of variants) {
      const [left, right] = [Math.floor(width / 4), Math.floor((width * 3) / 4)]
      const [top, bottom] = [Math.floor(height / 4), Math.floor((height * 3) / 4)]
      const seen = [
        await colourAt(rendered, left, top),
        await colourAt(rendered, right, top),
        await colourAt(rendered, right, bottom),
        await colourAt(rendered, left, bottom),
      ]
      expect(seen).toEqual(displayed[orientation])
      expect((await sharp(rendered).metadata()).orientation).toBe(undefined)
    }
  })
})

describe('an image', () => {
  it.each([
    ['16 bits per channel', () => quarters(200, 100).toColourspace('rgb16').png().toBuffer(), 'png'],
    ['interlaced', () => quarters(200, 100).png({ progressive: true }).toBuffer(), 'png'],
    ['progressive', () => quarters(200, 100).jpeg({ progressive: true }).toBuffer(), 'jpeg'],
    ['a palette', () => quarters(200, 100).png({ palette: true, colours: 8 }).toBuffer(), 'png'],
    ['lossless WebP', () => quarters(200, 100).webp({ lossless: true }).toBuffer(), 'webp'],
    ['lossy WebP', () => quarters(200, 100).webp().toBuffer(), 'webp'],
    ['AVIF', () => quarters(200, 100).avif({ effort: 0 }).toBuffer(), 'avif'],
    ['AVIF with 10 bits', () => quarters(200, 100).avif({ effort: 0, bitdepth: 10 }).toBuffer(), 'avif'],
    ['GIF', () => quarters(200, 100).gif().toBuffer(), 'gif'],
    ['wide colours', () => quarters(200, 100).withIccProfile('p3').png().toBuffer(), 'png'],
  ])('in %s comes out in sRGB with its colours', async (_, make, format) => {
    const bytes = await make()
    const { image, variants } = await render(bytes)
    expect(image).toMatchObject({
      format,
      width: 200,
      height: 100,
      orientation: 1,
      hasAlpha: false,
      frames: 1,
      capturedAt: null,
    })
    for (const variant of variants) {
      const { width, height, bytes: rendered } = variant
      expect(variant).toMatchObject({ contentType: 'image/webp', extension: 'webp' })
      expect(await sharp(rendered).metadata()).toMatchObject({
        format: 'webp',
        width,
        height,
        space: 'srgb',
        channels: 3,
        depth: 'uchar',
      })
      expect(await colourAt(rendered, 10, 10)).toBe('red')
      expect(await colourAt(rendered, width - 10, 10)).toBe('green')
      expect(await colourAt(rendered, width - 10, height - 10)).toBe('blue')
      expect(await colourAt(rendered, 10, height - 10)).toBe('white')
      expectNoTraces(rendered)
    }
  })

  it.each([
    ['#c03020', 0],
    ['#2a8c3c', 1],
    ['#2030a0', 2],
  ])('in CMYK (%s) comes out in sRGB', async (colour, strongest) => {
    const bytes = await plain(64, 64, colour).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer()
    expect((await sharp(bytes).metadata()).space).toBe('cmyk')
    const rendered = await renderOne(bytes, '10')
    const pixel = await pixelAt(rendered.bytes, 5, 5)
    expect(pixel).toHaveLength(3)
    expect(pixel.indexOf(Math.max(...pixel))).toBe(strongest)
    expectNoTraces(rendered.bytes)
  })

  it('of an AVIF sequence is its first picture', async () => {
    const bytes = Buffer.from(await quarters(60, 40).avif({ effort: 0 }).toBuffer())
    bytes.write('avis', 8, 'latin1')
    const { image, variants } = await render(bytes, 'a=30,png')
    expect(image).toMatchObject({ format: 'avif', contentType: 'image/avif', width: 60, height: 40 })
    expect(await colourAt(variants[0]?.bytes ?? bytes, 5, 5)).toBe('red')
  })

  it('in grey stays grey', async () => {
    const { bytes } = await renderOne(
      await plain(64, 64, '#808080').greyscale().png().toBuffer(),
      '10x10,cover',
    )
    const [r = 0, g = 0, b = 0] = await pixelAt(bytes, 5, 5)
    expect(Math.max(Math.abs(r - 128), Math.abs(g - 128), Math.abs(b - 128))).toBeLessThan(4)
  })

  it('with transparent pixels becomes WebP and keeps its transparency', async () => {
    const hole = await plain(100, 100, '#00000000', 4).png().toBuffer()
    const bytes = await plain(200, 100, '#ff0000ff', 4)
      .composite([
        { input: hole, left: 100, top: 0, blend: 'dest-out' },
        { input: await plain(100, 100, '#000', 3).png().toBuffer(), left: 100, top: 0, blend: 'dest-out' },
      ])
      .png()
      .toBuffer()
    const rendered = await renderOne(bytes, '100,inside')
    expect(rendered).toMatchObject({ contentType: 'image/webp', extension: 'webp', width: 100, height: 50 })
    expect(rendered.image.hasAlpha).toBe(true)
    const [red = 0, , , opaque = 0] = await pixelAt(rendered.bytes, 20, 25)
    expect(red > 240 && opaque > 250).toBe(true)
    expect((await pixelAt(rendered.bytes, 80, 25))[3]).toBe(0)
  })

  it('with an unused alpha channel loses it', async () => {
    const { image, bytes } = await renderOne(await plain(20, 20, '#ff0000ff', 4).png().toBuffer(), '10')
    expect([image.hasAlpha, (await sharp(bytes).metadata()).hasAlpha]).toEqual([false, false])
  })

  it('with transparent pixels is put on white for JPEG', async () => {
    const { bytes, contentType } = await renderOne(
      await plain(20, 20, '#ff000000', 4).png().toBuffer(),
      '10,jpeg',
    )
    expect([contentType, await colourAt(bytes, 5, 5)]).toEqual(['image/jpeg', 'white'])
  })

  it.each(['jpeg', 'png', 'webp'])('is encoded as %s on request', async (format) => {
    const { bytes, contentType } = await renderOne(await quarters(20, 20).png().toBuffer(), `10,${format}`)
    expect([contentType, (await sharp(bytes).metadata()).format]).toEqual([`image/${format}`, format])
  })

  it.each(['gif', 'webp'] as const)(
    'with animation (%s) gives its first frame and the frame count',
    async (format) => {
      const frames = await Promise.all(
        ['red', 'lime', 'blue'].map((colour) => plain(60, 40, colour).png().toBuffer()),
      )
      const bytes = await sharp(frames, { join: { animated: true } })
        [format]()
        .toBuffer()
      const rendered = await renderOne(bytes, '30,inside')
      expect(rendered.image).toMatchObject({ frames: 3, width: 60, height: 40 })
      expect([rendered.width, rendered.height, await colourAt(rendered.bytes, 15, 10)]).toEqual([
        30,
        20,
        'red',
      ])
    },
  )

  it.each([
    [1, 65_500, [1, 100], [1, 1600]],
    [50_000, 4, [100, 4], [1600, 1]],
    [1, 1, [1, 1], [1, 1]],
    [3, 7, [3, 7], [3, 7]],
    [101, 99, [100, 99], [101, 99]],
    [1601, 1067, [100, 100], [1600, 1066]],
  ])('of %i by %i is never enlarged', async (width, height, thumb, large) => {
    const { variants } = await render(await plain(width, height, 'red').png().toBuffer())
    expect(variants.map((variant) => [variant.width, variant.height])).toEqual([thumb, large])
    for (const variant of variants) {
      expect(await sharp(variant.bytes).metadata()).toMatchObject({
        width: variant.width,
        height: variant.height,
      })
    }
  })

  it('is cropped to the centre or to the salient region', async () => {
    const spot = await noise(90, 90).png().toBuffer()
    const bytes = await plain(900, 100, 'white')
      .composite([{ input: spot, left: 0, top: 5 }])
      .png()
      .toBuffer()
    const centre = await renderOne(bytes, '100x100,cover')
    const attention = await renderOne(bytes, '100x100,cover,attention')
    const contrast = async (image: Buffer) => (await sharp(image).stats()).channels[0]?.stdev ?? 0
    expect(await contrast(centre.bytes)).toBeLessThan(1)
    expect(await contrast(attention.bytes)).toBeGreaterThan(20)
    expect([attention.width, attention.height]).toEqual([100, 100])
  })

  it('made from the working image equals one made from the original', async () => {
    const bytes = photo('short-ascii-II.jpg')
    const { width = 0, height = 0 } = await sharp(bytes).metadata()
    const { variants } = await render(bytes, 'small=320,inside,png;large=1600,inside,png')
    const small = variants[0]
    const size = {
      width: Math.round((width * 320) / Math.max(width, height)),
      height: Math.round((height * 320) / Math.max(width, height)),
    }
    expect({ width: small?.width, height: small?.height }).toEqual(size)
    const direct = await sharp(bytes)
      .resize({ ...size, fit: 'fill' })
      .removeAlpha()
      .raw()
      .toBuffer()
    const derived = await sharp(small?.bytes).removeAlpha().raw().toBuffer()
    let squares = 0
    for (let at = 0; at < direct.length; at += 1) squares += ((direct[at] ?? 0) - (derived[at] ?? 0)) ** 2
    expect(10 * Math.log10(255 ** 2 / (squares / direct.length))).toBeGreaterThan(36)
  })
})
