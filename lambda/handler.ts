/**
 * The Lambda handler: `createHandler(ports)` makes the function that AWS calls. Importing this file has no side
 * effects.
 *
 * Owns: which deliveries failed, how that is told to whoever invoked us, and one log line per job. Does not own: what
 * a message means (`parseInvocation`) or what an upload needs (`processImage`).
 *
 * A verdict on a file is success here: it stands in the manifest, and another delivery would not change it. Only
 * trouble that may pass comes again: SQS is told which messages, everyone else gets an exception.
 */
import { type Delivery, parseInvocation } from './invocation.ts'
import { refusal } from './job-guard.ts'
import { describeOutcome, describeTrouble } from './job-log.ts'
import type { Log } from './log.ts'
import type { ResultPorts } from './make-result.ts'
import { processImage } from './process-image.ts'
import type { ParsedMessage } from './upload-job.ts'

export type { Config } from './config.ts'
export type { ImageTransformer } from './image-transformer.ts'
export type { Log, LogEntry } from './log.ts'
export type { ObjectStore } from './object-store.ts'

export interface HandlerPorts extends Omit<ResultPorts, 'now'> {
  log: Log
  /** Milliseconds since the epoch. Default: the system's clock. */
  now?: () => number
}

/** What we use of Lambda's context; a call from elsewhere may leave it out. */
export interface InvocationContext {
  awsRequestId?: string
  getRemainingTimeInMillis?: () => number
}

/** Makes SQS deliver the named messages again, and only those. */
export interface QueueAnswer {
  batchItemFailures: { itemIdentifier: string }[]
}

export type Handler = (event: unknown, context?: InvocationContext) => Promise<QueueAnswer | undefined>

/** Below this a job is not begun, in milliseconds: it could only end as a timeout. */
const MIN_JOB_MS = 2000
/** Without a context nobody ends us; leases still need an end, in milliseconds. */
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

/** One upload after the other: memory is admitted for one image at a time. One's trouble does not stop the next. */
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
  const reason = refusal(job, ports.config)
  if (reason !== null) return log({ level: 'warn', event: 'message-ignored', ...ids, reason })
  const startedAt = now()
  try {
    if (remainingMs() < MIN_JOB_MS) throw new Error('Too little time is left to begin another image')
    const outcome = await processImage(job, remainingMs(), ports)
    log(describeOutcome(job, ids, outcome, now() - startedAt))
  } catch (error) {
    log(describeTrouble(job, ids, error, now() - startedAt))
    throw error
  }
}
