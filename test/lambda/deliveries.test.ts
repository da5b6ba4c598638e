import { describe, expect, it } from 'vitest'
import { plain } from './support/images.ts'
import { createHarness, snsEnvelope, snsEvent, sqsEvent, uploadEvent } from './support/run-handler.ts'
import { uploaded } from './support/uploaded-job.ts'

describe('a delivery of the same event', () => {
  it('after success costs one request', async () => {
    const { handler, store, event, lines } = await uploaded()
    await handler(snsEvent(event))
    const before = store.calls.length
    await handler(snsEvent(event))
    await handler(sqsEvent(snsEnvelope(event)))
    expect(store.calls.slice(before)).toEqual(
      Array(2).fill(['open derived/u1/manifest.json', 'read derived/u1/manifest.json']).flat(),
    )
    expect(lines.at(-1)).toMatchObject({ event: 'image-skipped', reason: 'already-done' })
  })

  it('after a permanent failure costs one request too', async () => {
    const { handler, store, event } = await uploaded(Buffer.from('hello'))
    await handler(snsEvent(event))
    const before = store.calls.length
    await handler(snsEvent(event))
    expect(store.calls.length - before).toBe(2)
  })

  it('of a bare message does nothing, unless the object changed', async () => {
    const { handler, store } = await uploaded()
    const bare = { bucket: 'uploads', key: 'incoming/u1' }
    await handler(bare)
    const before = store.calls.length
    await handler(bare)
    expect(store.calls.slice(before).filter((call) => call.startsWith('put'))).toEqual([])
    await store.upload('incoming/u1', await plain(50, 50, 'red').png().toBuffer(), 'image/png')
    await handler(bare)
    expect(store.json('derived/incoming/u1/manifest.json').image).toMatchObject({ format: 'png', width: 50 })
  })

  it('at the same time is processed once; the others fail and are retried', async () => {
    const { handler, store, event } = await uploaded()
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => handler(snsEvent(event))))
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', ...Array(4).fill('rejected')])
    expect(store.calls.filter((call) => call === 'put derived/u1/thumb.webp')).toHaveLength(1)
    expect(store.json('derived/u1/manifest.json').state).toBe('ready')
    await Promise.all(Array.from({ length: 5 }, () => handler(snsEvent(event))))
  })

  it('waits for a worker whose lease is valid and takes over after it ended', async () => {
    const { store, etag, event } = await uploaded()
    const startedAt = Date.parse('2026-05-05T10:00:00Z')
    let now = startedAt
    const { handler } = createHarness({}, { store, now: () => now })
    const claim = {
      version: 1,
      state: 'processing',
      id: 'u1',
      source: { bucket: 'uploads', key: 'incoming/u1', versionId: null, etag },
    }
    const body = { ...claim, startedAt: new Date(startedAt).toISOString() }
    await store.upload('derived/u1/manifest.json', Buffer.from(JSON.stringify(body)), 'application/json')
    const context = { getRemainingTimeInMillis: () => 60_000 }
    now += 59_000
    await expect(handler(snsEvent(event), context)).rejects.toThrow('Another worker')
    expect(await handler(sqsEvent(event), context)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'sqs-0' }],
    })
    now += 2000
    await handler(snsEvent(event), context)
    expect(store.json('derived/u1/manifest.json').state).toBe('ready')
  })

  it('replaces a manifest that cannot be parsed', async () => {
    const { handler, store, event } = await uploaded()
    await store.upload('derived/u1/manifest.json', Buffer.from('{"state":'), 'application/json')
    await handler(event)
    expect(store.json('derived/u1/manifest.json').state).toBe('ready')
  })

  it('that is late does not replace the result of a newer upload', async () => {
    const { handler, store, event } = await uploaded()
    const newer = await store.upload('incoming/u1', await plain(30, 30, 'red').png().toBuffer(), 'image/png')
    await handler(uploadEvent('u1', newer, { contentType: 'image/png' }))
    await handler(event)
    expect(store.json('derived/u1/manifest.json')).toMatchObject({ state: 'ready', source: { etag: newer } })
  })
})
