/**
 * Signature Version 4, the pure half: text in, signature out.
 *
 * Written with node:crypto because the SDK's signer cannot verify: it chooses itself which headers to sign,
 * while a verifier must take exactly the list the request names. It is also the better judge for not sharing code
 * with the clients it judges.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

export const ALGORITHM = 'AWS4-HMAC-SHA256'

export interface Credentials {
  accessKeyId: string
  secretAccessKey: string
}

export interface CredentialScope {
  accessKeyId: string
  /** YYYYMMDD */
  date: string
  region: string
  service: string
}

export interface Authorization {
  scope: CredentialScope
  signedHeaders: string[]
  signature: string
}

export interface CanonicalParts {
  method: string
  /** Percent-decoded. */
  path: string
  query: Iterable<[name: string, value: string]>
  signedHeaders: readonly string[]
  header: (name: string) => string | undefined
  payloadHash: string
}

/** `KEY/20260131/us-east-1/s3/aws4_request`; the access key itself may hold slashes. */
export function parseCredential(text: string): CredentialScope | null {
  const match = /^(.+)\/(\d{8})\/([^/]*)\/([^/]*)\/aws4_request$/.exec(text)
  if (!match) return null
  const [, accessKeyId = '', date = '', region = '', service = ''] = match
  return { accessKeyId, date, region, service }
}

export function parseAuthorization(header: string): Authorization | null {
  if (!header.startsWith(`${ALGORITHM} `)) return null
  const fields = new Map(
    header
      .slice(ALGORITHM.length)
      .split(',')
      .map((field): [string, string] => {
        const [name = '', ...value] = field.trim().split('=')
        return [name, value.join('=')]
      }),
  )
  const scope = parseCredential(fields.get('Credential') ?? '')
  const signedHeaders = fields.get('SignedHeaders')?.split(';')
  const signature = fields.get('Signature')
  return scope && signedHeaders && signature ? { scope, signedHeaders, signature } : null
}

/** `20260131T235959Z` as epoch milliseconds. */
export function parseAmzDate(text: string): number | null {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)
  if (!match) return null
  const [, year, month, day, hour, minute, second] = match
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(time) ? null : time
}

export function canonicalRequest(parts: CanonicalParts): string {
  const query = [...parts.query]
    .map(([name, value]): [string, string] => [encodeStrictly(name), encodeStrictly(value)])
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  const headers = parts.signedHeaders.map(
    (name) => `${name}:${(parts.header(name) ?? '').trim().replace(/ +/g, ' ')}\n`,
  )
  return [
    parts.method,
    parts.path.split('/').map(encodeStrictly).join('/'),
    query,
    headers.join(''),
    parts.signedHeaders.join(';'),
    parts.payloadHash,
  ].join('\n')
}

export function stringToSign(amzDate: string, scope: CredentialScope, canonical: string): string {
  const { date, region, service } = scope
  return [ALGORITHM, amzDate, `${date}/${region}/${service}/aws4_request`, sha256Hex(canonical)].join('\n')
}

export function signatureOf(secretAccessKey: string, scope: CredentialScope, text: string): string {
  const key = [scope.date, scope.region, scope.service, 'aws4_request'].reduce<string | Buffer>(
    (parent, step) => createHmac('sha256', parent).update(step).digest(),
    `AWS4${secretAccessKey}`,
  )
  return createHmac('sha256', key).update(text).digest('hex')
}

/** In constant time: how long a refusal takes tells nothing about the right signature. */
export function sameSignature(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

export function sha256Hex(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Everything but the unreserved characters, which is stricter than `encodeURIComponent`. */
export function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
