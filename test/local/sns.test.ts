import { CreateTopicCommand, PublishBatchCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { TraceEntry } from '../../demo/local/index.ts'
import { SnsDelivery } from '../../demo/local/sns-delivery.ts'
import type { SnsMessage } from '../../demo/local/sns-message.ts'
import { snsLambdaEvent } from '../../demo/local/sns-message.ts'
import { startSnsServer } from '../../demo/local/sns-server.ts'
import { type AwsUnderTest, startAws } from './aws-under-test.ts'

const refusal = (status: number, name: string) => ({ name, $metadata: { httpStatusCode: status } })
const KIB = 1024

/** An SNS whose messages arrive here: the subscriber fails as often as told. */
async function startTopic({ failures = 0, attempts = 3 } = {}) {
  const signer = { region: 'us-east-1', accessKeyId: 'key', secretAccessKey: 'secret' }
  const topicArn = 'arn:aws:sns:us-east-1:000000000000:things'
  const received: SnsMessage[] = []
  const trace: TraceEntry[] = []
  const at: number[] = []
  const subscriber = async (message: SnsMessage) => {
    received.push(message)
    at.push(performance.now())
    if (received.length <= failures) throw new Error('not now')
  }
  const onTrace = (entry: TraceEntry) => trace.push(entry)
  const delivery = new SnsDelivery({ attempts, baseDelayMs: 20 }, [subscriber], onTrace)
  const server = await startSnsServer({ port: 0, topicArn, signer, delivery, onTrace })
  onTestFinished(async () => {
    delivery.close()
    await server.close()
  })
  const client = new SNSClient({
    endpoint: server.endpoint,
    region: 'us-east-1',
    credentials: signer,
    maxAttempts: 1,
  })
  return { client, topicArn, delivery, received, trace, at }
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
        messageId: MessageId,
        topicArn,
        subject: 'News',
        message: '{"key":"ü & <b> +100%"}',
        attributes: {
          type: { type: 'String', value: 'upload.completed' },
          size: { type: 'Number', value: '12' },
          raw: { type: 'Binary', value: Buffer.from('bytes').toString('base64') },
        },
      },
    ])
  })

  it('takes 256 KiB, attributes counted, and not a byte more', async () => {
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
  it('answers for each entry, and a bad one sinks no other', async () => {
    const { client, topicArn, delivery, received } = await startTopic()
    const answer = await client.send(
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
    expect(answer.Successful?.map(({ Id }) => Id)).toEqual(['one', 'three'])
    expect(answer.Failed).toMatchObject([{ Id: 'two', Code: 'InvalidParameter', SenderFault: true }])
    await delivery.idle()
    expect(received.map(({ message }) => message)).toEqual(['first', 'third'])
    expect(received[1]?.attributes).toEqual({ a: { type: 'String', value: 'b' } })
  })

  const entries = (count: number, more: object = {}) =>
    Array.from({ length: count }, (_, index) => ({ Id: `e${index}`, Message: 'm', ...more }))
  it.each([
    ['none', [], 'EmptyBatchRequestException'],
    ['eleven', entries(11), 'TooManyEntriesInBatchRequestException'],
    ['two with one id', entries(2, { Id: 'same' }), 'BatchEntryIdsNotDistinctException'],
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

  it('is needed for operations that are not there too', async () => {
    const aws = await startAws()
    const create = aws.sns.send(new CreateTopicCommand({ Name: 'x' }))
    await expect(create).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } })
  })
})

describe('delivery', () => {
  it('tries again after growing pauses until it succeeds', async () => {
    const { client, topicArn, delivery, received, trace, at } = await startTopic({ failures: 2 })
    await client.send(new PublishCommand({ TopicArn: topicArn, Message: 'm' }))
    await delivery.idle()
    expect(received).toHaveLength(3)
    expect(new Set(received.map(({ messageId }) => messageId)).size).toBe(1)
    const [first = 0, second = 0, third = 0] = at
    expect(second - first).toBeGreaterThanOrEqual(19)
    expect(third - second).toBeGreaterThanOrEqual(39)
    expect(delivery.deadLetters).toEqual([])
    const ends = trace.filter((entry) => entry.phase === 'end' && entry.operation === 'Deliver')
    expect(ends).toMatchObject([
      { attempt: 1, outcome: 'retrying', error: 'not now' },
      { attempt: 2, outcome: 'retrying' },
      { attempt: 3, outcome: 'delivered' },
    ])
  })

  it('keeps what cannot be delivered', async () => {
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
  it('has the shape that SNS gives it', () => {
    const event = snsLambdaEvent({
      messageId: 'id',
      topicArn: 'arn:aws:sns:us-east-1:000000000000:things',
      subject: null,
      message: 'm',
      timestamp: '2026-01-31T00:00:00.000Z',
      attributes: { a: { type: 'String', value: 'b' } },
    })
    expect(event).toEqual({
      Records: [
        {
          EventSource: 'aws:sns',
          EventVersion: '1.0',
          EventSubscriptionArn: expect.stringMatching(
            /^arn:aws:sns:us-east-1:000000000000:things:[0-9a-f-]{36}$/,
          ),
          Sns: {
            Type: 'Notification',
            MessageId: 'id',
            TopicArn: 'arn:aws:sns:us-east-1:000000000000:things',
            Subject: null,
            Message: 'm',
            Timestamp: '2026-01-31T00:00:00.000Z',
            SignatureVersion: '1',
            Signature: expect.any(String),
            SigningCertUrl: expect.any(String),
            UnsubscribeUrl: expect.any(String),
            MessageAttributes: { a: { Type: 'String', Value: 'b' } },
          },
        },
      ],
    })
  })
})
