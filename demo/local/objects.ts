/** PutObject, GetObject, HeadObject and DeleteObject: attributes, conditions and ranges. */
import { Readable } from 'node:stream'
import { AwsError } from './aws-error.ts'
import { checksumHeaders } from './checksum.ts'
import type { HttpResponse } from './http-server.ts'
import { receiveBody } from './request-body.ts'
import { quoted, type S3Call } from './s3-call.ts'
import type { StoredObject } from './store.ts'
import { parseTaggingHeader, tagHeaders } from './tags.ts'

type Headers = ReadonlyMap<string, string>

const KEPT = /^(cache-control|expires|content-(disposition|encoding|language|type))$/
const RESPONSE = /^response-(cache-control|expires|content-(disposition|encoding|language|type))$/
const METADATA = 'x-amz-meta-'
const MAX_METADATA_BYTES = 2048

export function putObject(call: S3Call): Promise<HttpResponse> {
  const { headers, store, bucket, key } = call
  const attributes = attributesOf(call)
  const tags = parseTaggingHeader(headers.get('x-amz-tagging') ?? '')
  return receiveBody(call, (stored) => {
    checkWrite(headers, store.object(bucket, key))
    store.putObject(bucket, { ...stored, key, attributes, tags }, 'ObjectCreated:Put')
    return { status: 200, headers: { etag: quoted(stored.etag), ...checksumHeaders(stored.checksum) } }
  })
}

/** Also HeadObject, so that both return the same headers. */
export function getObject({ method, headers, query, store, bucket, key }: S3Call): HttpResponse {
  const object = store.object(bucket, key)
  if (!object) throw new AwsError('NoSuchKey')
  const { size, etag, lastModified, checksum, blobs } = object
  if (isUnchanged(headers, object)) return { status: 304, headers: { etag: quoted(etag) } }
  const range = parseRange(headers.get('range') ?? '', size)
  const { start, end } = range ?? { start: 0, end: size }
  // A presigned GET may set them: `response-content-disposition=…` and similar parameters.
  const chosen = [...query].filter(([name]) => RESPONSE.test(name))
  const described = [...Object.entries(object.attributes), ...chosen]
  const hasChecksum = !range && headers.get('x-amz-checksum-mode') === 'ENABLED'
  return {
    status: range ? 206 : 200,
    headers: {
      ...Object.fromEntries(described.map(([name, text]) => [name.replace(/^response-/, ''), asciiOf(text)])),
      ...(hasChecksum ? checksumHeaders(checksum) : {}),
      ...tagHeaders(object),
      etag: quoted(etag),
      'last-modified': new Date(lastModified).toUTCString(),
      'accept-ranges': 'bytes',
      'content-length': String(end - start),
      ...(range ? { 'content-range': `bytes ${start}-${end - 1}/${size}` } : {}),
    },
    body: method === 'HEAD' ? '' : Readable.from(store.read(blobs, start, end), { objectMode: false }),
  }
}

export function deleteObject({ headers, store, bucket, key }: S3Call): HttpResponse {
  if (headers.has('if-match')) checkWrite(headers, store.object(bucket, key))
  store.deleteObject(bucket, key)
  return { status: 204 }
}

/** Attributes of a new object, from its headers or from the query of a presigned URL. */
export function attributesOf({ headers, query }: S3Call): Record<string, string> {
  // Storing the object without a requested feature would be silently wrong.
  const unknown = /^x-amz-(copy-source|object-lock|server-side-encryption-|write-offset)/
  if ([...headers.keys()].some((name) => unknown.test(name))) throw new AwsError('NotImplemented')
  const hoisted = [...query].map(([name, value]): [string, string] => [name.toLowerCase(), value])
  return readAttributes(new Map([...hoisted.filter(([name]) => name.startsWith(METADATA)), ...headers]))
}

export function readAttributes(declared: Headers): Record<string, string> {
  const attributes: Record<string, string> = { 'content-type': 'binary/octet-stream' }
  let metadataBytes = 0
  for (const [name, text] of declared) {
    const isMetadata = name.startsWith(METADATA)
    // `aws-chunked` describes the transfer, not the object.
    const value = name === 'content-encoding' ? text.replace(/\baws-chunked\b,? ?/, '') : text
    if (!isMetadata && (value === '' || !KEPT.test(name))) continue
    // A name or value that no response header can contain.
    const isHeader = /^[\w.!#$%&'*+^`|~-]+$/.test(name) && !/\p{Cc}/u.test(value)
    if (!isHeader) throw new AwsError('InvalidArgument', name)
    if (isMetadata) metadataBytes += Buffer.byteLength(name + value) - METADATA.length
    attributes[name] = value
  }
  if (metadataBytes > MAX_METADATA_BYTES) throw new AwsError('MetadataTooLarge')
  return attributes
}

export function checkWrite(headers: Headers, current: StoredObject | undefined): void {
  const [ifMatch, ifNoneMatch = ''] = [headers.get('if-match'), headers.get('if-none-match')]
  if (ifNoneMatch && ifNoneMatch !== '*') throw new AwsError('NotImplemented')
  if (ifMatch !== undefined && !current) throw new AwsError('NoSuchKey')
  const isBroken = current && (ifNoneMatch || (ifMatch !== undefined && !lists(ifMatch, current.etag)))
  if (isBroken) throw new AwsError('PreconditionFailed')
}

/**
 * Conditional reads; an ETag has precedence over a date.
 *
 * @throws AwsError `PreconditionFailed`
 */
export function isUnchanged(headers: Headers, { etag, lastModified }: StoredObject): boolean {
  // HTTP dates are in whole seconds; comparisons with an invalid date are false.
  const changed = Math.floor(Date.parse(lastModified) / 1000) * 1000
  const dateOf = (name: string) => Date.parse(headers.get(name) ?? '')
  const [ifMatch, ifNoneMatch] = [headers.get('if-match'), headers.get('if-none-match')]
  const isBroken = ifMatch === undefined ? changed > dateOf('if-unmodified-since') : !lists(ifMatch, etag)
  if (isBroken) throw new AwsError('PreconditionFailed')
  return ifNoneMatch === undefined ? changed <= dateOf('if-modified-since') : lists(ifNoneMatch, etag)
}

function lists(header: string, etag: string): boolean {
  return header.split(',').some((item) => ['*', etag, quoted(etag)].includes(item.trim()))
}

/** One range, without its end; `null`: the whole object, which S3 also returns for several or invalid ranges. */
function parseRange(header: string, size: number): { start: number; end: number } | null {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? []
  if (first + last === '' || (first && last && Number(last) < Number(first))) return null
  const start = first ? Number(first) : Math.max(size - Number(last), 0)
  if (start >= size) throw new AwsError('InvalidRange')
  return { start, end: first && last ? Math.min(Number(last) + 1, size) : size }
}

/** Form fields are in UTF-8, headers are not: S3 returns non-ASCII values as RFC 2047 encoded words. */
function asciiOf(value: string): string {
  return /^[\x20-\x7e]*$/.test(value) ? value : `=?UTF-8?B?${Buffer.from(value).toString('base64')}?=`
}
