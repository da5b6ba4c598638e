/** All uploads together, for a summary. Pure. */
import { secondsLeft } from './transfer-rate.ts'
import type { UploadSnapshot } from './upload-snapshot.ts'

export interface UploadTotals {
  /** Without the canceled ones, as everything here. */
  readonly count: number
  readonly done: number
  readonly failed: number
  /** Bytes. */
  readonly size: number
  readonly bytesSent: number
  /** Of what is on its way now; null while nobody can know. */
  readonly bytesPerSecond: number | null
  /** Until everything that has not failed is sent; null while nobody can know. */
  readonly secondsLeft: number | null
}

export function uploadTotals(uploads: readonly UploadSnapshot[]): UploadTotals {
  let [count, done, failed, size, bytesSent, bytesLeft] = [0, 0, 0, 0, 0, 0]
  let rate: number | null = null
  for (const upload of uploads) {
    if (upload.status === 'canceled') continue
    count += 1
    size += upload.size
    bytesSent += upload.bytesSent
    if (upload.status === 'ready') done += 1
    if (upload.status === 'failed') failed += 1
    else bytesLeft += upload.size - upload.bytesSent
    if (upload.bytesPerSecond !== null) rate = (rate ?? 0) + upload.bytesPerSecond
  }
  return {
    count,
    done,
    failed,
    size,
    bytesSent,
    bytesPerSecond: rate,
    secondsLeft: bytesLeft === 0 ? null : secondsLeft(bytesLeft, rate),
  }
}
