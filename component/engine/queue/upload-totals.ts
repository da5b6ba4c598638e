/** Totals of all uploads; files of earlier visits are none. Pure. */
import { bytesPerSecond, type RateSample, secondsLeft } from '../upload/transfer-rate.ts'
import type { UploadSnapshot } from '../upload/upload-snapshot.ts'
import type { UploadStatus } from '../upload/upload-state.ts'

export interface UploadTotals {
  /** Without the canceled ones, as everything here. */
  readonly count: number
  /** How many are in each state, the canceled ones included. */
  readonly counts: Readonly<Record<UploadStatus, number>>
  /** Bytes. */
  readonly size: number
  readonly bytesSent: number
  /** Of the last seconds; null while unknown, and while all wait for the network or their next attempt. */
  readonly bytesPerSecond: number | null
  /** Until everything that has not failed is sent; null while unknown. */
  readonly secondsLeft: number | null
}

/** @param samples recent values of `bytesSent`: many small files have no rate of their own */
export function uploadTotals(
  uploads: readonly UploadSnapshot[],
  samples: readonly RateSample[] = [],
): UploadTotals {
  const counts: Record<UploadStatus, number> = {
    queued: 0,
    preparing: 0,
    uploading: 0,
    paused: 0,
    completing: 0,
    processing: 0,
    ready: 0,
    failed: 0,
    canceled: 0,
  }
  let [size, bytesSent, bytesLeft] = [0, 0, 0]
  let stored = 0
  let isMoving = false
  for (const upload of uploads) {
    if (upload.origin === 'stored') {
      stored += 1
      continue
    }
    counts[upload.status] += 1
    if (upload.status === 'canceled') continue
    size += upload.size
    bytesSent += upload.bytesSent
    if (upload.status !== 'failed') bytesLeft += upload.size - upload.bytesSent
    isMoving ||= isUnderWay(upload)
  }
  const rate = isMoving ? bytesPerSecond(samples) : null
  return {
    count: uploads.length - stored - counts.canceled,
    counts,
    size,
    bytesSent,
    bytesPerSecond: rate,
    secondsLeft: bytesLeft === 0 ? null : secondsLeft(bytesLeft, rate),
  }
}

function isUnderWay({ status, waiting }: UploadSnapshot): boolean {
  return (status === 'preparing' || status === 'uploading') && (waiting === null || waiting.for === 'slot')
}
