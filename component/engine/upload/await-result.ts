import type { CompletedUpload } from '../../protocol.ts'
import type { ProcessingResult } from './processing-result.ts'
import type { UploadClient } from './upload-client.ts'
import type { UploadSession } from './upload-session.ts'
import { asUploadError } from './with-retry.ts'

/** What was made of a stored upload. Rejects only with the signal's reason: the object stays stored. */
export async function awaitResult(
  client: UploadClient,
  session: UploadSession,
  object: CompletedUpload,
  signal: AbortSignal,
): Promise<ProcessingResult> {
  try {
    return await client.awaitResult(session, object, signal)
  } catch (error) {
    signal.throwIfAborted()
    return { kind: 'failed', error: asUploadError(error) }
  }
}
