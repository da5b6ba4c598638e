import { isRecord } from './is-record.ts'
import { parseMessage } from './parse-message.ts'
import type { ParsedMessage } from './parsed-message.ts'

/** What Lambda was invoked with, record by record. */
export type Invocation =
  /** Failed records are named in the response and only they are delivered again. */
  | { kind: 'queue'; deliveries: QueueDelivery[] }
  /** SNS, S3 or a direct call: an exception makes the whole event be delivered again. */
  | { kind: 'push'; deliveries: Delivery[] }

export interface Delivery {
  /** SQS's or SNS's id of the message, for the log. */
  messageId: string | null
  messages: ParsedMessage[]
}

export interface QueueDelivery extends Delivery {
  messageId: string
}

/**
 * Reads any event the function may be subscribed to.
 *
 * @throws Error for an SQS record without a message id: its failure could not be reported, so the batch must fail.
 */
export function parseInvocation(event: unknown): Invocation {
  const records = isRecord(event) && Array.isArray(event.Records) ? event.Records.filter(isRecord) : []
  if (records.some((record) => record.eventSource === 'aws:sqs')) {
    return { kind: 'queue', deliveries: records.map(parseQueueRecord) }
  }
  // SNS spells it with a capital letter.
  if (records.some((record) => record.EventSource === 'aws:sns')) {
    return { kind: 'push', deliveries: records.map(parseSnsRecord) }
  }
  return { kind: 'push', deliveries: [{ messageId: null, messages: parseMessage(event) }] }
}

function parseQueueRecord(record: Record<string, unknown>): QueueDelivery {
  if (typeof record.messageId !== 'string') throw new Error('An SQS record has no messageId')
  return { messageId: record.messageId, messages: parseMessage(record.body) }
}

function parseSnsRecord(record: Record<string, unknown>): Delivery {
  const sns = isRecord(record.Sns) ? record.Sns : {}
  return {
    messageId: typeof sns.MessageId === 'string' ? sns.MessageId : null,
    messages: parseMessage(sns.Message),
  }
}
