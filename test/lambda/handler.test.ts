import { describe, expect, it } from 'vitest'
import { StorageError } from '../../lambda/object-store.ts'
import { photo } from './support/images.ts'
import { s3Notification, snsEnvelope, snsEvent, sqsEvent } from './support/run-handler.ts'
import { jpeg, uploaded } from './support/uploaded-job.ts'

describe('an upload', () => {
  it('results in variants and a manifest', async () => {
    const { handler, store, event, etag, lines } = await uploaded()
    expect(await handler(snsEvent(event), { awsRequestId: 'request-1' })).toBe(undefined)
    expect(store.keys()).toEqual([
      'derived/u1/large.webp',
      'derived/u1/manifest.json',
      'derived/u1/thumb.webp',
      'incoming/u1',
    ])
    const manifest = store.json('derived/u1/manifest.json')
    expect(manifest).toEqual({
      version: 1,
      state: 'ready',
      id: 'u1',
      source: { bucket: 'uploads', key: 'incoming/u1', versionId: null, etag },
      processedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      image: {
        format: 'jpeg',
        width: 400,
        height: 200,
        orientation: 1,
        hasAlpha: false,
        frames: 1,
        capturedAt: null,
        contentType: 'image/jpeg',
        size: jpeg.length,
        colorSpace: 'srgb',
        bitDepth: 8,
        density: 72,
        placeholder: { thumbHash: expect.any(String), color: expect.stringMatching(/^#[0-9a-f]{6}$/) },
      },
      variants: [
        {
          name: 'thumb',
          key: 'derived/u1/thumb.webp',
          contentType: 'image/webp',
          width: 100,
          height: 100,
          size: store.get('derived/u1/thumb.webp').size,
        },
        {
          name: 'large',
          key: 'derived/u1/large.webp',
          contentType: 'image/webp',
          width: 400,
          height: 200,
          size: store.get('derived/u1/large.webp').size,
        },
      ],
      metadata: { album: 'rome' },
      timings: { fetchMs: expect.any(Number), transformMs: expect.any(Number), storeMs: expect.any(Number) },
      warnings: [],
      madeWith: {
        processor: expect.stringMatching(/sharp/),
        variants: expect.any(String),
        limits: expect.any(String),
      },
    })
    expect(store.get('derived/u1/thumb.webp')).toMatchObject({
      contentType: 'image/webp',
      cacheControl: 'public, max-age=31536000, immutable',
    })
    expect(store.get('derived/u1/manifest.json')).toMatchObject({
      contentType: 'application/json',
      cacheControl: 'no-cache',
    })
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'info',
        event: 'image-ready',
        id: 'u1',
        requestId: 'request-1',
        messageId: 'sns-0',
        bytes: jpeg.length,
        megapixels: 0.08,
        format: 'jpeg',
      }),
    ])
  })

  it('is processing first and ready only after every variant is stored', async () => {
    const { handler, store, event } = await uploaded()
    const states: string[] = []
    store.before = (call, key) => {
      if (call !== 'put') return
      const seen = store.objects.get('uploads/derived/u1/manifest.json')
      states.push(`${key.split('/').at(-1)} after ${seen ? JSON.parse(String(seen.body)).state : 'nothing'}`)
    }
    await handler(snsEvent(event))
    expect(states.sort()).toEqual([
      'large.webp after processing',
      'manifest.json after nothing',
      'manifest.json after processing',
      'thumb.webp after processing',
    ])
    expect(store.calls.at(-1)).toBe('put derived/u1/manifest.json')
  })

  it('reads the original once', async () => {
    const { handler, store, event } = await uploaded()
    await handler(snsEvent(event))
    expect(store.calls.filter((call) => call.endsWith('incoming/u1'))).toEqual([
      'open incoming/u1',
      'read incoming/u1',
    ])
  })

  it('known only by bucket and key is named after its key', async () => {
    const { handler, store, lines } = await uploaded(jpeg, 'application/octet-stream')
    await handler({ bucket: 'uploads', key: 'incoming/u1' })
    expect(store.json('derived/incoming/u1/manifest.json')).toMatchObject({
      state: 'ready',
      id: 'incoming/u1',
      metadata: {},
    })
    expect(store.get('derived/incoming/u1/thumb.webp').cacheControl).toBe('no-cache')
    expect(lines[0]?.id).toMatch(/^key-[0-9a-f]{16}$/)
    expect(JSON.stringify(lines)).not.toContain('incoming')
  })

  it('can have its results in another bucket and folder', async () => {
    const { handler, store, event } = await uploaded(jpeg, 'image/jpeg', {
      OUTPUT_BUCKET: 'results',
      DERIVED_PREFIX: 'out/',
    })
    await handler(event)
    expect([...store.objects.keys()].sort()).toEqual([
      'results/out/u1/large.webp',
      'results/out/u1/manifest.json',
      'results/out/u1/thumb.webp',
      'uploads/incoming/u1',
    ])
  })
})

describe('a message', () => {
  it.each([
    ['about an own result', { bucket: 'uploads', key: 'derived/u1/thumb.webp' }],
    ['about a folder', { bucket: 'uploads', key: 'incoming/' }],
    ['about a foreign bucket', { bucket: 'elsewhere', key: 'incoming/u1' }],
    ['whose results would have too long a name', { bucket: 'uploads', key: 'k'.repeat(1010) }],
  ])('%s is logged and acknowledged', async (_, message) => {
    const { handler, store, lines } = await uploaded(jpeg, 'image/jpeg', { ALLOWED_BUCKETS: 'uploads' })
    expect(await handler(snsEvent(message))).toBe(undefined)
    expect(await handler(sqsEvent(message))).toEqual({ batchItemFailures: [] })
    expect(lines.map(({ event }) => event).every((event) => event.startsWith('message-'))).toBe(true)
    expect([lines.length, store.calls]).toEqual([2, []])
  })

  it.each([
    ['that is not JSON', 'hello'],
    ['of an unknown shape', { 'detail-type': 'Scheduled Event', source: 'aws.events', detail: {} }],
    ['without records', { Records: [] }],
  ])('%s fails, so that it reaches the dead letters', async (_, message) => {
    const { handler, store, lines } = await uploaded()
    await expect(handler(snsEvent(message))).rejects.toThrow('The message cannot be read')
    await expect(handler(message)).rejects.toThrow('The message cannot be read')
    expect(await handler(sqsEvent(message))).toEqual({ batchItemFailures: [{ itemIdentifier: 'sqs-0' }] })
    expect(lines.map(({ event }) => event)).toEqual(Array(3).fill('message-rejected'))
    expect(store.calls).toEqual([])
  })

  it('beside a broken one is processed', async () => {
    const { handler, store, event } = await uploaded()
    const broken = { ...event, id: 'u2', key: 'incoming/u2' }
    store.before = (call, key) => {
      if (call === 'open' && key === 'incoming/u2') throw new StorageError('unavailable', 'SlowDown')
    }
    const answer = await handler(sqsEvent('nonsense', broken, snsEnvelope(event)))
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'sqs-0' }, { itemIdentifier: 'sqs-1' }] })
    expect(store.json('derived/u1/manifest.json').state).toBe('ready')
    await expect(handler(snsEvent(broken, event, broken))).rejects.toThrow('2 messages')
  })

  it('of several S3 records has each of them processed', async () => {
    const { handler, store } = await uploaded()
    await store.upload('a b/ü.jpg', jpeg, 'image/jpeg')
    await handler(sqsEvent(s3Notification({ key: 'incoming/u1' }, { key: 'a+b/%C3%BC.jpg' })))
    expect(store.json('derived/incoming/u1/manifest.json').state).toBe('ready')
    expect(store.json('derived/a b/ü.jpg/manifest.json').state).toBe('ready')
  })
})

describe('the log', () => {
  it('holds no file names, keys, addresses or image metadata', async () => {
    const { handler, event, lines } = await uploaded(photo('short-ascii-MM.jpg'))
    await handler(snsEvent(event))
    await handler(snsEvent(event))
    await handler(snsEvent({ ...event, id: 'u2', key: 'no/such/summer.jpg' }))
    expect(lines).toHaveLength(3)
    expect(JSON.stringify(lines)).not.toMatch(/summer|incoming|https?:|rome|user-1/)
    for (const line of lines)
      expect(Object.values(line).every((value) => typeof value !== 'object' || value === null)).toBe(true)
  })
})
