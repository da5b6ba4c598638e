import type { UploadSnapshot } from '../engine/upload/upload-snapshot.ts'
import { errorSentence } from './error-sentence.ts'
import type { Messages } from './messages.ts'

/** Why an upload failed, or why nothing could be made of a stored one, as a sentence; null where neither is so. */
export function failureReason({ error, processing }: UploadSnapshot, messages: Messages): string | null {
  // The page or the host refused it in its own words.
  if (error?.code === 'rejected' && error.message !== '') return error.message
  if (error !== null) return errorSentence(messages, error)
  return processing.state === 'failed' ? errorSentence(messages, { code: processing.error.code }) : null
}
