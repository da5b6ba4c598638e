import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { StorageError } from '../../lambda/object-store.ts'
import { colourAt, plain, quarters } from './support/images.ts'
import { createHarness, s3Notification, snsEvent, sqsEvent, uploadEvent } from './support/run-handler.ts'

const png = await quarters(400, 200).png().toBuffer()

async function uploaded(userMetadata: Record<string, string> = { album: 'rome' }) {
  const harness = createHarness({ OUTPUT: 'replace' })
  const etag = await harness.store.upload('incoming/u1', png, 'image/png', userMetadata)
  const event = uploadEvent('u1', etag, { contentType: 'image/png' })
  /** S3's notification about the object in its present state. */
  const notification = () =>
    s3Notification({ key: 'incoming/u1', eTag: harness.store.get('incoming/u1').etag })
  return { ...harness, etag, event, notification }
}

describe('replacing', () => {
  it('stores a thumbnail of 100 by 100 in place of the original', async () => {
    const { handler, store, event, etag } = await uploaded()
    await handler(snsEvent(event))
    const object = store.get('incoming/u1')
    expect(object.contentType).toBe('image/webp')
    expect(object.userMetadata).toMatchObject({ album: 'rome', 'processed-by': 's3-uploader' })
    expect(await sharp(object.body).metadata()).toMatchObject({ format: 'webp', width: 100, height: 100 })
    expect([await colourAt(object.body, 20, 20), await colourAt(object.body, 80, 80)]).toEqual([
      'red',
      'blue',
    ])
    expect(store.keys()).toEqual(['derived/u1/manifest.json', 'incoming/u1'])
    expect(store.json('derived/u1/manifest.json')).toMatchObject({
      state: 'ready',
      source: { etag },
      image: { format: 'png', width: 400, height: 200 },
      variants: [
        {
          name: 'thumb',
          key: 'incoming/u1',
          contentType: 'image/webp',
          width: 100,
          height: 100,
          size: object.size,
        },
      ],
    })
  })

  it('happens once for any number of deliveries', async () => {
    const { handler, store, event } = await uploaded()
    await handler(snsEvent(event))
    const { etag } = store.get('incoming/u1')
    const before = store.calls.length
    await handler(snsEvent(event))
    await handler(sqsEvent(event))
    expect(store.calls.slice(before).every((call) => call.endsWith('manifest.json'))).toBe(true)
    expect(store.get('incoming/u1').etag).toBe(etag)
  })

  it('ignores the S3 notification about its result', async () => {
    const { handler, store, event, notification, lines } = await uploaded()
    await handler(snsEvent(event))
    const before = store.calls.length
    await handler(notification())
    await handler(sqsEvent(notification()))
    await handler(uploadEvent('u2', store.get('incoming/u1').etag, { key: 'incoming/u1', contentType: null }))
    await handler({ bucket: 'uploads', key: 'incoming/u1' })
    expect(store.calls.slice(before).filter((call) => call.startsWith('put'))).toEqual([])
    expect(lines.slice(1).map(({ reason }) => reason)).toEqual(Array(4).fill('own-output'))
  })

  it('does not loop when S3 notifies about every write', async () => {
    const { handler, store, notification, lines } = await uploaded()
    for (let round = 0; round < 4; round += 1) await handler(notification())
    expect(store.calls.filter((call) => call === 'put incoming/u1')).toHaveLength(1)
    expect(lines.map(({ event }) => event)).toEqual(['image-ready', ...Array(3).fill('image-skipped')])
    expect(store.json('derived/incoming/u1/manifest.json').state).toBe('ready')
  })

  it('never overwrites an upload that is newer than the one it read', async () => {
    const { handler, store, event } = await uploaded()
    const newer = await plain(30, 30, 'lime').png().toBuffer()
    let raced = false
    store.before = async (call, key) => {
      if (raced || call !== 'put' || key !== 'incoming/u1') return
      raced = true
      await store.upload('incoming/u1', newer, 'image/png')
    }
    await handler(snsEvent(event))
    expect(raced).toBe(true)
    expect(store.get('incoming/u1').body.equals(newer)).toBe(true)
    expect(store.json('derived/u1/manifest.json')).toMatchObject({ state: 'failed', code: 'superseded' })
  })

  it('processes a new upload under the same key', async () => {
    const { handler, store, event, notification } = await uploaded()
    await handler(snsEvent(event))
    await store.upload('incoming/u1', await plain(300, 300, 'lime').png().toBuffer(), 'image/png')
    await handler(notification())
    expect(await colourAt(store.get('incoming/u1').body, 50, 50)).toBe('green')
    expect(store.json('derived/incoming/u1/manifest.json').image).toMatchObject({ width: 300 })
  })

  it('is reported in full after a crash between image and manifest', async () => {
    const { store, event, etag } = await uploaded()
    let now = Date.parse('2026-05-05T10:00:00Z')
    const { handler, lines } = createHarness({ OUTPUT: 'replace' }, { store, now: () => now })
    let writes = 0
    store.before = (call, key) => {
      if (call === 'put' && key.endsWith('manifest.json') && ++writes > 1)
        throw new StorageError('unavailable', 'gone')
    }
    await expect(handler(snsEvent(event))).rejects.toThrow('gone')
    now += 60_001
    store.before = () => {}
    await expect(handler(snsEvent(event))).resolves.toBe(undefined)
    expect(store.calls.filter((call) => call === 'put incoming/u1')).toHaveLength(1)
    expect(store.json('derived/u1/manifest.json')).toMatchObject({
      state: 'ready',
      source: { etag },
      image: { format: 'png', width: 400, height: 200 },
      variants: [
        { name: 'thumb', key: 'incoming/u1', width: 100, height: 100, size: store.get('incoming/u1').size },
      ],
      warnings: ['recovered'],
    })
    expect(lines.at(-1)).toMatchObject({ event: 'image-ready' })
  })

  it('leaves a file that cannot be processed unchanged', async () => {
    const { handler, store } = await uploaded()
    const etag = await store.upload('incoming/u1', Buffer.from('hello'), 'image/png')
    await handler(uploadEvent('u1', etag, { contentType: 'image/png' }))
    expect(store.get('incoming/u1').body.toString()).toBe('hello')
    expect(store.json('derived/u1/manifest.json')).toMatchObject({ state: 'failed', code: 'type-mismatch' })
  })

  it('keeps the marker where the metadata of the original fills the limit', async () => {
    const { handler, store, event } = await uploaded({ story: 'x'.repeat(2000) })
    await handler(snsEvent(event))
    const { userMetadata } = store.get('incoming/u1')
    expect(userMetadata['processed-by']).toBe('s3-uploader')
    expect(Buffer.byteLength(Object.entries(userMetadata).flat().join(''))).toBeLessThanOrEqual(2048)
  })
})
