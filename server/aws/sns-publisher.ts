/** Publishes upload events to SNS. Its SDK is loaded with the first event. */
import type { PublishBatchCommand, PublishBatchRequestEntry, SNSClient } from '@aws-sdk/client-sns'
import type { UploadEvent } from '../../lambda/upload-event.ts'
import { type EventPublisher, PublishError, type PublishResult } from '../upload/event-publisher.ts'
import { mapBounded } from '../upload/map-bounded.ts'
import type { AwsOptions } from './aws-options.ts'
import { inBatches, parseBatchResponse } from './publish-batch.ts'
import { readXml, type XmlResponse } from './xml-response.ts'

export type SnsPublisherOptions = Pick<AwsOptions, 'topicArn' | 'snsEndpoint' | 'credentials' | 'snsClient'>

// The ten batches of the largest request go in two rounds.
const MAX_CONCURRENT = 5

export class SnsPublisher implements EventPublisher {
  readonly #options: SnsPublisherOptions
  #client: Promise<SNSClient> | undefined

  constructor(options: SnsPublisherOptions) {
    this.#options = options
  }

  async publish(events: readonly UploadEvent[], signal: AbortSignal): Promise<PublishResult[]> {
    const entries = events.map((event, index) => batchEntry(this.#options.topicArn, event, index))
    const batches = inBatches(entries, bytesOf)
    const results = await mapBounded(batches, MAX_CONCURRENT, (batch) =>
      this.#publishBatch(batch, AbortSignal.any([signal])),
    )
    return results.flat()
  }

  async #publishBatch(entries: PublishBatchRequestEntry[], signal: AbortSignal): Promise<PublishResult[]> {
    try {
      const { PublishBatchCommand } = await import('@aws-sdk/client-sns')
      this.#client ??= this.#connect()
      const client = await this.#client
      const command = new PublishBatchCommand({
        TopicArn: this.#options.topicArn,
        PublishBatchRequestEntries: entries,
      })
      const response = readResponse(command, client)
      await client.send(command, { abortSignal: signal })
      const results = parseBatchResponse(response.text)
      return entries.map(({ Id = '' }): PublishResult => {
        const result = results.get(Id)
        if (result?.kind === 'published') return { ok: true, messageId: result.messageId }
        // An entry that the response does not mention counts as failed: an event may come twice but must not be lost.
        const cause = new Error(`SNS answered ${result?.code ?? 'nothing'} for this entry of a batch`)
        return { ok: false, error: new PublishError('SNS did not accept the event', { cause }) }
      })
    } catch (cause) {
      return entries.map(() => ({
        ok: false,
        error: new PublishError('SNS did not accept the event', { cause }),
      }))
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

/** The attributes are for filter policies. SQS drops messages with more than ten at raw delivery. */
function batchEntry(topicArn: string, event: UploadEvent, index: number): PublishBatchRequestEntry {
  return {
    // Not the event's id: SNS refuses a batch with equal ids, and one upload may be in it twice.
    Id: String(index),
    Message: toMessage(event),
    MessageAttributes: {
      type: text(event.type),
      version: text(String(event.version)),
      route: text(event.route),
      contentType: text(event.contentType),
    },
    // Uploads need no order among each other, so each is its own group and none waits.
    ...(topicArn.endsWith('.fifo') ? { MessageGroupId: event.id, MessageDeduplicationId: event.id } : {}),
  }
}

// SQS refuses messages with U+FFFE and U+FFFF; JSON can write them in ASCII.
function toMessage(event: UploadEvent): string {
  return JSON.stringify(event).replace(/[\ufffe\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`)
}

function text(value: string): { DataType: string; StringValue: string } {
  return { DataType: 'String', StringValue: value }
}

/** As SNS counts: the message and its attributes' names, types and values. JSON's punctuation makes it a little more. */
function bytesOf({ Message, MessageAttributes }: PublishBatchRequestEntry): number {
  return new TextEncoder().encode(Message + JSON.stringify(MessageAttributes)).length
}

function readResponse(command: PublishBatchCommand, client: SNSClient): XmlResponse {
  const response: XmlResponse = { text: '' }
  command.middlewareStack.add(readXml('SNS', response, client), {
    step: 'deserialize',
    // Low priority: before the SDK's own deserializer.
    priority: 'low',
    name: 'readSnsXml',
    override: true,
  })
  return response
}
