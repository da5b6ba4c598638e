/** What a form sees of the uploads. Pure. */

import type { UploadSnapshot } from '../engine/upload/upload-snapshot.ts'
import type { UploadStatus } from '../engine/upload/upload-state.ts'
import type { DropZoneMessages } from '../text/drop-zone-messages.ts'

export interface FormState {
  readonly flags: ValidityStateFlags
  readonly message: string
}

export interface FormNeeds {
  readonly required: boolean
  readonly minFiles: number
  /** Files that were given and are not in the list yet. Default: 0. */
  readonly checking?: number
  readonly messages: DropZoneMessages
}

/** Keys of the objects that the API verified and announced, in list order. */
export function objectKeys(uploads: readonly UploadSnapshot[]): readonly string[] {
  const keys: string[] = []
  for (const { status, key } of uploads) {
    if ((status === 'processing' || status === 'ready') && key !== null) keys.push(key)
  }
  return keys
}

/**
 * Processing is no obstacle: it goes on at the server when the form is gone.
 *
 * @param counts uploads in each state, as far as there are any
 */
export function formState(
  counts: Readonly<Partial<Record<UploadStatus, number>>>,
  { required, minFiles, checking = 0, messages }: FormNeeds,
): FormState {
  const count = (...statuses: UploadStatus[]) =>
    statuses.reduce((sum, status) => sum + (counts[status] ?? 0), 0)
  if (checking + count('queued', 'preparing', 'uploading', 'completing') > 0) {
    return { flags: { customError: true }, message: messages.busy }
  }
  if (count('failed', 'paused') > 0) {
    return { flags: { customError: true }, message: messages.someFailed }
  }
  if (count('processing', 'ready') < Math.max(minFiles, required ? 1 : 0)) {
    return { flags: { valueMissing: true }, message: messages.valueMissing }
  }
  return { flags: {}, message: '' }
}
