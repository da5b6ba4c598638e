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

export function formState(
  uploads: readonly UploadSnapshot[],
  { required, minFiles, messages }: { required: boolean; minFiles: number; messages: Messages },
): FormState {
  const keys = uploads.flatMap((upload) =>
    (upload.status === 'processing' || upload.status === 'ready') && upload.key !== null ? [upload.key] : [],
  )
  if (uploads.some((upload) => UNFINISHED.has(upload.status))) {
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
