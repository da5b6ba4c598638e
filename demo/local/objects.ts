/** PutObject, GetObject, HeadObject and DeleteObject: attributes, conditions and ranges. */
import { Readable } from 'node:stream'
import { AwsError } from './aws-error.ts'
import { checksumHeaders } from './checksum.ts'
import type { Answer } from './http-server.ts'
import { receiveBody } from './request-body.ts'
import { quoted, type S3Call } from './s3-call.ts'
import type { StoredObject } from './store.ts'

type Said = ReadonlyMap<string, string>

const KEPT = /^(cache-control|expires|content-(disposition|encoding|language|type))$/
const RESPONSE = /^response-(cache-control|expires|content-(disposition|encoding|language|type))$/
const METADATA = 'x-amz-meta-'
const MAX_METADATA_BYTES = 2048

export function putObject(call: S3Call): Promise<Answer> {
  const { headers, store, bucket, key } = call
  const attributes = attributesOf(call)
  return receiveBody(call, (stored) => {
    checkWrite(headers, store.object(bucket, key))
    store.putObject(bucket, { ...stored, key, attributes })
    return { status: 200, headers: { etag: quoted(stored.etag), ...checksumHeaders(stored.checksum) } }
  })
}

/** HEAD takes the same way, so that both always say the same. */
export function getObject({ method, headers, query, store, bucket, key }: S3Call): Answer {
  const object = store.object(bucket, key)
  if (!object) throw new AwsError('NoSuchKey')
  const { size, etag, lastModified, checksum, blobs } = object
  if (isUnchanged(headers, object)) return { status: 304, headers: { etag: quoted(etag) } }
  const range = parseRange(headers.get('range') ?? '', size)
  const { start, end } = range ?? { start: 0, end: size }
  // A presigned GET may choose: `response-content-disposition=…` and its kin.
  const chosen = [...query].filter(([name]) => RESPONSE.test(name))
  const described = [...Object.entries(object.attributes), ...chosen]
  const hasChecksum = !range && headers.get('x-amz-checksum-mode') === 'ENABLED'
  return {
    status: range ? 206 : 200,
    headers: {
      ...Object.fromEntries(described.map(([name, text]) => [name.replace(/^response-/, ''), asciiOf(text)])),
      ...(hasChecksum ? checksumHeaders(checksum) : {}),
      etag: quoted(etag),
      'last-modified': new Date(lastModified).toUTCString(),
      'accept-ranges': 'bytes',
      'content-length': String(end - start),
      ...(range ? { 'content-range': `bytes ${start}-${end - 1}/${size}` } : {}),
    },
    body: method === 'HEAD' ? '' : Readable.from(store.read(blobs, start, end), { objectMode: false }),
  }
}

export function deleteObject({ headers, store, bucket, key }: S3Call): Answer {
  if (headers.has('if-match')) checkWrite(headers, store.object(bucket, key))
  store.deleteObject(bucket, key)
  return { status: 204 }
}

/** What headers, or a presigner in the query, say about an object that begins. */
export function attributesOf({ headers, query }: S3Call): Record<string, string> {
  // Better no object than one that lacks what its uploader asked for.
  const unknown = /^x-amz-(copy-source|object-lock|server-side-encryption-|tagging|write-offset)/
  if ([...headers.keys()].some((name) => unknown.test(name))) throw new AwsError('NotImplemented')
  const hoisted = [...query].map(([name, value]): [string, string] => [name.toLowerCase(), value])
  return readAttributes(new Map([...hoisted.filter(([name]) => name.startsWith(METADATA)), ...headers]))
}

export function readAttributes(said: Said): Record<string, string> {
  const attributes: Record<string, string> = { 'content-type': 'binary/octet-stream' }
  let metadataBytes = 0
  for (const [name, text] of said) {
    const isMetadata = name.startsWith(METADATA)
    // `aws-chunked` is about the transfer, not the object.
    const value = name === 'content-encoding' ? text.replace(/\baws-chunked\b,? ?/, '') : text
    if (!isMetadata && (value === '' || !KEPT.test(name))) continue
    // What could never be sent back in a header.
    const isHeader = /^[\w.!#$%&'*+^`|~-]+$/.test(name) && !/\p{Cc}/u.test(value)
    if (!isHeader) throw new AwsError('InvalidArgument', name)
    if (isMetadata) metadataBytes += Buffer.byteLength(name + value) - METADATA.length
    attributes[name] = value
  }
  if (metadataBytes > MAX_METADATA_BYTES) throw new AwsError('MetadataTooLarge')
  return attributes
}

export function checkWrite(headers: Said, current: StoredObject | undefined): void {
  const [ifMatch, ifNoneMatch = ''] = [headers.get('if-match'), headers.get('if-none-match')]
  if (ifNoneMatch && ifNoneMatch !== '*') throw new AwsError('NotImplemented')
  if (ifMatch !== undefined && !current) throw new AwsError('NoSuchKey')
  const isBroken = current && (ifNoneMatch || (ifMatch !== undefined && !lists(ifMatch, current.etag)))
  if (isBroken) throw new AwsError('PreconditionFailed')
}

/** Conditional reads, where an ETag outweighs a date. Throws `PreconditionFailed`. */
function isUnchanged(headers: Said, { etag, lastModified }: StoredObject): boolean {
  // HTTP dates have whole seconds; what is no date is neither before nor after.
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

/** One range, its end not included; `null` is everything, as S3 also answers several ranges and what is none. */
function parseRange(header: string, size: number): { start: number; end: number } | null {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? []
  if (first + last === '' || (first && last && Number(last) < Number(first))) return null
  const start = first ? Number(first) : Math.max(size - Number(last), 0)
  if (start >= size) throw new AwsError('InvalidRange')
  return { start, end: first && last ? Math.min(Number(last) + 1, size) : size }
}

/** Form fields are UTF-8, headers are not: S3 sends anything else than ASCII back as RFC 2047 words. */
function asciiOf(value: string): string {
  return /^[\x20-\x7e]*$/.test(value) ? value : `=?UTF-8?B?${Buffer.from(value).toString('base64')}?=`
}
