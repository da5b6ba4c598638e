/**
 * Tickets: the stateless proof, made at presign, that this service named an object for this subject.
 *
 * Owns the format `v2.<kid>.<route>.<claims>.<mac>`, signing, verification and key rotation. Does not own how long a
 * ticket is valid: callers give the time after the upload window. Not a JWT: there is one algorithm, so there is no
 * algorithm field to attack. The MAC covers a label, the audience (where the API is mounted) and the route's target, so a
 * ticket is not accepted at another mount or after its route got another bucket, prefix or topic.
 */
import { fromBase64Url, textToBase64Url } from './base64url.ts'
import { type MacKey, macKey } from './keyed-crypto.ts'
import { parseJson } from './parse-json.ts'
import type { PartPlan } from './part-plan.ts'
import type { Route } from './route.ts'
import { SecretKeys } from './secret-keys.ts'
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
  /** When the ticket was issued, in seconds since 1970. */
  grantedAt: number
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
  secrets: () => Promise<readonly string[]>
  routeTable: ReadonlyMap<string, Pick<Route, 'target'>>
}

interface Key {
  id: string
  key: MacKey
}

// The longest that is issued has 2 KiB of metadata in which JSON escapes every byte: about 22 KB.
const MAX_TICKET_LENGTH = 32_768

export class Tickets {
  readonly #options: TicketsOptions
  readonly #keys: SecretKeys<Key>

  constructor(options: TicketsOptions) {
    this.#options = options
    this.#keys = new SecretKeys(options.secrets, importKey)
  }

  /** @param audience where the ticket is valid, for example the path of the mount. */
  async issue(claims: TicketClaims, audience: string): Promise<string> {
    const [signer] = await this.#keys.all()
    if (signer === undefined) throw new TypeError('A ticket needs a secret')
    const body = `v2.${signer.id}.${claims.route}.${textToBase64Url(JSON.stringify(claims))}`
    return `${body}.${await signer.key.sign(this.#signedText(body, claims.route, audience))}`
  }

  /** @throws {UploadError} `ticket-invalid`, with the same message for every kind of forgery */
  async read(ticket: string, audience: string): Promise<TicketClaims> {
    const claims = await this.#verifiedClaims(ticket, audience)
    if (claims === null) throw new UploadError('ticket-invalid', 'This upload ticket is not valid.')
    return claims
  }

  async #verifiedClaims(ticket: string, audience: string): Promise<TicketClaims | null> {
    if (ticket.length > MAX_TICKET_LENGTH) return null
    const [version, kid, route = '', payload, mac, ...rest] = ticket.split('.')
    if (version !== 'v2' || payload === undefined || mac === undefined || rest.length > 0) return null
    if (!this.#options.routeTable.has(route)) return null
    const key = (await this.#keys.all()).find(({ id }) => id === kid)
    if (key === undefined) return null
    const signed = this.#signedText(`${version}.${kid}.${route}.${payload}`, route, audience)
    if (!(await key.key.verify(mac, signed))) return null
    const json = fromBase64Url(payload)
    const claims = json === null ? null : parseClaims(new TextDecoder().decode(json))
    return claims?.route === route ? claims : null
  }

  #signedText(body: string, route: string, audience: string): string {
    const target = this.#options.routeTable.get(route)?.target
    const label = ['s3-uploader ticket v2', audience, target?.bucket, target?.prefix, target?.topicArn]
    // JSON, so no member can pretend to be the next one.
    return `${JSON.stringify(label)}\n${body}`
  }
}

async function importKey(secret: string): Promise<Key> {
  const key = await macKey(secret)
  // Six bytes of it.
  return { id: (await key.sign('s3-uploader key id v1')).slice(0, 8), key }
}

// Another version of this service may have signed it, so the shape is checked too.
export function parseClaims(json: string): TicketClaims | null {
  const value = parseJson(json)
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
    Number.isSafeInteger(claims.grantedAt) &&
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
 * Checks that a genuine ticket is the caller's and not too old.
 *
 * @throws {UploadError} `ticket-expired` or `forbidden`
 */
export function assertUsable(
  claims: TicketClaims,
  use: { subject: string; now: Date; secondsAfterUpload: number },
): void {
  if (claims.subject !== use.subject) {
    throw new UploadError('forbidden', 'This upload belongs to another user.')
  }
  if (use.now.getTime() > (claims.uploadUntil + use.secondsAfterUpload) * 1000) {
    throw new UploadError('ticket-expired', 'This upload ticket has expired. Upload the file again.')
  }
}
