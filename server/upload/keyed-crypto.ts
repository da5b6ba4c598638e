/**
 * HMAC-SHA-256 and AES-256-GCM on every runtime. Where `node:crypto` exists it is used: for a few hundred bytes its synchronous
 * calls take 5 µs, while WebCrypto goes through a thread pool and takes 60 µs.
 */

export interface MacKey {
  sign(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array>
  /** In constant time. */
  verify(mac: Uint8Array<ArrayBuffer>, bytes: Uint8Array<ArrayBuffer>): Promise<boolean>
}

export interface SealKey {
  /** With its nonce in front. */
  seal(text: Uint8Array<ArrayBuffer>, context: Uint8Array<ArrayBuffer>): Promise<Uint8Array>
  /** `null` for what was not sealed with this key in this context. */
  open(sealed: Uint8Array<ArrayBuffer>, context: Uint8Array<ArrayBuffer>): Promise<Uint8Array | null>
}

const IV_BYTES = 12
const TAG_BYTES = 16

export async function macKey(secret: string): Promise<MacKey> {
  const bytes = new TextEncoder().encode(secret)
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
  const sign = (bytes: Uint8Array) => createHmac('sha256', secret).update(bytes).digest()
  return {
    sign: async (bytes) => sign(bytes),
    verify: async (mac, bytes) => {
      const expected = sign(bytes)
      return mac.length === expected.length && timingSafeEqual(mac, expected)
    },
  }
}

export async function webMacKey(secret: Uint8Array<ArrayBuffer>): Promise<MacKey> {
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', secret, hmac, false, ['sign', 'verify'])
  return {
    sign: async (bytes) => new Uint8Array(await crypto.subtle.sign(hmac, key, bytes)),
    verify: (mac, bytes) => crypto.subtle.verify(hmac, key, mac, bytes),
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
    seal: async (text, context) => {
      const iv = nextNonce()
      const cipher = createCipheriv('aes-256-gcm', secret, iv).setAAD(context)
      return Buffer.concat([iv, cipher.update(text), cipher.final(), cipher.getAuthTag()])
    },
    open: async (sealed, context) => {
      if (sealed.length < IV_BYTES + TAG_BYTES) return null
      try {
        const decipher = createDecipheriv('aes-256-gcm', secret, sealed.subarray(0, IV_BYTES), {
          authTagLength: TAG_BYTES,
        })
        decipher.setAAD(context).setAuthTag(sealed.subarray(-TAG_BYTES))
        return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()])
      } catch {
        return null
      }
    },
  }
}

export async function webSealKey(secret: Uint8Array<ArrayBuffer>): Promise<SealKey> {
  const key = await crypto.subtle.importKey('raw', secret, 'AES-GCM', false, ['encrypt', 'decrypt'])
  const algorithm = (iv: Uint8Array<ArrayBuffer>, additionalData: Uint8Array<ArrayBuffer>) => ({
    name: 'AES-GCM',
    iv,
    additionalData,
  })
  return {
    seal: async (text, context) => {
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
      const sealed = new Uint8Array(await crypto.subtle.encrypt(algorithm(iv, context), key, text))
      const all = new Uint8Array(IV_BYTES + sealed.length)
      all.set(iv)
      all.set(sealed, IV_BYTES)
      return all
    },
    open: async (sealed, context) => {
      if (sealed.length < IV_BYTES + TAG_BYTES) return null
      try {
        const iv = sealed.slice(0, IV_BYTES)
        return new Uint8Array(
          await crypto.subtle.decrypt(algorithm(iv, context), key, sealed.slice(IV_BYTES)),
        )
      } catch {
        return null
      }
    },
  }
}
