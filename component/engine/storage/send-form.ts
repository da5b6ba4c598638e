import type { DualClock } from '../upload/dual-clock.ts'
import type { Transfer } from '../upload/upload-client.ts'
import { UploadError } from '../upload/upload-error.ts'
import { sendFile } from './send-file.ts'
import { isPlanExpired } from './signature-expiry.ts'
import type { Transport } from './transport.ts'

export interface SendFormOptions {
  readonly transport: Transport
  readonly stallTimeoutMs: number
  /** Earlier attempts that stalled. */
  readonly stalls: number
  readonly transfer: Transfer
  /** Bytes of the file that left in this attempt. */
  onProgress(bytesSent: number): void
  now(): DualClock
}

/**
 * Sends a file in one request, a form or a PUT, whose signature is valid at its start: on a slow line, or while a laptop sleeps, a plan
 * may wait longer than it lives. Planning again keeps the slot, so that the new plan does not wait as well. Sends
 * nothing where the new plan is one of parts, or where S3 may have the file.
 *
 * @throws UploadError `signature-expired` where S3 refuses a signature that was made for this attempt
 */
export async function sendForm(options: SendFormOptions): Promise<void> {
  const { transport, stallTimeoutMs, stalls, transfer, onProgress, now } = options
  const { file, signal } = transfer
  const first = transfer.session()
  let isNew = isPlanExpired(first, now())
  for (let session = isNew ? await transfer.replan() : first; ; session = await transfer.replan()) {
    const { plan } = session.presigned
    if (session.delivery.kind === 'stored' || plan.kind === 'multipart') return
    transfer.onDelivery({ type: 'form-sent' })
    transfer.onStart()
    // A listener may have ended the run.
    signal.throwIfAborted()
    try {
      const outcome = await sendFile(file, plan, { transport, signal, stallTimeoutMs, stalls, onProgress })
      // Also where the run is over by now: a later run need not send it again.
      transfer.onDelivery({ type: outcome === 'stored' ? 'stored' : 'assumed' })
      return
    } catch (error) {
      transfer.onProgress(0)
      // An earlier attempt may have arrived all the same.
      const isFirst = session.delivery.kind === 'nothing'
      if (isFirst && error instanceof UploadError && !error.retryable) {
        transfer.onDelivery({ type: 'form-refused' })
      }
      // Whether a signature has expired is decided by S3's clock.
      if (isNew || !(error instanceof UploadError) || error.code !== 'signature-expired') throw error
      isNew = true
    }
  }
}
