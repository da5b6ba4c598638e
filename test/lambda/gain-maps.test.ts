import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { embedGainMap, hasGainMap, readGainMap } from '../../lambda/gain-map.ts'
import { jpegSegment } from '../../lambda/jpeg-segments.ts'
import { photo, quarters } from './support/images.ts'
import { render, renderOne } from './support/render.ts'
import { createHarness } from './support/run-handler.ts'

/** Of the samples that sharp takes as floating-point pixels. */
const WHITE = 65_535

/** An Ultra HDR photo as phones take it: its upper left quarter is far brighter than white. */
async function hdrPhoto(width: number, height: number, orientation = 1): Promise<Buffer> {
  const light = new Float32Array(width * height * 3)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      light.fill(
        x < width / 2 && y < height / 2 ? 16 * WHITE : 0.2 * WHITE,
        (y * width + x) * 3,
        (y * width + x + 1) * 3,
      )
    }
  }
  const jpeg = await sharp(light, { raw: { width, height, channels: 3 } })
    .pipelineColourspace('scrgb')
    .withGainMap()
    .withExif({
      IFD0: { Make: 'SecretMaker' },
      IFD3: { GPSLatitude: '51/1 30/1 0/1', GPSLongitude: '7/1 0/1 0/1' },
    })
    .jpeg()
    .toBuffer()
  // The orientation in its EXIF block, in either byte order: tag, type, count.
  const little = jpeg.indexOf(Buffer.from([0x12, 0x01, 3, 0, 1, 0, 0, 0]))
  if (little !== -1) jpeg[little + 8] = orientation
  else jpeg[jpeg.indexOf(Buffer.from([0x01, 0x12, 0, 3, 0, 0, 0, 1])) + 9] = orientation
  return jpeg
}

/** The gain map of a JPEG as grey pixels, read by libuhdr; `null`: none. */
async function gainMapOf(jpeg: Buffer) {
  const loader = { operation: ['VipsForeignLoadUhdrBuffer'] }
  sharp.unblock(loader)
  const { gainMap } = await sharp(jpeg).metadata()
  sharp.block(loader)
  if (gainMap === undefined) return null
  const { data, info } = await sharp(gainMap.image).greyscale().raw().toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number) =>
    data[(Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels] ?? 0
  return { width: info.width, height: info.height, at }
}

declare module 'sharp' {
  /** Part of sharp 0.35, not of its types yet. */
  interface Sharp {
    withGainMap(): Sharp
  }
}

describe('a photo with a gain map', async () => {
  const hdr = await hdrPhoto(256, 128)

  it('is recognized by its header', async () => {
    expect(hasGainMap(hdr)).toBe(true)
    expect(hasGainMap(photo('sony-alpha-6000.jpg'))).toBe(false)
    expect(hasGainMap(await quarters(40, 40).jpeg().toBuffer())).toBe(false)
    for (let length = 0; length < 2000; length += 1) hasGainMap(hdr.subarray(0, length))
  })

  it('keeps it in JPEG variants, in the right size and crop', async () => {
    const { image, variants } = await render(hdr, 'a=128,jpeg;b=64x64,cover,jpeg;auto=128')
    expect(image.hdr).toBe(true)
    expect(variants.map(({ hasGainMap: kept, contentType }) => [kept, contentType])).toEqual(
      Array(3).fill([true, 'image/jpeg']),
    )
    // One after the other: the loader is opened and closed for the whole process.
    const whole = await gainMapOf(variants[0]?.bytes ?? hdr)
    const square = await gainMapOf(variants[1]?.bytes ?? hdr)
    expect([whole?.width, whole?.height, square?.width, square?.height]).toEqual([64, 32, 32, 32])
    expect(whole?.at(0.2, 0.2)).toBeGreaterThan((whole?.at(0.8, 0.8) ?? 0) + 20)
    expect(square?.at(0.2, 0.2)).toBeGreaterThan((square?.at(0.8, 0.2) ?? 0) + 20)
  })

  it('turns it with the photo and leaves personal data behind', async () => {
    const turned = await renderOne(await hdrPhoto(256, 128, 6), '128,jpeg')
    expect([turned.width, turned.height, turned.image.orientation]).toEqual([64, 128, 6])
    const map = await gainMapOf(turned.bytes)
    expect([map?.width, map?.height]).toEqual([32, 64])
    // Turned to the right: what was the upper left is the upper right.
    expect(map?.at(0.8, 0.2)).toBeGreaterThan((map?.at(0.2, 0.2) ?? 0) + 20)
    expect(turned.bytes.includes('SecretMaker')).toBe(false)
    expect(turned.image.hasLocation).toBe(true)
  })

  it('loses it where it cannot follow, and the manifest says so', async () => {
    const { handler, store } = createHarness({ VARIANTS: 'a=128,webp|jpeg;b=64x64,contain,jpeg' })
    await store.upload('photo', hdr, 'image/jpeg')
    await handler({ bucket: 'uploads', key: 'photo' })
    const { variants, image } = store.json('derived/photo/manifest.json')
    expect(image.hdr).toBe(true)
    expect(variants.map(({ hdr: fate }: { hdr: string }) => fate)).toEqual(['lost', 'kept', 'lost'])
  })

  it('whose gain map cannot be read is shown without it', async () => {
    const broken = Buffer.from(hdr)
    const second = hdr.lastIndexOf(Buffer.from([0xff, 0xd8, 0xff]))
    broken.fill(0, second)
    const { variants } = await render(broken, 'a=128,jpeg')
    expect(variants.map(({ hasGainMap: kept, width }) => [kept, width])).toEqual([[false, 128]])
  })

  it('of a phone before ISO 21496-1 keeps it too, with the attributes of Ultra HDR alone', async () => {
    const map = await quarters(64, 32).greyscale().jpeg().toBuffer()
    const xmp = {
      Version: '1.0',
      GainMapMin: '0',
      GainMapMax: '2.5',
      Gamma: '1',
      HDRCapacityMin: '0',
      HDRCapacityMax: '2.5',
    }
    const packet = `<x:xmpmeta><rdf:Description hdrgm:Owner="Ann" ${Object.entries(xmp)
      .map(([name, value]) => `hdrgm:${name}="${value}"`)
      .join(' ')}/></x:xmpmeta>`
    const segment = jpegSegment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', packet)
    const source = embedGainMap(await quarters(256, 128).jpeg().toBuffer(), {
      jpeg: Buffer.concat([map.subarray(0, 2), segment, map.subarray(2)]),
      iso: null,
      xmp,
    })
    const { variants } = await render(source, 'a=128,jpeg')
    expect(readGainMap(variants[0]?.bytes ?? source)?.xmp).toEqual(xmp)
    expect(await gainMapOf(variants[0]?.bytes ?? source)).toMatchObject({ width: 64, height: 32 })
    expect(variants[0]?.bytes.includes('Ann')).toBe(false)
  })

  it.each([2, 3, 4, 5, 6, 7, 8])('turns it like the photo for orientation %i', async (orientation) => {
    const { bytes } = await renderOne(await hdrPhoto(256, 128, orientation), '128,jpeg')
    const map = await gainMapOf(bytes)
    const photoAt = await sharp(bytes).resize(2, 2, { fit: 'fill' }).greyscale().raw().toBuffer()
    const corners = [
      [0.2, 0.2],
      [0.8, 0.2],
      [0.2, 0.8],
      [0.8, 0.8],
    ] as const
    const brightest = (values: readonly number[]) => values.indexOf(Math.max(...values))
    expect(brightest(corners.map(([x, y]) => map?.at(x, y) ?? 0))).toBe(brightest([...photoAt]))
  })

  it('cut anywhere gives an image or an error code', async () => {
    for (let length = 100; length < hdr.length; length += 97) {
      await render(hdr.subarray(0, length), 'a=64,jpeg').catch((error: unknown) => {
        expect(error).toMatchObject({ name: 'ImageError' })
      })
    }
  })
})

describe('a photo without a gain map', () => {
  it('says nothing about HDR', async () => {
    const { handler, store } = createHarness()
    await store.upload('photo', await quarters(40, 40).jpeg().toBuffer(), 'image/jpeg')
    await handler({ bucket: 'uploads', key: 'photo' })
    expect(JSON.stringify(store.json('derived/photo/manifest.json'))).not.toContain('hdr')
  })
})
