/** Publishes upload events to SNS: the one file that knows its SDK, which is loaded with the first event. */
import type { PublishBatchCommand, PublishBatchRequestEntry, SNSClient } from '@aws-sdk/client-sns'
import type { UploadEvent } from '../../lambda/upload-event.ts'
import type { UploadsOptions } from '../options/uploads-options.ts'
import { type EventPublisher, PublishError, type Receipt } from '../upload/event-publisher.ts'
import { mapBounded } from '../upload/map-bounded.ts'
import { inBatches, parseBatchAnswer } from './publish-batch.ts'
import { readAsText, type TextAnswer } from './xml-response.ts'

export type SnsPublisherOptions = Pick<
  UploadsOptions,
  'topicArn' | 'snsEndpoint' | 'credentials' | 'snsClient'
>

// All batches of the largest request, in two rounds.
const atOnce = 5

export class SnsPublisher implements EventPublisher {
  readonly #options: SnsPublisherOptions
  #client: Promise<SNSClient> | undefined

  constructor(options: SnsPublisherOptions) {
    this.#options = options
  }

  async publish(events: readonly UploadEvent[], signal: AbortSignal): Promise<Receipt[]> {
    const entries = events.map((event, index) => batchEntry(this.#options.topicArn, event, index))
    const batches = inBatches(entries, bytesOf)
    const receipts = await mapBounded(batches, atOnce, (batch) =>
      this.#publishBatch(batch, AbortSignal.any([signal])),
    )
    return receipts.flat()
  }

  async #publishBatch(entries: PublishBatchRequestEntry[], signal: AbortSignal): Promise<Receipt[]> {
    try {
      const { PublishBatchCommand } = await import('@aws-sdk/client-sns')
      this.#client ??= this.#connect()
      const client = await this.#client
      const command = new PublishBatchCommand({
        TopicArn: this.#options.topicArn,
        PublishBatchRequestEntries: entries,
      })
      const answer = asText(command, client)
      await client.send(command, { abortSignal: signal })
      const results = parseBatchAnswer(answer.text)
      return entries.map(({ Id = '' }): Receipt => {
        const result = results.get(Id)
        if (result?.kind === 'published') return { ok: true, messageId: result.messageId }
        // Unmentioned is not published: an event may come twice, but none may be lost.
        const cause = new Error(`SNS answered ${result?.code ?? 'nothing'} for this entry of a batch`)
        return { ok: false, error: new PublishError('SNS did not take the event', { cause }) }
      })
    } catch (cause) {
      return entries.map(() => ({
        ok: false,
        error: new PublishError('SNS did not take the event', { cause }),
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

/** `type`, `version`, `route` and `contentType` are what subscribers filter on; more than ten would not survive raw delivery. */
function batchEntry(topicArn: string, event: UploadEvent, index: number): PublishBatchRequestEntry {
  return {
    // Not the event's: a ticket that is sent twice must not refuse the batch.
    Id: String(index),
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

/** As SNS counts: the message with its attributes' names, types and values, which JSON writes with a little around. */
function bytesOf({ Message, MessageAttributes }: PublishBatchRequestEntry): number {
  return new TextEncoder().encode(Message + JSON.stringify(MessageAttributes)).length
}

function asText(command: PublishBatchCommand, client: SNSClient): TextAnswer {
  const answer: TextAnswer = { text: '' }
  command.middlewareStack.add(readAsText('SNS', answer, client), {
    step: 'deserialize',
    // Low: nearer to the wire than the SDK's own deserializer.
    priority: 'low',
    name: 'readSnsAnswerAsText',
    override: true,
  })
  return answer
}
