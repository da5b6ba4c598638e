import { describe, expect, it } from 'vitest'
import { createLibheifDecoder } from '../../lambda/libheif-decoder.ts'
import { heicPhoto } from './support/heic-photo.ts'
import { colourAt, randomFrom } from './support/images.ts'
import { render } from './support/render.ts'
import { createHarness } from './support/run-handler.ts'

const heic = createLibheifDecoder()
const limits = { maxPixels: 1e6, timeoutMs: 10_000 }

describe('a HEIC photo', () => {
  it('is refused with its own code where no decoder is installed', async () => {
    const { handler, store } = createHarness()
    await store.upload('photo', heicPhoto, 'image/heic')
    await handler({ bucket: 'uploads', key: 'photo' })
    expect(store.json('derived/photo/manifest.json')).toMatchObject({
      state: 'failed',
      code: 'unsupported-heic',
    })
  })

  it('has its pixels, its profile and what its camera wrote', async () => {
    const { image, variants, warnings } = await render(heicPhoto, 'a=48,inside,png', {}, heic)
    expect(image).toMatchObject({
      format: 'heic',
      contentType: 'image/heic',
      width: 96,
      height: 64,
      frames: 1,
      camera: 'Apple iPhone 15',
      capturedAt: '2024-05-01T12:30:00',
    })
    expect(warnings).toEqual([])
    const bytes = variants[0]?.bytes ?? heicPhoto
    const corners = [
      [8, 8],
      [40, 8],
      [8, 24],
      [40, 24],
    ] as const
    expect(await Promise.all(corners.map(([x, y]) => colourAt(bytes, x, y)))).toEqual([
      'red',
      'green',
      'white',
      'blue',
    ])
  })

  it('is processed again once a decoder is installed', async () => {
    const { handler, store } = createHarness()
    await store.upload('photo', heicPhoto, 'image/heic')
    await handler({ bucket: 'uploads', key: 'photo' })
    await createHarness({ HEIC: 'libheif-js' }, { store, heic }).handler({ bucket: 'uploads', key: 'photo' })
    expect(store.json('derived/photo/manifest.json')).toMatchObject({
      state: 'ready',
      image: { format: 'heic' },
    })
  })

  it('with damage anywhere gives an image or an error code', async () => {
    const random = randomFrom(3)
    for (let round = 0; round < 20; round += 1) {
      const bytes = Buffer.from(heicPhoto)
      for (let flips = 0; flips < 4; flips += 1)
        bytes[32 + Math.floor(random() * (bytes.length - 32))] = random() * 256
      await render(bytes, 'a=20', {}, heic).catch((error: unknown) =>
        expect(error).toMatchObject({ name: 'ImageError' }),
      )
    }
  })

  it('does not block the event loop, and ends at its deadline', async () => {
    const late = heic.decode(heicPhoto, { ...limits, timeoutMs: 1 })
    await expect(late).rejects.toMatchObject({ code: 'processing-timeout' })
    await expect(heic.decode(heicPhoto, { ...limits, maxPixels: 10 })).rejects.toMatchObject({
      code: 'corrupt-image',
    })
    await expect(heic.decode(Buffer.from('nothing'), limits)).rejects.toMatchObject({ code: 'corrupt-image' })
  })
})
