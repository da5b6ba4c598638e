/**
 * Who sent this request? Checks the Authorization header and presigned queries the way S3 does, and says what the
 * signature promises about the body. Form uploads carry their signature in the form: see post-object.ts.
 */
import { S3Error } from './s3-error.ts'
import type { S3Request } from './s3-request.ts'
import {
  ALGORITHM,
  type Authorization,
  type Credentials,
  canonicalRequest,
  parseAmzDate,
  parseAuthorization,
  parseCredential,
  sameSignature,
  signatureOf,
  stringToSign,
} from './sigv4.ts'

export interface Signer extends Credentials {
  region: string
}

/** What the body must be: anything, these exact bytes, or aws-chunked with a checksum behind it. */
export type SignedPayload = { kind: 'unsigned' } | { kind: 'sha256'; hex: string } | { kind: 'aws-chunked' }

const MAX_SKEW_MS = 15 * 60 * 1000
const MAX_EXPIRES_SECONDS = 7 * 24 * 60 * 60

/** @param now epoch ms. Throws the S3Error a real S3 would answer. */
export function authenticate(request: S3Request, signer: Signer, now: number): SignedPayload {
  const header = request.header('authorization')
  const presigned = request.query.has('X-Amz-Signature') || request.query.has('X-Amz-Algorithm')
  if (header !== undefined && presigned) {
    throw new S3Error('InvalidArgument', { message: 'Only one auth mechanism allowed' })
  }
  if (header !== undefined) return authenticateHeader(request, header, signer, now)
  if (presigned) return authenticateQuery(request, signer, now)
  throw new S3Error('AccessDenied')
}

function authenticateHeader(request: S3Request, header: string, signer: Signer, now: number): SignedPayload {
  if (!header.startsWith(ALGORITHM)) {
    throw new S3Error('InvalidArgument', { message: 'Unsupported Authorization Type' })
  }
  const authorization = parseAuthorization(header)
  if (!authorization) throw new S3Error('AuthorizationHeaderMalformed')
  const amzDate = request.header('x-amz-date') ?? ''
  const time = parseAmzDate(amzDate)
  if (time === null) {
    throw new S3Error('AccessDenied', {
      message: 'AWS authentication requires a valid Date or x-amz-date header',
    })
  }
  if (Math.abs(now - time) > MAX_SKEW_MS) {
    throw new S3Error('RequestTimeTooSkewed', {
      details: {
        RequestTime: amzDate,
        ServerTime: isoSeconds(now),
        MaxAllowedSkewMilliseconds: MAX_SKEW_MS,
      },
    })
  }
  const payloadHash = request.header('x-amz-content-sha256')
  if (payloadHash === undefined) {
    throw new S3Error('InvalidRequest', {
      message: 'Missing required header for this request: x-amz-content-sha256',
    })
  }
  checkScope(authorization, amzDate, signer, 'AuthorizationHeaderMalformed')
  checkSignature(request, authorization, { amzDate, payloadHash, query: [...request.query] }, signer)
  return signedPayload(payloadHash)
}

function authenticateQuery(request: S3Request, signer: Signer, now: number): SignedPayload {
  const field = (name: string) => request.query.get(name) ?? ''
  const scope = parseCredential(field('X-Amz-Credential'))
  const amzDate = field('X-Amz-Date')
  const signedAt = parseAmzDate(amzDate)
  const expires = Number(field('X-Amz-Expires') || Number.NaN)
  if (
    field('X-Amz-Algorithm') !== ALGORITHM ||
    !scope ||
    signedAt === null ||
    !field('X-Amz-SignedHeaders') ||
    !field('X-Amz-Signature')
  ) {
    throw new S3Error('AuthorizationQueryParametersError', {
      message:
        'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    })
  }
  if (!Number.isInteger(expires) || expires < 0) {
    throw new S3Error('AuthorizationQueryParametersError', {
      message: 'X-Amz-Expires should be a non-negative number',
    })
  }
  if (expires > MAX_EXPIRES_SECONDS) {
    throw new S3Error('AuthorizationQueryParametersError', {
      message: `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${MAX_EXPIRES_SECONDS} seconds`,
    })
  }
  if (signedAt - now > MAX_SKEW_MS) {
    throw new S3Error('AccessDenied', { message: 'Request is not valid yet' })
  }
  if (now > signedAt + expires * 1000) {
    throw new S3Error('AccessDenied', {
      message: 'Request has expired',
      details: {
        'X-Amz-Expires': expires,
        Expires: isoSeconds(signedAt + expires * 1000),
        ServerTime: isoSeconds(now),
      },
    })
  }
  const authorization = {
    scope,
    signedHeaders: field('X-Amz-SignedHeaders').split(';'),
    signature: field('X-Amz-Signature'),
  }
  const payloadHash =
    request.header('x-amz-content-sha256') ?? (field('X-Amz-Content-Sha256') || 'UNSIGNED-PAYLOAD')
  const query = [...request.query].filter(([name]) => name !== 'X-Amz-Signature')
  checkScope(authorization, amzDate, signer, 'AuthorizationQueryParametersError')
  checkSignature(request, authorization, { amzDate, payloadHash, query }, signer)
  return signedPayload(payloadHash)
}

function checkScope(
  { scope }: Authorization,
  amzDate: string,
  signer: Signer,
  malformed: 'AuthorizationHeaderMalformed' | 'AuthorizationQueryParametersError',
): void {
  if (scope.accessKeyId !== signer.accessKeyId) {
    throw new S3Error('InvalidAccessKeyId', { details: { AWSAccessKeyId: scope.accessKeyId } })
  }
  if (scope.region !== signer.region) {
    throw new S3Error(malformed, {
      message: `The credential is malformed; the region '${scope.region}' is wrong; expecting '${signer.region}'`,
      details: { Region: signer.region },
    })
  }
  if (scope.service !== 's3' || !amzDate.startsWith(scope.date)) {
    throw new S3Error(malformed, {
      message: 'The credential is malformed; its service must be s3 and its date that of the request.',
    })
  }
}

function checkSignature(
  request: S3Request,
  { scope, signedHeaders, signature }: Authorization,
  signed: { amzDate: string; payloadHash: string; query: [string, string][] },
  signer: Signer,
): void {
  // Without this the holder of a presigned PUT could add an ACL, metadata or a copy source that nobody signed.
  const unsigned = ['host', ...request.headerNames.filter((name) => name.startsWith('x-amz-'))].filter(
    (name) => !signedHeaders.includes(name),
  )
  if (unsigned.length > 0) {
    throw new S3Error('AccessDenied', {
      message: 'There were headers present in the request which were not signed',
      details: { HeadersNotSigned: unsigned.join(', ') },
    })
  }
  const canonical = canonicalRequest({
    method: request.method,
    path: request.path,
    query: signed.query,
    signedHeaders,
    header: request.header,
    payloadHash: signed.payloadHash,
  })
  const text = stringToSign(signed.amzDate, scope, canonical)
  if (!sameSignature(signatureOf(signer.secretAccessKey, scope, text), signature)) {
    throw new S3Error('SignatureDoesNotMatch', {
      details: {
        AWSAccessKeyId: scope.accessKeyId,
        StringToSign: text,
        SignatureProvided: signature,
        CanonicalRequest: canonical,
      },
    })
  }
  // The demo pair is a long-term key: a session token with it belongs to someone else.
  if (request.header('x-amz-security-token') !== undefined || request.query.has('X-Amz-Security-Token')) {
    throw new S3Error('InvalidToken')
  }
}

function signedPayload(hash: string): SignedPayload {
  if (hash === 'UNSIGNED-PAYLOAD') return { kind: 'unsigned' }
  if (hash === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') return { kind: 'aws-chunked' }
  if (/^[0-9a-f]{64}$/i.test(hash)) return { kind: 'sha256', hex: hash.toLowerCase() }
  if (hash.startsWith('STREAMING-')) throw new S3Error('NotImplemented', { details: { Header: hash } })
  throw new S3Error('InvalidArgument', {
    message:
      'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER or a valid sha256 value.',
  })
}

function isoSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`
}
