import { type Delivery, parseInvocation } from './parse-invocation.ts'
import type { ParsedMessage } from './parsed-message.ts'

/** Makes SQS deliver the named messages again, and only those. */
export interface QueueResponse {
  batchItemFailures: { itemIdentifier: string }[]
}

/** Throws when the message must be delivered again. */
export type HandleMessage = (message: ParsedMessage, messageId: string | null) => Promise<void>

/**
 * Handles all messages of an invocation, one after the other, and tells the caller which failed: SQS by message id, all
 * others by an exception.
 */
export async function handleInvocation(
  event: unknown,
  handle: HandleMessage,
): Promise<QueueResponse | undefined> {
  const invocation = parseInvocation(event)
  if (invocation.kind === 'queue') {
    const batchItemFailures = []
    for (const delivery of invocation.deliveries) {
      const errors = await handleDelivery(delivery, handle)
      if (errors.length > 0) batchItemFailures.push({ itemIdentifier: delivery.messageId })
    }
    return { batchItemFailures }
  }
  const errors = []
  for (const delivery of invocation.deliveries) errors.push(...(await handleDelivery(delivery, handle)))
  if (errors.length === 1) throw errors[0]
  if (errors.length > 1) throw new AggregateError(errors, `${errors.length} messages must be delivered again`)
  return undefined
}

/** The memory budget holds for one image at a time. An error does not stop the next message. */
async function handleDelivery({ messages, messageId }: Delivery, handle: HandleMessage): Promise<unknown[]> {
  const errors: unknown[] = []
  for (const message of messages)
    await handle(message, messageId).catch((error: unknown) => errors.push(error))
  return errors
}
