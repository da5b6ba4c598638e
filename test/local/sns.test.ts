import {
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  PublishBatchCommand,
  PublishCommand,
  SNSClient,
} from '@aws-sdk/client-sns'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { SubscriptionFilter } from '../../demo/local/filter-policy.ts'
import { Sns } from '../../demo/local/sns.ts'
import { type AwsUnderTest, startAws } from './aws-under-test.ts'

const refusal = (status: number, name: string) => ({ name, $metadata: { httpStatusCode: status } })
const KIB = 1024

/** The part of the event that contains the message. */
const messageIn = (event: object) => Object(event).Records[0].Sns

/** An SNS whose subscriber fails `failures` times and then receives. */
async function startTopic({
  failures = 0,
  attempts = 3,
  filter,
}: {
  failures?: number
  attempts?: number
  filter?: SubscriptionFilter
} = {}) {
  const signer = { region: 'us-east-1', accessKeyId: 'key', secretAccessKey: 'secret' }
  const topicArn = 'arn:aws:sns:us-east-1:000000000000:things'
  const received: Record<string, unknown>[] = []
  const events: object[] = []
  const at: number[] = []
  const sns = new Sns({
    topicArn,
    signer,
    delivery: { attempts, baseDelayMs: 20 },
    subscriber: {
      invoke: async (event) => {
        events.push(event)
        received.push(messageIn(event))
        at.push(performance.now())
        if (received.length <= failures) throw new Error('not now')
      },
    },
    subscribed: filter === undefined ? null : { protocol: 'sqs', arn: 'arn:aws:sqs:us-east-1:0:q', filter },
    onTrace: () => {},
  })
  const server = await sns.listen(0)
  onTestFinished(server.close)
  const client = new SNSClient({
    endpoint: server.endpoint,
    region: 'us-east-1',
    credentials: signer,
    maxAttempts: 1,
  })
  return { client, topicArn, delivery: sns, received, events, at }
}

describe('Publish', () => {
  it('delivers the text, the subject and the attributes', async () => {
    const { client, topicArn, delivery, received } = await startTopic()
    const { MessageId } = await client.send(
      new PublishCommand({
        TopicArn: topicArn,
        Subject: 'News',
        Message: '{"key":"ü & <b> +100%"}',
        MessageAttributes: {
          type: { DataType: 'String', StringValue: 'upload.completed' },
          size: { DataType: 'Number', StringValue: '12' },
          raw: { DataType: 'Binary', BinaryValue: Buffer.from('bytes') },
        },
      }),
    )
    await delivery.idle()
    expect(received).toMatchObject([
      {
        MessageId,
        TopicArn: topicArn,
        Subject: 'News',
        Message: '{"key":"ü & <b> +100%"}',
        MessageAttributes: {
          type: { Type: 'String', Value: 'upload.completed' },
          size: { Type: 'Number', Value: '12' },
          raw: { Type: 'Binary', Value: Buffer.from('bytes').toString('base64') },
        },
      },
    ])
  })

  it('accepts 256 KiB including attributes, and refuses one byte more', async () => {
    const { client, topicArn } = await startTopic()
    const attributes = { a: { DataType: 'String', StringValue: 'b' } }
    const publish = (size: number) =>
      client.send(
        new PublishCommand({ TopicArn: topicArn, Message: 'm'.repeat(size), MessageAttributes: attributes }),
      )
    const attributeSize = 'aStringb'.length
    await publish(256 * KIB - attributeSize)
    await expect(publish(256 * KIB - attributeSize + 1)).rejects.toMatchObject(
      refusal(400, 'InvalidParameterException'),
    )
    await expect(publish(3000 * KIB)).rejects.toMatchObject(refusal(400, 'InvalidParameterException'))
  })

  it.each([
    ['no text', { Message: '' }, 400, 'InvalidParameterException'],
    ['an unknown topic', { TopicArn: 'arn:aws:sns:us-east-1:000000000000:other' }, 404, 'NotFoundException'],
    ['no ARN', { TopicArn: 'things' }, 400, 'InvalidParameterException'],
    ['a long subject', { Subject: 's'.repeat(101) }, 400, 'InvalidParameterException'],
    [
      'an attribute without a value',
      { MessageAttributes: { a: { DataType: 'String', StringValue: '' } } },
      400,
      'InvalidParameterException',
    ],
    [
      'an attribute of no type',
      { MessageAttributes: { a: { DataType: 'Text', StringValue: 'x' } } },
      400,
      'InvalidParameterException',
    ],
    [
      'a bad attribute name',
      { MessageAttributes: { 'a b': { DataType: 'String', StringValue: 'x' } } },
      400,
      'InvalidParameterException',
    ],
  ])('is refused with %s', async (_what, input, status, name) => {
    const { client, topicArn, delivery, received } = await startTopic()
    const publish = client.send(new PublishCommand({ TopicArn: topicArn, Message: 'm', ...input }))
    await expect(publish).rejects.toMatchObject(refusal(status, name))
    await delivery.idle()
    expect(received).toEqual([])
  })
})

describe('PublishBatch', () => {
  it('returns a result for each entry; an invalid one does not affect the others', async () => {
    const { client, topicArn, delivery, received } = await startTopic()
    const response = await client.send(
      new PublishBatchCommand({
        TopicArn: topicArn,
        PublishBatchRequestEntries: [
          { Id: 'one', Message: 'first' },
          { Id: 'two', Message: 'm', Subject: 's'.repeat(101) },
          {
            Id: 'three',
            Message: 'third',
            MessageAttributes: { a: { DataType: 'String', StringValue: 'b' } },
          },
        ],
      }),
    )
    expect(response.Successful?.map(({ Id }) => Id)).toEqual(['one', 'three'])
    expect(response.Failed).toMatchObject([{ Id: 'two', Code: 'InvalidParameter', SenderFault: true }])
    await delivery.idle()
    expect(received.map(({ Message }) => Message)).toEqual(['first', 'third'])
    expect(received[1]?.MessageAttributes).toEqual({ a: { Type: 'String', Value: 'b' } })
  })

  const entries = (count: number, more: object = {}) =>
    Array.from({ length: count }, (_, index) => ({ Id: `e${index}`, Message: 'm', ...more }))
  it.each([
    ['none', [], 'EmptyBatchRequestException'],
    ['eleven', entries(11), 'TooManyEntriesInBatchRequestException'],
    ['two entries with the same id', entries(2, { Id: 'same' }), 'BatchEntryIdsNotDistinctException'],
    ['a strange id', entries(1, { Id: 'a b' }), 'InvalidBatchEntryIdException'],
    [
      'more than 256 KiB together',
      entries(3, { Message: 'm'.repeat(100 * KIB) }),
      'BatchRequestTooLongException',
    ],
  ])('is refused as a whole: %s', async (_what, PublishBatchRequestEntries, name) => {
    const { client, topicArn, delivery, received } = await startTopic()
    const publish = client.send(new PublishBatchCommand({ TopicArn: topicArn, PublishBatchRequestEntries }))
    await expect(publish).rejects.toMatchObject({ name })
    await delivery.idle()
    expect(received).toEqual([])
  })
})

describe('the signature', () => {
  const publishAs = (
    aws: AwsUnderTest,
    credentials: { accessKeyId: string; secretAccessKey: string },
    region = aws.region,
  ) =>
    new SNSClient({ endpoint: aws.snsEndpoint, region, credentials, maxAttempts: 1 }).send(
      new PublishCommand({ TopicArn: aws.topicArn, Message: 'm' }),
    )

  it('is verified', async () => {
    const aws = await startAws()
    await expect(publishAs(aws, aws)).resolves.toMatchObject({ MessageId: expect.any(String) })
    const wrongSecret = publishAs(aws, { ...aws, secretAccessKey: 'x' })
    await expect(wrongSecret).rejects.toMatchObject(refusal(403, 'SignatureDoesNotMatch'))
    const wrongKey = publishAs(aws, { ...aws, accessKeyId: 'x' })
    await expect(wrongKey).rejects.toMatchObject(refusal(403, 'InvalidClientTokenId'))
    await expect(publishAs(aws, aws, 'eu-west-1')).rejects.toMatchObject(
      refusal(403, 'SignatureDoesNotMatch'),
    )
    expect((await fetch(aws.snsEndpoint, { method: 'POST', body: 'Action=Publish' })).status).toBe(403)
  })

  it('is also required for unknown operations', async () => {
    const aws = await startAws()
    const create = aws.sns.send(new CreateTopicCommand({ Name: 'x' }))
    await expect(create).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } })
  })
})

describe('delivery', () => {
  it('is retried after growing pauses until it succeeds', async () => {
    const { client, topicArn, delivery, received, at } = await startTopic({ failures: 2 })
    await client.send(new PublishCommand({ TopicArn: topicArn, Message: 'm' }))
    await delivery.idle()
    expect(received).toHaveLength(3)
    expect(new Set(received.map(({ MessageId }) => MessageId)).size).toBe(1)
    const [first = 0, second = 0, third = 0] = at
    expect(second - first).toBeGreaterThanOrEqual(19)
    expect(third - second).toBeGreaterThanOrEqual(39)
    expect(delivery.deadLetters).toEqual([])
  })

  it('keeps undeliverable messages', async () => {
    const { client, topicArn, delivery, received } = await startTopic({ failures: 9, attempts: 2 })
    const { MessageId } = await client.send(
      new PublishCommand({ TopicArn: topicArn, Subject: 's', Message: 'm' }),
    )
    await delivery.idle()
    expect(received).toHaveLength(2)
    expect(delivery.deadLetters).toMatchObject([
      { messageId: MessageId, topicArn, subject: 's', message: 'm', attempts: 2, error: 'not now' },
    ])
  })
})

describe('the event of a function', () => {
  it('has the shape that SNS gives it', async () => {
    const { client, topicArn, delivery, events } = await startTopic()
    const MessageAttributes = { a: { DataType: 'String', StringValue: 'b' } }
    const { MessageId } = await client.send(
      new PublishCommand({ TopicArn: topicArn, Message: 'm', MessageAttributes }),
    )
    await delivery.idle()
    expect(events).toEqual([
      {
        Records: [
          {
            EventSource: 'aws:sns',
            EventVersion: '1.0',
            EventSubscriptionArn: expect.stringMatching(
              /^arn:aws:sns:us-east-1:000000000000:things:[0-9a-f-]{36}$/,
            ),
            Sns: {
              Type: 'Notification',
              MessageId,
              TopicArn: topicArn,
              Subject: null,
              Message: 'm',
              Timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
              SignatureVersion: '1',
              Signature: expect.any(String),
              SigningCertUrl: expect.any(String),
              UnsubscribeUrl: expect.any(String),
              MessageAttributes: { a: { Type: 'String', Value: 'b' } },
            },
          },
        ],
      },
    ])
  })
})

describe('a filter policy', () => {
  const filter = { policy: { contentType: [{ prefix: 'image/' }] }, scope: 'MessageAttributes' } as const
  const typed = (StringValue: string) => ({ contentType: { DataType: 'String', StringValue } })

  it('drops what the subscription does not accept, without an error', async () => {
    const { client, topicArn, delivery, received } = await startTopic({ filter })
    for (const type of ['video/mp4', 'image/png']) {
      const attributes = { MessageAttributes: typed(type) }
      await client.send(new PublishCommand({ TopicArn: topicArn, Message: type, ...attributes }))
    }
    await delivery.idle()
    expect(received).toMatchObject([{ Message: 'image/png' }])
  })

  it('is told with the attributes of the subscription', async () => {
    const { client, topicArn } = await startTopic({ filter })
    const SubscriptionArn = `${topicArn}:00000000-0000-4000-8000-000000000000`
    const { Attributes } = await client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))
    expect(Attributes).toMatchObject({
      FilterPolicy: JSON.stringify(filter.policy),
      FilterPolicyScope: 'MessageAttributes',
    })
    const other = new GetSubscriptionAttributesCommand({ SubscriptionArn: `${SubscriptionArn}0` })
    await expect(client.send(other)).rejects.toMatchObject({ name: 'NotFoundException' })
  })
})
