import { describe, expect, it } from 'vitest'
import { StorageError } from '../../lambda/object-store.ts'
import { createHarness, eventBridgeEvent, s3Event, sqsEvent } from './support/run-handler.ts'
import { jpeg, uploaded } from './support/uploaded-job.ts'

describe('a deleted original', () => {
  it('takes its variants and its manifest along', async () => {
    const { handler, store, etag, event } = await uploaded()
    await store.upload('incoming/2026/01/u2.jpg', jpeg, 'image/jpeg')
    await handler({ ...event, id: 'u2', key: 'incoming/2026/01/u2.jpg', etag })
    await handler({ bucket: 'uploads', key: 'incoming/u1' })
    store.objects.delete('uploads/incoming/u1')
    store.objects.delete('uploads/incoming/2026/01/u2.jpg')
    await handler(s3Event('ObjectRemoved:Delete', { key: 'incoming/u1' }))
    await handler(sqsEvent(eventBridgeEvent({ key: 'incoming/2026/01/u2.jpg' }, 'Object Deleted')))
    expect(store.keys()).toEqual([])
  })

  it('is told from one of which only an old version or a predecessor was deleted', async () => {
    const { handler, store, event } = await uploaded()
    await handler(event)
    const keys = store.keys()
    await handler(s3Event('ObjectRemoved:Delete', { key: 'incoming/u1', versionId: 'old' }))
    expect(store.keys()).toEqual(keys)
  })

  it('takes no results along that belong to another original', async () => {
    const { handler, store, event } = await uploaded()
    await handler(event)
    await handler(s3Event('ObjectRemoved:Delete', { key: 'elsewhere/u1' }))
    expect(store.keys()).toContain('derived/u1/manifest.json')
  })

  it('is handled again after an error of the store, until nothing is left', async () => {
    const { handler, store, event, lines } = await uploaded()
    await handler(event)
    store.objects.delete('uploads/incoming/u1')
    let faults = 1
    store.before = (call, key) => {
      if (call === 'delete' && key.includes('large') && faults-- > 0)
        throw new StorageError('unavailable', 'SlowDown')
    }
    const message = sqsEvent(s3Event('ObjectRemoved:Delete', { key: 'incoming/u1' }))
    expect(await handler(message)).toEqual({ batchItemFailures: [{ itemIdentifier: 'sqs-0' }] })
    expect(await handler(message)).toEqual({ batchItemFailures: [] })
    expect(store.keys()).toEqual([])
    expect(lines.at(-1)).toMatchObject({ event: 'results-removed' })
    expect(JSON.stringify(lines)).not.toContain('incoming')
  })

  it('deletes nothing in answer to the deletion of a result', async () => {
    const { handler, store, event } = await uploaded()
    await handler(event)
    store.objects.delete('uploads/derived/u1/thumb.webp')
    const before = store.calls.length
    await handler(s3Event('ObjectRemoved:Delete', { key: 'derived/u1/thumb.webp' }))
    expect(store.calls.length).toBe(before)
  })
})

describe('an output bucket of its own', () => {
  it('makes a source below the result prefix an ordinary source', async () => {
    const { handler, store } = createHarness({ OUTPUT_BUCKET: 'results' })
    await store.upload('derived/photo.jpg', jpeg, 'image/jpeg')
    await handler({ bucket: 'uploads', key: 'derived/photo.jpg' })
    expect(store.objects.has('results/derived/derived/photo.jpg/manifest.json')).toBe(true)
    const before = store.calls.length
    await handler({ bucket: 'results', key: 'derived/derived/photo.jpg/thumb.webp' })
    expect(store.calls.length).toBe(before)
  })
})
