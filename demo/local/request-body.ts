/**
 * Takes the body of PUT and UploadPart into a blob, checking everything the headers and the signature promise about
 * it: length, SHA-256, Content-MD5, x-amz-checksum-* in front of or behind the bytes.
 */
import { decodeAwsChunked, type Trailers } from './aws-chunked.ts'
import type { BlobStore, ReceivedBlob } from './blob-store.ts'
import {
  announcedChecksum,
  announcedMd5,
  type Checksum,
  type ChecksumAlgorithm,
  checkChecksumForm,
  checksumHeader,
  parseChecksumAlgorithm,
} from './checksum.ts'
import type { SignedPayload } from './s3-auth.ts'
import { S3Error } from './s3-error.ts'
import type { S3Request } from './s3-request.ts'

/** The most one PUT or one part may hold: 5 GiB. */
export const MAX_PUT_BYTES = 5 * 1024 ** 3

/** The checksum a body brings, told before it or only after it. */
type ExpectedChecksum =
  | { kind: 'none' }
  | { kind: 'header'; checksum: Checksum }
  | { kind: 'trailer'; algorithm: ChecksumAlgorithm }

export async function receiveBody(
  request: S3Request,
  payload: SignedPayload,
  blobs: BlobStore,
): Promise<ReceivedBlob> {
  const expected = expectedChecksum(request, payload)
  const md5 = announcedMd5(request.header('content-md5'))
  const length = announcedLength(request, payload)
  if (length > MAX_PUT_BYTES) throw tooLarge(length)
  const trailers: Trailers = new Map()
  const source = payload.kind === 'aws-chunked' ? decodeAwsChunked(request.body(), trailers) : request.body()
  return blobs.receive(source, {
    sha256: payload.kind === 'sha256',
    checksum: checksumAlgorithmOf(expected),
    admit: (size) => {
      if (size > length) throw new S3Error('IncompleteBody')
    },
    verify: (blob) => {
      if (blob.size !== length) throw new S3Error('IncompleteBody')
      if (payload.kind === 'sha256' && payload.hex !== blob.sha256) {
        throw new S3Error('XAmzContentSHA256Mismatch', {
          details: {
            ClientComputedContentSHA256: payload.hex,
            S3ComputedContentSHA256: blob.sha256 ?? '',
          },
        })
      }
      verifyMd5(md5, blob)
      verifyChecksum(expected, trailers, blob)
    },
  })
}

export function verifyMd5(expected: string | null, blob: ReceivedBlob): void {
  const actual = blob.md5.toString('base64')
  if (expected !== null && expected !== actual) {
    throw new S3Error('BadDigest', { details: { ExpectedDigest: expected, CalculatedDigest: actual } })
  }
}

export function checksumMismatch(algorithm: ChecksumAlgorithm): S3Error {
  return new S3Error('BadDigest', {
    message: `The ${algorithm} you specified did not match the calculated checksum.`,
  })
}

export function tooLarge(size: number, max: number = MAX_PUT_BYTES): S3Error {
  return new S3Error('EntityTooLarge', { details: { ProposedSize: size, MaxSizeAllowed: max } })
}

function expectedChecksum(request: S3Request, payload: SignedPayload): ExpectedChecksum {
  // Only headers: S3 does not enforce a checksum that a presigner moved into the query (aws-sdk-js-v3 #4448).
  const checksum = announcedChecksum(request.header)
  const trailer = request.header('x-amz-trailer')
  if (checksum && trailer !== undefined) {
    throw new S3Error('InvalidRequest', { message: 'Expecting a single x-amz-checksum- header' })
  }
  if (checksum) return { kind: 'header', checksum }
  if (trailer === undefined || payload.kind !== 'aws-chunked') return { kind: 'none' }
  const algorithm = parseChecksumAlgorithm(/^x-amz-checksum-(\w+)$/i.exec(trailer.trim())?.[1])
  if (!algorithm) {
    throw new S3Error('InvalidRequest', {
      message: 'The value specified in the x-amz-trailer header is not supported',
    })
  }
  return { kind: 'trailer', algorithm }
}

function checksumAlgorithmOf(expected: ExpectedChecksum): ChecksumAlgorithm | null {
  switch (expected.kind) {
    case 'none':
      return null
    case 'header':
      return expected.checksum.algorithm
    case 'trailer':
      return expected.algorithm
  }
}

function verifyChecksum(expected: ExpectedChecksum, trailers: Trailers, blob: ReceivedBlob): void {
  if (expected.kind === 'none') return
  const checksum = expected.kind === 'header' ? expected.checksum : trailingChecksum(expected, trailers)
  if (blob.checksum?.value !== checksum.value) throw checksumMismatch(checksum.algorithm)
}

function trailingChecksum({ algorithm }: { algorithm: ChecksumAlgorithm }, trailers: Trailers): Checksum {
  const value = trailers.get(checksumHeader(algorithm))
  if (value === undefined) throw new S3Error('MalformedTrailerError')
  checkChecksumForm({ algorithm, value })
  return { algorithm, value }
}

function announcedLength(request: S3Request, payload: SignedPayload): number {
  const name = payload.kind === 'aws-chunked' ? 'x-amz-decoded-content-length' : 'content-length'
  const text = request.header(name)
  if (text === undefined) throw new S3Error('MissingContentLength')
  const length = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(length)) {
    throw new S3Error('InvalidArgument', { details: { ArgumentName: name, ArgumentValue: text } })
  }
  return length
}
