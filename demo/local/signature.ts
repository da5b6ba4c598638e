/**
 * Verifies Signature Version 4 in the Authorization header, in the query of a presigned URL and in the fields of a form.
 * The SDK's signer cannot be used: it chooses the signed headers itself, while a verifier must use those that the request
 * names. Shared code would also hide errors of the signer.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { AwsError, type AwsErrorCode } from './aws-error.ts'

export type Signer = { region: string; accessKeyId: string; secretAccessKey: string }

/** The parts of a request that a signature covers: the path is percent-decoded, header names are in lower case. */
export interface SignedRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: ReadonlyMap<string, string>
}

/** A signature as sent. Its date looks like `20260131T235959Z`; the credential is a key, a slash and the scope. */
type Claim = { credential: string; date: string; signature: string; textOf: (scope: string) => string }

/** The place of a signature, and the error codes for a malformed one and for one of another scope. */
type Place = { service: 's3' | 'sns' | 'sqs'; malformed: AwsErrorCode; elsewhere: AwsErrorCode }

const inS3 = (code: AwsErrorCode): Place => ({ service: 's3', malformed: code, elsewhere: code })
const inHeader = inS3('AuthorizationHeaderMalformed')
const inQuery = inS3('AuthorizationQueryParametersError')
const inForm = inS3('InvalidArgument')
const inSns: Place = { service: 'sns', malformed: 'IncompleteSignature', elsewhere: 'SignatureDoesNotMatch' }
const inSqs: Place = { ...inSns, service: 'sqs' }

const ALGORITHM = 'AWS4-HMAC-SHA256'
const MAX_SKEW_MS = 15 * 60 * 1000
const MAX_EXPIRES_SECONDS = 7 * 24 * 60 * 60

/** Returns the signed payload hash: SHA-256 in hex, or a word such as `UNSIGNED-PAYLOAD`. */
export function checkS3Signature(request: SignedRequest, signer: Signer): string {
  const { headers, query } = request
  const payloadHash = headers.get('x-amz-content-sha256') ?? 'UNSIGNED-PAYLOAD'
  const isPresigned = query.has('X-Amz-Signature') || query.has('X-Amz-Algorithm')
  const isTwice = isPresigned && headers.has('authorization')
  if (isTwice) throw new AwsError('InvalidArgument', 'Only one auth mechanism allowed')
  if (isPresigned) checkQuery(request, payloadHash, signer)
  else checkHeader(request, payloadHash, inHeader, signer)
  return payloadHash
}

export function checkSnsSignature(request: SignedRequest, body: string, signer: Signer): void {
  checkHeader(request, createHash('sha256').update(body).digest('hex'), inSns, signer)
}

export function checkSqsSignature(request: SignedRequest, body: string, signer: Signer): void {
  checkHeader(request, createHash('sha256').update(body).digest('hex'), inSqs, signer)
}

/** A form's signature covers its policy as sent, in Base64. */
export function checkFormSignature(fields: SignedRequest['headers'], policy: string, signer: Signer): void {
  const field = (name: string) => fields.get(`x-amz-${name}`) ?? ''
  const [credential, date, signature] = [field('credential'), field('date'), field('signature')]
  if (field('algorithm') !== ALGORITHM || !signature) throw new AwsError(inForm.malformed)
  check({ credential, date, signature, textOf: () => policy }, inForm, signer)
}

function checkHeader(request: SignedRequest, payloadHash: string, place: Place, signer: Signer): void {
  const header = request.headers.get('authorization')
  if (header === undefined) throw new AwsError('AccessDenied', 'Requests must be signed')
  if (!header.startsWith(ALGORITHM)) throw new AwsError('InvalidArgument', 'Unsupported Authorization Type')
  const field = (name: string) => new RegExp(`[ ,]${name}=([^, ]+)`).exec(header)?.[1] ?? ''
  const [credential, signature] = [field('Credential'), field('Signature')]
  if (!credential || !signature) throw new AwsError(place.malformed)
  const date = request.headers.get('x-amz-date') ?? ''
  const skew = Math.abs(Date.now() - timeOf(date))
  if (Number.isNaN(skew)) throw new AwsError('AccessDenied', 'A valid x-amz-date header is needed')
  if (skew > MAX_SKEW_MS) throw new AwsError('RequestTimeTooSkewed')
  const textOf = signedText(request, date, field('SignedHeaders'), payloadHash)
  check({ credential, date, signature, textOf }, place, signer)
}

function checkQuery(request: SignedRequest, payloadHash: string, signer: Signer): void {
  const field = (name: string) => request.query.get(`X-Amz-${name}`) ?? ''
  const [credential, date, signature] = [field('Credential'), field('Date'), field('Signature')]
  const [expires, signedHeaders, signedAt] = [field('Expires'), field('SignedHeaders'), timeOf(date)]
  const isWhole = field('Algorithm') === ALGORITHM && credential && signature && signedHeaders && signedAt
  const isSoon = /^\d+$/.test(expires) && Number(expires) <= MAX_EXPIRES_SECONDS
  if (!isWhole || !isSoon) throw new AwsError(inQuery.malformed)
  const age = Date.now() - signedAt
  if (age < -MAX_SKEW_MS) throw new AwsError('AccessDenied', 'Request is not valid yet')
  if (age > Number(expires) * 1000) throw new AwsError('AccessDenied', 'Request has expired')
  const textOf = signedText(request, date, signedHeaders, payloadHash)
  check({ credential, date, signature, textOf }, inQuery, signer)
}

function signedText(request: SignedRequest, date: string, signedHeaders: string, payloadHash: string) {
  const { method, path, query, headers } = request
  const names = signedHeaders.split(';')
  // Otherwise the holder of a presigned PUT could add an unsigned ACL, metadata or copy source.
  const needed = ['host', ...[...headers.keys()].filter((name) => name.startsWith('x-amz-'))]
  const unsigned = needed.filter((name) => !names.includes(name))
  if (unsigned.length > 0) throw new AwsError('AccessDenied', `Headers not signed: ${unsigned.join(', ')}`)
  const parameters = new URLSearchParams(query)
  parameters.delete('X-Amz-Signature')
  parameters.sort()
  const canonical = [
    method,
    path.split('/').map(encodeStrictly).join('/'),
    [...parameters].map((pair) => pair.map(encodeStrictly).join('=')).join('&'),
    ...names.map((name) => `${name}:${(headers.get(name) ?? '').trim().replace(/ +/g, ' ')}`),
    '',
    signedHeaders,
    payloadHash,
  ].join('\n')
  const digest = createHash('sha256').update(canonical).digest('hex')
  return (scope: string) => [ALGORITHM, date, scope, digest].join('\n')
}

function check({ credential, date, signature, textOf }: Claim, place: Place, signer: Signer): void {
  // The access key itself may contain slashes.
  const [, accessKeyId, scope = ''] = /^(.+)\/(\d{8}\/[^/]*\/[^/]*\/aws4_request)$/.exec(credential) ?? []
  const steps = scope.split('/')
  const [day = '', region, service] = steps
  if (accessKeyId === undefined) throw new AwsError(place.malformed)
  if (accessKeyId !== signer.accessKeyId) throw new AwsError('InvalidAccessKeyId')
  const isHere = region === signer.region && service === place.service && date.startsWith(day)
  if (!isHere)
    throw new AwsError(place.elsewhere, `Expected the scope ${signer.region}/${place.service}, got ${scope}`)
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
  const text = textOf(scope)
  const digest = [...steps, text].reduce<string | Buffer>(hmac, `AWS4${signer.secretAccessKey}`)
  // In constant time: the duration must reveal nothing about the correct signature.
  const [given, expected] = [Buffer.from(signature), Buffer.from(Buffer.from(digest).toString('hex'))]
  const isRight = given.length === expected.length && timingSafeEqual(given, expected)
  if (!isRight) throw new AwsError('SignatureDoesNotMatch', `The string to sign is:\n${text}`)
}

/** Epoch ms of a date such as `20260131T235959Z`, otherwise NaN. */
function timeOf(date: string): number {
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
}

/** Encodes everything but RFC 3986's unreserved characters, which is stricter than `encodeURIComponent`. */
function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (mark) =>
    `%${mark.charCodeAt(0).toString(16)}`.toUpperCase(),
  )
}
