import type { StoredPart } from '../../protocol.ts'
import { type Delivery, partsDelivery } from '../upload/delivery-state.ts'
import { UploadError } from '../upload/upload-error.ts'
import type { RestoredSession } from '../upload/upload-session.ts'
import type { SavedSession } from './saved-session.ts'
import type { SessionClaim } from './session-entry.ts'

export interface RestoreSessionOptions {
  readonly bindingId: string
  /** All parts that S3 has. */
  listParts(ticket: string): Promise<readonly StoredPart[]>
  deleteSession(id: string): void
}

/**
 * Continues a session of an earlier visit: S3's own list tells which parts are there.
 *
 * @returns null where the session cannot be continued
 * @throws UploadError only where asking again, or signing in again, may help
 */
export async function restoreSession(
  { session, offered }: SessionClaim,
  { bindingId, listParts, deleteSession }: RestoreSessionOptions,
): Promise<RestoredSession | null> {
  const { presigned, metadata } = session
  try {
    const delivery = await deliveryOf(session, listParts)
    const origin = offered ? 'offered' : 'found'
    return { session: { presigned, bindingId, signedAt: null, delivery, origin }, metadata }
  } catch (error) {
    if (error instanceof UploadError && (offered || error.retryable || error.code === 'unauthorized')) {
      // That tells nothing about the session: S3 keeps it until the next try.
      throw error
    }
    deleteSession(presigned.id)
    return null
  }
}

async function deliveryOf(
  { presigned: { plan, ticket }, stored }: SavedSession,
  listParts: RestoreSessionOptions['listParts'],
): Promise<Delivery> {
  const assumed: Delivery = { kind: 'stored', confirmedBy: 'assumption' }
  // A form may have arrived without a response: the completion tells.
  if (plan.kind !== 'multipart') return stored ? { kind: 'stored', confirmedBy: 's3' } : assumed
  try {
    const parts = await listParts(ticket)
    return partsDelivery(sizesByNumber(parts), parts)
  } catch (error) {
    // S3 forgets the parts of a completed upload, maybe completed by a page that was closed before the response.
    if (error instanceof UploadError && error.code === 'upload-not-found') return assumed
    throw error
  }
}

/** Sizes in bytes by part number. */
export function sizesByNumber(parts: readonly StoredPart[]): ReadonlyMap<number, number> {
  return new Map(parts.map(({ partNumber, size }) => [partNumber, size]))
}
