import { deflateSync, inflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { isTruncatedGif } from '../../lambda/is-truncated-gif.ts'
import { mendPng } from '../../lambda/mend-png.ts'
import { colourAt, photo, pixelAt, plain, pngChunk, quarters } from './support/images.ts'
import { render, renderOne } from './support/render.ts'

const cut = (bytes: Buffer, fraction: number) => bytes.subarray(0, Math.floor(bytes.length * fraction))
const picture = () => sharp(photo('short-ascii-II.jpg')).resize(600, 400)

describe('a file that was cut', async () => {
  const files: [string, Buffer][] = [
    ['JPEG', await picture().jpeg().toBuffer()],
    ['progressive JPEG', await picture().jpeg({ progressive: true }).toBuffer()],
    ['PNG', await picture().png().toBuffer()],
    ['PNG with alpha', await picture().ensureAlpha().png().toBuffer()],
    ['interlaced PNG', await picture().png({ progressive: true }).toBuffer()],
    ['PNG with a palette', await picture().png({ palette: true }).toBuffer()],
    ['GIF', await picture().gif().toBuffer()],
  ]

  it.each(files)('(%s) shows the part that exists, with a note', async (_, whole) => {
    for (const fraction of [0.5, 0.9]) {
      const { image, variants, warnings } = await render(cut(whole, fraction), 'a=300,inside,png')
      expect(warnings).toEqual(['truncated-source'])
      expect(image).toMatchObject({ width: 600, height: 400 })
      // The upper left corner is the same as in the whole file.
      const expected = await render(whole, 'a=300,inside,png')
      const [got, want] = await Promise.all(
        [variants, expected.variants].map(([variant]) =>
          sharp(variant?.bytes)
            .extract({ left: 5, top: 5, width: 40, height: 20 })
            .removeAlpha()
            .resize(1, 1)
            .raw()
            .toBuffer(),
        ),
      )
      for (const channel of [0, 1, 2])
        expect(Math.abs((got?.[channel] ?? 0) - (want?.[channel] ?? 0))).toBeLessThan(12)
    }
  })

  it.each(files)('(%s) before its pixels is damaged', async (_, whole) => {
    await expect(render(whole.subarray(0, 40))).rejects.toMatchObject({ code: 'corrupt-image' })
  })

  it('(WebP, AVIF) is damaged, as in browsers', async () => {
    for (const format of ['webp', 'avif'] as const) {
      const whole = await quarters(60, 40)[format]().toBuffer()
      await expect(render(cut(whole, 0.5))).rejects.toMatchObject({ code: 'corrupt-image' })
    }
  })

  it('(whole GIF) is told from one without a trailer', async () => {
    const frames = await Promise.all(['red', 'lime'].map((colour) => plain(60, 40, colour).png().toBuffer()))
    const whole = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer()
    expect(isTruncatedGif(whole)).toBe(false)
    expect(isTruncatedGif(Buffer.concat([whole, Buffer.from('tail')]))).toBe(false)
    expect(isTruncatedGif(whole.subarray(0, whole.length - 1))).toBe(true)
    expect((await renderOne(whole.subarray(0, whole.length - 1), '30')).warnings).toEqual([
      'truncated-source',
    ])
    for (let length = 0; length < whole.length; length += 1) isTruncatedGif(whole.subarray(0, length))
  })
})

describe('a PNG with wrong checksums', async () => {
  const png = await quarters(200, 100).png().toBuffer()
  const dataAt = png.indexOf('IDAT')

  it('in its chunks is shown whole', async () => {
    const damaged = Buffer.from(png)
    damaged.writeUInt32BE(7, dataAt + 4 + png.readUInt32BE(dataAt - 4))
    const { bytes, warnings } = await renderOne(damaged, '100,png')
    expect(warnings).toEqual(['repaired-source'])
    expect([await colourAt(bytes, 10, 10), await colourAt(bytes, 90, 40)]).toEqual(['red', 'blue'])
  })

  it('in its compressed data is shown whole', async () => {
    const length = png.readUInt32BE(dataAt - 4)
    const data = Buffer.from(deflateSync(inflateSync(png.subarray(dataAt + 4, dataAt + 4 + length))))
    data.writeUInt32BE(7, data.length - 4)
    const damaged = Buffer.concat([
      png.subarray(0, dataAt - 4),
      pngChunk('IDAT', data),
      pngChunk('IEND', Buffer.alloc(0)),
    ])
    const { bytes, warnings } = await renderOne(damaged, '100,png')
    expect(warnings.every((warning) => warning === 'repaired-source' || warning === 'truncated-source')).toBe(
      true,
    )
    expect([await colourAt(bytes, 10, 10), await colourAt(bytes, 90, 40)]).toEqual(['red', 'blue'])
  })

  it('is not mended beyond the given memory', async () => {
    expect(await mendPng(png, 1000)).toBe(null)
  })

  it('and missing rows gets white ones', async () => {
    const { bytes } = await renderOne(cut(await picture().png().toBuffer(), 0.5), '300,png')
    expect(await pixelAt(bytes, 150, 190)).toEqual([255, 255, 255])
  })
})
