/** The requests of the browser that the server does not see: the upload to S3, and the images from it. */

import type { UploadSnapshot } from '../component/engine/index.ts'
import type { S3UploaderElement } from '../component/index.ts'
import type { TraceEvent } from './pipeline-step.ts'

/** Of sending one file. */
interface Attempt {
  /** When it began or will begin, by `performance.now()`. */
  readonly at: number
  readonly step: 'store' | 'parts'
  isAnnounced: boolean
}

interface BrowserTrace {
  onEvent(event: TraceEvent): void
  /** An image that the Lambda made was loaded. */
  onShown(): void
}

export function traceBrowser(uploader: S3UploaderElement, { onEvent, onShown }: BrowserTrace): void {
  const attempts = new Map<string, Attempt>()
  const announce = (attempt: Attempt) => {
    if (attempt.isAnnounced) return
    attempt.isAnnounced = true
    onEvent({ step: attempt.step, phase: 'start' })
  }
  const end = (upload: UploadSnapshot, status: number, bytes: number) => {
    const attempt = attempts.get(upload.id)
    if (attempt === undefined) return
    attempts.delete(upload.id)
    // A small file may be sent between two progress events.
    announce(attempt)
    const durationMs = Math.max(0, performance.now() - attempt.at)
    onEvent({ step: attempt.step, phase: 'end', status, bytes, durationMs, subject: upload.id })
  }
  const begin = (upload: UploadSnapshot, at: number): Attempt => {
    const attempt: Attempt = { at, step: upload.resumable ? 'parts' : 'store', isAnnounced: false }
    attempts.set(upload.id, attempt)
    return attempt
  }

  uploader.addEventListener('upload-progress', ({ detail: { upload } }) => {
    if (upload.status !== 'uploading' || upload.waiting !== null) return
    announce(attempts.get(upload.id) ?? begin(upload, performance.now()))
  })
  uploader.addEventListener('upload-stored', ({ detail: { upload } }) =>
    end(upload, attempts.get(upload.id)?.step === 'parts' ? 200 : 201, upload.size),
  )
  uploader.addEventListener('upload-retry', ({ detail: { upload, error, delayMs } }) => {
    if (upload.status !== 'uploading') return
    end(upload, error.httpStatus ?? 0, 0)
    begin(upload, performance.now() + delayMs)
  })
  uploader.addEventListener('upload-error', ({ detail: { upload, error } }) =>
    end(upload, error.httpStatus ?? 0, upload.bytesSent),
  )
  // An upload that waits for the network has no event of its own.
  addEventListener('offline', () => {
    for (const upload of uploader.files) if (upload.status === 'uploading') end(upload, 0, 0)
  })
  // Ended by the visitor: not a failure.
  for (const event of ['upload-cancel', 'upload-pause'] as const) {
    uploader.addEventListener(event, ({ detail: { upload } }) => end(upload, 200, upload.bytesSent))
  }

  const sizes = new Map<string, number>()
  uploader.addEventListener('upload-ready', ({ detail: { upload } }) => {
    for (const variant of upload.variants) sizes.set(variant.url, variant.size)
  })
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) {
      const bytes = sizes.get(name)
      if (bytes === undefined) continue
      sizes.delete(name)
      onEvent({ step: 'show', phase: 'start' })
      onEvent({ step: 'show', phase: 'end', status: 200, bytes, durationMs: duration })
      onShown()
    }
  }).observe({ type: 'resource' })
}
