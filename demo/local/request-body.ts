/**
 * Writes the body of a request to a file and verifies it: size, signed SHA-256, Content-MD5, and a checksum in a header
 * or a trailer.
 */
import { createHash } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { AwsError, type AwsErrorCode } from './aws-error.ts'
import { createDigest, type Digest, parseAlgorithm } from './checksum.ts'
import type { S3Call } from './s3-call.ts'
import type { Content, Store } from './store.ts'
import { parseXml } from './xml.ts'

export const MAX_PUT_BYTES = 5 * 1024 ** 3
/** 10,000 parts with checksums need about 2 MB. */
const MAX_XML_BYTES = 4 * 1024 * 1024
const MAX_LINE_BYTES = 16 * 1024
const CHECKSUM = /^x-amz-checksum-(?!algorithm|mode|type)/

/** `declared` are headers or fields; trailers are added to it. The SHA-256 is in hex. */
type Expected = {
  min: number
  max: number
  declared: ReadonlyMap<string, string>
  sha256?: string | undefined
}

/** Passes the stored content to `keep`. If a check or `keep` throws, the content is removed. */
export async function receive<T>(
  source: AsyncIterable<Uint8Array>,
  { min, max, declared, sha256 }: Expected,
  store: Store,
  keep: (stored: Content) => T | Promise<T>,
): Promise<T> {
  const names = [...declared.keys(), declared.get('x-amz-trailer') ?? ''].filter((name) =>
    CHECKSUM.test(name),
  )
  if (names.length > 1) throw new AwsError('InvalidRequest', 'Expecting a single x-amz-checksum- header')
  const [name = ''] = names
  const algorithm = name === '' ? null : parseAlgorithm(name.replace(CHECKSUM, ''))
  const [md5, signed] = [createHash('md5'), createHash('sha256')]
  const running = algorithm && createDigest(algorithm)
  const digests: Digest[] = [md5, ...(sha256 ? [signed] : []), ...(running ? [running] : [])]
  let size = 0
  async function* checked() {
    for await (const chunk of source) {
      size += chunk.byteLength
      if (size > max) throw new AwsError('EntityTooLarge', `At most ${max} bytes are allowed`)
      for (const digest of digests) digest.update(chunk)
      yield chunk
    }
    if (size < min) throw new AwsError('EntityTooSmall', `At least ${min} bytes are needed`)
  }
  const id = await store.writeBlob(checked())
  try {
    if (sha256 && signed.digest('hex') !== sha256) throw new AwsError('XAmzContentSHA256Mismatch')
    const [etag, sum] = [md5.digest(), running?.digest()]
    if (declared.has('content-md5')) compare(etag, declared.get('content-md5'), 'InvalidDigest')
    if (sum) compare(sum, declared.get(name), 'InvalidRequest')
    const checksum = algorithm && sum ? { algorithm, value: sum.toString('base64') } : null
    return await keep({ size, etag: etag.toString('hex'), checksum, blobs: [{ id, size }] })
  } catch (error) {
    await store.removeBlob(id)
    throw error
  }
}

function compare(digest: Buffer, declared: string | undefined, malformed: AwsErrorCode): void {
  if (declared === undefined) throw new AwsError('MalformedTrailerError')
  const decoded = Buffer.from(declared, 'base64')
  if (decoded.length !== digest.length || decoded.toString('base64') !== declared)
    throw new AwsError(malformed)
  if (!decoded.equals(digest)) throw new AwsError('BadDigest')
}

export function receiveBody<T>(
  { message, headers, payloadHash, store, pace }: S3Call,
  keep: (stored: Content) => T | Promise<T>,
  max: number = MAX_PUT_BYTES,
): Promise<T> {
  const isChunked = payloadHash === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'
  const [sha256] = /^[0-9a-f]{64}$/.exec(payloadHash) ?? []
  const isOpen = isChunked || payloadHash === 'UNSIGNED-PAYLOAD'
  const code = payloadHash.startsWith('STREAMING-') ? 'NotImplemented' : 'InvalidArgument'
  if (!isOpen && !sha256) throw new AwsError(code, payloadHash)
  const length = headers.get(isChunked ? 'x-amz-decoded-content-length' : 'content-length')
  if (length === undefined) throw new AwsError('MissingContentLength')
  if (!/^\d+$/.test(length)) throw new AwsError('InvalidArgument', `A length cannot be ${length}`)
  if (Number(length) > max) throw new AwsError('EntityTooLarge', `At most ${max} bytes are allowed`)
  // Leaving the loop early keeps the connection open, so that an error response can be sent.
  const bytes = pace(message.iterator({ destroyOnReturn: false }))
  if (!isChunked) return receive(bytes, { min: 0, max, declared: headers, sha256 }, store, keep)
  const declared = new Map(headers)
  return receive(unwrapChunks(bytes, Number(length), declared), { min: 0, max, declared }, store, keep)
}

/**
 * Parses the XML body of a request.
 *
 * @throws AwsError `MalformedXML`
 */
export function readXml(call: S3Call): Promise<unknown> {
  const parse = async ({ blobs, size }: Content) => {
    const document = await text(call.store.read(blobs, 0, size))
    for (const { id } of blobs) await call.store.removeBlob(id)
    try {
      return parseXml(document)
    } catch (cause) {
      throw new AwsError('MalformedXML', undefined, { cause })
    }
  }
  return receiveBody(call, parse, MAX_XML_BYTES)
}

/**
 * Unwraps `Content-Encoding: aws-chunked` without chunk signatures: `SIZE-IN-HEX CRLF bytes CRLF`, a chunk of size 0,
 * then trailers, which are added to `declared`. The SDK sends streams this way: their checksum is known only at the end.
 */
async function* unwrapChunks(
  source: AsyncIterable<Uint8Array>,
  length: number,
  declared: Map<string, string>,
) {
  let [buffer, inChunk, left, isBehind] = [Buffer.alloc(0), 0, length, false]
  for await (const piece of source) {
    buffer = Buffer.concat([buffer, piece])
    for (;;) {
      const bytes = buffer.subarray(0, inChunk)
      if (bytes.length > 0) yield bytes
      inChunk -= bytes.length
      left -= bytes.length
      buffer = buffer.subarray(bytes.length)
      const end = buffer.indexOf('\r\n')
      if (inChunk > 0 || end < 0) break
      const line = buffer.toString('latin1', 0, end)
      buffer = buffer.subarray(end + 2)
      if (isBehind) {
        const [name = '', value = ''] = line.split(':')
        declared.set(name.trim().toLowerCase(), value.trim())
      } else if (line !== '') {
        inChunk = /^[0-9a-f]{1,12}(;|$)/i.test(line) ? Number.parseInt(line, 16) : Number.POSITIVE_INFINITY
        if (inChunk > left) throw new AwsError('IncompleteBody')
        isBehind = inChunk === 0
      }
    }
    if (inChunk === 0 && buffer.length > MAX_LINE_BYTES) throw new AwsError('IncompleteBody')
  }
  if (left > 0 || !isBehind) throw new AwsError('IncompleteBody')
}
