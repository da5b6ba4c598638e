/**
 * HMAC-SHA-256 and AES-256-GCM of texts on every runtime, in base64url. Where `node:crypto` exists it is used: for a few hundred
 * bytes its synchronous calls take 2 to 5 µs, while WebCrypto goes through a thread pool and takes 60 µs. Node encodes the texts
 * itself: a buffer for each would take as long as the MAC.
 */
import { fromBase64Url, toBase64Url } from './base64url.ts'

export interface MacKey {
  sign(text: string): string | Promise<string>
  /** In constant time. */
  verify(mac: string, text: string): boolean | Promise<boolean>
}

export interface SealKey {
  /** With its nonce in front. */
  seal(text: string, context: string): string | Promise<string>
  /** `null` for what was not sealed with this key in this context. */
  open(sealed: string, context: string): string | null | Promise<string | null>
}

const IV_BYTES = 12
const TAG_BYTES = 16
const ENCODER = new TextEncoder()

export async function macKey(secret: string): Promise<MacKey> {
  const bytes = ENCODER.encode(secret)
  const node = nodeCrypto()
  return node === null ? webMacKey(bytes) : nodeMacKey(node, bytes)
}

/** @param secret 32 bytes. */
export async function sealKey(secret: Uint8Array<ArrayBuffer>): Promise<SealKey> {
  const node = nodeCrypto()
  return node === null ? webSealKey(secret) : nodeSealKey(node, secret)
}

type NodeCrypto = typeof import('node:crypto')

/** Not imported: bundles for edge runtimes must not name a module that is not there. */
export function nodeCrypto(): NodeCrypto | null {
  if (typeof process === 'undefined' || typeof process.getBuiltinModule !== 'function') return null
  return process.getBuiltinModule('node:crypto') ?? null
}

export function nodeMacKey({ createHmac, timingSafeEqual }: NodeCrypto, secret: Uint8Array): MacKey {
  const sign = (text: string) => createHmac('sha256', secret).update(text).digest('base64url')
  return {
    sign,
    verify: (mac, text) => {
      const expected = Buffer.from(sign(text))
      const given = Buffer.from(mac)
      return given.length === expected.length && timingSafeEqual(given, expected)
    },
  }
}

export async function webMacKey(secret: Uint8Array<ArrayBuffer>): Promise<MacKey> {
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', secret, hmac, false, ['sign', 'verify'])
  return {
    sign: async (text) =>
      toBase64Url(new Uint8Array(await crypto.subtle.sign(hmac, key, ENCODER.encode(text)))),
    verify: async (mac, text) => {
      const bytes = fromBase64Url(mac)
      return bytes !== null && crypto.subtle.verify(hmac, key, bytes, ENCODER.encode(text))
    },
  }
}

export function nodeSealKey(
  { createCipheriv, createDecipheriv, randomBytes }: NodeCrypto,
  secret: Uint8Array,
): SealKey {
  // By the hundred: one call of the system's generator takes as long as the cipher.
  let nonces = randomBytes(0)
  const nextNonce = () => {
    if (nonces.length < IV_BYTES) nonces = randomBytes(IV_BYTES * 100)
    const nonce = nonces.subarray(0, IV_BYTES)
    nonces = nonces.subarray(IV_BYTES)
    return nonce
  }
  return {
    seal: (text, context) => {
      const iv = nextNonce()
      const cipher = createCipheriv('aes-256-gcm', secret, iv).setAAD(Buffer.from(context))
      const bytes = cipher.update(text, 'utf8')
      return Buffer.concat([iv, bytes, cipher.final(), cipher.getAuthTag()]).toString('base64url')
    },
    open: (text, context) => {
      const sealed = fromBase64Url(text)
      if (sealed === null || sealed.length < IV_BYTES + TAG_BYTES) return null
      try {
        const decipher = createDecipheriv('aes-256-gcm', secret, sealed.subarray(0, IV_BYTES), {
          authTagLength: TAG_BYTES,
        })
        decipher.setAAD(Buffer.from(context)).setAuthTag(sealed.subarray(-TAG_BYTES))
        const bytes = decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES))
        return Buffer.concat([bytes, decipher.final()]).toString()
      } catch {
        return null
      }
    },
  }
}

export async function webSealKey(secret: Uint8Array<ArrayBuffer>): Promise<SealKey> {
  const key = await crypto.subtle.importKey('raw', secret, 'AES-GCM', false, ['encrypt', 'decrypt'])
  const algorithm = (iv: Uint8Array<ArrayBuffer>, context: string) => ({
    name: 'AES-GCM',
    iv,
    additionalData: ENCODER.encode(context),
  })
  return {
    seal: async (text, context) => {
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
      const sealed = await crypto.subtle.encrypt(algorithm(iv, context), key, ENCODER.encode(text))
      const all = new Uint8Array(IV_BYTES + sealed.byteLength)
      all.set(iv)
      all.set(new Uint8Array(sealed), IV_BYTES)
      return toBase64Url(all)
    },
    open: async (text, context) => {
      const sealed = fromBase64Url(text)
      if (sealed === null || sealed.length < IV_BYTES + TAG_BYTES) return null
      try {
        const iv = sealed.slice(0, IV_BYTES)
        const bytes = await crypto.subtle.decrypt(algorithm(iv, context), key, sealed.slice(IV_BYTES))
        return new TextDecoder().decode(bytes)
      } catch {
        return null
      }
    },
  }
}
