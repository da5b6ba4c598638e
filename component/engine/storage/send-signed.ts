import { UploadError } from '../upload/upload-error.ts'
import type { Sending } from '../upload/upload-ports.ts'
import { type SendFileOptions, sendFile } from './send-file.ts'
import type { SignatureExpiry } from './signature-expiry.ts'

export interface SendSignedOptions
  extends SendFileOptions,
    Pick<Sending, 'file' | 'session' | 'renew' | 'onStart'> {
  signatures: SignatureExpiry
}

/**
 * Sends a file to S3 in one request with a signature that is still valid when its turn comes: on a slow connection, or
 * while a laptop sleeps, a plan may wait longer than it is valid. Signing again keeps the slot, so that the new plan does
 * not wait too. Sends nothing where the new plan is multipart, or where S3 may already have the file.
 *
 * @throws UploadError `signature-expired` where S3 refuses a signature made just before
 */
export async function sendSigned(options: SendSignedOptions): Promise<void> {
  const { file, session, renew, onStart, signatures, signal } = options
  const signedNow = signatures.isExpired(session.presigned)
  if (signedNow) await renew()
  const { presigned, stored, unanswered } = session
  if (stored || presigned.plan.kind === 'multipart') return
  session.unanswered = true
  onStart()
  // A listener of `onStart` may have aborted.
  signal.throwIfAborted()
  try {
    await sendFile(file, presigned.plan, options)
    // Also where this run was aborted meanwhile: the next run starts from here.
    session.stored = true
    session.unanswered = false
  } catch (error) {
    // S3 keeps nothing of a request that it refused for good.
    if (error instanceof UploadError && !error.retryable) session.unanswered = unanswered
    if (!(error instanceof UploadError) || error.code !== 'signature-expired') throw error
    // S3's clock decides.
    signatures.expire(presigned)
    if (signedNow) throw error
    await sendSigned(options)
  }
}
