import type { PreparedFile } from './prepared-file.ts'
import type { UploadClient } from './upload-client.ts'
import type { UploadError } from './upload-error.ts'
import type { Decision } from './upload-events.ts'
import type { UploadSnapshot } from './upload-snapshot.ts'
import type { UploadEvent, UploadState } from './upload-state.ts'

/** Follows all uploads. */
export interface UploadObserver {
  transitioned(id: string, event: UploadEvent, before: UploadState): void
  /** An attempt was given up because S3 was silent for too long. */
  stalled(id: string): void
  /** @param attempt attempts that failed in a row, from 1 */
  retrying(id: string, attempt: number, delayMs: number, error: UploadError): void
  /** Something in a snapshot changed besides the state. */
  changed(): void
}

export interface UploadEnvironment {
  readonly client: UploadClient
  readonly observer: UploadObserver
  /** Asks the page (`upload-start`) before anything is sent. */
  confirmStart(id: string): Promise<Decision>
  /**
   * What is sent of the file.
   *
   * @throws UploadError where it cannot be sent; the signal's reason when aborted
   */
  prepare(file: File, upload: UploadSnapshot, signal: AbortSignal): Promise<PreparedFile>
  /** Whether something else may be sent in its place. */
  isTransformed(file: File): boolean
  /** Whether the browser has a network. */
  isOnline(): boolean
  /** Automatic retries of each step; read before each. */
  retries(): number
  /** Milliseconds of a monotonic clock. */
  now(): number
  /** Uniform in [0, 1). */
  random(): number
}
