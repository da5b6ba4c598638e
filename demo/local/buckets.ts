import { AwsError } from './aws-error.ts'
import type { HttpResponse } from './http-server.ts'
import { readXml } from './request-body.ts'
import { quoted, type S3Call, xmlResponse } from './s3-call.ts'
import type { BucketAccess, StoredObject } from './store.ts'
import { listIn, textIn } from './xml.ts'

const MAX_LISTED = 1000

export function listBuckets({ store }: S3Call): HttpResponse {
  const Bucket = [...store.buckets.keys()].map((Name) => ({ Name }))
  return xmlResponse('ListAllMyBucketsResult', { Buckets: { Bucket } })
}

/** Without Block Public Access: a canned ACL may open a bucket. */
export function createBucket({ headers, store, bucket }: S3Call): HttpResponse {
  const isName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket) && !bucket.includes('..')
  if (!isName) throw new AwsError('InvalidBucketName')
  const access = parseAccess(headers.get('x-amz-acl') ?? 'private')
  if (!store.buckets.has(bucket)) store.buckets.set(bucket, { corsRules: [], access })
  return { status: 200 }
}

export function deleteBucket({ store, bucket }: S3Call): HttpResponse {
  if (store.objectsOf(bucket).length > 0) throw new AwsError('BucketNotEmpty')
  for (const upload of store.uploads.values()) if (upload.bucket === bucket) store.endUpload(upload.uploadId)
  store.buckets.delete(bucket)
  return { status: 204 }
}

export function putBucketAcl({ headers, store, bucket }: S3Call): HttpResponse {
  const access = parseAccess(headers.get('x-amz-acl') ?? '')
  store.buckets.set(bucket, { ...store.bucket(bucket), access })
  return { status: 200 }
}

function parseAccess(acl: string): BucketAccess {
  if (acl === 'private' || acl === 'public-read' || acl === 'public-read-write') return acl
  throw new AwsError('NotImplemented', `This S3 has no ACL ${acl}`)
}

export async function deleteObjects(call: S3Call): Promise<HttpResponse> {
  const document = await readXml(call)
  const keys = listIn(document, 'Delete', 'Object').map((item) => textIn(item, 'Key') ?? '')
  if (keys.length > MAX_LISTED || keys.includes('')) throw new AwsError('MalformedXML')
  for (const key of keys) call.store.deleteObject(call.bucket, key)
  // Then only errors are named, of which there are none.
  const isQuiet = textIn(listIn(document, 'Delete')[0], 'Quiet') === 'true'
  return xmlResponse('DeleteResult', { Deleted: isQuiet ? [] : keys.map((Key) => ({ Key })) })
}

/** The continuation token is the last name of the previous page, in Base64. */
export function listObjectsV2(call: S3Call): HttpResponse {
  const { query } = call
  const token = query.get('continuation-token')
  const after = token === null ? Buffer.from(query.get('start-after') ?? '') : Buffer.from(token, 'base64')
  const { last, ...page } = listedPage(call, after)
  return xmlResponse('ListBucketResult', {
    ...page,
    KeyCount: page.Contents.length + page.CommonPrefixes.length,
    NextContinuationToken: page.IsTruncated ? Buffer.from(last).toString('base64') : undefined,
  })
}

/** The first version: the marker is a name. `NextMarker` comes only with a delimiter, as on S3. */
export function listObjects(call: S3Call): HttpResponse {
  const { query } = call
  const Marker = query.get('marker') ?? ''
  const { last, ...page } = listedPage(call, Buffer.from(Marker))
  const isNamed = page.IsTruncated && query.has('delimiter')
  return xmlResponse('ListBucketResult', { ...page, Marker, NextMarker: isNamed ? last : undefined })
}

function listedPage({ store, bucket, query }: S3Call, after: Buffer) {
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? '']
  const MaxKeys = Math.min(Number(query.get('max-keys') ?? MAX_LISTED), MAX_LISTED)
  if (!(MaxKeys >= 0)) throw new AwsError('InvalidArgument', 'max-keys must be a number')
  // Keys, and common prefixes.
  const names = new Map<string, StoredObject | null>()
  for (const object of store.objectsOf(bucket)) {
    const { key } = object
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
    const name = cut < 0 ? key : key.slice(0, cut + delimiter.length)
    const isWanted = key.startsWith(prefix) && Buffer.compare(Buffer.from(name), after) > 0
    if (isWanted) names.set(name, cut < 0 ? object : null)
    if (names.size > MaxKeys) break
  }
  const page = [...names].slice(0, MaxKeys)
  const objects = page.flatMap(([, object]) => object ?? [])
  const IsTruncated = names.size > MaxKeys && MaxKeys > 0
  return {
    last: page.at(-1)?.[0] ?? '',
    Name: bucket,
    Prefix: prefix,
    MaxKeys,
    IsTruncated,
    Contents: objects.map(({ key: Key, lastModified: LastModified, etag, size: Size }) => {
      return { Key, LastModified, ETag: quoted(etag), Size }
    }),
    CommonPrefixes: page.flatMap(([Prefix, object]) => (object ? [] : { Prefix })),
  }
}
