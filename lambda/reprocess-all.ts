import { findReprocessJobs } from './find-reprocess-jobs.ts'
import type { ResultPorts } from './make-result.ts'
import { processImage } from './process-image.ts'
import type { ReprocessRequest } from './reprocess-request.ts'
import { shouldProcess } from './should-process.ts'
import type { UploadJob } from './upload-job.ts'

export interface ReprocessCounts {
  ready: number
  /** By an error of the file: its manifest says so. */
  failed: number
  /** Already made with these settings, or not an original. */
  skipped: number
  /** By an error of the store or of this code: to be repeated. */
  errors: number
}

export interface ReprocessOptions {
  /** Originals at the same time; each has the whole memory budget. */
  concurrency: number
  /** For one original, in milliseconds. */
  timeoutMs: number
  onProgress?: (counts: ReprocessCounts) => void
  onError?: (key: string, error: unknown) => void
}

/**
 * Processes the originals of a request here, with bounded concurrency. An error of one does not stop the others.
 *
 * @throws StorageError when the originals cannot be listed
 */
export async function reprocessAll(
  request: ReprocessRequest,
  ports: ResultPorts,
  { concurrency, timeoutMs, onProgress, onError }: ReprocessOptions,
): Promise<ReprocessCounts> {
  const counts: ReprocessCounts = { ready: 0, failed: 0, skipped: 0, errors: 0 }
  const jobs = findReprocessJobs(request, ports)[Symbol.asyncIterator]()
  const work = async () => {
    for (let next = await jobs.next(); next.done !== true; next = await jobs.next()) {
      counts[await processOne(next.value, ports, timeoutMs, onError)] += 1
      onProgress?.({ ...counts })
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work))
  return counts
}

async function processOne(
  job: UploadJob,
  ports: ResultPorts,
  timeoutMs: number,
  onError: ReprocessOptions['onError'],
): Promise<keyof ReprocessCounts> {
  if (!shouldProcess(job, ports.config).process) return 'skipped'
  try {
    const { kind } = await processImage(job, timeoutMs, ports)
    return kind
  } catch (error) {
    onError?.(job.key, error)
    return 'errors'
  }
}
