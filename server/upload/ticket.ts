/**
 * Tickets: the stateless proof, made at presign, that this service named an object for this subject.
 *
 * Owns the format `v1.<kid>.<claims>.<mac>`, signing, verification and key rotation. Does not own what a ticket is
 * good for: callers say for how long after the upload window. Not a JWT on purpose: there is one algorithm, so there
 * is no algorithm field to confuse. The MAC covers a label and the bucket, so a signature made for anything else, or
 * for another bucket under the same secret, is worth nothing here.
 */
import { fromBase64Url, toBase64Url } from './base64url.ts'
import type { PartPlan } from './part-plan.ts'
import { UploadError } from './upload-error.ts'

export interface TicketClaims {
  id: string
  key: string
  /** Bytes. */
  size: number
  contentType: string
  /** Base64, `null` where the upload is not bound to a checksum. */
  sha256: string | null
  route: string
  subject: string
  /** Display text. */
  fileName: string
  metadata: Record<string, string>
  /** When S3 stops taking the upload, in seconds since 1970. */
  uploadUntil: number
  /** `null` where the upload is one request. */
  multipart: MultipartClaims | null
}

export interface MultipartClaims extends PartPlan {
  /** The store's id of the upload. */
  uploadId: string
  /** What every part must come with. */
  checksum: 'sha256' | null
}

export interface TicketsOptions {
  /** At least 32 bytes each. The first signs, all verify. */
  secrets: readonly string[]
  bucket: string
}

interface Key {
  id: string
  key: Awaited<ReturnType<typeof crypto.subtle.importKey>>
}

const algorithm = { name: 'HMAC', hash: 'SHA-256' }
const encoder = new TextEncoder()

// The longest we make has 2 KiB of metadata in which JSON escapes every byte, about 22 KB.
const longestTicket = 32_768

export class Tickets {
  readonly #label: string
  readonly #secrets: readonly string[]
  #keys: Promise<Key[]> | undefined

  constructor(options: TicketsOptions) {
    this.#label = `s3-uploader ticket v1\n${options.bucket}\n`
    this.#secrets = options.secrets
  }

  async issue(claims: TicketClaims): Promise<string> {
    const [signer] = await this.#importedKeys()
    if (signer === undefined) throw new TypeError('A ticket needs a secret')
    const body = `v1.${signer.id}.${toBase64Url(encoder.encode(JSON.stringify(claims)))}`
    const mac = await crypto.subtle.sign(algorithm, signer.key, this.#signedBytes(body))
    return `${body}.${toBase64Url(new Uint8Array(mac))}`
  }

  /** @throws {UploadError} `ticket-invalid`, with one message for every kind of forgery. */
  async read(ticket: string): Promise<TicketClaims> {
    const claims = await this.#verifiedClaims(ticket)
    if (claims === null) throw new UploadError('ticket-invalid', 'This upload ticket is not valid.')
    return claims
  }

  async #verifiedClaims(ticket: string): Promise<TicketClaims | null> {
    if (ticket.length > longestTicket) return null
    const [version, kid, payload, mac, ...rest] = ticket.split('.')
    if (version !== 'v1' || payload === undefined || mac === undefined || rest.length > 0) return null
    const key = (await this.#importedKeys()).find(({ id }) => id === kid)
    const macBytes = fromBase64Url(mac)
    if (key === undefined || macBytes === null) return null
    const signed = this.#signedBytes(`${version}.${kid}.${payload}`)
    // `verify` compares in constant time.
    if (!(await crypto.subtle.verify(algorithm, key.key, macBytes, signed))) return null
    const json = fromBase64Url(payload)
    return json === null ? null : parseClaims(json)
  }

  #signedBytes(body: string): Uint8Array<ArrayBuffer> {
    return encoder.encode(this.#label + body)
  }

  // Imported on first use and once: Workers allow no asynchronous work while a module loads.
  #importedKeys(): Promise<Key[]> {
    this.#keys ??= Promise.all(this.#secrets.map(importKey))
    return this.#keys
  }
}

async function importKey(secret: string): Promise<Key> {
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, [
    'sign',
    'verify',
  ])
  const fingerprint = await crypto.subtle.sign(algorithm, key, encoder.encode('s3-uploader key id v1'))
  return { id: toBase64Url(new Uint8Array(fingerprint, 0, 6)), key }
}

// Signed by us is not the same as written by this version of us.
function parseClaims(json: Uint8Array): TicketClaims | null {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder().decode(json))
  } catch {
    return null
  }
  return isClaims(value) ? value : null
}

function isClaims(value: unknown): value is TicketClaims {
  if (typeof value !== 'object' || value === null) return false
  const claims: Partial<Record<keyof TicketClaims, unknown>> = value
  return (
    [claims.id, claims.key, claims.contentType, claims.route, claims.subject, claims.fileName].every(
      isString,
    ) &&
    (claims.sha256 === null || isString(claims.sha256)) &&
    Number.isSafeInteger(claims.size) &&
    Number.isSafeInteger(claims.uploadUntil) &&
    typeof claims.metadata === 'object' &&
    claims.metadata !== null &&
    Object.values(claims.metadata).every(isString) &&
    (claims.multipart === null || isMultipart(claims.multipart))
  )
}

function isMultipart(value: unknown): value is MultipartClaims {
  if (typeof value !== 'object' || value === null) return false
  const claims: Partial<Record<keyof MultipartClaims, unknown>> = value
  return (
    isString(claims.uploadId) &&
    Number.isSafeInteger(claims.partSize) &&
    Number.isSafeInteger(claims.partCount) &&
    (claims.checksum === null || claims.checksum === 'sha256')
  )
}

function isString(value: unknown): value is string {
  return typeof value === 'string'
}

/**
 * A ticket that is genuine may still be too old, or someone else's.
 *
 * @throws {UploadError} `ticket-expired` or `forbidden`.
 */
export function assertUsable(
  claims: TicketClaims,
  use: { subject: string; now: Date; secondsAfterUpload: number },
): void {
  if (claims.subject !== use.subject) {
    throw new UploadError('forbidden', 'This upload belongs to someone else.')
  }
  if (use.now.getTime() > (claims.uploadUntil + use.secondsAfterUpload) * 1000) {
    throw new UploadError('ticket-expired', 'This upload ticket has expired. Upload the file again.')
  }
}
