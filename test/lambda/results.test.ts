import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import type { ResultEvent } from '../../lambda/result-event.ts'
import { createSnsResultPublisher } from '../../lambda/sns-result-publisher.ts'
import { createHarness, snsEvent, sqsEvent } from './support/run-handler.ts'
import { uploaded } from './support/uploaded-job.ts'

function withResults(store: Awaited<ReturnType<typeof uploaded>>['store'], env: Record<string, string> = {}) {
  const events: ResultEvent[] = []
  let faults = 0
  const results = {
    publish: async (event: ResultEvent) => {
      if (faults-- > 0) throw new Error('SNS: Throttled')
      events.push(event)
    },
  }
  const fail = (times: number) => {
    faults = times
  }
  return { ...createHarness(env, { store, results }), events, fail }
}

describe('the event of a result', () => {
  it('carries what the manifest says, after the manifest', async () => {
    const { store, event, etag } = await uploaded()
    const { handler, events } = withResults(store)
    await handler(snsEvent(event))
    const { image, variants, processedAt } = store.json('derived/u1/manifest.json')
    expect(events).toEqual([
      {
        type: 'upload.processed',
        version: 1,
        id: 'u1',
        bucket: 'uploads',
        key: 'incoming/u1',
        resultBucket: 'uploads',
        manifestKey: 'derived/u1/manifest.json',
        source: { bucket: 'uploads', key: 'incoming/u1', versionId: null, etag },
        metadata: { album: 'rome' },
        processedAt,
        state: 'ready',
        image,
        variants,
        warnings: [],
      },
    ])
  })

  it('is sent for failures too', async () => {
    const { store, event } = await uploaded(Buffer.from('hello'))
    const { handler, events } = withResults(store)
    await handler(snsEvent(event))
    expect(events).toMatchObject([{ id: 'u1', state: 'failed', code: 'type-mismatch', retryable: false }])
  })

  it('is not lost when SNS does not take it', async () => {
    const { store, event } = await uploaded()
    const { handler, events, fail } = withResults(store)
    fail(1)
    expect(await handler(sqsEvent(event))).toEqual({ batchItemFailures: [{ itemIdentifier: 'sqs-0' }] })
    expect(store.json('derived/u1/manifest.json').state).toBe('ready')
    const puts = store.calls.filter((call) => call.startsWith('put')).length
    expect(await handler(sqsEvent(event))).toEqual({ batchItemFailures: [] })
    expect(events).toMatchObject([
      { id: 'u1', state: 'ready', variants: [{ name: 'thumb' }, { name: 'large' }] },
    ])
    expect(store.calls.filter((call) => call.startsWith('put'))).toHaveLength(puts)
  })

  it('is not taken for an upload when it comes back to the function', async () => {
    const { store, event } = await uploaded()
    const { handler, events, lines } = withResults(store)
    await handler(snsEvent(event))
    await handler(snsEvent(events[0]))
    expect(lines.at(-1)).toMatchObject({ event: 'message-ignored', reason: 'another type of event' })
  })

  it('reaches SNS with the attributes that filter policies need', async () => {
    const bodies: string[] = []
    const server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        bodies.push(body)
        response.setHeader('content-type', 'text/xml')
        response.end(
          '<PublishResponse><PublishResult><MessageId>m1</MessageId></PublishResult></PublishResponse>',
        )
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : 0
    const publisher = createSnsResultPublisher('arn:aws:sns:eu-central-1:111122223333:results', {
      endpoint: `http://127.0.0.1:${port}`,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    })
    const { store, event } = await uploaded(Buffer.from('hello'))
    const { handler, events } = withResults(store)
    await handler(snsEvent(event))
    const [result] = events
    if (result === undefined) throw new Error('no event')
    await publisher.publish(result)
    server.close()
    const fields = new URLSearchParams(bodies[0])
    expect(JSON.parse(fields.get('Message') ?? '')).toEqual(result)
    const values = [...fields]
      .filter(([name]) => name.startsWith('MessageAttributes'))
      .map(([, value]) => value)
    expect(values).toEqual(
      expect.arrayContaining([
        'type',
        'upload.processed',
        'state',
        'failed',
        'code',
        'type-mismatch',
        'version',
        '1',
      ]),
    )
  })
})
