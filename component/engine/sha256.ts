import { UploadError } from './upload-error.ts'

/** WebCrypto hashes in one piece, and a piece must fit into memory; bytes. */
const MOST_BYTES = 256 * 1024 * 1024

/** One piece in memory at a time, whoever asks. */
let last: Promise<unknown> = Promise.resolve()

/**
 * SHA-256 in base64, as S3 takes it. The browser computes it off the main thread, so no worker is needed.
 *
 * @throws UploadError `checksum-unavailable` where the page has no WebCrypto (plain HTTP) or the piece is too large,
 *   `file-changed` where it cannot be read
 */
export function sha256(bytes: Blob, signal: AbortSignal): Promise<string> {
  const hashed = last.then(() => hash(bytes, signal))
  last = hashed.catch(() => {})
  return hashed
}

async function hash(bytes: Blob, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted()
  const { subtle } = globalThis.crypto
  if (subtle === undefined || bytes.size > MOST_BYTES) {
    throw new UploadError('checksum-unavailable', `No SHA-256 of ${bytes.size} bytes can be computed here`)
  }
  const buffer = await bytes.arrayBuffer().catch((cause: unknown) => {
    throw new UploadError('file-changed', 'The file can no longer be read', { cause })
  })
  const digest = new Uint8Array(await subtle.digest('SHA-256', buffer))
  return btoa(String.fromCharCode(...digest))
}
