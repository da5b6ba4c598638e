/** Bucket notifications, as configured by a client, and the queue as SQS clients see it. */
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketNotificationConfigurationCommand,
  type NotificationConfiguration,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import { type AwsUnderTest, startAws } from './aws-under-test.ts'
import { send, signForm } from './signed-form.ts'
import { sqsOf } from './sqs-client.ts'

const Events = ['s3:ObjectCreated:*' as const, 's3:ObjectRemoved:*' as const]

async function configure(aws: AwsUnderTest, NotificationConfiguration: NotificationConfiguration) {
  const Bucket = aws.bucket
  await aws.s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }))
}

function toQueue(aws: AwsUnderTest, rules: { Name: 'prefix' | 'suffix'; Value: string }[] = []) {
  const Filter = { Key: { FilterRules: rules } }
  return { QueueConfigurations: [{ Id: 'all', QueueArn: aws.queueArn ?? '', Events, Filter }] }
}

interface Message {
  Body: string
  ReceiptHandle: string
}

/** All visible messages, which are deleted. */
async function drain(aws: AwsUnderTest): Promise<unknown[]> {
  const sqs = sqsOf(aws)
  const QueueUrl = await sqs.urlOf('images')
  const bodies: unknown[] = []
  for (;;) {
    const { Messages } = await sqs.call<{ Messages?: Message[] }>('ReceiveMessage', { QueueUrl })
    const [message] = Messages ?? []
    if (message === undefined) return bodies
    bodies.push(JSON.parse(message.Body))
    await sqs.call('DeleteMessage', { QueueUrl, ReceiptHandle: message.ReceiptHandle })
  }
}

describe('the notification configuration', () => {
  it('is returned as it was set, and empty before and after', async () => {
    const aws = await startAws({ queue: {} })
    const get = async () => {
      const command = new GetBucketNotificationConfigurationCommand({ Bucket: aws.bucket })
      const { $metadata, ...configuration } = await aws.s3.send(command)
      return configuration
    }
    const filters = [
      { Name: 'prefix' as const, Value: 'uploads/' },
      { Name: 'suffix' as const, Value: '.jpg' },
    ]
    expect(await get()).toEqual({})
    const configuration = {
      ...toQueue(aws, filters),
      TopicConfigurations: [
        {
          ...{ Id: 'topic', TopicArn: aws.topicArn, Events },
          Filter: { Key: { FilterRules: [{ Name: 'prefix' as const, Value: 'films/' }] } },
        },
      ],
      EventBridgeConfiguration: {},
    }
    await configure(aws, configuration)
    expect(await get()).toMatchObject({
      QueueConfigurations: [
        {
          Id: 'all',
          QueueArn: aws.queueArn,
          Events,
          Filter: {
            Key: {
              FilterRules: filters.map(({ Name, Value }) => ({
                Name: expect.stringMatching(new RegExp(Name, 'i')),
                Value,
              })),
            },
          },
        },
      ],
      TopicConfigurations: [{ Id: 'topic', TopicArn: aws.topicArn, Events }],
      EventBridgeConfiguration: {},
    })
    await configure(aws, {})
    expect(await get()).toEqual({})
  })

  it.each([
    ['a queue that is not there', 'arn:aws:sqs:us-east-1:000000000000:other', 's3:ObjectCreated:*'],
    [
      'an event that this S3 does not have',
      'arn:aws:sqs:us-east-1:000000000000:images',
      's3:ReducedRedundancyLostObject',
    ],
  ] as const)('is refused for %s', async (_, QueueArn, event) => {
    const aws = await startAws({ queue: {} })
    const refused = configure(aws, { QueueConfigurations: [{ QueueArn, Events: [event] }] })
    await expect(refused).rejects.toMatchObject({ name: 'InvalidArgument' })
  })
})

describe('two rules', () => {
  type Rule = [
    event: 's3:ObjectCreated:*' | 's3:ObjectCreated:Put' | 's3:ObjectRemoved:*',
    prefix: string,
    suffix: string,
  ]
  const created = 's3:ObjectCreated:*'

  // Amazon's user guide has these examples of filters that overlap, and that do not.
  it.each<[taken: boolean, one: Rule, other: Rule]>([
    [false, [created, '', ''], [created, '', '']],
    [false, [created, 'images', ''], [created, 'images/a', '']],
    [false, [created, 'images', ''], ['s3:ObjectCreated:Put', '', '.jpg']],
    [false, [created, '', 'jpg'], [created, '', '.jpg']],
    [true, [created, 'images/', ''], [created, 'films/', '']],
    [true, [created, 'images', '.jpg'], [created, 'images', '.png']],
    [true, [created, '', ''], ['s3:ObjectRemoved:*', '', '']],
  ])('are taken: %j, %j and %j', async (taken, ...rules) => {
    const aws = await startAws({ queue: {} })
    const QueueConfigurations = rules.map(([event, prefix, suffix]) => {
      const filters = Object.entries({ prefix, suffix }).filter(([, value]) => value !== '')
      const FilterRules = filters.map(([Name, Value]) => ({ Name: Name as 'prefix', Value }))
      return { QueueArn: aws.queueArn ?? '', Events: [event], Filter: { Key: { FilterRules } } }
    })
    const set = configure(aws, { QueueConfigurations })
    if (taken) await set
    else await expect(set).rejects.toMatchObject({ name: 'InvalidArgument' })
  })
})

describe('a bucket with notifications', () => {
  it('tells of each way to store and to delete an object, in S3’s shape', async () => {
    const aws = await startAws({ queue: {} })
    const { s3, bucket: Bucket } = aws
    await configure(aws, toQueue(aws))
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a b+ü.txt', Body: 'meow' }))
    await send(await signForm(aws, { Key: 'form' }))
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/form` }))
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'parts' }))
    const part = { Bucket, Key: 'parts', UploadId, PartNumber: 1 }
    const { ETag } = await s3.send(new UploadPartCommand({ ...part, Body: 'woof' }))
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] }
    await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key: 'parts', UploadId, MultipartUpload }))
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'form' }))
    const Objects = [{ Key: 'copy' }, { Key: 'never-stored' }]
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))
    const [test, ...events] = await drain(aws)
    expect(test).toMatchObject({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket })
    const records = events.map((event) => Object(event).Records[0])
    expect(records.map(({ eventName, s3: { object } }) => [eventName, object.key, object.size])).toEqual([
      ['ObjectCreated:Put', 'a+b%2B%C3%BC.txt', 4],
      ['ObjectCreated:Post', 'form', expect.any(Number)],
      ['ObjectCreated:Copy', 'copy', expect.any(Number)],
      ['ObjectCreated:CompleteMultipartUpload', 'parts', 4],
      ['ObjectRemoved:Delete', 'form', undefined],
      ['ObjectRemoved:Delete', 'copy', undefined],
    ])
    const sequencers = records.map(({ s3: { object } }) => object.sequencer)
    expect(sequencers).toEqual([...sequencers].sort())
    expect(records[0]).toMatchObject({
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: 'us-east-1',
      s3: { configurationId: 'all', bucket: { name: Bucket, arn: `arn:aws:s3:::${Bucket}` } },
    })
  })

  it('tells of keys with this prefix and suffix only', async () => {
    const aws = await startAws({ queue: {} })
    const { s3, bucket: Bucket } = aws
    await configure(
      aws,
      toQueue(aws, [
        { Name: 'prefix', Value: 'in/' },
        { Name: 'suffix', Value: '.jpg' },
      ]),
    )
    for (const Key of ['in/a.jpg', 'in/a.png', 'out/a.jpg'])
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'm' }))
    const [, ...events] = await drain(aws)
    expect(events.map((event) => Object(event).Records[0].s3.object.key)).toEqual(['in%2Fa.jpg'])
  })

  it('tells EventBridge of all, whose events have their own shape', async () => {
    const aws = await startAws({ queue: {} })
    const { s3, bucket: Bucket } = aws
    await configure(aws, { EventBridgeConfiguration: {} })
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a b.txt', Body: 'meow' }))
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a b.txt' }))
    expect(await drain(aws)).toMatchObject([
      {
        version: '0',
        source: 'aws.s3',
        'detail-type': 'Object Created',
        account: '000000000000',
        region: 'us-east-1',
        resources: [`arn:aws:s3:::${Bucket}`],
        detail: {
          bucket: { name: Bucket },
          object: { key: 'a b.txt', size: 4, etag: expect.stringMatching(/^\w{32}$/) },
          reason: 'PutObject',
        },
      },
      { 'detail-type': 'Object Deleted', detail: { object: { key: 'a b.txt' } } },
    ])
  })

  it('keeps its configuration over a restart in the same folder', async () => {
    const first = await startAws({ queue: {} })
    await configure(first, toQueue(first))
    await first.close()
    const aws = await startAws({ queue: {}, directory: first.directory })
    await aws.s3.send(new PutObjectCommand({ Bucket: aws.bucket, Key: 'later', Body: 'm' }))
    expect(await drain(aws)).toMatchObject([{ Records: [{ eventName: 'ObjectCreated:Put' }] }])
  })
})
