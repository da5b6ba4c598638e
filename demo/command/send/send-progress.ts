import type { UploadTotals } from '../../../component/engine/queue/upload-totals.ts'
import { formatBytes } from '../../../component/text/format-bytes.ts'

/** Characters of the bar. */
const BAR_LENGTH = 24

/** `[########................] 34 % · 3 of 9 files · 120 MB of 350 MB · 12 MB/s · 19 s left` */
export function progressLine(totals: UploadTotals, wait: 'complete' | 'ready'): string {
  const { counts, count, size, bytesSent, bytesPerSecond, secondsLeft } = totals
  const done = counts.ready + (wait === 'complete' ? counts.processing : 0)
  const share = size === 0 ? (count === 0 ? 0 : done / count) : bytesSent / size
  const filled = Math.floor(share * BAR_LENGTH)
  const facts = [
    `${Math.floor(share * 100)} %`,
    `${done} of ${count} ${count === 1 ? 'file' : 'files'}`,
    `${formatBytes(bytesSent, 'en')} of ${formatBytes(size, 'en')}`,
    ...(bytesPerSecond === null ? [] : [`${formatBytes(bytesPerSecond, 'en')}/s`]),
    ...(secondsLeft === null ? [] : [`${duration(secondsLeft)} left`]),
    ...(counts.failed === 0 ? [] : [`${counts.failed} failed`]),
  ]
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR_LENGTH - filled)}] ${facts.join(' · ')}`
}

function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`
  if (seconds < 3600) return `${Math.ceil(seconds / 60)} min`
  return `${(seconds / 3600).toFixed(1)} h`
}
