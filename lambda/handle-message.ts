/**
 * What is done about one message. Owns one log line per job. Throws when the message must be delivered again, or must
 * end in the dead letters.
 */
import { findReprocessJobs } from './find-reprocess-jobs.ts'
import { ImageError } from './image-error.ts'
import { describeCleanupError, describeError, describeOutcome, type JobIds, loggableId } from './job-log.ts'
import type { Log } from './log.ts'
import type { ResultPorts } from './make-result.ts'
import type { ParsedMessage } from './parsed-message.ts'
import { processImage } from './process-image.ts'
import { removeResults } from './remove-results.ts'
import type { ReprocessRequest } from './reprocess-request.ts'
import { shouldProcess } from './should-process.ts'
import type { UploadJob } from './upload-job.ts'

export interface MessagePorts extends Omit<ResultPorts, 'onCleanupError'> {
  log: Log
  endProcess: () => void
}

export interface MessageRun {
  ports: MessagePorts
  requestId: string | null
  remainingMs: () => number
}

/** The message cannot be read: only a person can help, so it has to reach the dead letters. */
export class UnreadableMessageError extends Error {
  override readonly name = 'UnreadableMessageError'
}

/** A job does not start with less time left, in milliseconds: it could only time out. */
const MIN_JOB_MS = 2000

/** @throws StorageError, UploadBusyError, UnreadableMessageError, retryable ImageError, or a defect */
export async function handleMessage(
  message: ParsedMessage,
  messageId: string | null,
  run: MessageRun,
): Promise<void> {
  const { log, config } = run.ports
  const ids: JobIds = { requestId: run.requestId, messageId }
  switch (message.kind) {
    case 'conversion':
      return log({ level: 'info', event: 'message-ignored', ...ids, reason: 'about a video' })
    case 'ignored':
      return log({ level: 'info', event: 'message-ignored', ...ids, reason: message.reason })
    case 'rejected':
      log({ level: 'error', event: 'message-rejected', ...ids, reason: message.reason })
      throw new UnreadableMessageError(`The message cannot be read: ${message.reason}`)
    case 'removal': {
      const { bucket, key } = message
      const job = { id: key, bucket, key }
      const decision = shouldProcess(job, config)
      if (!decision.process)
        return log({ level: 'info', event: 'message-ignored', ...ids, reason: decision.reason })
      const isRemoved = await attempt(job, ids, run, () => removeResults(job, run.ports))
      const event = isRemoved ? 'results-removed' : 'message-ignored'
      return log({ level: 'info', event, ...ids, id: loggableId(job) })
    }
    case 'reprocess':
      return await reprocess(message.request, ids, run)
    case 'job':
      return await handleJob(message.job, ids, run)
  }
}

/** Continued by the next delivery where time runs out: what is done by then is skipped. */
async function reprocess(request: ReprocessRequest, ids: JobIds, run: MessageRun): Promise<void> {
  const errors: unknown[] = []
  for await (const job of findReprocessJobs(request, run.ports)) {
    if (run.remainingMs() < MIN_JOB_MS) throw tooLate()
    await handleJob(job, ids, run).catch((error: unknown) => errors.push(error))
  }
  if (errors.length > 0)
    throw errors.length === 1 ? errors[0] : new AggregateError(errors, `${errors.length} failed`)
}

async function handleJob(job: UploadJob, ids: JobIds, run: MessageRun): Promise<void> {
  const { ports, remainingMs } = run
  const { log, now } = ports
  const decision = shouldProcess(job, ports.config)
  if (!decision.process)
    return log({ level: 'warn', event: 'message-ignored', ...ids, reason: decision.reason })
  const startedAt = now()
  const outcome = await attempt(job, ids, run, async () => {
    if (remainingMs() < MIN_JOB_MS) throw tooLate()
    return await processImage(job, remainingMs(), {
      ...ports,
      onCleanupError: (about, error) => log(describeCleanupError(about, ids, error)),
    })
  })
  log(describeOutcome(job, ids, outcome, now() - startedAt))
  if (outcome.kind !== 'failed' || !outcome.error.retryable) return
  if (outcome.error.code === 'processing-timeout') ports.endProcess()
  throw outcome.error
}

/** Runs a step and logs what it throws. */
async function attempt<T>(
  job: Pick<UploadJob, 'id' | 'bucket' | 'key'>,
  ids: JobIds,
  { ports: { log, now, endProcess } }: MessageRun,
  step: () => Promise<T>,
): Promise<T> {
  const startedAt = now()
  try {
    return await step()
  } catch (error) {
    log(describeError(job, ids, error, now() - startedAt))
    if (error instanceof ImageError && error.code === 'processing-timeout') endProcess()
    throw error
  }
}

function tooLate(): Error {
  return new Error('Too little time is left to start another image')
}
