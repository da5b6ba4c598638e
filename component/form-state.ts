/** What a form sees of the uploads. Pure. */
import type { UploadSnapshot } from './engine/upload-snapshot.ts'
import type { Messages } from './messages.ts'

export interface FormState {
  /** Keys of the objects that the API verified and announced. */
  readonly keys: readonly string[]
  readonly flags: ValidityStateFlags
  readonly message: string
}

export function formState(
  uploads: readonly UploadSnapshot[],
  {
    required,
    minFiles,
    busy,
    messages,
  }: { required: boolean; minFiles: number; busy: boolean; messages: Messages },
): FormState {
  const keys = uploads.flatMap((upload) =>
    (upload.status === 'processing' || upload.status === 'ready') && upload.key !== null ? [upload.key] : [],
  )
  // Processing goes on at the server whether or not the form is sent.
  const sending =
    busy &&
    uploads.some((upload) => ['queued', 'preparing', 'uploading', 'completing'].includes(upload.status))
  if (sending) return { keys, flags: { customError: true }, message: messages.busy }
  if (uploads.some((upload) => upload.status === 'failed' || upload.status === 'paused')) {
    return { keys, flags: { customError: true }, message: messages.someFailed }
  }
  if (keys.length < Math.max(minFiles, required ? 1 : 0)) {
    return { keys, flags: { valueMissing: true }, message: messages.valueMissing }
  }
  return { keys, flags: {}, message: '' }
}
