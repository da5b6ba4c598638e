import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { colourAt, noise, photo, pixelAt, plain, quarters } from './support/images.ts'
import { render, renderOne } from './support/render.ts'

const picture = () => sharp(photo('short-ascii-II.jpg')).resize(600, 400)

describe('a variant', async () => {
  const bytes = await picture().jpeg({ quality: 95 }).toBuffer()

  it('in several formats is one file for each, in order and with its own quality', async () => {
    const { variants } = await render(bytes, 'a=300,avif:40|webp|jpeg:30;b=300,jpeg:90')
    expect(variants.map(({ name, contentType, extension }) => [name, contentType, extension])).toEqual([
      ['a', 'image/avif', 'avif'],
      ['a', 'image/webp', 'webp'],
      ['a', 'image/jpeg', 'jpg'],
      ['b', 'image/jpeg', 'jpg'],
    ])
    const formats = await Promise.all(variants.map((variant) => sharp(variant.bytes).metadata()))
    expect(formats.map(({ format, width, height }) => [format, width, height])).toEqual([
      ['heif', 300, 200],
      ['webp', 300, 200],
      ['jpeg', 300, 200],
      ['jpeg', 300, 200],
    ])
    const [, , low, high] = variants
    expect(high?.bytes.length).toBeGreaterThan(2 * (low?.bytes.length ?? 0))
  })

  it('in auto is smaller than JPEG for a photo, and without loss for a drawing', async () => {
    const photos = await render(bytes, 'a=600;b=600,jpeg')
    expect(photos.variants[0]?.bytes.length).toBeLessThan((photos.variants[1]?.bytes.length ?? 0) * 0.9)
    const drawing = await quarters(300, 200).png().toBuffer()
    const { bytes: drawn } = await renderOne(drawing, '300')
    expect([await pixelAt(drawn, 10, 10), await pixelAt(drawn, 290, 190)]).toEqual([
      [255, 0, 0],
      [0, 0, 255],
    ])
  })

  it('with contain has the box as its size and its background around the image', async () => {
    const source = await plain(200, 100, 'red').png().toBuffer()
    const wide = await renderOne(source, '100x100,contain,png,background=#0000ff')
    expect([wide.width, wide.height]).toEqual([100, 100])
    expect([
      await colourAt(wide.bytes, 50, 5),
      await colourAt(wide.bytes, 50, 50),
      await colourAt(wide.bytes, 50, 95),
    ]).toEqual(['blue', 'red', 'blue'])
    const clear = await renderOne(source, '100x100,contain')
    expect([clear.contentType, (await pixelAt(clear.bytes, 50, 5))[3]]).toEqual(['image/webp', 0])
    const jpeg = await renderOne(source, '100x100,contain,jpeg')
    expect(await colourAt(jpeg.bytes, 50, 5)).toBe('white')
    // Not enlarged, but padded.
    const small = await renderOne(await plain(20, 20, 'red').png().toBuffer(), '100x100,contain,png')
    expect([
      small.width,
      await colourAt(small.bytes, 50, 50),
      (await pixelAt(small.bytes, 35, 50))[3],
    ]).toEqual([100, 'red', 0])
  })

  it('with a background has it behind transparent pixels, in every format', async () => {
    const source = await plain(20, 20, '#ff000000', 4).png().toBuffer()
    for (const format of ['png', 'webp', 'jpeg', 'avif']) {
      const { bytes: drawn } = await renderOne(source, `20,${format},background=#00ff00`)
      expect([format, await colourAt(drawn, 10, 10)]).toEqual([format, 'green'])
    }
  })

  it('keeps the focal point of the upload in its crop', async () => {
    const source = await quarters(400, 100).png().toBuffer()
    const left = await renderOne(source, '100x100,cover,png', { focus: '0,0' })
    const right = await renderOne(source, '100x100,cover,attention,png', { focus: '1,0' })
    expect([await colourAt(left.bytes, 50, 25), await colourAt(right.bytes, 50, 25)]).toEqual([
      'red',
      'green',
    ])
    const invalid = await renderOne(source, '100x100,cover,png', { focus: 'left' })
    expect(await colourAt(invalid.bytes, 10, 25)).toBe('red')
    expect(await colourAt(invalid.bytes, 90, 25)).toBe('green')
  })

  it('is cropped to the most detailed region', async () => {
    const spot = await noise(90, 90).png().toBuffer()
    const source = await plain(900, 100, 'white')
      .composite([{ input: spot, left: 800, top: 5 }])
      .png()
      .toBuffer()
    const { bytes: drawn } = await renderOne(source, '100x100,cover,entropy,png')
    expect((await sharp(drawn).stats()).channels[0]?.stdev).toBeGreaterThan(20)
  })

  it('is sharper on request', async () => {
    const [soft, sharpened] = await Promise.all([
      renderOne(bytes, '200,png'),
      renderOne(bytes, '200,png,sharpen'),
    ])
    const detail = async (image: Buffer) => (await sharp(image).stats()).sharpness
    expect(await detail(sharpened.bytes)).toBeGreaterThan((await detail(soft.bytes)) * 1.2)
  })

  it('carries the watermark in its lower right corner, and only where it is asked for', async () => {
    const watermark = await plain(200, 100, '#00ff00ff', 4).png().toBuffer()
    const source = await plain(1000, 500, 'red').png().toBuffer()
    const { variants } = await render(source, 'a=500,png,watermark;b=500,png;c=150,png,watermark', {
      watermark,
    })
    const colours = await Promise.all(
      variants.map((variant) => colourAt(variant.bytes, variant.width - 20, variant.height - 20)),
    )
    expect(colours).toEqual(['green', 'red', 'red'])
    const [marked] = variants
    expect([
      await colourAt(marked?.bytes ?? source, 380, 230),
      await colourAt(marked?.bytes ?? source, 250, 100),
    ]).toEqual(['red', 'red'])
    expect([marked?.width, marked?.height]).toEqual([500, 250])
  })
})

describe('an animation', async () => {
  const frames = await Promise.all(
    ['red', 'lime', 'blue'].map((colour) => plain(60, 40, colour).png().toBuffer()),
  )
  const animated = () => sharp(frames, { join: { animated: true } })
  const gif = await animated()
    .gif({ delay: [100, 200, 300], loop: 2 })
    .toBuffer()

  it.each([
    ['GIF', gif],
    [
      'WebP',
      await animated()
        .webp({ delay: [100, 200, 300], loop: 2 })
        .toBuffer(),
    ],
  ])('(%s) stays one on request, with its delays and repetitions', async (_, bytes) => {
    const { image, variants } = await render(bytes, 'a=30,animated;b=20x20,cover,animated;c=30')
    expect(image).toMatchObject({ frames: 3, durationMs: 600, loop: 2, width: 60, height: 40 })
    expect(variants.map(({ frames: count, width, height }) => [count, width, height])).toEqual([
      [3, 30, 20],
      [3, 20, 20],
      [1, 30, 20],
    ])
    const metadata = await sharp(variants[0]?.bytes, { animated: true }).metadata()
    expect(metadata).toMatchObject({
      format: 'webp',
      pages: 3,
      delay: [100, 200, 300],
      loop: 2,
      pageHeight: 20,
    })
    const last = await sharp(variants[0]?.bytes, { page: 2 }).raw().toBuffer()
    expect([...last.subarray(0, 3)].map((value) => value > 127)).toEqual([false, false, true])
  })

  it('that is damaged is shown as far as it can be', async () => {
    const noisy = await Promise.all([1, 2, 3, 4].map((seed) => noise(60, 40, seed).png().toBuffer()))
    for (const format of ['gif', 'webp'] as const) {
      const whole = await sharp(noisy, { join: { animated: true } })
        [format]()
        .toBuffer()
      for (const part of [0.4, 0.6, 0.9]) {
        const bytes = whole.subarray(0, Math.floor(whole.length * part))
        const rendered = await render(bytes, 'a=30,animated').catch((error: unknown) => error)
        if (format === 'webp') expect(rendered).toMatchObject({ code: 'corrupt-image' })
        else expect(rendered).toMatchObject({ warnings: ['truncated-source'], variants: [{ name: 'a' }] })
      }
    }
  })

  it('has a still file beside it in formats that cannot move', async () => {
    const { variants } = await render(gif, 'a=30,webp|jpeg,animated')
    expect(variants.map(({ frames: count, contentType }) => [count, contentType])).toEqual([
      [3, 'image/webp'],
      [1, 'image/jpeg'],
    ])
  })

  it('with too many frames, or too large for the memory, is shown by its first frame', async () => {
    const { variants, warnings } = await render(gif, 'a=30,animated', { maxFrames: 2 })
    expect([variants[0]?.frames, warnings]).toEqual([1, ['animation-too-large']])
    const still = await render(await plain(60, 40, 'red').gif().toBuffer(), 'a=30,animated', { maxFrames: 2 })
    expect([still.variants[0]?.frames, still.warnings]).toEqual([1, []])
  })
})

describe('a placeholder', async () => {
  it('is a ThumbHash and the average colour', async () => {
    const { image } = await render(await plain(300, 200, '#c03020').jpeg().toBuffer())
    expect(image.placeholder?.color).toMatch(/^#(b[c-f]|c[0-4])(2[c-f]|3[0-4])(1[c-f]|2[0-4])$/)
    expect(Buffer.from(image.placeholder?.thumbHash ?? '', 'base64').length).toBeLessThan(40)
  })

  it.each([
    ['grey', () => plain(30, 30, '#808080').greyscale().png().toBuffer()],
    ['transparent', () => plain(30, 30, '#ff000000', 4).png().toBuffer()],
    ['one pixel', () => plain(1, 1, 'red').png().toBuffer()],
    ['a line', () => plain(3000, 1, 'red').png().toBuffer()],
  ])('exists for an image that is %s', async (_, make) => {
    expect((await render(await make())).image.placeholder?.color).toMatch(/^#[0-9a-f]{6}$/)
  })
})
