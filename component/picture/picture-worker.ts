/**
 * The worker: takes a file and a job and posts `{ blob }` or `{ error }`. A file of its own, so that `worker-src 'self'`
 * is enough. One job at a time: the page waits for the result.
 */
import { performJob } from './perform-job.ts'
import type { PictureJob } from './picture-job.ts'

/** Sent by the page. */
export interface PictureRequest {
  readonly file: Blob
  readonly job: PictureJob
}

// Tells a worker that runs from one that never will.
postMessage('running')

addEventListener('message', async ({ data: { file, job } }: MessageEvent<PictureRequest>) => {
  try {
    postMessage({ blob: await performJob(file, job) })
  } catch (cause) {
    postMessage({ error: cause instanceof Error ? cause.message : String(cause) })
  }
})
