/** SNS → SQS → Lambda: visibility, partial failures, duplicates, dead letters and redrive. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type LocalQueueOptions, QueueDelivery } from '../../demo/local/queue-delivery.ts'
import type { SnsEvent } from '../../demo/local/sns.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

interface SqsRecord {
  messageId: string
  body: string
  attributes: Record<string, string>
}

type Handler = (records: SqsRecord[]) => Promise<unknown> | unknown

/** A queue before a function; `invocations` lists the bodies of each batch. */
function queueBefore(handler: Handler, options: LocalQueueOptions = {}) {
  const invocations: string[][] = []
  const startedAt = Date.now()
  const times: number[] = []
  const queue = new QueueDelivery(
    async (event) => {
      const { Records } = event as { Records: SqsRecord[] }
      invocations.push(Records.map(({ body }) => body))
      times.push(Date.now() - startedAt)
      return handler(Records)
    },
    'us-east-1',
    { visibilityMs: 1000, maxReceiveCount: 3, ...options },
  )
  const publish = (...messages: string[]) =>
    queue.invoke({ Records: messages.map(snsRecord) } as unknown as SnsEvent)
  return { queue, invocations, times, publish }
}

const snsRecord = (Message: string) => ({
  EventSource: 'aws:sns',
  Sns: { Type: 'Notification', MessageId: `sns-${Message}`, Message },
})
const failing = (...bodies: string[]) => ({
  batchItemFailures: (records: SqsRecord[]) =>
    records
      .filter(({ body }) => bodies.includes(body))
      .map(({ messageId }) => ({ itemIdentifier: messageId })),
})

describe('the queue', () => {
  it('deletes what succeeded', async () => {
    const { queue, invocations, publish } = queueBefore(() => ({ batchItemFailures: [] }))
    await publish('a', 'b')
    await queue.idle()
    expect(invocations).toEqual([['a'], ['b']])
  })

  it('delivers the message itself, or with SNS’s envelope', async () => {
    const raw = queueBefore(() => undefined)
    await raw.publish('{"bucket":"b"}')
    const wrapped = queueBefore(() => undefined, { rawDelivery: false })
    await wrapped.publish('{"bucket":"b"}')
    expect(raw.invocations).toEqual([['{"bucket":"b"}']])
    expect(JSON.parse(wrapped.invocations[0]?.[0] ?? '')).toMatchObject({ Message: '{"bucket":"b"}' })
  })

  it('delivers again only the failed message of a batch, after the visibility timeout', async () => {
    let isBroken = true
    const { batchItemFailures } = failing('b')
    const { queue, invocations, times, publish } = queueBefore(
      (records) => {
        const response = { batchItemFailures: isBroken ? batchItemFailures(records) : [] }
        if (records.some(({ body }) => body === 'b')) isBroken = false
        return response
      },
      { batchSize: 10, maximumConcurrency: 1 },
    )
    await publish('a')
    await publish('b', 'c')
    await vi.advanceTimersByTimeAsync(999)
    const before = invocations.length
    await vi.advanceTimersByTimeAsync(1)
    await queue.idle()
    expect(invocations.slice(before)).toEqual([['b']])
    expect(times.at(-1)).toBe(1000)
  })

  it.each([
    ['an exception', () => Promise.reject(new Error('broken'))],
    ['an unknown id', () => ({ batchItemFailures: [{ itemIdentifier: 'of another batch' }] })],
    ['an empty id', () => ({ batchItemFailures: [{ itemIdentifier: '' }] })],
    ['a response without sense', () => 'ok'],
  ])('fails the whole batch on %s', async (_, handler) => {
    const { queue, publish } = queueBefore(handler, { batchSize: 10, maxReceiveCount: 1 })
    await publish('a')
    await vi.advanceTimersByTimeAsync(1000)
    expect(queue.deadLetters).toEqual(['a'])
  })

  it('loses failed messages where the mapping does not report them', async () => {
    const { batchItemFailures } = failing('a')
    const handler = (records: SqsRecord[]) => ({ batchItemFailures: batchItemFailures(records) })
    const { queue, publish } = queueBefore(handler, { reportsItemFailures: false })
    await publish('a')
    await queue.idle()
    expect(queue.deadLetters).toEqual([])
  })

  it('keeps its number of invocations at a time', async () => {
    let running = 0
    let most = 0
    const { queue, invocations, publish } = queueBefore(
      async () => {
        running += 1
        most = Math.max(most, running)
        await new Promise((resolve) => setTimeout(resolve, 100))
        running -= 1
      },
      { maximumConcurrency: 3 },
    )
    await publish(...'abcdefghij')
    const idle = queue.idle()
    await vi.advanceTimersByTimeAsync(400)
    await idle
    expect([most, invocations.length]).toEqual([3, 10])
  })

  it('makes a dead letter of what always takes longer than the visibility timeout', async () => {
    const slow = () => new Promise((resolve) => setTimeout(resolve, 1500))
    const { queue, invocations, publish } = queueBefore(slow)
    await publish('a')
    await vi.advanceTimersByTimeAsync(4000)
    expect([invocations.length, queue.deadLetters]).toEqual([3, ['a']])
  })

  it('delivers again when a timer fires before the clock says so, as those of Node do', async () => {
    let isBroken = true
    const { queue, invocations, publish } = queueBefore(() => {
      if (isBroken) throw new Error('broken')
      return { batchItemFailures: [] }
    })
    await publish('a')
    await vi.advanceTimersByTimeAsync(500)
    isBroken = false
    vi.setSystemTime(Date.now() - 1)
    await vi.advanceTimersByTimeAsync(500)
    await queue.idle()
    expect(invocations).toEqual([['a'], ['a']])
  })

  it('can deliver twice at once, as standard queues may', async () => {
    const isDeliveredTwice = ({ receiveCount }: { receiveCount: number }) => receiveCount === 1
    const { queue, invocations, publish } = queueBefore(() => undefined, { isDeliveredTwice })
    await publish('a')
    await queue.idle()
    expect(invocations).toEqual([['a'], ['a']])
  })
})

describe('dead letters', () => {
  it('are what failed as often as the redrive policy allows, and are tried again on request', async () => {
    let isBroken = true
    const handler = () => (isBroken ? Promise.reject(new Error('broken')) : undefined)
    const { queue, invocations, publish } = queueBefore(handler)
    await publish('a')
    await vi.advanceTimersByTimeAsync(3000)
    expect([invocations.length, queue.deadLetters]).toEqual([3, ['a']])
    isBroken = false
    expect(queue.redrive()).toBe(1)
    await queue.idle()
    expect([invocations.length, queue.deadLetters]).toEqual([4, []])
  })
})
