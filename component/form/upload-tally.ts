/** What form and summary count of the uploads, in one pass. Pure. */
import { can } from '../engine/upload/available-commands.ts'
import type { UploadSnapshot } from '../engine/upload/upload-snapshot.ts'

export interface UploadTally {
  /** Keys of the objects that the API verified and announced, in list order. */
  readonly keys: readonly string[]
  /** On their way, or will be by themselves. */
  readonly moving: number
  /** Those of them that wait for the network. */
  readonly offline: number
  /** Wait for the visitor's start. */
  readonly notStarted: number
  /** Paused by the visitor. */
  readonly paused: number
  /** Keep what was sent when they are paused. */
  readonly pausable: readonly string[]
  readonly failed: number
  /** Failed uploads that another attempt may bring to their end. */
  readonly retryable: readonly string[]
}

export function uploadTally(uploads: readonly UploadSnapshot[]): UploadTally {
  const keys: string[] = []
  const retryable: string[] = []
  const pausable: string[] = []
  const tally = { moving: 0, offline: 0, notStarted: 0, paused: 0, failed: 0 }
  for (const upload of uploads) {
    const { id, status, key, waiting } = upload
    switch (status) {
      case 'processing':
      case 'ready':
        if (key !== null) keys.push(key)
        break
      case 'failed':
        tally.failed += 1
        if (can(upload, 'retry')) retryable.push(id)
        break
      case 'canceled':
        break
      default:
        if (waiting?.for === 'visitor') tally[status === 'paused' ? 'paused' : 'notStarted'] += 1
        else tally.moving += 1
        if (waiting?.for === 'network') tally.offline += 1
        if (waiting?.for !== 'visitor' && can(upload, 'pause')) pausable.push(id)
    }
  }
  return { keys, retryable, pausable, ...tally }
}
