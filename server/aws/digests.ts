/** SHA-256 and HMAC-SHA-256 of short texts: synchronous where `node:crypto` exists, by WebCrypto elsewhere. */
import { nodeCrypto } from '../upload/keyed-crypto.ts'

export interface Digests {
  sha256(text: string): Bytes | Promise<Bytes>
  hmac(key: Bytes | string, text: string): Bytes | Promise<Bytes>
}

export type Bytes = Uint8Array<ArrayBuffer>

const ENCODER = new TextEncoder()

export function platformDigests(): Digests {
  const node = nodeCrypto()
  if (node === null) return webDigests
  const { createHash, createHmac } = node
  return {
    sha256: (text) => createHash('sha256').update(text).digest(),
    hmac: (key, text) => createHmac('sha256', key).update(text).digest(),
  }
}

export const webDigests: Digests = {
  sha256: async (text) => new Uint8Array(await crypto.subtle.digest('SHA-256', ENCODER.encode(text))),
  hmac: async (key, text) => {
    const bytes = typeof key === 'string' ? ENCODER.encode(key) : key
    const imported = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, [
      'sign',
    ])
    return new Uint8Array(await crypto.subtle.sign('HMAC', imported, ENCODER.encode(text)))
  },
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export function toHex(bytes: Bytes): string {
  let text = ''
  for (const byte of bytes) text += HEX[byte]
  return text
}
