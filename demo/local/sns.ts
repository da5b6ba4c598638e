/** The embedded SNS: the query protocol over HTTP, one topic, and at most one subscriber: a Lambda function or a queue. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { AwsError, type AwsErrorCode } from './aws-error.ts'
import { isAccepted, type SubscriptionFilter } from './filter-policy.ts'
import {
  type HttpResponse,
  type LoopbackServer,
  listenOnLoopback,
  readRequest,
  sendResponse,
} from './http-server.ts'
import { type DeliveryPolicy, type FailedDelivery, RetriedDelivery } from './retried-delivery.ts'
import { checkSnsSignature, type Signer } from './signature.ts'
import { type OnTrace, type SnsResult, type SnsWork, span } from './trace.ts'
import { renderXml, type XmlTree } from './xml.ts'

/** A message that could not be delivered. */
export type DeadLetter = SnsMessage & FailedDelivery
type SnsMessage = { messageId: string; topicArn: string; subject: string | null; message: string }

type Subscriber = false | { invoke(event: SnsEvent, messageId: string): Promise<unknown> }
/** As `ListSubscriptionsByTopic` names it. */
type Subscription = { protocol: 'sqs' | 'lambda'; arn: string; filter?: SubscriptionFilter }
type Topic = {
  topicArn: string
  delivery: DeliveryPolicy
  subscriber: Subscriber
  subscribed: Subscription | null
}
export type SnsOptions = Topic & { signer: Signer; onTrace: OnTrace }
type Notification = ReturnType<typeof parseMessage>
/** What SNS invokes a function with. */
export type SnsEvent = { Records: { EventSource: 'aws:sns'; Sns: Notification }[] }

const SUBSCRIPTION_ID = '00000000-0000-4000-8000-000000000000'
const MAX_MESSAGE_BYTES = 256 * 1024
/** Room for percent-encoding and for the parameters of ten entries. */
const MAX_BODY_BYTES = 4 * MAX_MESSAGE_BYTES
const invalid = (what: string) => new AwsError('InvalidParameter', `Invalid parameter: ${what}`)

/** S3's error codes that SNS names differently. */
const snsCodes: Partial<Record<AwsErrorCode, AwsErrorCode>> = {
  AccessDenied: 'MissingAuthenticationToken',
  InvalidAccessKeyId: 'InvalidClientTokenId',
  InvalidArgument: 'IncompleteSignature',
  RequestTimeTooSkewed: 'SignatureDoesNotMatch',
}

const READS: Readonly<Record<string, (arn: string, subscribed: Subscription | null) => XmlTree>> = {
  GetTopicAttributes: (arn) => ({ Attributes: { entry: [{ key: 'TopicArn', value: arn }] } }),
  ListSubscriptionsByTopic: (arn, subscribed) => ({
    Subscriptions: {
      member:
        subscribed === null
          ? []
          : [
              {
                TopicArn: arn,
                Protocol: subscribed.protocol,
                Endpoint: subscribed.arn,
                SubscriptionArn: `${arn}:${SUBSCRIPTION_ID}`,
                Owner: '000000000000',
              },
            ],
    },
  }),
}

function subscriptionAttributes(arn: string, { filter, protocol, arn: Endpoint }: Subscription): XmlTree {
  const attributes = {
    SubscriptionArn: arn,
    Protocol: protocol,
    Endpoint,
    PendingConfirmation: 'false',
    ...(filter && { FilterPolicy: JSON.stringify(filter.policy), FilterPolicyScope: filter.scope }),
  }
  return { Attributes: { entry: Object.entries(attributes).map(([key, value]) => ({ key, value })) } }
}

export class Sns {
  readonly deadLetters: DeadLetter[] = []
  readonly #options: SnsOptions
  readonly #deliveries: RetriedDelivery

  constructor(options: SnsOptions) {
    this.#options = options
    this.#deliveries = new RetriedDelivery(options.delivery)
  }

  /** Closing also ends pending retries. */
  async listen(port: number): Promise<LoopbackServer> {
    const { endpoint, close } = await listenOnLoopback(port, async (message, response) =>
      sendResponse(message, response, await this.#handle(message)),
    )
    return { endpoint, close: () => close().finally(() => this.#deliveries.close()) }
  }

  /** Resolves when no message is being delivered, including those that arrive meanwhile. */
  idle(): Promise<void> {
    return this.#deliveries.idle()
  }

  get isIdle(): boolean {
    return this.#deliveries.isIdle
  }

  /** As another service of AWS does, for example S3. */
  publish(message: string, subject: string): void {
    const form = new URLSearchParams({ Message: message, Subject: subject })
    this.#accept(parseMessage(form, '', this.#options.topicArn))
  }

  async #handle(message: IncomingMessage): Promise<HttpResponse> {
    const ids = { RequestId: randomUUID() }
    const xmlResponse = (status: number, root: string, content: XmlTree): HttpResponse => {
      const body = renderXml(root, content, 'http://sns.amazonaws.com/doc/2010-03-31/')
      return { status, headers: { 'x-amzn-requestid': ids.RequestId }, body }
    }
    try {
      const isShort = Number(message.headers['content-length']) <= MAX_BODY_BYTES
      if (!isShort) throw invalid('Message too long')
      const body = await text(message.iterator({ destroyOnReturn: false }))
      checkSnsSignature(readRequest(message), body, this.#options.signer)
      const form = new URLSearchParams(body)
      const action = form.get('Action') ?? ''
      const result = this.#perform(action, form)
      return xmlResponse(200, `${action}Response`, { [`${action}Result`]: result, ResponseMetadata: ids })
    } catch (error) {
      const { code, message: Message } = AwsError.of(error)
      const { code: Code, status } = new AwsError(snsCodes[code] ?? code)
      const Type = status < 500 ? 'Sender' : 'Receiver'
      return xmlResponse(status, 'ErrorResponse', { Error: { Type, Code, Message }, ...ids })
    }
  }

  #perform(action: string, form: URLSearchParams): XmlTree {
    if (action === 'GetSubscriptionAttributes') {
      const { topicArn, subscribed } = this.#options
      const arn = form.get('SubscriptionArn')
      if (arn !== `${topicArn}:${SUBSCRIPTION_ID}` || subscribed === null)
        throw new AwsError('NotFound', 'Subscription does not exist')
      return subscriptionAttributes(arn, subscribed)
    }
    const read = READS[action]
    if (action !== 'Publish' && action !== 'PublishBatch' && read === undefined) {
      throw new AwsError('InvalidAction')
    }
    const arn = form.get('TopicArn') ?? ''
    if (!/^arn:aws:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/.test(arn)) throw invalid('TopicArn')
    if (arn !== this.#options.topicArn) throw new AwsError('NotFound', 'Topic does not exist')
    if (read !== undefined) return read(arn, this.#options.subscribed)
    if (action === 'Publish') return { MessageId: this.#accept(parseMessage(form, '', arn)) }
    const { good, bad } = parseBatch(form, arn)
    const member = good.map(({ Id, message }) => ({ Id, MessageId: this.#accept(message) }))
    return { Successful: { member }, Failed: { member: bad } }
  }

  #accept(message: Notification): string {
    const { MessageId: messageId, TopicArn: topicArn } = message
    const bytes = Buffer.byteLength(message.Message)
    const work: SnsWork = { service: 'sns', operation: 'Publish', topicArn, messageId, bytes }
    span<SnsWork, SnsResult>(this.#options.onTrace, messageId, work)({ status: 200 })
    // Publishing does not wait for the delivery.
    this.#deliver(message)
    return messageId
  }

  /** Delivers at least once: retries with growing pauses, then adds the message to the dead letters. */
  #deliver(Sns: Notification): void {
    const { MessageId: messageId, TopicArn: topicArn, Subject: subject, Message: message } = Sns
    const subscription = { EventVersion: '1.0', EventSubscriptionArn: `${topicArn}:${SUBSCRIPTION_ID}` }
    // SNS writes `EventSource` with a capital, unlike all other services.
    const event: SnsEvent = { Records: [{ EventSource: 'aws:sns', ...subscription, Sns }] }
    const { subscriber, subscribed } = this.#options
    if (subscribed?.filter !== undefined && !isAccepted(subscribed.filter, Sns)) return
    this.#deliveries.start(
      async () => subscriber && (await subscriber.invoke(event, messageId)),
      (failure) => this.deadLetters.push({ messageId, topicArn, subject, message, ...failure }),
    )
  }
}

/**
 * An invalid entry does not affect the others.
 *
 * @throws AwsError if the batch as a whole is invalid
 */
function parseBatch(form: URLSearchParams, topicArn: string) {
  const entries = [...members(form, 'PublishBatchRequestEntries.member', 'Id')]
  const ids = entries.map(({ name }) => name)
  if (ids.length === 0) throw new AwsError('EmptyBatchRequest')
  if (ids.length > 10) throw new AwsError('TooManyEntriesInBatchRequest')
  if (new Set(ids).size < ids.length) throw new AwsError('BatchEntryIdsNotDistinct')
  if (!ids.every((id) => /^[\w-]{1,80}$/.test(id))) throw new AwsError('InvalidBatchEntryId')
  const bad: XmlTree[] = []
  const good = entries.flatMap(({ name: Id, prefix }) => {
    try {
      return { Id, message: parseMessage(form, prefix, topicArn) }
    } catch (error) {
      const { code: Code, message: Message } = AwsError.of(error)
      bad.push({ Id, Code, Message, SenderFault: true })
      return []
    }
  })
  const size = good.reduce((sum, { message }) => sum + sizeOf(message.Message, message.MessageAttributes), 0)
  if (size > MAX_MESSAGE_BYTES) throw new AwsError('BatchRequestTooLong')
  return { good, bad }
}

function parseMessage(form: URLSearchParams, prefix: string, topicArn: string) {
  const [Subject, Message] = [form.get(`${prefix}Subject`), form.get(`${prefix}Message`) ?? '']
  // A message for each protocol: here there is only one.
  if (form.has(`${prefix}MessageStructure`)) throw invalid('MessageStructure')
  if (Subject !== null && !/^(?! )[\x20-\x7e]{1,100}$/.test(Subject)) throw invalid('Subject')
  const entries = [...members(form, `${prefix}MessageAttributes.entry`, 'Name')]
  const attributes = entries.map(({ name, prefix }) => {
    const value = (kind: string) => form.get(`${prefix}Value.${kind}`)
    const [Type, Value] = [value('DataType') ?? '', value('StringValue') ?? value('BinaryValue') ?? '']
    const isType = /^(String|Number|Binary)(\..+)?$/.test(Type)
    if (!isType || !/^[\w.-]{1,256}$/.test(name) || Value === '') throw invalid(`message attribute '${name}'`)
    return [name, { Type, Value }] as const
  })
  const MessageAttributes = Object.fromEntries(attributes)
  if (Message === '') throw invalid('Empty message')
  if (sizeOf(Message, MessageAttributes) > MAX_MESSAGE_BYTES) throw invalid('Message too long')
  return {
    Type: 'Notification',
    MessageId: randomUUID(),
    TopicArn: topicArn,
    Subject,
    Message,
    Timestamp: new Date().toISOString(),
    SignatureVersion: '1',
    // A placeholder: only Amazon can sign, and Lambda functions do not verify it.
    Signature: 'RVhBTVBMRQ==',
    SigningCertUrl: 'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0000000000000000.pem',
    UnsubscribeUrl: `https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${topicArn}`,
    MessageAttributes,
  }
}

/** The entries `LIST.1.…`, `LIST.2.…` of the form, each with its name. */
function* members(form: URLSearchParams, list: string, label: string) {
  for (let number = 1; ; number += 1) {
    const [prefix, name] = [`${list}.${number}.`, form.get(`${list}.${number}.${label}`)]
    if (name === null) return
    yield { name, prefix }
  }
}

function sizeOf(message: string, attributes: Notification['MessageAttributes']): number {
  const texts = Object.entries(attributes).map(([name, { Type, Value }]) => name + Type + Value)
  return Buffer.byteLength(message + texts.join(''))
}
