import { createHash } from 'node:crypto'
import type { LogEntry } from './log.ts'
import { isStorageError } from './object-store.ts'
import type { Outcome } from './outcome.ts'
import type { UploadJob } from './upload-job.ts'

/** Ids that connect a log line with other systems. */
type LoggedJob = Pick<UploadJob, 'id' | 'bucket' | 'key' | 'apiRequestId'>

export interface JobIds {
  requestId: string | null
  messageId: string | null
}

/** The line about a job that ended without an error of the system. */
export function describeOutcome(job: UploadJob, ids: JobIds, outcome: Outcome, durationMs: number): LogEntry {
  const about = { ...idsOf(job, ids), durationMs: Math.round(durationMs) }
  switch (outcome.kind) {
    case 'ready': {
      const { image, timings, variants, warnings } = outcome.manifest
      return {
        level: warnings.length > 0 ? 'warn' : 'info',
        event: 'image-ready',
        ...about,
        format: image.format,
        bytes: outcome.sourceBytes,
        megapixels: Math.round((image.width * image.height) / 1e4) / 100,
        variants: variants.length,
        ...timings,
        warnings: warnings.join(' '),
      }
    }
    case 'failed': {
      const { code, message, cause } = outcome.error
      return { level: 'warn', event: 'image-failed', ...about, code, detail: message, cause: textOf(cause) }
    }
    case 'skipped':
      return { level: 'info', event: 'image-skipped', ...about, reason: outcome.reason }
  }
}

/** The line about a job that must be delivered again. */
export function describeError(job: LoggedJob, ids: JobIds, error: unknown, durationMs: number): LogEntry {
  return {
    level: 'error',
    event: 'image-error',
    ...idsOf(job, ids),
    durationMs: Math.round(durationMs),
    error: error instanceof Error ? error.name : typeof error,
    detail: textOf(error),
    ...(isStorageError(error) && { code: error.code, storageRequestId: error.requestId }),
  }
}

/** The line about outdated variants that stay in the bucket. */
export function describeCleanupError(job: LoggedJob, ids: JobIds, error: unknown): LogEntry {
  return { level: 'warn', event: 'cleanup-failed', ...idsOf(job, ids), detail: textOf(error) }
}

function idsOf(job: LoggedJob, ids: JobIds) {
  return { ...ids, id: loggableId(job), ...(job.apiRequestId && { apiRequestId: job.apiRequestId }) }
}

/** Without an upload id the object key names the job; it may hold a person's file name, so it is hashed. */
export function loggableId(job: LoggedJob): string {
  if (job.id !== job.key) return job.id
  return `key-${createHash('sha256').update(`${job.bucket}/${job.key}`).digest('hex').slice(0, 16)}`
}

function textOf(error: unknown): string | null {
  return error instanceof Error ? (error.message.split('\n', 1)[0]?.slice(0, 200) ?? null) : null
}
