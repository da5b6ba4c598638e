import { createHash } from 'node:crypto'
import { decodeAwsChunked } from './aws-chunked.ts'
import { announcedChecksum, announcedMd5, createChecksum } from './checksum.ts'
import { checksumMismatch } from './request-body.ts'
import type { SignedPayload } from './s3-auth.ts'
import { S3Error } from './s3-error.ts'
import type { S3Request } from './s3-request.ts'
import { sha256Hex } from './sigv4.ts'
import { parseXml } from './xml.ts'

/** 10,000 parts with checksums need about 2 MB. */
const MAX_XML_BYTES = 4 * 1024 * 1024

/** The small XML document of a request, verified like any other body. Throws `MalformedXML`. */
export async function readXmlBody(request: S3Request, payload: SignedPayload): Promise<unknown> {
  const source = payload.kind === 'aws-chunked' ? decodeAwsChunked(request.body(), new Map()) : request.body()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of source) {
    size += chunk.byteLength
    if (size > MAX_XML_BYTES) throw new S3Error('MalformedXML')
    chunks.push(chunk)
  }
  const body = Buffer.concat(chunks)
  verify(request, payload, body)
  try {
    return parseXml(body.toString('utf8'))
  } catch (cause) {
    throw new S3Error('MalformedXML', { cause })
  }
}

/** One element's content, `undefined` where there is none. */
export function child(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.entries(value).find(([key]) => key === name)?.[1]
}

function verify(request: S3Request, payload: SignedPayload, body: Buffer): void {
  if (payload.kind === 'sha256' && payload.hex !== sha256Hex(body)) {
    throw new S3Error('XAmzContentSHA256Mismatch')
  }
  const md5 = announcedMd5(request.header('content-md5'))
  if (md5 !== null && md5 !== createHash('md5').update(body).digest('base64')) throw new S3Error('BadDigest')
  // CompleteMultipartUpload names the finished object's checksum in these headers, not that of its XML.
  if (request.query.has('uploadId')) return
  const expected = announcedChecksum(request.header)
  if (!expected) return
  const checksum = createChecksum(expected.algorithm)
  checksum.update(body)
  if (checksum.digest() !== expected.value) throw checksumMismatch(expected.algorithm)
}
