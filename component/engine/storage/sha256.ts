import { readBytes } from '../files/read-bytes.ts'
import { UploadError } from '../upload/upload-error.ts'
import { HashWorker } from './hash-worker.ts'

/** WebCrypto hashes in one piece, and a piece must fit into memory; bytes. */
const MOST_BYTES = 256 * 1024 * 1024

/** One piece in memory at a time, and one worker, whoever asks. */
let last: Promise<unknown> = Promise.resolve()
const worker = new HashWorker()

/**
 * SHA-256 in base64, as S3 takes it: by a worker where there can be one, so that reading does not hold up the page.
 * Rejects at once with the signal's reason when aborted.
 *
 * @throws UploadError `checksum-unavailable` where the page has no WebCrypto (plain HTTP) or the piece is too large,
 *   `file-changed` where it cannot be read
 */
export function sha256(bytes: Blob, signal: AbortSignal): Promise<string> {
  const hashed = last.then(() => hash(bytes, signal))
  // The next one waits until this one has left the memory, even where nobody waits for it any more.
  last = hashed.catch(() => {})
  return untilAborted(hashed, signal)
}

async function hash(bytes: Blob, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted()
  const { subtle } = globalThis.crypto
  if (subtle === undefined || bytes.size > MOST_BYTES) {
    throw new UploadError('checksum-unavailable', `No SHA-256 of ${bytes.size} bytes can be computed here`)
  }
  const digest =
    (await worker.digest(bytes, signal)) ?? (await subtle.digest('SHA-256', await readBytes(bytes)))
  return btoa(String.fromCharCode(...new Uint8Array(digest)))
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort)
  })
}
