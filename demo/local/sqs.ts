/**
 * The embedded SQS: its JSON protocol over HTTP, for the queue between topic and function and for its dead letters. Reads as
 * standard queues do, without waiting (`WaitTimeSeconds`), without attributes of messages.
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
import type { Queue, ReceivedMessage } from './queue.ts'
import { checkSqsSignature, type Signer } from './signature.ts'

export interface SqsOptions {
  port: number
  signer: Signer
  queues: readonly Queue[]
}

type Request = Readonly<Record<string, unknown>>
type Response = Readonly<Record<string, unknown>>
type Place = { queues: readonly Queue[]; region: string; base: string }
type Action = (request: Request, place: Place) => Response

const MAX_BODY_BYTES = 1024 * 1024

/** S3's error codes that SQS names differently. */
const CODES: Partial<Record<AwsErrorCode, AwsErrorCode>> = {
  AccessDenied: 'MissingAuthenticationToken',
  InvalidAccessKeyId: 'InvalidClientTokenId',
  InvalidArgument: 'IncompleteSignature',
  RequestTimeTooSkewed: 'SignatureDoesNotMatch',
}

export function queueArn(name: string, region: string): string {
  return `arn:aws:sqs:${region}:000000000000:${name}`
}

const ACTIONS: Readonly<Record<string, Action>> = {
  ListQueues: (_, { queues, base }) => ({ QueueUrls: queues.map(({ name }) => `${base}/${name}`) }),
  GetQueueUrl: (request, place) => {
    const queue = named(place, textOf(request, 'QueueName'))
    return { QueueUrl: `${place.base}/${queue.name}` }
  },
  GetQueueAttributes: (request, place) => ({ Attributes: attributesOf(queueOf(request, place), place) }),
  ListDeadLetterSourceQueues: (request, place) => {
    const dead = queueOf(request, place)
    const sources = place.queues.filter(({ deadLetters }) => deadLetters === dead)
    return { queueUrls: sources.map(({ name }) => `${place.base}/${name}`) }
  },
  SendMessage: (request, place) => {
    const body = textOf(request, 'MessageBody')
    if (body === '') throw new AwsError('MissingParameter', 'MessageBody is empty')
    return { MessageId: queueOf(request, place).send(body), MD5OfMessageBody: md5(body) }
  },
  ReceiveMessage: (request, place) => {
    const limit = request.MaxNumberOfMessages ?? 1
    if (typeof limit !== 'number' || limit < 1 || limit > 10) {
      throw new AwsError('InvalidParameterValue', 'MaxNumberOfMessages goes from 1 to 10')
    }
    const visibility = secondsOf(request)
    return { Messages: queueOf(request, place).receive(limit, visibility).map(messageOf) }
  },
  DeleteMessage: (request, place) => {
    queueOf(request, place).delete(textOf(request, 'ReceiptHandle'))
    return {}
  },
  ChangeMessageVisibility: (request, place) => {
    const ms = secondsOf(request)
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
  return listenOnLoopback(port, async (message, response) =>
    sendResponse(message, response, await handle(message, signer, queues)),
  )
}

async function handle(
  message: IncomingMessage,
  signer: Signer,
  queues: readonly Queue[],
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
    const result = perform(Object(JSON.parse(body)), { queues, region: signer.region, base })
    return { status: 200, headers, body: JSON.stringify(result) }
  } catch (error) {
    const { code, message: text } = AwsError.of(error)
    const { code: type, status } = new AwsError(CODES[code] ?? code)
    const body = JSON.stringify({ __type: `com.amazonaws.sqs#${type}`, message: text })
    const fault = status < 500 ? 'Sender' : 'Receiver'
    return { status, headers: { ...headers, 'x-amzn-query-error': `${type};${fault}` }, body }
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
    ...(policy && { RedrivePolicy: JSON.stringify(policy) }),
  }
}

function messageOf({
  messageId,
  receiptHandle,
  body,
  receiveCount,
  sentAt,
  firstReceivedAt,
}: ReceivedMessage) {
  return {
    MessageId: messageId,
    ReceiptHandle: receiptHandle,
    MD5OfBody: md5(body),
    Body: body,
    Attributes: {
      ApproximateReceiveCount: String(receiveCount),
      SentTimestamp: String(sentAt),
      ApproximateFirstReceiveTimestamp: String(firstReceivedAt),
    },
  }
}

/** `VisibilityTimeout` in milliseconds. */
function secondsOf({ VisibilityTimeout: seconds }: Request): number | undefined {
  if (seconds === undefined) return undefined
  if (typeof seconds === 'number' && seconds >= 0 && seconds <= 43_200) return seconds * 1000
  throw new AwsError('InvalidParameterValue', 'VisibilityTimeout goes from 0 to 43200')
}

function textOf(request: Request, name: string): string {
  const value = request[name]
  if (typeof value === 'string') return value
  throw new AwsError('MissingParameter', `The request must contain the parameter ${name}.`)
}

function md5(body: string): string {
  return createHash('md5').update(body).digest('hex')
}
