import { describe, expect, it } from 'vitest'
import { avifWithSignal, patches, pngWithSignal } from './support/color-images.ts'
import { exifBlock, withExif } from './support/exif-block.ts'
import { photo, plain, quarters } from './support/images.ts'
import { render } from './support/render.ts'

describe('the description of an image', () => {
  it('has what a camera wrote, and its location only as a fact', async () => {
    const exif = exifBlock('MM', {
      main: { 271: 'Apple', 272: 'iPhone 15', 33432: 'Ann' },
      photo: { 36867: '2024:05:01 12:30:00', 36881: '+02:00', 33434: [[1, 60]] },
      gps: { 2: [[51, 1]], 4: [[7, 1]] },
    })
    const bytes = withExif(await quarters(40, 20).jpeg().toBuffer(), exif)
    const { image } = await render(bytes)
    expect(image).toEqual({
      format: 'jpeg',
      width: 40,
      height: 20,
      orientation: 1,
      hasAlpha: false,
      frames: 1,
      capturedAt: '2024-05-01T12:30:00+02:00',
      contentType: 'image/jpeg',
      size: bytes.length,
      colorSpace: 'srgb',
      bitDepth: 8,
      density: 72,
      camera: 'Apple iPhone 15',
      exposure: '1/60 s',
      copyright: 'Ann',
      hasLocation: true,
      placeholder: expect.any(Object),
    })
  })

  it('has what is in a real photo', async () => {
    const { image } = await render(photo('sony-alpha-6000.jpg'), 'a=100')
    expect(image).toMatchObject({
      camera: 'SONY ILCE-6000',
      exposure: expect.stringMatching(/^\d+ s, f\/[\d.]+, ISO \d+, \d+ mm$/),
      colorSpace: 'srgb',
      hasLocation: false,
    })
  })

  it.each<[string, () => Promise<Buffer>, object]>([
    ['srgb', () => patches().png().toBuffer(), { bitDepth: 8 }],
    ['display-p3', () => patches().withIccProfile('p3').png().toBuffer(), {}],
    ['grey', () => plain(9, 9, 'grey').toColourspace('b-w').jpeg().toBuffer(), {}],
    ['cmyk', () => plain(9, 9, 'grey').toColourspace('cmyk').jpeg().toBuffer(), {}],
    [
      'rec2020-pq',
      async () => pngWithSignal({ primaries: 9, transfer: 16 }, 16),
      { hdr: true, bitDepth: 16 },
    ],
    ['display-p3', async () => pngWithSignal({ primaries: 12, transfer: 13 }), {}],
    [
      'rec2020-hlg',
      async () =>
        avifWithSignal(await patches().avif({ effort: 0, bitdepth: 10 }).toBuffer(), {
          primaries: 9,
          transfer: 18,
          matrix: 9,
        }),
      { hdr: true, bitDepth: 10 },
    ],
  ])('names the colour space %s', async (colorSpace, make, more) => {
    expect((await render(await make(), 'a=9')).image).toMatchObject({ colorSpace, ...more })
  })
})
