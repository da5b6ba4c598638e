import type { UploadStatus } from './upload-state.ts'

/** How long one upload spent in each status. It leaves the page only if the page sends it. */
export interface UploadMetrics {
  /** Milliseconds in each status that it went through, pauses and retries included. */
  readonly milliseconds: Readonly<Partial<Record<UploadStatus, number>>>
  /** Attempts that failed and were repeated automatically. */
  readonly retries: number
}
