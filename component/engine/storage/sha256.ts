import { hashPiece } from './hash-queue.ts'

/**
 * SHA-256 in base64, as S3 expects it.
 *
 * @throws as `hashPiece`
 */
export async function sha256(bytes: Blob, signal: AbortSignal): Promise<string> {
  const digest = await hashPiece('SHA-256', bytes, signal)
  return btoa(String.fromCharCode(...new Uint8Array(digest)))
}
