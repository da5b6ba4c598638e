/** Publishes upload events to SNS. */
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

/** The calls of SNS that the service makes. Their errors are shaped as the AWS SDK's. */
export interface SnsCalls {
  /** Up to 10 events and 256 KiB. Resolves with the XML of the response. */
  publishBatch(topicArn: string, entries: readonly BatchEntry[], signal: AbortSignal): Promise<string>
  /** Rejects when the topic cannot be read. */
  probe(topicArn: string, signal: AbortSignal): Promise<void>
}

export interface BatchEntry {
  Id: string
  Message: string
  MessageAttributes: Record<string, { DataType: string; StringValue: string }>
  MessageGroupId?: string
  MessageDeduplicationId?: string
}

// The ten batches of the largest request go in two rounds.
const MAX_CONCURRENT = 5

interface Batch {
  topicArn: string
  entries: BatchEntry[]
  /** Of the announcements, by entry. */
  indexes: number[]
}

export class SnsPublisher implements EventPublisher {
  readonly #sns: SnsCalls

  constructor(sns: SnsCalls) {
    this.#sns = sns
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
      const published = this.#sns.publishBatch(topicArn, entries, signal)
      const xml = await untilAborted(published, signal, () => new Error('SNS did not answer in time'))
      const results = parseBatchResponse(xml)
      return entries.map(({ Id }) => toResult(results.get(Id)))
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
function batchEntry(topicArn: string, event: UploadEvent, index: number): BatchEntry {
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
function bytesOf({ Message, MessageAttributes }: BatchEntry): number {
  return new TextEncoder().encode(Message + JSON.stringify(MessageAttributes)).length
}
