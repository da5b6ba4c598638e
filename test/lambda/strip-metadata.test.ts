import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { hasGainMap } from '../../lambda/gain-map.ts'
import { StorageError } from '../../lambda/object-store.ts'
import { stripMetadata } from '../../lambda/strip-metadata.ts'
import { exifBlock, withExif } from './support/exif-block.ts'
import { photo, pngChunk, quarters, randomFrom, withPngChunks } from './support/images.ts'
import { snsEvent } from './support/run-handler.ts'
import { uploaded } from './support/uploaded-job.ts'

const XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>51,30N</exif:GPSLatitude></x:xmpmeta>'
const marked = () =>
  quarters(60, 40)
    .withExif({ IFD0: { Make: 'SecretMaker' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
    .withXmp(XMP)
    .withIccProfile('p3')

async function pixels(bytes: Buffer): Promise<Buffer> {
  return await sharp(bytes).raw().toBuffer()
}

describe('a stripped image', () => {
  it.each(['jpeg', 'png', 'webp', 'avif'] as const)(
    '(%s) has the same pixels and profile and no metadata',
    async (format) => {
      const bytes = await marked()[format]().toBuffer()
      expect(bytes.includes('SecretMaker')).toBe(true)
      const stripped = stripMetadata(bytes, format, 1)
      if (stripped === null) throw new Error('not stripped')
      for (const trace of ['SecretMaker', 'GPS', 'xmpmeta'])
        expect(stripped.includes(trace), trace).toBe(false)
      expect((await pixels(stripped)).equals(await pixels(bytes))).toBe(true)
      const [before, after] = await Promise.all([sharp(bytes).metadata(), sharp(stripped).metadata()])
      expect(after.icc?.equals(before.icc ?? Buffer.alloc(0))).toBe(true)
      expect(stripMetadata(stripped, format, 1)).toBe(stripped)
    },
  )

  it('keeps its orientation and nothing else of EXIF', async () => {
    const exif = exifBlock('MM', { main: { 271: 'SecretMaker', 274: 6 }, gps: { 2: [[51, 1]] } })
    const jpeg = withExif(await quarters(60, 40).jpeg().toBuffer(), exif)
    const png = withPngChunks(await quarters(60, 40).png().toBuffer(), pngChunk('eXIf', exif))
    for (const [bytes, format] of [[jpeg, 'jpeg'] as const, [png, 'png'] as const]) {
      const stripped = stripMetadata(bytes, format, 6)
      if (stripped === null) throw new Error('not stripped')
      expect((await sharp(stripped).metadata()).orientation).toBe(6)
      expect(stripped.includes('SecretMaker')).toBe(false)
      expect(stripMetadata(stripped, format, 6)).toEqual(stripped)
    }
  })

  it('(a real photo) loses its previews and all that follows it', async () => {
    const bytes = Buffer.concat([photo('sony-alpha-6000.jpg'), Buffer.from('trailing video')])
    const stripped = stripMetadata(bytes, 'jpeg', 1)
    if (stripped === null) throw new Error('not stripped')
    expect(stripped.toString('latin1').split('\xff\xd8\xff')).toHaveLength(2)
    for (const trace of ['SONY', 'Exif', 'trailing video'])
      expect(stripped.includes(trace), trace).toBe(false)
    expect((await pixels(stripped)).equals(await pixels(bytes))).toBe(true)
  })

  it('(GIF) loses comments and XMP and keeps its frames', async () => {
    const frames = await Promise.all(
      ['red', 'blue'].map((background) =>
        sharp({ create: { width: 9, height: 9, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    )
    const gif = await sharp(frames, { join: { animated: true } })
      .gif({ loop: 3 })
      .toBuffer()
    const end = gif.length - 1
    const comment = Buffer.from('\x21\xfe\x06secret\0', 'latin1')
    const bytes = Buffer.concat([gif.subarray(0, end), comment, gif.subarray(end)])
    expect(stripMetadata(bytes, 'gif', 1)?.equals(gif)).toBe(true)
    expect(stripMetadata(gif, 'gif', 1)).toBe(gif)
  })

  it('keeps its gain map, stripped as well', async () => {
    const light = new Float32Array(64 * 32 * 3).fill(65_535 * 4)
    const hdr = await sharp(light, { raw: { width: 64, height: 32, channels: 3 } })
      .pipelineColourspace('scrgb')
      .withGainMap()
      .withExif({ IFD0: { Make: 'SecretMaker' } })
      .jpeg()
      .toBuffer()
    const stripped = stripMetadata(hdr, 'jpeg', 1)
    expect(hasGainMap(stripped ?? hdr) && stripped?.includes('SecretMaker')).toBe(false)
    expect(hasGainMap(stripped ?? Buffer.alloc(0))).toBe(true)
  })

  it('with damage anywhere does not throw', async () => {
    const random = randomFrom(11)
    for (const format of ['jpeg', 'png', 'webp', 'gif', 'avif'] as const) {
      const whole = await marked()[format]().toBuffer()
      for (let round = 0; round < 300; round += 1) {
        const bytes = Buffer.from(whole.subarray(0, 40 + Math.floor(random() * (whole.length - 40))))
        for (let flips = 0; flips < 5; flips += 1)
          bytes[12 + Math.floor(random() * (bytes.length - 12))] = random() * 256
        stripMetadata(bytes, format, 1)
      }
    }
  })
})

describe('an original', async () => {
  const bytes = await marked().jpeg().toBuffer()

  it('keeps its metadata unless asked', async () => {
    const { handler, store, event } = await uploaded(bytes)
    await handler(snsEvent(event))
    expect(store.get('incoming/u1').body.equals(bytes)).toBe(true)
  })

  it('is stored again without it on request, once', async () => {
    const { handler, store, event, lines } = await uploaded(bytes, 'image/jpeg', { STRIP_ORIGINAL: 'true' })
    await handler(snsEvent(event))
    const { body, contentType, etag } = store.get('incoming/u1')
    expect([body.includes('SecretMaker'), contentType]).toEqual([false, 'image/jpeg'])
    expect(store.json('derived/u1/manifest.json')).toMatchObject({
      state: 'ready',
      source: { etag },
      image: { camera: 'SecretMaker' },
    })
    const puts = () => store.calls.filter((call) => call === 'put incoming/u1').length
    await handler(snsEvent(event))
    await handler(snsEvent({ ...event, etag }))
    expect(puts()).toBe(1)
    expect(lines.slice(1).map(({ reason }) => reason)).toEqual(['newer-upload', 'already-done'])
  })

  it('is stripped by the next delivery when the store failed', async () => {
    const { handler, store, event } = await uploaded(bytes, 'image/jpeg', { STRIP_ORIGINAL: 'true' })
    let faults = 1
    store.before = (call, key) => {
      if (call === 'put' && key === 'incoming/u1' && faults-- > 0)
        throw new StorageError('unavailable', 'SlowDown')
    }
    await expect(handler(snsEvent(event))).rejects.toThrow('SlowDown')
    await handler(snsEvent(event))
    expect(store.get('incoming/u1').body.includes('SecretMaker')).toBe(false)
  })

  it('is not overwritten when it changed', async () => {
    const { handler, store, event } = await uploaded(bytes, 'image/jpeg', { STRIP_ORIGINAL: 'true' })
    const newer = await quarters(20, 20).png().toBuffer()
    let isRaced = false
    store.before = async (call, key) => {
      if (isRaced || call !== 'put' || key !== 'incoming/u1') return
      isRaced = true
      await store.upload('incoming/u1', newer, 'image/png')
    }
    await handler(snsEvent(event))
    expect(store.get('incoming/u1').body.equals(newer)).toBe(true)
  })
})
