import { Readable } from 'node:stream'
import type { ReceivedBlob } from './blob-store.ts'
import { parseByteRange } from './byte-range.ts'
import { checksumHeader } from './checksum.ts'
import { describeObject, quoted, readAttributes } from './object-attributes.ts'
import type { ObjectAttributes, StoredObject } from './object-store.ts'
import { checkRead, checkWrite } from './preconditions.ts'
import { receiveBody } from './request-body.ts'
import type { S3Call } from './s3-call.ts'
import { S3Error } from './s3-error.ts'
import type { S3Answer, S3Request } from './s3-request.ts'

export async function putObject(call: S3Call): Promise<S3Answer> {
  const { request, store, bucket, key } = call
  refuseUnknownHeaders(request)
  const attributes = attributesOf(request)
  checkWrite(request.header, store.find(bucket, key))
  const blob = await receiveBody(request, call.payload, store.blobs)
  try {
    // Again, because another upload may have finished while this body was coming in.
    checkWrite(request.header, store.find(bucket, key))
    store.put(bucket, newObject(key, attributes, blob))
  } catch (error) {
    await store.blobs.discard(blob)
    throw error
  }
  return { status: 200, headers: { etag: quoted(blob.md5.toString('hex')), ...checksumHeaders(blob) } }
}

export function getObject(call: S3Call): S3Answer {
  const { request, store, bucket, key } = call
  const object = store.object(bucket, key)
  if (checkRead(request.header, object) === 'not-modified') return notModified(object)
  const ifRange = request.header('if-range')
  const range =
    ifRange === undefined || ifRange === quoted(object.etag)
      ? parseByteRange(request.header('range'), object.size)
      : null
  const { start, end } = range ?? { start: 0, end: object.size }
  return {
    status: range ? 206 : 200,
    headers: {
      // A checksum of the whole does not fit a part of it.
      ...describeObject(object, { checksum: !range && wantsChecksum(request) }),
      ...overrides(request),
      'content-length': String(end - start),
      ...(range ? { 'content-range': `bytes ${start}-${end - 1}/${object.size}` } : {}),
    },
    // HEAD takes the same way, so that both always say the same.
    ...(request.method === 'HEAD'
      ? {}
      : { body: Readable.from(store.read(object, start, end), { objectMode: false }) }),
  }
}

export function deleteObject({ request, store, bucket, key }: S3Call): S3Answer {
  const current = store.find(bucket, key)
  if (request.header('if-match') !== undefined) checkWrite(request.header, current)
  store.delete(bucket, key)
  return { status: 204 }
}

export function newObject(key: string, attributes: ObjectAttributes, blob: ReceivedBlob): StoredObject {
  return {
    ...attributes,
    key,
    size: blob.size,
    etag: blob.md5.toString('hex'),
    lastModified: Date.now(),
    checksum: blob.checksum,
    blobs: [{ id: blob.id, size: blob.size }],
  }
}

/** Headers first, then the metadata that a presigner moved into the query. */
export function attributesOf(request: S3Request): ObjectAttributes {
  const hoisted = [...request.query.keys()].filter((name) => name.toLowerCase().startsWith('x-amz-meta-'))
  return readAttributes(
    new Set([...request.headerNames, ...hoisted.map((name) => name.toLowerCase())]),
    (name) =>
      request.header(name) ??
      request.query.get(hoisted.find((candidate) => candidate.toLowerCase() === name) ?? '') ??
      undefined,
  )
}

export function checksumHeaders({ checksum }: Pick<ReceivedBlob, 'checksum'>): Record<string, string> {
  return checksum ? { [checksumHeader(checksum.algorithm)]: checksum.value } : {}
}

/** Better no object than one that lacks what its uploader asked for. */
export function refuseUnknownHeaders(request: S3Request): void {
  const unknown = request.headerNames.find(
    (name) =>
      name.startsWith('x-amz-copy-source') ||
      name.startsWith('x-amz-object-lock') ||
      name.startsWith('x-amz-server-side-encryption-') ||
      name === 'x-amz-tagging' ||
      name === 'x-amz-write-offset-bytes',
  )
  if (unknown !== undefined) throw new S3Error('NotImplemented', { details: { Header: unknown } })
}

function notModified(object: StoredObject): S3Answer {
  const { etag = '', 'last-modified': lastModified = '' } = describeObject(object, { checksum: false })
  return { status: 304, headers: { etag, 'last-modified': lastModified } }
}

function wantsChecksum(request: S3Request): boolean {
  const mode = request.header('x-amz-checksum-mode') ?? request.query.get('x-amz-checksum-mode')
  return mode?.toUpperCase() === 'ENABLED'
}

/** `response-content-disposition=…` and its kin in a presigned GET. */
function overrides(request: S3Request): Record<string, string> {
  const names = [
    'content-type',
    'content-language',
    'expires',
    'cache-control',
    'content-disposition',
    'content-encoding',
  ]
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = request.query.get(`response-${name}`)
      return value === null ? [] : [[name, value.replace(/[^\x20-\x7e]/g, '')]]
    }),
  )
}
