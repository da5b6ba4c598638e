import type { SessionBook } from './session-book.ts'
import type { UploadApi } from './upload-api.ts'
import { UploadError } from './upload-error.ts'
import type { FormerSession } from './upload-ports.ts'

/**
 * Takes up what a former visit left of this file: S3's own list says which parts are there.
 *
 * @returns null where there is nothing, or nothing that S3 still knows
 * @throws UploadError only where asking again, or signing in again, may help
 */
export async function restoreSession(
  file: File,
  book: SessionBook,
  api: Pick<UploadApi, 'storedParts'>,
): Promise<FormerSession | null> {
  // Nobody chose this file here, so only what S3 has lost may start anew: somebody else may be signed in by now.
  const unasked = book.claimed(file) !== undefined
  const found = await book.find(file)
  if (found === null) return null
  const { presigned, stored, metadata } = found
  if (stored) return { presigned, storedParts: new Map(), stored, metadata }
  try {
    const parts = await api.storedParts(presigned.ticket)
    return {
      presigned,
      storedParts: new Map(parts.map(({ partNumber, size }) => [partNumber, size])),
      stored,
      metadata,
    }
  } catch (error) {
    if (error instanceof UploadError && error.code !== 'upload-not-found') {
      // Some say nothing about the session: S3 keeps it until somebody can ask again.
      if (unasked || error.retryable || error.code === 'unauthorized') throw error
    }
    book.forget(presigned.id)
    return null
  }
}
