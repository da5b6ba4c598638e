import { readBytes } from '../files/read-bytes.ts'
import { UploadError } from '../upload/upload-error.ts'
import { HashWorker } from './hash-worker.ts'

/** WebCrypto hashes a whole buffer, which must fit into memory; bytes. */
const MAX_BYTES = 256 * 1024 * 1024

/** Over all uploads of the page: one piece in memory at a time, and one worker. */
let last: Promise<unknown> = Promise.resolve()
const worker = new HashWorker()

/**
 * SHA-256 in base64, as S3 expects it: computed in a worker where there can be one, so that reading does not block the page.
 *
 * @throws UploadError `checksum-unavailable` where the page has no WebCrypto (plain HTTP) or the piece exceeds 256 MiB
 * @throws UploadError `file-changed` where it cannot be read
 * @throws the signal's reason, at once, when aborted
 */
export function sha256(bytes: Blob, signal: AbortSignal): Promise<string> {
  const hashed = last.then(() => hash(bytes, signal))
  // The next piece waits until this one is freed, even where its caller has aborted.
  last = hashed.catch(() => {})
  return untilAborted(hashed, signal)
}

async function hash(bytes: Blob, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted()
  const { subtle } = globalThis.crypto
  if (subtle === undefined || bytes.size > MAX_BYTES) {
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
