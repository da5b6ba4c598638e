/** SHA-256 and HMAC-SHA-256 of short texts: synchronous where `node:crypto` exists, by WebCrypto elsewhere. */
import { nodeCrypto } from '../upload/keyed-crypto.ts'

export interface Digests {
  sha256(text: string): Bytes | Promise<Bytes>
  /** In hexadecimal. */
  sha256Hex(text: string): string | Promise<string>
  hmac(key: Bytes | string, text: string): Bytes | Promise<Bytes>
  hmacHex(key: Bytes, text: string): string | Promise<string>
}

export type Bytes = Uint8Array<ArrayBuffer>

const ENCODER = new TextEncoder()

export function platformDigests(): Digests {
  const node = nodeCrypto()
  if (node === null) return webDigests
  const { createHash, createHmac } = node
  return {
    sha256: (text) => createHash('sha256').update(text).digest(),
    sha256Hex: (text) => createHash('sha256').update(text).digest('hex'),
    hmac: (key, text) => createHmac('sha256', key).update(text).digest(),
    hmacHex: (key, text) => createHmac('sha256', key).update(text).digest('hex'),
  }
}

export const webDigests: Digests = {
  sha256: webSha256,
  sha256Hex: async (text) => toHex(await webSha256(text)),
  hmac: webHmac,
  hmacHex: async (key, text) => toHex(await webHmac(key, text)),
}

async function webSha256(text: string): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', ENCODER.encode(text)))
}

async function webHmac(key: Bytes | string, text: string): Promise<Bytes> {
  const bytes = typeof key === 'string' ? ENCODER.encode(key) : key
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const imported = await crypto.subtle.importKey('raw', bytes, hmac, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, ENCODER.encode(text)))
}

function toHex(bytes: Bytes): string {
  let text = ''
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
  return text
}
