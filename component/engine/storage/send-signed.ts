import { UploadError } from '../upload/upload-error.ts'
import type { Sending } from '../upload/upload-ports.ts'
import { type SendFileOptions, sendFile } from './send-file.ts'
import type { Signatures } from './signature-expiry.ts'

export interface SendSignedOptions
  extends SendFileOptions,
    Pick<Sending, 'file' | 'session' | 'renew' | 'onStart'> {
  signatures: Signatures
}

/**
 * Brings a file to S3 in one request whose signature is good now that its turn has come: on a slow line, or while a
 * laptop sleeps, a plan may wait for longer than it lives. Signing anew holds the turn, so that the new plan does not
 * wait as well. Ends without a byte where the new plan is one of parts, or where S3 may have the file.
 *
 * @throws UploadError `signature-expired` where S3 refuses even what was signed for this very moment
 */
export async function sendSigned(options: SendSignedOptions): Promise<void> {
  const { file, session, renew, onStart, signatures, signal } = options
  const signedNow = signatures.isOver(session.presigned)
  if (signedNow) await renew()
  const { presigned, stored, unanswered } = session
  if (stored || presigned.plan.kind === 'multipart') return
  session.unanswered = true
  onStart()
  // Whoever heard of it may have ended the run.
  signal.throwIfAborted()
  try {
    await sendFile(file, presigned.plan, options)
    // True for whoever resumes it, also where this run is over by now.
    session.stored = true
    session.unanswered = false
  } catch (error) {
    // What S3 refuses for good it does not keep.
    if (error instanceof UploadError && !error.retryable) session.unanswered = unanswered
    if (!(error instanceof UploadError) || error.code !== 'signature-expired') throw error
    // S3's clock has the last word.
    signatures.end(presigned)
    if (signedNow) throw error
    await sendSigned(options)
  }
}
