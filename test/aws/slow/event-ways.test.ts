/** The pipeline by each way that AWS has from a stored object to the function: with failures, redrive and duplicates. */
import {
  CreateBucketCommand,
  ListObjectsV2Command,
  type NotificationConfiguration,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type LocalAws, startLocalAws, type TraceEntry } from '../../../demo/local/index.ts'
import { createS3ObjectStore } from '../../../lambda/s3-object-store.ts'
import { quarters } from '../../lambda/support/images.ts'
import { s3ClientOf } from '../../local/aws-under-test.ts'

type Way = readonly [name: string, bucket: string, rules: (aws: LocalAws) => NotificationConfiguration]

const Events = ['s3:ObjectCreated:*' as const]
const Filter = { Key: { FilterRules: [{ Name: 'prefix' as const, Value: 'uploads/' }] } }
const toTopic = ({ topicArn }: LocalAws) => ({
  TopicConfigurations: [{ TopicArn: topicArn, Events, Filter }],
})
const toEventBridge = () => ({ EventBridgeConfiguration: {} })

const WITHOUT_QUEUE: Way[] = [
  [
    'S3 → Lambda',
    'direct',
    ({ functionArn }) => ({
      LambdaFunctionConfigurations: [{ LambdaFunctionArn: functionArn ?? '', Events, Filter }],
    }),
  ],
  ['S3 → SNS → Lambda', 'by-topic', toTopic],
  ['S3 → EventBridge → Lambda', 'by-bridge', toEventBridge],
]
const WITH_QUEUE: Way[] = [
  [
    'S3 → SQS → Lambda',
    'to-queue',
    ({ queueArn }) => ({ QueueConfigurations: [{ QueueArn: queueArn ?? '', Events, Filter }] }),
  ],
  ['S3 → SNS → SQS → Lambda', 'by-topic', toTopic],
  ['S3 → EventBridge → SQS → Lambda', 'by-bridge', toEventBridge],
]

const lambda = { env: { VARIANTS: 'tiny=20x20,cover' } }
const VISIBILITY_MS = 30_000
let isKilling = false
let isDoubled = false
let invocations = 0
let running = 0
let isWaiting = false
let aws: LocalAws
let s3: S3Client
let image: Buffer

function onTrace({ service, phase }: TraceEntry): void {
  if (service !== 'lambda') return
  if (phase === 'start') {
    invocations += 1
    running += 1
    // After the start: the process of this invocation.
    if (isKilling) queueMicrotask(() => aws.killLambda())
    return
  }
  running -= 1
  // After the function's response was handled: what failed becomes visible again.
  setImmediate(() => {
    if (running === 0 && isWaiting) vi.advanceTimersByTime(VISIBILITY_MS)
  })
}

/** Until the queue is empty; visibility timeouts end at once. */
async function emptyQueue(): Promise<void> {
  isWaiting = true
  await aws.idle()
  isWaiting = false
}

async function begin(ways: readonly Way[], options: Parameters<typeof startLocalAws>[0]): Promise<void> {
  aws = await startLocalAws({ ...options, lambda, onTrace })
  s3 = s3ClientOf(aws)
  image = await quarters(60, 40).png().toBuffer()
  for (const [, bucket, rules] of ways) {
    await s3.send(new CreateBucketCommand({ Bucket: bucket }))
    const NotificationConfiguration = rules(aws)
    await s3.send(
      new PutBucketNotificationConfigurationCommand({ Bucket: bucket, NotificationConfiguration }),
    )
  }
  // S3's test events to topics and queues.
  await aws.idle()
}

async function end(): Promise<void> {
  s3.destroy()
  await aws.close()
}

function upload(bucket: string, key: string) {
  const object = { Bucket: bucket, Key: key, Body: image, ContentType: 'image/png' }
  return s3.send(new PutObjectCommand(object))
}

/** `null` without a manifest. */
async function stateOf(bucket: string, key: string): Promise<unknown> {
  const { region, accessKeyId, secretAccessKey, s3Endpoint: endpoint } = aws
  const store = createS3ObjectStore({ region, credentials: { accessKeyId, secretAccessKey }, endpoint })
  const manifest = await store.open({ bucket, key: `derived/${key}/manifest.json` }).catch(() => null)
  return manifest === null ? null : JSON.parse(String(await manifest.read())).state
}

afterEach(() => {
  isKilling = false
  isDoubled = false
  invocations = 0
})

describe('without a queue', () => {
  beforeAll(() => begin(WITHOUT_QUEUE, { delivery: { attempts: 2, baseDelayMs: 10 } }))
  afterAll(end)

  it.each(WITHOUT_QUEUE)('%s makes the image, also after a crash', async (_, bucket) => {
    aws.killLambda()
    await upload(bucket, 'uploads/a photo+1.png')
    await aws.idle()
    expect(await stateOf(bucket, 'uploads/a photo+1.png')).toBe('ready')
    expect([aws.deadLetters(), aws.failedEvents()]).toEqual([[], []])
  })

  it.each(WITHOUT_QUEUE)('%s keeps what always fails', async (_, bucket) => {
    isKilling = true
    await upload(bucket, 'uploads/failing.png')
    await aws.idle()
    const kept = JSON.stringify([aws.deadLetters(), aws.failedEvents()])
    expect(kept).toContain(bucket)
    expect(await stateOf(bucket, 'uploads/failing.png')).not.toBe('ready')
  })
})

describe('with a queue', () => {
  const isDeliveredTwice = ({ receiveCount }: { receiveCount: number }) => isDoubled && receiveCount === 1
  const queue = { visibilityMs: VISIBILITY_MS, maxReceiveCount: 3, isDeliveredTwice }
  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    await begin(WITH_QUEUE, { queue })
  })
  afterAll(async () => {
    await end()
    vi.useRealTimers()
  })

  it.each(WITH_QUEUE)(
    '%s makes a dead letter of what always fails, and the image after redrive',
    async (_, bucket) => {
      isKilling = true
      await upload(bucket, 'uploads/a photo+1.png')
      await emptyQueue()
      expect(aws.queueDeadLetters()).toEqual([expect.stringContaining(bucket)])
      isKilling = false
      expect(aws.redrive()).toBe(1)
      await emptyQueue()
      expect(aws.queueDeadLetters()).toEqual([])
      expect(await stateOf(bucket, 'uploads/a photo+1.png')).toBe('ready')
    },
  )

  it.each(WITH_QUEUE)('%s makes one result of a message that comes twice', async (_, bucket) => {
    isDoubled = true
    await upload(bucket, 'uploads/twice.png')
    await emptyQueue()
    // The second one finds the first at work and leaves the message for later.
    expect(invocations).toBeGreaterThanOrEqual(2)
    expect(aws.queueDeadLetters()).toEqual([])
    expect(await stateOf(bucket, 'uploads/twice.png')).toBe('ready')
    const { Contents = [] } = await s3.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: 'derived/uploads/twice.png/' }),
    )
    expect(Contents).toHaveLength(2)
  })
})
