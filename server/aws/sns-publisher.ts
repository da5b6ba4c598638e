/** Publishes upload events to SNS. Its SDK is loaded with the first event. */
import type { PublishBatchRequestEntry } from '@aws-sdk/client-sns'
import type { UploadEvent } from '../../lambda/upload-event.ts'
import {
  type Announcement,
  type EventPublisher,
  PublishError,
  type PublishResult,
} from '../upload/event-publisher.ts'
import { awsMetadata } from '../upload/failure-log.ts'
import { mapBounded } from '../upload/map-bounded.ts'
import { untilAborted } from '../upload/until-aborted.ts'
import { hintOf } from './hint.ts'
import { type EntryResult, inBatches, parseBatchResponse } from './publish-batch.ts'
import { READ_SNS_XML, SnsConnection, type SnsPublisherOptions } from './sns-connection.ts'
import { readXml, type XmlResponse } from './xml-response.ts'

// The ten batches of the largest request go in two rounds.
const MAX_CONCURRENT = 5

interface Batch {
  topicArn: string
  entries: PublishBatchRequestEntry[]
  /** Of the announcements, by entry. */
  indexes: number[]
}

export class SnsPublisher implements EventPublisher {
  readonly #sns: SnsConnection

  constructor(options: SnsPublisherOptions) {
    this.#sns = new SnsConnection(options)
  }

  async publish(announcements: readonly Announcement[], signal: AbortSignal): Promise<PublishResult[]> {
    const results: PublishResult[] = []
    await mapBounded(toBatches(announcements), MAX_CONCURRENT, async (batch) => {
      const published = await this.#publishBatch(batch, AbortSignal.any([signal]))
      for (const [position, index] of batch.indexes.entries()) {
        const result = published[position]
        if (result !== undefined) results[index] = result
      }
    })
    return results
  }

  async #publishBatch({ topicArn, entries }: Batch, signal: AbortSignal): Promise<PublishResult[]> {
    try {
      const send = async () => {
        const { PublishBatchCommand } = await import('@aws-sdk/client-sns')
        const client = await this.#sns.clientFor(topicArn)
        const command = new PublishBatchCommand({ TopicArn: topicArn, PublishBatchRequestEntries: entries })
        const response: XmlResponse = { text: '' }
        command.middlewareStack.add(readXml('SNS', response, client), READ_SNS_XML)
        await client.send(command, { abortSignal: signal })
        return parseBatchResponse(response.text)
      }
      const results = await untilAborted(send(), signal, () => new Error('SNS did not answer in time'))
      return entries.map(({ Id = '' }) => toResult(results.get(Id)))
    } catch (cause) {
      const error = new PublishError(isRefusal(cause) ? 'denied' : 'failed', 'SNS did not accept the event', {
        cause,
        hint: hintOf('SNS', cause),
      })
      return entries.map(() => ({ ok: false, error }))
    }
  }
}

function toBatches(announcements: readonly Announcement[]): Batch[] {
  const topics = new Set(announcements.map(({ topicArn }) => topicArn))
  return [...topics].flatMap((topicArn) => {
    const entries = announcements.flatMap(({ topicArn: own, event }, index) =>
      own === topicArn ? [{ index, entry: batchEntry(topicArn, event, index) }] : [],
    )
    return inBatches(entries, ({ entry }) => bytesOf(entry)).map((batch) => ({
      topicArn,
      entries: batch.map(({ entry }) => entry),
      indexes: batch.map(({ index }) => index),
    }))
  })
}

function toResult(result: EntryResult | undefined): PublishResult {
  if (result?.kind === 'published') return { ok: true, messageId: result.messageId }
  // An entry that the response does not mention counts as failed: an event may come twice but must not be lost.
  const cause = new Error(`SNS answered ${result?.code ?? 'nothing'} for this entry of a batch`)
  const code = REFUSALS.test(result?.code ?? '') ? 'denied' : 'failed'
  const named = Object.assign(new Error(), { name: result?.code ?? '' })
  const error = new PublishError(code, 'SNS did not accept the event', { cause, hint: hintOf('SNS', named) })
  return { ok: false, error }
}

/** Of SNS and of the KMS key of its topic: permission, name, state of the key. */
const REFUSALS =
  /^(KMS(?!Throttling)|AuthorizationError|AccessDenied|NotFound|InvalidParameter|OptedOut|InvalidClientTokenId)/

function isRefusal(error: unknown): boolean {
  const { httpStatusCode: status } = awsMetadata(error)
  return status !== undefined && error instanceof Error && REFUSALS.test(error.name)
}

/** The attributes are for filter policies. SQS drops messages with more than ten at raw delivery. */
function batchEntry(topicArn: string, event: UploadEvent, index: number): PublishBatchRequestEntry {
  return {
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
