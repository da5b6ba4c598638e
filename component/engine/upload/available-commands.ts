import { isPermanent } from './error-policy.ts'
import type { UploadSnapshot } from './upload-snapshot.ts'

/** Whether a command makes sense for the visitor now: decides which buttons a view shows. */
export function can(
  { status, resumable, error, processing }: UploadSnapshot,
  command: 'pause' | 'resume' | 'retry' | 'cancel',
): boolean {
  switch (command) {
    case 'pause':
      // A form that is paused starts over: canceling it, or waiting, is as good.
      return status === 'queued' || status === 'preparing' || (status === 'uploading' && resumable)
    case 'resume':
      return status === 'paused'
    case 'retry':
      if (status === 'failed') return !isPermanent(error)
      return status === 'ready' && processing.state === 'failed' && processing.error.retryable
    case 'cancel':
      return ['queued', 'preparing', 'uploading', 'paused', 'failed'].includes(status)
  }
}
