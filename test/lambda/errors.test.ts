import { describe, expect, it } from 'vitest'
import { StorageError } from '../../lambda/object-store.ts'
import { createSharpImageTransformer } from '../../lambda/sharp-image-transformer.ts'
import { createHarness, snsEvent, sqsEvent } from './support/run-handler.ts'
import { uploaded } from './support/uploaded-job.ts'

describe('an error of the store', () => {
  const kinds = ['unavailable', 'denied', 'conflict'] as const
  const places: [string, string][] = [
    ['open', 'derived/u1/manifest.json'],
    ['put', 'derived/u1/manifest.json'],
    ['open', 'incoming/u1'],
    ['read', 'incoming/u1'],
    ['put', 'derived/u1/large.webp'],
  ]
  const cases = places.flatMap(([call, key]) => kinds.map((kind) => [kind, call, key] as const))
  // S3 answers 403 for a missing manifest too: see below.
  it.each(cases.filter(([kind, call, key]) => kind !== 'denied' || call !== 'open' || key === 'incoming/u1'))(
    '(%s at %s %s) fails the message, and the next delivery succeeds',
    async (kind, call, key) => {
      const { handler, store, event, lines } = await uploaded()
      let faults = 1
      store.before = (atCall, atKey) => {
        if (faults > 0 && atCall === call && atKey === key) {
          faults -= 1
          throw new StorageError(kind, 'S3 get: SlowDown (503)')
        }
      }
      expect(await handler(sqsEvent(event))).toEqual({ batchItemFailures: [{ itemIdentifier: 'sqs-0' }] })
      expect(lines[0]).toMatchObject({ level: 'error', event: 'image-error', id: 'u1' })
      const left = store.objects.get('uploads/derived/u1/manifest.json')
      expect(left ? JSON.parse(String(left.body)).state : 'processing').toBe('processing')
      expect(await handler(sqsEvent(event))).toEqual({ batchItemFailures: [] })
      expect(store.json('derived/u1/manifest.json').state).toBe('ready')
    },
  )

  it('does not occur when S3 answers 403 for a missing manifest, as it does for roles without ListBucket', async () => {
    const { handler, store, event } = await uploaded()
    store.before = (call, key) => {
      if (call !== 'open' || store.objects.has(`uploads/${key}`)) return
      throw new StorageError('denied', 'S3 get: AccessDenied (403)')
    }
    await handler(snsEvent(event))
    await handler(snsEvent(event))
    expect(store.json('derived/u1/manifest.json').state).toBe('ready')
  })

  it('is thrown when a manifest exists that may not be read', async () => {
    const { handler, store, event } = await uploaded()
    await handler(snsEvent(event))
    store.before = (call, key) => {
      if (call === 'open' && key.endsWith('.json'))
        throw new StorageError('denied', 'S3 get: AccessDenied (403)')
    }
    await expect(handler(snsEvent(event))).rejects.toThrow('AccessDenied')
    expect(store.json('derived/u1/manifest.json').state).toBe('ready')
  })

  it('is thrown where no queue takes failures', async () => {
    const { handler, store, event } = await uploaded()
    store.before = () => {
      throw new StorageError('denied', 'S3 get: AccessDenied (403)')
    }
    await expect(handler(snsEvent(event))).rejects.toThrow('AccessDenied')
  })
})

describe('a defect', () => {
  it('is written to the manifest and thrown, and the next delivery succeeds', async () => {
    const { store, event } = await uploaded()
    const images = createSharpImageTransformer()
    let defects = 1
    const { handler } = createHarness(
      {},
      {
        store,
        images: {
          ...images,
          readHeader: async (...args) => {
            if (defects-- > 0) throw new TypeError('x is undefined')
            return await images.readHeader(...args)
          },
        },
      },
    )
    await expect(handler(snsEvent(event))).rejects.toThrow('x is undefined')
    expect(store.json('derived/u1/manifest.json')).toMatchObject({
      state: 'failed',
      code: 'internal',
      retryable: true,
    })
    await handler(snsEvent(event))
    expect(store.json('derived/u1/manifest.json').state).toBe('ready')
  })
})

describe('a deadline', () => {
  it('that passes is reported before Lambda ends the function, and late results are not stored', async () => {
    const { store, event } = await uploaded()
    const images = createSharpImageTransformer()
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    let ended = () => {}
    const end = new Promise<void>((resolve) => {
      ended = resolve
    })
    let endings = 0
    const { handler } = createHarness(
      {},
      {
        store,
        endProcess: () => {
          endings += 1
        },
        images: {
          ...images,
          render: async (...args) => {
            await held
            try {
              return await images.render(...args)
            } finally {
              ended()
            }
          },
        },
      },
    )
    const endsAt = Date.now() + 2400
    const invocation = handler(snsEvent(event), { getRemainingTimeInMillis: () => endsAt - Date.now() })
    await expect(invocation).rejects.toMatchObject({ code: 'processing-timeout' })
    expect(endings).toBe(1)
    expect(Date.now()).toBeLessThan(endsAt - 300)
    const manifest = { state: 'failed', code: 'processing-timeout', retryable: true }
    expect(store.json('derived/u1/manifest.json')).toMatchObject(manifest)
    release()
    await end
    await new Promise((resolve) => setImmediate(resolve))
    expect(store.keys()).toEqual(['derived/u1/manifest.json', 'incoming/u1'])
    expect(store.json('derived/u1/manifest.json')).toMatchObject(manifest)
    const { handler: next } = createHarness({}, { store })
    await next(snsEvent(event))
    expect(store.json('derived/u1/manifest.json').state).toBe('ready')
  })

  it('that is too near for another image leaves the message for the next invocation', async () => {
    const { handler, store, event } = await uploaded()
    const answer = await handler(sqsEvent(event), { getRemainingTimeInMillis: () => 1900 })
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'sqs-0' }] })
    expect(store.calls).toEqual([])
  })
})
