/** Measures a batch, from the first file to the last thumbnail. */
import type { S3UploaderElement } from '../component/index.ts'
import { batchTotal } from './batch-total.ts'

const IS_SETTLED = new Set(['ready', 'failed', 'canceled'])

interface BatchOptions {
  /** A new batch begins. */
  onStart(): void
  output: HTMLElement
}

export function followBatch(uploader: S3UploaderElement, { onStart, output }: BatchOptions) {
  let startedAt = 0
  let isRunning = false
  let earlier: ReadonlySet<string> = new Set()

  const batch = () => uploader.files.filter(({ id }) => !earlier.has(id))
  const isSettled = () => batch().every(({ status }) => IS_SETTLED.has(status))
  const refresh = () => {
    if (!isSettled()) return
    output.textContent = batchTotal(batch(), performance.now() - startedAt)
  }

  uploader.addEventListener('files-add', () => {
    if (isRunning) return
    isRunning = true
    startedAt = performance.now()
    earlier = new Set(uploader.files.map(({ id }) => id))
    output.textContent = ''
    onStart()
  })
  for (const event of ['upload-ready', 'upload-processing-error', 'uploads-idle'] as const) {
    uploader.addEventListener(event, () => {
      if (!isSettled()) return
      if (isRunning) refresh()
      isRunning = false
    })
  }
  return {
    /** A thumbnail was loaded: the batch has taken until now. */
    refresh,
  }
}
