/**
 * The Lambda handler: `createHandler(ports)` makes the function that AWS calls. Importing this file has no side
 * effects.
 *
 * Owns: the run of one invocation. Does not own: which deliveries failed (`handleInvocation`), what a message means
 * (`parseMessage`), what is done about it (`handleMessage`) or how an upload is processed (`processImage`).
 *
 * A permanent `ImageError` counts as success here: it is stored in the manifest and another delivery would end the
 * same way. Everything else is reported as a failure: by message id to SQS, by an exception to all other callers.
 */
import { handleInvocation, type QueueResponse } from './handle-invocation.ts'
import { handleMessage, type MessagePorts, type MessageRun } from './handle-message.ts'

export type { Config } from './config.ts'
export type { ImageTransformer } from './image-transformer.ts'
export type { Log, LogEntry } from './log.ts'
export type { ObjectStore } from './object-store.ts'
export type { QueueResponse }

export interface HandlerPorts extends Omit<MessagePorts, 'now' | 'endProcess'> {
  /** Milliseconds since the epoch. Default: the system's clock. */
  now?: () => number
  /**
   * Ends the process after a timeout: native code cannot be stopped and would take memory and time from the next
   * invocation. Lambda then reports the invocation as failed, so the messages are delivered again. Default: none.
   */
  endProcess?: () => void
}

/** The used part of Lambda's context; a call from elsewhere may omit it. */
export interface InvocationContext {
  awsRequestId?: string
  getRemainingTimeInMillis?: () => number
}

export type Handler = (event: unknown, context?: InvocationContext) => Promise<QueueResponse | undefined>

/** Assumed length of an invocation without a context, in milliseconds: leases need an end. */
const DEFAULT_INVOCATION_MS = 60_000

export function createHandler({ now = Date.now, endProcess = () => {}, ...rest }: HandlerPorts): Handler {
  const ports: MessagePorts = { ...rest, now, endProcess }
  return async (event, context = {}) => {
    const startedAt = now()
    const run: MessageRun = {
      ports,
      requestId: context.awsRequestId ?? null,
      remainingMs: () => context.getRemainingTimeInMillis?.() ?? DEFAULT_INVOCATION_MS - (now() - startedAt),
    }
    return await handleInvocation(event, (message, messageId) => handleMessage(message, messageId, run))
  }
}
