/**
 * Grants sealed into the metadata of the objects that they store, so an upload whose browser died can still be announced.
 *
 * Sealed and not only signed: who may read the object must not learn the user and the file's name. AES-GCM under a key that
 * is derived from the ticket secret; the upload's id is authenticated with it.
 */
import { fromBase64Url, toBase64Url } from './base64url.ts'
import { parseClaims, type TicketClaims } from './ticket.ts'

/** S3 takes 2 KB of metadata in all. Larger grants (much batch metadata) are not sealed. */
const MAX_LENGTH = 1_600

const IV_BYTES = 12
const LABEL = 's3-uploader sealed grant v1'
const encoder = new TextEncoder()

type AesKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>

export class SealedGrants {
  readonly #secrets: () => Promise<readonly string[]>
  #imported: { secrets: readonly string[]; keys: Promise<AesKey[]> } | undefined

  /** @param secrets the first seals, all open. */
  constructor(secrets: () => Promise<readonly string[]>) {
    this.#secrets = secrets
  }

  /** `null` when the grant is too large for an object's metadata. */
  async seal(claims: TicketClaims): Promise<string | null> {
    const text = encoder.encode(JSON.stringify(claims))
    if (text.length > MAX_LENGTH) return null
    const [key] = await this.#keys()
    if (key === undefined) return null
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
    const sealed = new Uint8Array(await crypto.subtle.encrypt(algorithm(iv, claims.id), key, text))
    const all = new Uint8Array(IV_BYTES + sealed.length)
    all.set(iv)
    all.set(sealed, IV_BYTES)
    const encoded = toBase64Url(all)
    return encoded.length > MAX_LENGTH ? null : encoded
  }

  /** `null` for what this service did not seal for this upload. */
  async open(sealed: string, id: string): Promise<TicketClaims | null> {
    const all = fromBase64Url(sealed)
    if (all === null || all.length <= IV_BYTES) return null
    for (const key of await this.#keys()) {
      try {
        const iv = all.slice(0, IV_BYTES)
        const text = await crypto.subtle.decrypt(algorithm(iv, id), key, all.slice(IV_BYTES))
        const claims = parseClaims(new Uint8Array(text))
        return claims?.id === id ? claims : null
      } catch {
        // Sealed with another secret, or changed.
      }
    }
    return null
  }

  async #keys(): Promise<AesKey[]> {
    const secrets = await this.#secrets()
    if (this.#imported?.secrets !== secrets) {
      this.#imported = { secrets, keys: Promise.all(secrets.map(deriveKey)) }
    }
    return this.#imported.keys
  }
}

function algorithm(iv: Uint8Array<ArrayBuffer>, id: string) {
  return { name: 'AES-GCM', iv, additionalData: encoder.encode(`${LABEL}\n${id}`) }
}

async function deriveKey(secret: string): Promise<AesKey> {
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const root = await crypto.subtle.importKey('raw', encoder.encode(secret), hmac, false, ['sign'])
  const bytes = await crypto.subtle.sign('HMAC', root, encoder.encode(LABEL))
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
}
