/** The template's queue, as it is set, on the embedded SNS → SQS → Lambda. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type LocalQueueOptions, QueueDelivery } from '../../demo/local/queue-delivery.ts'
import type { SnsEvent } from '../../demo/local/sns.ts'
import { createHarness, uploadEvent } from '../lambda/support/run-handler.ts'
import { resolveTemplate } from './resolve-template.ts'

const MINUTE = 60_000
const { Resources } = resolveTemplate({ ImageConcurrency: 4 })
const of = (id: string) => Object(Resources[id]?.Properties)

const settings: LocalQueueOptions = {
  visibilityMs: of('ImageQueue').VisibilityTimeout * 1000,
  maxReceiveCount: of('ImageQueue').RedrivePolicy.maxReceiveCount,
  batchSize: of('ImageMapping').BatchSize,
  maximumConcurrency: of('ImageMapping').ScalingConfig.MaximumConcurrency,
  reportsItemFailures: of('ImageMapping').FunctionResponseTypes.includes('ReportBatchItemFailures'),
  rawDelivery: of('QueueSubscription').RawMessageDelivery,
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Messages through the queue to a function that fails while `isFailing` says so. */
function start(isFailing: (body: string) => boolean, options: LocalQueueOptions = {}) {
  const handled: string[] = []
  let running = 0
  let mostRunning = 0
  const queue = new QueueDelivery(
    async (event) => {
      const [record] = Object(event).Records as { messageId: string; body: string }[]
      running += 1
      mostRunning = Math.max(mostRunning, running)
      await new Promise((resolve) => setTimeout(resolve, 600))
      running -= 1
      const { messageId = '', body = '' } = record ?? {}
      if (isFailing(body)) return { batchItemFailures: [{ itemIdentifier: messageId }] }
      handled.push(body)
      return { batchItemFailures: [] }
    },
    'us-east-1',
    { ...settings, ...options },
  )
  const publish = (...bodies: string[]) =>
    queue.invoke({
      Records: bodies.map((Message) => ({ EventSource: 'aws:sns', Sns: { Message } })),
    } as unknown as SnsEvent)
  return { queue, handled, publish, mostRunning: () => mostRunning }
}

describe('the queue of the template', () => {
  it('outlasts an outage of 20 minutes without dead letters', async () => {
    let isDown = true
    const { queue, handled, publish } = start(() => isDown)
    await publish('a', 'b', 'c')
    await vi.advanceTimersByTimeAsync(20 * MINUTE)
    isDown = false
    await vi.advanceTimersByTimeAsync(10 * MINUTE)
    expect([handled.sort(), queue.deadLetters]).toEqual([['a', 'b', 'c'], []])
  })

  it('makes a dead letter after half an hour, while others pass, and handles it after redrive', async () => {
    let isPoisoned = true
    const { queue, handled, publish } = start((body) => isPoisoned && body === 'poison')
    await publish('poison', 'good')
    await vi.advanceTimersByTimeAsync(29 * MINUTE)
    expect([handled, queue.deadLetters]).toEqual([['good'], []])
    await vi.advanceTimersByTimeAsync(2 * MINUTE)
    expect(queue.deadLetters).toEqual(['poison'])
    isPoisoned = false
    expect(queue.redrive()).toBe(1)
    await vi.advanceTimersByTimeAsync(1_000)
    expect([handled, queue.deadLetters]).toEqual([['good', 'poison'], []])
  })

  it('never runs more images at a time than ImageConcurrency', async () => {
    const { queue, handled, publish, mostRunning } = start(() => false)
    await publish(...Array.from({ length: 40 }, (_, index) => `photo-${index}`))
    const idle = queue.idle()
    await vi.advanceTimersByTimeAsync(10 * 600)
    await idle
    expect([handled.length, mostRunning()]).toEqual([40, 4])
  })
})

it('a message that is delivered twice at once makes one result', async () => {
  vi.useRealTimers()
  const { handler, store, lines } = createHarness()
  const etag = await store.upload('incoming/u1', Buffer.from('no image at all'), 'image/jpeg')
  const isDeliveredTwice = ({ receiveCount }: { receiveCount: number }) => receiveCount === 1
  const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => 60_000 }
  const invoke = (event: object) => handler(event, context as never)
  const queue = new QueueDelivery(invoke, 'us-east-1', { ...settings, visibilityMs: 50, isDeliveredTwice })
  const Message = JSON.stringify(uploadEvent('u1', etag))
  await queue.invoke({ Records: [{ EventSource: 'aws:sns', Sns: { Message } }] } as unknown as SnsEvent)
  await queue.idle()
  expect(queue.deadLetters).toEqual([])
  expect(lines.filter(({ event }) => event === 'image-failed')).toHaveLength(1)
})
