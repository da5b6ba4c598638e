import { describe, expect, it } from 'vitest'
import { StorageError } from '../../lambda/object-store.ts'
import { plain } from './support/images.ts'
import { createHarness, s3Notification, snsEvent, sqsEvent } from './support/run-handler.ts'
import { jpeg, uploaded } from './support/uploaded-job.ts'

const keysOf = (manifest: { variants: { key: string }[] }) => manifest.variants.map(({ key }) => key)

describe('a redelivery', () => {
  it('with other variants makes them, deletes the former ones and never shows a gap', async () => {
    const { handler, store, event } = await uploaded(jpeg, 'image/jpeg', {
      VARIANTS: 'thumb=20,png;old=10,png',
    })
    await handler(snsEvent(event))
    const changed = createHarness({ VARIANTS: 'thumb=30,png;wide=60,png' }, { store })
    const states: string[] = []
    store.before = (call) => {
      if (call === 'put') states.push(store.json('derived/u1/manifest.json').state)
    }
    await changed.handler(snsEvent(event))
    expect(new Set(states)).toEqual(new Set(['ready']))
    const manifest = store.json('derived/u1/manifest.json')
    expect(manifest.variants).toMatchObject([
      // Browsers may have cached the former thumbnail for ever.
      { name: 'thumb', key: expect.stringMatching(/^derived\/u1\/thumb-[0-9a-f]{8}\.png$/), width: 30 },
      { name: 'wide', key: 'derived/u1/wide.png', width: 60 },
    ])
    expect(manifest.metadata).toEqual({ album: 'rome' })
    expect(store.keys()).toEqual([...keysOf(manifest), 'derived/u1/manifest.json', 'incoming/u1'].sort())
  })

  it('with other limits repeats a failure and not a success', async () => {
    const env = { MAX_INPUT_PIXELS: '79999' }
    const small = await uploaded(jpeg, 'image/jpeg', env)
    await small.handler(snsEvent(small.event))
    expect(small.store.json('derived/u1/manifest.json')).toMatchObject({
      state: 'failed',
      code: 'image-too-large',
    })
    const { handler, lines } = createHarness({}, { store: small.store })
    await handler(snsEvent(small.event))
    expect(small.store.json('derived/u1/manifest.json').state).toBe('ready')
    await createHarness(env, { store: small.store }).handler(snsEvent(small.event))
    expect(small.store.json('derived/u1/manifest.json').state).toBe('ready')
    expect(lines).toHaveLength(1)
  })

  it('to another release of the decoders repeats both', async () => {
    const { handler, store, event, config } = await uploaded()
    await handler(snsEvent(event))
    const body = store.json('derived/u1/manifest.json')
    body.madeWith.processor = '1 (sharp 0.34.0)'
    await store.upload('derived/u1/manifest.json', Buffer.from(JSON.stringify(body)), 'application/json')
    await createHarness({}, { store, config }).handler(snsEvent(event))
    expect(store.json('derived/u1/manifest.json').madeWith.processor).not.toContain('0.34')
  })

  it('after the original was deleted keeps the result', async () => {
    const { handler, store, event } = await uploaded()
    await handler(snsEvent(event))
    store.objects.delete('uploads/incoming/u1')
    const { handler: changed, lines } = createHarness({ VARIANTS: 'thumb=30,png' }, { store })
    await changed(snsEvent(event))
    expect(store.json('derived/u1/manifest.json')).toMatchObject({ state: 'ready', variants: [{}, {}] })
    expect(lines).toMatchObject([{ event: 'image-skipped', reason: 'source-missing' }])
  })

  it('that fails keeps the former result', async () => {
    const { handler, store, event } = await uploaded()
    await handler(snsEvent(event))
    const { handler: smaller, lines } = createHarness(
      { MAX_INPUT_PIXELS: '79999', VARIANTS: 'a=10' },
      { store },
    )
    await smaller(snsEvent(event))
    expect(store.json('derived/u1/manifest.json').state).toBe('ready')
    expect(lines).toMatchObject([{ event: 'image-skipped', reason: 'former-result-kept' }])
  })
})

describe('a request to reprocess', () => {
  const request = { type: 'upload.reprocess', bucket: 'uploads' }

  async function threeUploads() {
    const harness = createHarness({ VARIANTS: 'thumb=20,png' })
    for (const id of ['a1', 'a2', 'b1']) await harness.store.upload(`incoming/${id}.jpg`, jpeg, 'image/jpeg')
    for (const id of ['a1', 'a2', 'b1']) {
      const { etag } = harness.store.get(`incoming/${id}.jpg`)
      await harness.handler({ bucket: 'uploads', key: `incoming/${id}.jpg`, id, etag, metadata: { of: id } })
    }
    return { ...harness, changed: createHarness({ VARIANTS: 'thumb=30,png' }, { store: harness.store }) }
  }

  it.each([
    ['one key', { key: 'incoming/a1.jpg' }, ['a1']],
    ['a list of keys', { keys: ['incoming/a1.jpg', 'incoming/b1.jpg'] }, ['a1', 'b1']],
    ['a prefix', { prefix: 'incoming/a' }, ['a1', 'a2']],
  ])('for %s keeps ids and metadata', async (_, selection, ids) => {
    const { store, changed } = await threeUploads()
    await changed.handler(sqsEvent({ ...request, ...selection }))
    for (const id of ['a1', 'a2', 'b1']) {
      const { variants, metadata } = store.json(`derived/${id}/manifest.json`)
      expect([variants[0].width, metadata]).toEqual([ids.includes(id) ? 30 : 20, { of: id }])
    }
    expect(store.keys().filter((key) => key.startsWith('derived/incoming'))).toEqual([])
  })

  it('skips what the present settings have made, unless it is forced', async () => {
    const { handler, store, lines } = await threeUploads()
    const before = store.calls.length
    await handler({ ...request, prefix: 'incoming/' })
    expect(store.calls.slice(before).filter((call) => call.startsWith('put'))).toEqual([])
    await handler({ ...request, prefix: 'incoming/', force: true })
    expect(lines.slice(-3).map(({ event }) => event)).toEqual(Array(3).fill('image-ready'))
  })

  it('processes originals without a result under their keys and leaves results alone', async () => {
    const { handler, store } = createHarness({ VARIANTS: 'thumb=20,png' })
    await store.upload('old/one.jpg', jpeg, 'image/jpeg')
    await handler({ ...request, prefix: '' })
    await handler({ ...request, prefix: '' })
    expect(store.keys()).toEqual([
      'derived/old/one.jpg/manifest.json',
      'derived/old/one.jpg/thumb.png',
      'old/one.jpg',
    ])
  })

  it('is continued by the next delivery when time runs out', async () => {
    const { store, changed } = await threeUploads()
    let remaining = 60_000
    store.before = (call, key) => {
      if (call === 'put' && key === 'derived/a1/manifest.json') remaining = 1000
    }
    const message = sqsEvent({ ...request, prefix: 'incoming/' })
    const answer = await changed.handler(message, { getRemainingTimeInMillis: () => remaining })
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'sqs-0' }] })
    expect(store.json('derived/a2/manifest.json').variants[0].width).toBe(20)
    store.before = () => {}
    expect(await changed.handler(message)).toEqual({ batchItemFailures: [] })
    expect(changed.lines.map(({ event }) => event).filter((event) => event === 'image-skipped')).toHaveLength(
      1,
    )
    expect(store.json('derived/b1/manifest.json').variants[0].width).toBe(30)
  })
})

describe('a key that is used again', () => {
  it.each([
    ['an image with other variants', () => plain(30, 30, '#ff000080', 4).png().toBuffer(), 'image/png'],
    ['a file that is no image', () => Buffer.from('hello'), 'text/plain'],
  ])('for %s leaves nothing of the former image', async (_, make, contentType) => {
    const { handler, store } = createHarness({ VARIANTS: 'thumb=20' })
    await store.upload('a.jpg', jpeg, 'image/jpeg')
    await handler(s3Notification({ key: 'a.jpg', eTag: store.get('a.jpg').etag }))
    const [former] = keysOf(store.json('derived/a.jpg/manifest.json'))
    await store.upload('a.jpg', await make(), contentType)
    await handler(s3Notification({ key: 'a.jpg', eTag: store.get('a.jpg').etag }))
    const { variants = [] } = store.json('derived/a.jpg/manifest.json')
    expect(store.keys()).toEqual(['a.jpg', 'derived/a.jpg/manifest.json', ...keysOf({ variants })].sort())
    const isSameName = keysOf({ variants }).includes(former ?? '')
    if (isSameName) expect(store.get(former ?? '').size).toBe(variants[0].size)
  })

  it('keeps track of the former variants after a crash', async () => {
    const { handler, store } = createHarness({ VARIANTS: 'thumb=20,png' })
    await store.upload('a.jpg', jpeg, 'image/jpeg')
    await handler({ bucket: 'uploads', key: 'a.jpg' })
    await store.upload('a.jpg', await plain(30, 30, 'red').png().toBuffer(), 'image/png')
    const other = createHarness({ VARIANTS: 'other=10,png' }, { store })
    store.before = (call, key) => {
      if (call === 'put' && key === 'derived/a.jpg/other.png')
        throw new StorageError('unavailable', 'SlowDown')
    }
    await expect(other.handler({ bucket: 'uploads', key: 'a.jpg' })).rejects.toThrow('SlowDown')
    store.before = () => {}
    await other.handler({ bucket: 'uploads', key: 'a.jpg' })
    expect(store.keys()).toEqual(['a.jpg', 'derived/a.jpg/manifest.json', 'derived/a.jpg/other.png'])
  })

  it('is complete even when outdated variants may not be deleted', async () => {
    const { handler, store, event } = await uploaded()
    await handler(snsEvent(event))
    const { handler: changed, lines } = createHarness({ VARIANTS: 'a=10,png' }, { store })
    store.before = (call) => {
      if (call === 'delete') throw new StorageError('denied', 'S3 delete: AccessDenied (403)')
    }
    await changed(snsEvent(event))
    expect(store.json('derived/u1/manifest.json')).toMatchObject({
      state: 'ready',
      variants: [{ name: 'a' }],
    })
    expect(lines.map(({ event: name }) => name)).toEqual(['cleanup-failed', 'image-ready'])
  })
})
