import type { StoredPart } from '../../protocol.ts'
import type { BatchedApi } from '../api/batched-api.ts'
import { UploadError } from '../upload/upload-error.ts'
import type { FormerSession, Session } from '../upload/upload-ports.ts'
import type { FoundSession, SessionBook } from './session-registry.ts'

type Api = Pick<BatchedApi, 'storedParts'>

/**
 * Takes up what a former visit left of this file: S3's own list says which parts are there.
 *
 * @returns null where there is nothing, or nothing that anybody can go on with
 * @throws UploadError only where asking again, or signing in again, may help
 */
export async function restoreSession(
  file: File,
  owner: object,
  book: SessionBook,
  api: Api,
): Promise<FormerSession | null> {
  const found = await book.find(file, owner)
  if (found === null) return null
  const { session, offered } = found
  const { presigned, metadata } = session
  try {
    return { presigned, metadata, offered, ...(await whatS3Has(session, api)) }
  } catch (error) {
    if (error instanceof UploadError && (offered || error.retryable || error.code === 'unauthorized')) {
      // That says nothing about the session: S3 keeps it until somebody can ask again.
      throw error
    }
    book.forget(presigned.id)
    return null
  }
}

/** Where parts cannot tell, it is taken to be whole: completing it is what proves it. */
async function whatS3Has(
  { presigned: { plan, ticket }, stored }: FoundSession,
  api: Api,
): Promise<Omit<Session, 'presigned'>> {
  const whole = { storedParts: new Map(), stored: true, unanswered: !stored }
  // A form may have arrived without the page hearing so.
  if (stored || plan.kind !== 'multipart') return whole
  try {
    return { storedParts: sizesByNumber(await api.storedParts(ticket)), stored: false, unanswered: false }
  } catch (error) {
    // S3 forgets the parts of what is completed, maybe by a page that was gone before it heard so.
    if (error instanceof UploadError && error.code === 'upload-not-found') return whole
    throw error
  }
}

/** The form in which an upload keeps them: sizes in bytes. */
export function sizesByNumber(parts: readonly StoredPart[]): Map<number, number> {
  return new Map(parts.map(({ partNumber, size }) => [partNumber, size]))
}
