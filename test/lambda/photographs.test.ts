import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { photo, quarters, randomFrom } from './support/images.ts'
import { expectNoTraces, render } from './support/render.ts'

describe('a photograph', () => {
  it('of 24 megapixels gives its date and leaves no metadata in the variants', async () => {
    const { image, variants, warnings } = await render(photo('sony-alpha-6000.jpg'))
    expect(image).toMatchObject({
      format: 'jpeg',
      width: 6000,
      height: 4000,
      orientation: 1,
      hasAlpha: false,
      frames: 1,
      capturedAt: '2014-04-18T20:33:53',
    })
    expect(warnings).toEqual([])
    expect(variants.map(({ name, width, height }) => [name, width, height])).toEqual([
      ['thumb', 100, 100],
      ['large', 1600, 1067],
    ])
    for (const { bytes } of variants) expectNoTraces(bytes)
  })

  it('with a position, keywords and a preview leaves none of them in the variants', async () => {
    const bytes = await quarters(300, 200)
      .withExif({
        IFD0: { Make: 'Canon', Artist: 'A. Painter' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 3230/100' },
      })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>51,30N</exif:GPSLatitude></x:xmpmeta>')
      .withIccProfile('p3')
      .jpeg()
      .toBuffer()
    expect(bytes.includes('GPSLatitude') && bytes.includes('Canon')).toBe(true)
    for (const { bytes: rendered } of (await render(bytes)).variants) expectNoTraces(rendered)
  })

  it.each([
    ['down-mirrored.jpg', 4],
    ['right.jpg', 8],
  ])('%s reports its orientation', async (name, orientation) => {
    const raw = await sharp(photo(name)).metadata()
    const { image } = await render(photo(name))
    const size = orientation >= 5 ? [raw.height, raw.width] : [raw.width, raw.height]
    expect([image.orientation, image.width, image.height]).toEqual([orientation, ...size])
  })

  it.each([
    'evil1.jpg',
    'lens_info.jpg',
    'short-ascii-II.jpg',
    'short-ascii-MM.jpg',
    'test1.jpg',
    'test2.jpg',
    'test3.jpg',
  ])('%s is rendered', async (name) => {
    const { variants } = await render(photo(name))
    expect(variants).toHaveLength(2)
    for (const { bytes } of variants) expectNoTraces(bytes)
  })

  it('that strict decoding refuses and every browser shows is repaired with a warning', async () => {
    // A wrong byte among the coefficients: the decoder warns, the visible damage is small.
    const bytes = await sharp(photo('short-ascii-II.jpg')).resize(300).jpeg().toBuffer()
    const random = randomFrom(1)
    const seen = new Set<string>()
    for (let round = 0; round < 100 && !seen.has('repaired-source'); round += 1) {
      const damaged = Buffer.from(bytes)
      damaged[Math.floor(700 + random() * (bytes.length - 800))] = random() * 256
      const { warnings, variants } = await render(damaged, 'thumb=100x100,cover')
      expect(variants).toHaveLength(1)
      for (const warning of warnings) seen.add(warning)
    }
    expect([...seen]).toEqual(['repaired-source'])
  })
})
