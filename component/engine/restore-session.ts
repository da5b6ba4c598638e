import type { BatchedApi } from './batched-api.ts'
import type { FoundSession, SessionBook } from './session-book.ts'
import { UploadError } from './upload-error.ts'
import type { FormerSession } from './upload-ports.ts'

type Api = Pick<BatchedApi, 'storedParts' | 'complete'>

/**
 * Takes up what a former visit left of this file: S3's own list says which parts are there.
 *
 * @returns null where there is nothing, or nothing that S3 still knows
 * @throws UploadError only where asking again, or signing in again, may help
 */
export async function restoreSession(
  file: File,
  book: SessionBook,
  api: Api,
  signal: AbortSignal,
): Promise<FormerSession | null> {
  // Nobody chose this file here, so only what S3 has lost may start anew: somebody else may be signed in by now.
  const unasked = book.claimed(file) !== undefined
  const found = await book.find(file)
  if (found === null) return null
  const { presigned, metadata } = found
  try {
    return { presigned, metadata, ...(await whatS3Has(found, api, signal)) }
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof UploadError && error.code !== 'upload-not-found') {
      // Some say nothing about the session: S3 keeps it until somebody can ask again.
      if (unasked || error.retryable || error.code === 'unauthorized') throw error
    }
    book.forget(presigned.id)
    return null
  }
}

async function whatS3Has(
  { presigned: { ticket }, metadata, stored }: FoundSession,
  api: Api,
  signal: AbortSignal,
): Promise<Pick<FormerSession, 'storedParts' | 'stored'>> {
  if (stored) return { storedParts: new Map(), stored }
  try {
    const parts = await api.storedParts(ticket)
    return { storedParts: new Map(parts.map(({ partNumber, size }) => [partNumber, size])), stored }
  } catch (error) {
    if (!(error instanceof UploadError) || error.code !== 'upload-not-found') throw error
    // S3 forgets the parts of what is completed, maybe by a page that was gone before it heard so, as of what is aborted.
    // The API tells them apart, and whoever completes twice announces the same id.
    await api.complete({ ticket, metadata }, signal)
    return { storedParts: new Map(), stored: true }
  }
}
