import { readBytes } from '../files/read-bytes.ts'
import { yieldToPage } from '../files/yield-to-page.ts'
import { delay } from '../upload/delay.ts'
import { UploadError } from '../upload/upload-error.ts'
import { type HashAlgorithm, HashWorker } from './hash-worker.ts'

/** WebCrypto hashes a whole buffer, which must fit into memory; bytes. */
const MAX_SHA256_BYTES = 256 * 1024 * 1024
/** MD5 without a worker: bytes between two turns of the page, about 10 ms of work. */
const MD5_CHUNK_BYTES = 4 * 1024 * 1024

/** A disk may take this long for a piece, in milliseconds, and one more for each 1,000 bytes: the next piece waits for it. */
const READ_TIMEOUT_MS = 10_000

/** Over all uploads of the page: one piece in memory at a time, and one worker. */
let last: Promise<unknown> = Promise.resolve()
const worker = new HashWorker()

/**
 * The hash of a piece, computed in a worker where there can be one, so that reading does not block the page.
 *
 * @throws UploadError `checksum-unavailable` for SHA-256 where the page has no WebCrypto (plain HTTP) or the piece
 *   exceeds 256 MiB
 * @throws UploadError `file-changed` where it cannot be read, or a disk does not answer
 * @throws the signal's reason, at once, when aborted
 */
export function hashPiece(algorithm: HashAlgorithm, piece: Blob, signal: AbortSignal): Promise<ArrayBuffer> {
  const hashed = last.then(() => hash(algorithm, piece, signal))
  // The next piece waits until this one is freed, even where its caller has aborted.
  last = hashed.catch(() => {})
  return untilAborted(hashed, signal)
}

async function hash(algorithm: HashAlgorithm, piece: Blob, signal: AbortSignal): Promise<ArrayBuffer> {
  signal.throwIfAborted()
  if (algorithm === 'MD5') return (await worker.digest(algorithm, piece, signal)) ?? md5Here(piece, signal)
  const { subtle } = globalThis.crypto
  if (subtle === undefined || piece.size > MAX_SHA256_BYTES) {
    throw new UploadError('checksum-unavailable', `No SHA-256 of ${piece.size} bytes can be computed here`)
  }
  const digest = await worker.digest(algorithm, piece, signal)
  return digest ?? subtle.digest('SHA-256', await readInTime(piece, signal))
}

async function md5Here(piece: Blob, signal: AbortSignal): Promise<ArrayBuffer> {
  const { Md5 } = await import('./md5.ts')
  const md5 = new Md5()
  for (let at = 0; at < piece.size; at += MD5_CHUNK_BYTES) {
    md5.update(new Uint8Array(await readInTime(piece.slice(at, at + MD5_CHUNK_BYTES), signal)))
    await yieldToPage()
    signal.throwIfAborted()
  }
  return md5.digest()
}

async function readInTime(piece: Blob, signal: AbortSignal): Promise<ArrayBuffer> {
  const finished = new AbortController()
  const ms = READ_TIMEOUT_MS + piece.size / 1_000
  const timeout = delay(ms, AbortSignal.any([signal, finished.signal])).then(() => {
    throw new UploadError('file-changed', `The disk did not deliver the file in ${Math.round(ms)} ms`)
  })
  try {
    return await Promise.race([readBytes(piece), timeout])
  } finally {
    finished.abort()
  }
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort)
  })
}
