/**
 * Performs jobs in a worker, or in the page where there can be none.
 *
 * Owns: the worker, and that one picture of the page is decoded at a time. Does not own: what a job is.
 */
import { startWorker } from '../engine/storage/start-worker.ts'
import { performJob } from './perform-job.ts'
import type { PictureJob } from './picture-job.ts'

/** Milliseconds: until the worker runs, for one job, and until an idle worker is terminated. */
const TIMEOUT_MS = { start: 5_000, job: 60_000, idle: 5_000 }

// Bundlers recognise exactly this form and emit the worker file.
const createWorker = () => new Worker(new URL('./picture-worker.js', import.meta.url), { type: 'module' })

let last: Promise<unknown> = Promise.resolve()
let worker: Worker | 'unavailable' | undefined
let isRunning = false
let idle: ReturnType<typeof setTimeout> | undefined

/**
 * The changed picture; undefined where there was nothing to change.
 *
 * @throws Error where that is not possible; the signal's reason when aborted
 */
export function runJob(file: Blob, job: PictureJob, signal: AbortSignal): Promise<Blob | undefined> {
  const result = last.then(async () => {
    signal.throwIfAborted()
    const answer = await inWorker(file, job, signal)
    return answer === 'unavailable' ? await performJob(file, job) : answer
  })
  last = result.catch(() => {})
  return result
}

async function inWorker(
  file: Blob,
  job: PictureJob,
  signal: AbortSignal,
): Promise<Blob | undefined | 'unavailable'> {
  clearTimeout(idle)
  const current = currentWorker()
  if (current === null) return 'unavailable'
  let deadline: ReturnType<typeof setTimeout> | undefined
  let onAbort = () => {}
  try {
    return await new Promise((resolve, reject) => {
      const giveUp = (event?: Event) => {
        event?.preventDefault()
        end('unavailable')
        resolve('unavailable')
      }
      const jobTimeout = () => {
        end(undefined)
        reject(new Error('It could not be changed within a minute.'))
      }
      onAbort = () => {
        end(undefined)
        reject(signal.reason)
      }
      signal.addEventListener('abort', onAbort)
      deadline = isRunning ? setTimeout(jobTimeout, TIMEOUT_MS.job) : setTimeout(giveUp, TIMEOUT_MS.start)
      current.onerror = current.onmessageerror = giveUp
      current.onmessage = ({ data }: MessageEvent<'running' | { blob?: Blob; error?: string }>) => {
        if (data === 'running') {
          isRunning = true
          clearTimeout(deadline)
          deadline = setTimeout(jobTimeout, TIMEOUT_MS.job)
        } else if (data.error === undefined) resolve(data.blob)
        else reject(new Error(data.error))
      }
      current.postMessage({ file, job })
    })
  } finally {
    clearTimeout(deadline)
    signal.removeEventListener('abort', onAbort)
    if (worker === current) idle = setTimeout(() => end(undefined), TIMEOUT_MS.idle)
  }
}

function currentWorker(): Worker | null {
  if (worker === 'unavailable') return null
  try {
    worker ??= startWorker(createWorker)
    return worker
  } catch {
    worker = 'unavailable'
    return null
  }
}

function end(next: 'unavailable' | undefined): void {
  if (worker instanceof Object) worker.terminate()
  worker = next
  isRunning = false
}
