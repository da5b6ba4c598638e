/**
 * The embedded SQS: its JSON protocol over HTTP, for the queue between topic and function and for its dead letters. Reads as
 * standard queues do, without attributes of messages.
 */
import { createHash, randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { AwsError, type AwsErrorCode } from './aws-error.ts'
import {
  type HttpResponse,
  type LoopbackServer,
  listenOnLoopback,
  readRequest,
  sendResponse,
} from './http-server.ts'
import { receiveWithin } from './long-poll.ts'
import type { Queue, ReceivedMessage } from './queue.ts'
import { checkSqsSignature, type Signer } from './signature.ts'
import { eachEntry, entriesOf } from './sqs-batch.ts'

export interface SqsOptions {
  port: number
  signer: Signer
  queues: readonly Queue[]
}

type Request = Readonly<Record<string, unknown>>
type Response = Readonly<Record<string, unknown>>
/** `signal` ends when the client has left. */
type Place = { queues: readonly Queue[]; region: string; base: string; signal: AbortSignal }
type Action = (request: Request, place: Place) => Response | Promise<Response>

/** 1 MiB, of one message and of a batch. */
const MAX_MESSAGE_BYTES = 1024 * 1024
/** Room for JSON's escapes. */
const MAX_BODY_BYTES = 6 * MAX_MESSAGE_BYTES
/** Longer than the longest wait for a message, 20 s. */
const IDLE_TIMEOUT_MS = 30_000

/** S3's error codes that SQS names differently. */
const CODES: Partial<Record<AwsErrorCode, AwsErrorCode>> = {
  AccessDenied: 'MissingAuthenticationToken',
  InvalidAccessKeyId: 'InvalidClientTokenId',
  InvalidArgument: 'IncompleteSignature',
  RequestTimeTooSkewed: 'SignatureDoesNotMatch',
}

/** Of the query protocol, which SDKs still name errors by. */
const FORMER_CODES: Partial<Record<AwsErrorCode, string>> = { QueueDoesNotExist: 'NonExistentQueue' }

export function queueArn(name: string, region: string): string {
  return `arn:aws:sqs:${region}:000000000000:${name}`
}

const ACTIONS: Readonly<Record<string, Action>> = {
  ListQueues: (_, { queues, base }) => ({ QueueUrls: queues.map(({ name }) => `${base}/${name}`) }),
  GetQueueUrl: (request, place) => {
    const queue = named(place, textOf(request, 'QueueName'))
    return { QueueUrl: `${place.base}/${queue.name}` }
  },
  GetQueueAttributes: (request, place) => {
    const known = attributesOf(queueOf(request, place), place)
    return { Attributes: asked(known, [request.AttributeNames].flat()) }
  },
  ListDeadLetterSourceQueues: (request, place) => {
    const dead = queueOf(request, place)
    const sources = place.queues.filter(({ deadLetters }) => deadLetters === dead)
    return { queueUrls: sources.map(({ name }) => `${place.base}/${name}`) }
  },
  SendMessage: (request, place) => sendTo(queueOf(request, place), request),
  SendMessageBatch: (request, place) => {
    const queue = queueOf(request, place)
    const entries = entriesOf(request)
    const bytes = entries.reduce((sum, { MessageBody }) => sum + Buffer.byteLength(String(MessageBody)), 0)
    if (bytes > MAX_MESSAGE_BYTES) throw new AwsError('BatchRequestTooLong')
    return eachEntry(entries, (entry) => sendTo(queue, entry))
  },
  ReceiveMessage: async (request, place) => {
    const limit = request.MaxNumberOfMessages ?? 1
    if (typeof limit !== 'number' || limit < 1 || limit > 10) {
      throw new AwsError('InvalidParameterValue', 'MaxNumberOfMessages goes from 1 to 10')
    }
    const waitMs = (secondsIn(request, 'WaitTimeSeconds', 20) ?? 0) * 1000
    const queue = queueOf(request, place)
    const receive = () => queue.receive(limit, visibilityMs(request))
    const messages = await receiveWithin(queue, receive, waitMs, place.signal)
    // SQS names no list where there is none.
    return messages.length === 0 ? {} : { Messages: messages.map((message) => messageOf(message, request)) }
  },
  DeleteMessage: (request, place) => {
    queueOf(request, place).delete(textOf(request, 'ReceiptHandle'))
    return {}
  },
  DeleteMessageBatch: (request, place) => {
    const queue = queueOf(request, place)
    return eachEntry(entriesOf(request), (entry) => {
      queue.delete(textOf(entry, 'ReceiptHandle'))
      return {}
    })
  },
  ChangeMessageVisibility: (request, place) => {
    const ms = visibilityMs(request)
    if (ms === undefined) throw new AwsError('MissingParameter', 'VisibilityTimeout is missing')
    queueOf(request, place).hideFor(textOf(request, 'ReceiptHandle'), ms)
    return {}
  },
  /** To where the dead letters came from, at once. */
  StartMessageMoveTask: (request, { queues, region }) => {
    const source = textOf(request, 'SourceArn')
    const dead = queues.find((queue) => queueArn(queue.name, region) === source)
    const queue = queues.find(({ deadLetters }) => deadLetters !== undefined && deadLetters === dead)
    if (queue === undefined)
      throw new AwsError('ResourceNotFoundException', 'No queue has these dead letters')
    queue.redrive()
    return { TaskHandle: Buffer.from(randomUUID()).toString('base64') }
  },
}

export function startSqs({ port, signer, queues }: SqsOptions): Promise<LoopbackServer> {
  return listenOnLoopback(
    port,
    async (message, response) => {
      const left = new AbortController()
      response.once('close', () => left.abort())
      await sendResponse(message, response, await handle(message, signer, queues, left.signal))
    },
    IDLE_TIMEOUT_MS,
  )
}

async function handle(
  message: IncomingMessage,
  signer: Signer,
  queues: readonly Queue[],
  signal: AbortSignal,
): Promise<HttpResponse> {
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': randomUUID() }
  try {
    if (!(Number(message.headers['content-length']) <= MAX_BODY_BYTES)) {
      throw new AwsError('InvalidParameterValue', 'The request is too long')
    }
    const body = await text(message.iterator({ destroyOnReturn: false }))
    checkSqsSignature(readRequest(message), body, signer)
    const [, name = ''] = /^AmazonSQS\.(\w+)$/.exec(String(message.headers['x-amz-target'])) ?? []
    const perform = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined
    if (perform === undefined) throw new AwsError('InvalidAction', `This SQS has no ${name}`)
    const base = `http://${message.headers.host}/000000000000`
    const result = await perform(Object(JSON.parse(body)), { queues, region: signer.region, base, signal })
    return { status: 200, headers, body: JSON.stringify(result) }
  } catch (error) {
    const { code, message: text } = AwsError.of(error)
    const { code: type, status } = new AwsError(CODES[code] ?? code)
    const body = JSON.stringify({ __type: `com.amazonaws.sqs#${type}`, message: text })
    const fault = status < 500 ? 'Sender' : 'Receiver'
    const former = /Batch|Queue/.test(type) ? `AWS.SimpleQueueService.${FORMER_CODES[type] ?? type}` : type
    return { status, headers: { ...headers, 'x-amzn-query-error': `${former};${fault}` }, body }
  }
}

function queueOf(request: Request, place: Place): Queue {
  return named(place, textOf(request, 'QueueUrl').split('/').at(-1) ?? '')
}

function named({ queues }: Place, name: string): Queue {
  const queue = queues.find((each) => each.name === name)
  if (queue === undefined) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.')
  return queue
}

function attributesOf(queue: Queue, { region }: Place): Record<string, string> {
  const { deadLetters } = queue
  const policy = deadLetters && {
    deadLetterTargetArn: queueArn(deadLetters.name, region),
    maxReceiveCount: queue.maxReceiveCount,
  }
  return {
    QueueArn: queueArn(queue.name, region),
    ApproximateNumberOfMessages: String(queue.visible),
    ApproximateNumberOfMessagesNotVisible: String(queue.size - queue.visible),
    ApproximateNumberOfMessagesDelayed: '0',
    VisibilityTimeout: String(Math.ceil(queue.visibilityMs / 1000)),
    Policy: JSON.stringify(policyOf(queueArn(queue.name, region))),
    ...(policy && { RedrivePolicy: JSON.stringify(policy) }),
  }
}

/** What AWS would need, so that the topic may send. */
function policyOf(Resource: string): object {
  const allow = { Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage' }
  return { Version: '2012-10-17', Statement: [{ ...allow, Resource }] }
}

function messageOf(
  { messageId, receiptHandle, body, receiveCount, sentAt, firstReceivedAt }: ReceivedMessage,
  { MessageSystemAttributeNames, AttributeNames }: Request,
): Response {
  const known = {
    ApproximateReceiveCount: String(receiveCount),
    SentTimestamp: String(sentAt),
    ApproximateFirstReceiveTimestamp: String(firstReceivedAt),
    SenderId: 'AIDAIOSFODNN7EXAMPLE',
  }
  const attributes = asked(known, [MessageSystemAttributeNames, AttributeNames].flat())
  return {
    MessageId: messageId,
    ReceiptHandle: receiptHandle,
    MD5OfBody: md5(body),
    Body: body,
    ...(Object.keys(attributes).length > 0 && { Attributes: attributes }),
  }
}

/** Only what was asked for: a consumer that forgets to ask fails here as on AWS. */
function asked(known: Record<string, string>, names: readonly unknown[]): Record<string, string> {
  const entries = Object.entries(known).filter(([name]) => names.includes('All') || names.includes(name))
  return Object.fromEntries(entries)
}

function sendTo(queue: Queue, request: Request): Response {
  const body = textOf(request, 'MessageBody')
  if (body === '') throw new AwsError('MissingParameter', 'MessageBody is empty')
  if (Buffer.byteLength(body) > MAX_MESSAGE_BYTES)
    throw new AwsError('InvalidParameterValue', 'A message has at most 1048576 bytes')
  if (request.MessageGroupId !== undefined || request.MessageDeduplicationId !== undefined)
    throw new AwsError('InvalidParameterValue', 'This SQS has standard queues only, no FIFO queues')
  const delaySeconds = secondsIn(request, 'DelaySeconds', 900) ?? 0
  return { MessageId: queue.send(body, randomUUID(), delaySeconds * 1000), MD5OfMessageBody: md5(body) }
}

function visibilityMs(request: Request): number | undefined {
  const seconds = secondsIn(request, 'VisibilityTimeout', 43_200)
  return seconds === undefined ? undefined : seconds * 1000
}

function secondsIn(request: Request, name: string, most: number): number | undefined {
  const seconds = request[name]
  if (seconds === undefined) return undefined
  if (typeof seconds === 'number' && seconds >= 0 && seconds <= most) return seconds
  throw new AwsError('InvalidParameterValue', `${name} goes from 0 to ${most}`)
}

function textOf(request: Request, name: string): string {
  const value = request[name]
  if (typeof value === 'string') return value
  throw new AwsError('MissingParameter', `The request must contain the parameter ${name}.`)
}

function md5(body: string): string {
  return createHash('md5').update(body).digest('hex')
}
