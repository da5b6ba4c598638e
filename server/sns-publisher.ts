/**
 * Publishes upload events to SNS: the one file that knows its SDK, which is loaded with the first event.
 *
 * SNS answers in XML. On Workers the SDK picks its browser parser, which needs a `DOMParser` that is not there, so a
 * publish that SNS accepted ends in an exception, the client retries, and the event goes out again and again.
 * Therefore the answer never reaches that parser, on any runtime: HTTP 2xx means published, and the two facts worth
 * having are read from the text by pattern.
 */
import type { PublishCommand, PublishCommandInput, SNSClient } from '@aws-sdk/client-sns'
import type { UploadEvent } from '../lambda/upload-event.ts'
import { type EventPublisher, PublishError } from './event-publisher.ts'
import type { UploadsOptions } from './uploads-options.ts'

export type SnsPublisherOptions = Pick<
  UploadsOptions,
  'topicArn' | 'snsEndpoint' | 'credentials' | 'snsClient'
>

export class SnsPublisher implements EventPublisher {
  readonly #options: SnsPublisherOptions
  #client: Promise<SNSClient> | undefined

  constructor(options: SnsPublisherOptions) {
    this.#options = options
  }

  async publish(event: UploadEvent, signal: AbortSignal): Promise<{ messageId: string }> {
    try {
      const { PublishCommand } = await import('@aws-sdk/client-sns')
      this.#client ??= this.#connect()
      const client = await this.#client
      const command = new PublishCommand(publishInput(this.#options.topicArn, event))
      const answer = readAnswerAsText(command, client)
      await client.send(command, { abortSignal: signal })
      // Published all the same where the text holds no id.
      return { messageId: answer.messageId ?? event.id }
    } catch (error) {
      throw new PublishError('SNS did not take the event', { cause: error })
    }
  }

  async #connect(): Promise<SNSClient> {
    const { topicArn, snsEndpoint, credentials, snsClient } = this.#options
    if (snsClient !== undefined) return snsClient
    const { SNSClient } = await import('@aws-sdk/client-sns')
    const region = topicArn.split(':')[3]
    return new SNSClient({
      maxAttempts: 3,
      requestHandler: { connectionTimeout: 2000, requestTimeout: 3000, throwOnRequestTimeout: true },
      ...(region === undefined ? {} : { region }),
      ...(snsEndpoint === undefined ? {} : { endpoint: snsEndpoint }),
      ...(credentials === undefined ? {} : { credentials }),
    })
  }
}

/** `type`, `version`, `route` and `contentType` are what subscribers filter on; more than ten would not survive raw delivery. */
function publishInput(topicArn: string, event: UploadEvent): PublishCommandInput {
  return {
    TopicArn: topicArn,
    Message: toMessage(event),
    MessageAttributes: {
      type: text(event.type),
      version: text(String(event.version)),
      route: text(event.route),
      contentType: text(event.contentType),
    },
    // Order between uploads means nothing, so each is its own group and none waits for another.
    ...(topicArn.endsWith('.fifo') ? { MessageGroupId: event.id, MessageDeduplicationId: event.id } : {}),
  }
}

// SQS refuses messages with U+FFFE and U+FFFF; JSON can say them in ASCII.
function toMessage(event: UploadEvent): string {
  return JSON.stringify(event).replace(/[\ufffe\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`)
}

function text(value: string): { DataType: string; StringValue: string } {
  return { DataType: 'String', StringValue: value }
}

interface Answer {
  messageId?: string
}

/** On this command only: a client that the host gave us keeps its own behaviour. */
function readAnswerAsText(command: PublishCommand, client: SNSClient): Answer {
  const answer: Answer = {}
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args)
      const { response } = result
      if (!isHttpResponse(response)) return result
      const body = await textOf(response.body, client)
      if (response.statusCode >= 300) throw new SnsRefusal(response, body)
      const messageId = /<MessageId>([^<]+)<\/MessageId>/.exec(body)?.[1]
      if (messageId !== undefined) answer.messageId = messageId
      // The SDK parses nothing when there is nothing.
      response.body = undefined
      return result
    },
    // Low: nearer to the wire than the SDK's own deserializer.
    { step: 'deserialize', priority: 'low', name: 'readSnsAnswerAsText', override: true },
  )
  return answer
}

async function textOf(body: unknown, client: SNSClient): Promise<string> {
  if (body === undefined || body === null) return ''
  return new TextDecoder().decode(await client.config.streamCollector(body))
}

interface HttpResponse {
  statusCode: number
  headers: Record<string, string>
  body?: unknown
}

function isHttpResponse(value: unknown): value is HttpResponse {
  return typeof value === 'object' && value !== null && 'statusCode' in value && 'headers' in value
}

/** Shaped as the SDK's own errors are, because its retry strategy looks at `name` and `$metadata`. */
class SnsRefusal extends Error {
  readonly $fault: 'client' | 'server'
  readonly $metadata: { httpStatusCode: number; requestId?: string }

  constructor(response: HttpResponse, body: string) {
    const code = /<Code>([^<]+)<\/Code>/.exec(body)?.[1] ?? 'Unknown'
    super(`SNS answered ${response.statusCode} ${code}`)
    this.name = code
    this.$fault = response.statusCode < 500 ? 'client' : 'server'
    const requestId =
      response.headers['x-amzn-requestid'] ?? /<RequestId>([^<]+)<\/RequestId>/.exec(body)?.[1]
    this.$metadata = {
      httpStatusCode: response.statusCode,
      ...(requestId === undefined ? {} : { requestId }),
    }
  }
}
