/** The embedded SQS by its JSON protocol: what AWS documents of standard queues. */
import { describe, expect, it } from 'vitest'
import { receiveWithin } from '../../demo/local/long-poll.ts'
import { Queue } from '../../demo/local/queue.ts'
import { startAws } from './aws-under-test.ts'
import { sqsOf } from './sqs-client.ts'

interface Message {
  Body: string
  ReceiptHandle: string
  Attributes?: Record<string, string>
}

async function startQueue(queue: object = {}) {
  const aws = await startAws({ queue })
  const sqs = sqsOf(aws)
  const QueueUrl = await sqs.urlOf('images')
  const receive = async (options: object = {}, url = QueueUrl) => {
    const request = { QueueUrl: url, ...options }
    return (await sqs.call<{ Messages?: Message[] }>('ReceiveMessage', request)).Messages
  }
  const attributes = async (url: string, ...AttributeNames: string[]) => {
    const request = { QueueUrl: url, AttributeNames }
    return Object((await sqs.call<{ Attributes: object }>('GetQueueAttributes', request)).Attributes)
  }
  return { aws, sqs, QueueUrl, receive, attributes }
}

describe('the queue', () => {
  it('hides what was received, and moves it to the dead letters after the last try and back on request', async () => {
    const { sqs, QueueUrl, receive, attributes } = await startQueue({
      maxReceiveCount: 2,
      visibilityMs: 30_000,
    })
    const deadUrl = await sqs.urlOf('image-dead-letters')
    const counted = { MessageSystemAttributeNames: ['ApproximateReceiveCount'] }
    await sqs.call('SendMessage', { QueueUrl, MessageBody: '{"n":1}' })
    const [first] = (await receive({ ...counted, VisibilityTimeout: 30 })) ?? []
    expect(first).toMatchObject({ Body: '{"n":1}', Attributes: { ApproximateReceiveCount: '1' } })
    expect(await receive()).toBeUndefined()
    expect(await attributes(QueueUrl, 'All')).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '1',
      VisibilityTimeout: '30',
    })
    const ReceiptHandle = first?.ReceiptHandle
    await sqs.call('ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 })
    expect(await receive({ ...counted, VisibilityTimeout: 0 })).toMatchObject([
      { Attributes: { ApproximateReceiveCount: '2' } },
    ])
    expect(await receive()).toBeUndefined()
    const { RedrivePolicy } = await attributes(QueueUrl, 'RedrivePolicy')
    const { deadLetterTargetArn: SourceArn } = JSON.parse(RedrivePolicy)
    expect(await attributes(deadUrl, 'All')).toMatchObject({
      ApproximateNumberOfMessages: '1',
      QueueArn: SourceArn,
    })
    await sqs.call('StartMessageMoveTask', { SourceArn })
    expect(await attributes(deadUrl, 'All')).toMatchObject({ ApproximateNumberOfMessages: '0' })
    expect(await receive()).toMatchObject([{ Body: '{"n":1}' }])
  })

  it('tells only the attributes that are asked for', async () => {
    const { sqs, QueueUrl, receive, attributes } = await startQueue()
    await sqs.call('SendMessage', { QueueUrl, MessageBody: 'a' })
    const [message] = (await receive({ VisibilityTimeout: 0 })) ?? []
    expect(message).not.toHaveProperty('Attributes')
    const [counted] = (await receive({ AttributeNames: ['ApproximateReceiveCount'] })) ?? []
    expect(counted?.Attributes).toEqual({ ApproximateReceiveCount: '2' })
    expect(await attributes(QueueUrl)).toEqual({})
    expect(Object.keys(await attributes(QueueUrl, 'VisibilityTimeout'))).toEqual(['VisibilityTimeout'])
  })

  it('waits for a message as long as it is asked to', async () => {
    const { sqs, QueueUrl, receive } = await startQueue()
    const waiting = receive({ WaitTimeSeconds: 20 })
    await sqs.call('SendMessage', { QueueUrl, MessageBody: 'a' })
    expect(await waiting).toMatchObject([{ Body: 'a' }])
    expect(await receive({ WaitTimeSeconds: 1 })).toBeUndefined()
  })

  it('gives one message to one of several that wait', async () => {
    const { sqs, QueueUrl, receive } = await startQueue()
    const waiting = [receive({ WaitTimeSeconds: 1 }), receive({ WaitTimeSeconds: 1 })]
    await sqs.call('SendMessage', { QueueUrl, MessageBody: 'a' })
    const received = await Promise.all(waiting)
    expect(received.filter((messages) => messages !== undefined)).toHaveLength(1)
  })

  it('gives nothing to a client that left while it waited', async () => {
    const queue = new Queue({ name: 'images', visibilityMs: 3_600_000 })
    const left = new AbortController()
    const waiting = receiveWithin(queue, () => queue.receive(1), 20_000, left.signal)
    left.abort()
    queue.send('a')
    expect(await waiting).toEqual([])
    expect(queue.receive(1)).toMatchObject([{ body: 'a' }])
    queue.close()
  })

  it('hides a message that is sent with a delay', async () => {
    const { sqs, QueueUrl, receive } = await startQueue()
    await sqs.call('SendMessage', { QueueUrl, MessageBody: 'later', DelaySeconds: 1 })
    expect(await receive()).toBeUndefined()
    expect(await receive({ WaitTimeSeconds: 20 })).toMatchObject([{ Body: 'later' }])
  })

  it('sends and deletes in batches, in which a wrong entry does not affect the others', async () => {
    const { sqs, QueueUrl, receive } = await startQueue()
    const Entries = [
      { Id: 'good', MessageBody: 'a' },
      { Id: 'bad', MessageBody: '' },
    ]
    expect(await sqs.call('SendMessageBatch', { QueueUrl, Entries })).toMatchObject({
      Successful: [{ Id: 'good' }],
      Failed: [{ Id: 'bad', Code: 'MissingParameter', SenderFault: true }],
    })
    const [message] = (await receive()) ?? []
    const deleted = [{ Id: '1', ReceiptHandle: message?.ReceiptHandle }, { Id: '2' }]
    expect(await sqs.call('DeleteMessageBatch', { QueueUrl, Entries: deleted })).toMatchObject({
      Successful: [{ Id: '1' }],
      Failed: [{ Id: '2' }],
    })
  })

  const entry = (Id: string) => ({ Id, MessageBody: 'a' })
  it.each([
    ['EmptyBatchRequest', []],
    ['TooManyEntriesInBatchRequest', [...'abcdefghijk'].map(entry)],
    ['BatchEntryIdsNotDistinct', [entry('a'), entry('a')]],
    ['InvalidBatchEntryId', [entry('a b')]],
    ['BatchRequestTooLong', [...'ab'].map((Id) => ({ Id, MessageBody: 'x'.repeat(600_000) }))],
  ])('refuses a batch with %s', async (code, Entries) => {
    const { sqs, QueueUrl, receive } = await startQueue()
    await expect(sqs.call('SendMessageBatch', { QueueUrl, Entries })).rejects.toThrow(code)
    expect(await receive()).toBeUndefined()
  })

  it.each([
    ['an unknown queue', 'GetQueueUrl', { QueueName: 'other' }, 'QueueDoesNotExist'],
    ['an unknown action', 'CreateQueue', { QueueName: 'other' }, 'InvalidAction'],
    ['a missing parameter', 'GetQueueUrl', {}, 'MissingParameter'],
    ['a wait above 20 s', 'ReceiveMessage', { WaitTimeSeconds: 21 }, 'InvalidParameterValue'],
    ['eleven messages at once', 'ReceiveMessage', { MaxNumberOfMessages: 11 }, 'InvalidParameterValue'],
    [
      'a group, which only FIFO queues have',
      'SendMessage',
      { MessageBody: 'a', MessageGroupId: 'g' },
      'FIFO',
    ],
    [
      'a message above 1 MiB',
      'SendMessage',
      { MessageBody: 'x'.repeat(1024 ** 2 + 1) },
      'InvalidParameterValue',
    ],
  ])('refuses %s', async (_, action, request, code) => {
    const { sqs, QueueUrl } = await startQueue()
    await expect(sqs.call(action, { QueueUrl, ...request })).rejects.toThrow(code)
  })

  it('refuses a wrong signature', async () => {
    const aws = await startAws({ queue: {} })
    const sqs = sqsOf({ ...aws, secretAccessKey: 'wrong' })
    await expect(sqs.call('ListQueues', {})).rejects.toThrow('SignatureDoesNotMatch')
  })
})
