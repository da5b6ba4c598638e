/**
 * Grants sealed into the metadata of the objects that they store, so an upload whose browser died can still be announced.
 *
 * Sealed and not only signed: who may read the object must not learn the user and the file's name. AES-GCM under a key that
 * is derived from the ticket secret; the upload's id is authenticated with it.
 */
import { fromBase64Url } from './base64url.ts'
import { macKey, type SealKey, sealKey } from './keyed-crypto.ts'
import { SecretKeys } from './secret-keys.ts'
import { parseClaims, type TicketClaims } from './ticket.ts'

/** S3 takes 2 KB of metadata in all. Larger grants (much batch metadata) are not sealed. */
const MAX_LENGTH = 1_600

const LABEL = 's3-uploader sealed grant v1'

export class SealedGrants {
  readonly #keys: SecretKeys<SealKey>

  /** @param secrets the first seals, all open. */
  constructor(secrets: () => Promise<readonly string[]>) {
    this.#keys = new SecretKeys(secrets, deriveKey)
  }

  /** `null` when the grant is too large for an object's metadata. */
  async seal(claims: TicketClaims): Promise<string | null> {
    const text = JSON.stringify(claims)
    // In UTF-8 it has at least as many bytes.
    if (text.length > MAX_LENGTH) return null
    const [key] = await this.#keys.all()
    if (key === undefined) return null
    const sealed = await key.seal(text, contextOf(claims.id))
    return sealed.length > MAX_LENGTH ? null : sealed
  }

  /** `null` for what this service did not seal for this upload. */
  async open(sealed: string, id: string): Promise<TicketClaims | null> {
    for (const key of await this.#keys.all()) {
      const text = await key.open(sealed, contextOf(id))
      const claims = text === null ? null : parseClaims(text)
      if (claims?.id === id) return claims
    }
    return null
  }
}

function contextOf(id: string): string {
  return `${LABEL}\n${id}`
}

async function deriveKey(secret: string): Promise<SealKey> {
  const root = await macKey(secret)
  const bytes = fromBase64Url(await root.sign(LABEL))
  if (bytes === null) throw new TypeError('A MAC is base64url')
  return sealKey(bytes)
}
