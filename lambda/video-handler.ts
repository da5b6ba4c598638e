/**
 * The handler of the video function: upload events start a conversion, MediaConvert's events end it. Importing this
 * file has no side effects.
 */
import { handleInvocation, type QueueResponse } from './handle-invocation.ts'
import { UnreadableMessageError } from './handle-message.ts'
import type { Log } from './log.ts'
import type { ParsedMessage } from './parsed-message.ts'
import { finishVideo, startVideo, type VideoOutcome, type VideoPorts } from './process-video.ts'

export type { VideoConfig } from './process-video.ts'

export interface VideoHandlerPorts extends Omit<VideoPorts, 'now'> {
  log: Log
  /** Milliseconds since the epoch. Default: the system's clock. */
  now?: () => number
}

export type VideoHandler = (event: unknown) => Promise<QueueResponse | undefined>

export function createVideoHandler({ log, now = Date.now, ...rest }: VideoHandlerPorts): VideoHandler {
  const ports: VideoPorts = { ...rest, now }
  const handle = async (message: ParsedMessage, messageId: string | null): Promise<void> => {
    const outcome = await outcomeOf(message, ports)
    log({ level: 'info', event: 'video', messageId, outcome })
  }
  return async (event) =>
    await handleInvocation(event, async (message, messageId) => {
      try {
        await handle(message, messageId)
      } catch (error) {
        const detail = error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 200) : 'unknown'
        log({ level: 'error', event: 'video-error', messageId, detail })
        throw error
      }
    })
}

async function outcomeOf(message: ParsedMessage, ports: VideoPorts): Promise<VideoOutcome | 'ignored'> {
  switch (message.kind) {
    case 'job':
      return await startVideo(message.job, ports)
    case 'conversion':
      return await finishVideo(message.end, ports)
    case 'rejected':
      throw new UnreadableMessageError(`The message cannot be read: ${message.reason}`)
    default:
      return 'ignored'
  }
}
