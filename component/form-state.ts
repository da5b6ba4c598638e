/** What a form sees of the uploads. Pure. */
import type { UploadSnapshot } from './engine/upload-snapshot.ts'
import type { UploadStatus } from './engine/upload-state.ts'
import type { Messages } from './messages.ts'

/** A form sent in these would lose the file; processing goes on at the server without it. */
const UNFINISHED: ReadonlySet<UploadStatus> = new Set(['queued', 'preparing', 'uploading', 'completing'])

export interface FormState {
  /** Keys of the objects that the API verified and announced. */
  readonly keys: readonly string[]
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

export function formState(
  uploads: readonly UploadSnapshot[],
  { required, minFiles, checking = 0, messages }: FormNeeds,
): FormState {
  const keys = uploads.flatMap((upload) =>
    (upload.status === 'processing' || upload.status === 'ready') && upload.key !== null ? [upload.key] : [],
  )
  if (checking > 0 || uploads.some((upload) => UNFINISHED.has(upload.status))) {
    return { keys, flags: { customError: true }, message: messages.busy }
  }
  if (uploads.some((upload) => upload.status === 'failed' || upload.status === 'paused')) {
    return { keys, flags: { customError: true }, message: messages.someFailed }
  }
  if (keys.length < Math.max(minFiles, required ? 1 : 0)) {
    return { keys, flags: { valueMissing: true }, message: messages.valueMissing }
  }
  return { keys, flags: {}, message: '' }
}
