/**
 * The Lambda handler: `createHandler(ports)` makes the function that AWS calls. Importing this file has no side
 * effects.
 *
 * Owns: which deliveries failed, how the caller learns of it, and one log line per job. Does not own: what a message
 * means (`parseInvocation`) or how an upload is processed (`processImage`).
 *
 * A permanent `ImageError` counts as success here: it is stored in the manifest and another delivery would end the
 * same way. Everything else is reported as a failure: by message id to SQS, by an exception to all other callers.
 */

import { describeError, describeOutcome } from './job-log.ts'
import type { Log } from './log.ts'
import type { ResultPorts } from './make-result.ts'
import { type Delivery, parseInvocation } from './parse-invocation.ts'
import type { ParsedMessage } from './parse-message.ts'
import { processImage } from './process-image.ts'
import { shouldProcess } from './should-process.ts'

export type { Config } from './config.ts'
export type { ImageTransformer } from './image-transformer.ts'
export type { Log, LogEntry } from './log.ts'
export type { ObjectStore } from './object-store.ts'

export interface HandlerPorts extends Omit<ResultPorts, 'now'> {
  log: Log
  /** Milliseconds since the epoch. Default: the system's clock. */
  now?: () => number
}

/** The used part of Lambda's context; a call from elsewhere may omit it. */
export interface InvocationContext {
  awsRequestId?: string
  getRemainingTimeInMillis?: () => number
}

/** Makes SQS deliver the named messages again, and only those. */
export interface QueueResponse {
  batchItemFailures: { itemIdentifier: string }[]
}

export type Handler = (event: unknown, context?: InvocationContext) => Promise<QueueResponse | undefined>

/** A job does not start with less time left, in milliseconds: it could only time out. */
const MIN_JOB_MS = 2000
/** Assumed length of an invocation without a context, in milliseconds: leases need an end. */
const DEFAULT_INVOCATION_MS = 60_000

export function createHandler({ log, now = Date.now, ...ports }: HandlerPorts): Handler {
  return async (event, context = {}) => {
    const startedAt = now()
    const run: Run = {
      ports: { ...ports, log, now },
      requestId: context.awsRequestId ?? null,
      remainingMs: () => context.getRemainingTimeInMillis?.() ?? DEFAULT_INVOCATION_MS - (now() - startedAt),
    }
    const invocation = parseInvocation(event)
    if (invocation.kind === 'queue') {
      const batchItemFailures = []
      for (const delivery of invocation.deliveries) {
        const errors = await handleDelivery(delivery, run)
        if (errors.length > 0) batchItemFailures.push({ itemIdentifier: delivery.messageId })
      }
      return { batchItemFailures }
    }
    const errors = []
    for (const delivery of invocation.deliveries) errors.push(...(await handleDelivery(delivery, run)))
    if (errors.length === 1) throw errors[0]
    if (errors.length > 1)
      throw new AggregateError(errors, `${errors.length} uploads must be processed again`)
    return undefined
  }
}

interface Run {
  ports: Required<HandlerPorts>
  requestId: string | null
  remainingMs: () => number
}

/** One upload after the other: the memory budget holds for one image at a time. An error does not stop the next. */
async function handleDelivery({ messages, messageId }: Delivery, run: Run): Promise<unknown[]> {
  const errors: unknown[] = []
  for (const message of messages) {
    try {
      await handleMessage(message, messageId, run)
    } catch (error) {
      errors.push(error)
    }
  }
  return errors
}

async function handleMessage(message: ParsedMessage, messageId: string | null, run: Run): Promise<void> {
  const { ports, requestId, remainingMs } = run
  const { log, now } = ports
  const ids = { requestId, messageId }
  if (message.kind !== 'job') {
    const level = message.kind === 'rejected' ? 'error' : 'info'
    return log({ level, event: `message-${message.kind}`, ...ids, reason: message.reason })
  }
  const { job } = message
  const decision = shouldProcess(job, ports.config)
  if (!decision.process)
    return log({ level: 'warn', event: 'message-ignored', ...ids, reason: decision.reason })
  const startedAt = now()
  try {
    if (remainingMs() < MIN_JOB_MS) throw new Error('Too little time is left to begin another image')
    const outcome = await processImage(job, remainingMs(), ports)
    log(describeOutcome(job, ids, outcome, now() - startedAt))
  } catch (error) {
    log(describeError(job, ids, error, now() - startedAt))
    throw error
  }
}
