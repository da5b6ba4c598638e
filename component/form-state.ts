/** What a form sees of the uploads. Pure. */
import type { UploadSnapshot } from './engine/upload-snapshot.ts'
import type { UploadTotals } from './engine/upload-totals.ts'
import type { Messages } from './messages.ts'

export interface FormState {
  readonly flags: ValidityStateFlags
  readonly message: string
}

export interface FormNeeds {
  readonly required: boolean
  readonly minFiles: number
  /** Files that were given and are not in the list yet. Default: 0. */
  readonly checking?: number
  readonly messages: Messages
}

/** Keys of the objects that the API verified and announced, in list order. */
export function objectKeys(uploads: readonly UploadSnapshot[]): readonly string[] {
  const keys: string[] = []
  for (const { status, key } of uploads) {
    if ((status === 'processing' || status === 'ready') && key !== null) keys.push(key)
  }
  return keys
}

/** Processing is no obstacle: it goes on at the server when the form is gone. */
export function formState(
  { counts }: UploadTotals,
  { required, minFiles, checking = 0, messages }: FormNeeds,
): FormState {
  if (checking + counts.queued + counts.preparing + counts.uploading + counts.completing > 0) {
    return { flags: { customError: true }, message: messages.busy }
  }
  if (counts.failed + counts.paused > 0) {
    return { flags: { customError: true }, message: messages.someFailed }
  }
  if (counts.processing + counts.ready < Math.max(minFiles, required ? 1 : 0)) {
    return { flags: { valueMissing: true }, message: messages.valueMissing }
  }
  return { flags: {}, message: '' }
}
