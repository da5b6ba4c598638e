/**
 * The worker: takes a Blob and an algorithm and posts the digest, or null where the Blob cannot be read or hashed (the
 * page then finds out why). A file of its own, so that `worker-src 'self'` is enough.
 */
import { Md5 } from './md5.ts'

/** WebCrypto has no MD5; it is computed in pieces of this many bytes. */
const CHUNK_BYTES = 4 * 1024 * 1024

// Tells a worker that runs from one that never will.
postMessage('running')

addEventListener('message', async ({ data }: MessageEvent<unknown>) => {
  let digest: ArrayBuffer | null = null
  try {
    if (typeof data === 'object' && data !== null && 'piece' in data && data.piece instanceof Blob) {
      const isMd5 = 'algorithm' in data && data.algorithm === 'MD5'
      digest = isMd5 ? await md5(data.piece) : await sha256(data.piece)
    }
  } catch {}
  postMessage(digest)
})

async function sha256(piece: Blob): Promise<ArrayBuffer> {
  return crypto.subtle.digest('SHA-256', await piece.arrayBuffer())
}

async function md5(piece: Blob): Promise<ArrayBuffer> {
  const hash = new Md5()
  for (let at = 0; at < piece.size; at += CHUNK_BYTES) {
    hash.update(new Uint8Array(await piece.slice(at, at + CHUNK_BYTES).arrayBuffer()))
  }
  return hash.digest()
}
