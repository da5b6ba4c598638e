import { type CorsRule, checkCorsRules } from './cors.ts'
import { quoted } from './object-attributes.ts'
import type { BucketAccess, StoredObject } from './object-store.ts'
import type { S3Call } from './s3-call.ts'
import { S3Error } from './s3-error.ts'
import type { S3Answer } from './s3-request.ts'
import { encodeStrictly } from './sigv4.ts'
import { S3_NAMESPACE, type XmlTree, xmlDocument } from './xml.ts'
import { child, readXmlBody } from './xml-body.ts'

const MAX_LISTED = 1000

export function listBuckets({ store }: S3Call): S3Answer {
  const buckets = store.listBuckets().map(({ name, createdAt }) => ({ Name: name, CreationDate: createdAt }))
  return {
    status: 200,
    body: xmlDocument('ListAllMyBucketsResult', { Buckets: { Bucket: buckets } }, S3_NAMESPACE),
  }
}

export function createBucket({ request, store, bucket }: S3Call): S3Answer {
  // The rules of names are also what makes a name safe as a folder.
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket) || bucket.includes('..')) {
    throw new S3Error('InvalidBucketName', { details: { BucketName: bucket } })
  }
  // In us-east-1 creating one's own bucket again is fine and changes nothing.
  if (!store.findBucket(bucket)) {
    const createdAt = new Date().toISOString()
    store.saveBucket({
      name: bucket,
      createdAt,
      corsRules: [],
      access: parseAccess(request.header('x-amz-acl')),
    })
  }
  return { status: 200, headers: { location: `/${bucket}` } }
}

export function headBucket({ store, bucket, signer }: S3Call): S3Answer {
  store.bucket(bucket)
  return { status: 200, headers: { 'x-amz-bucket-region': signer.region } }
}

export function deleteBucket({ store, uploads, bucket }: S3Call): S3Answer {
  store.deleteBucket(bucket)
  for (const upload of uploads.list(bucket)) uploads.end(upload)
  return { status: 204 }
}

export function putBucketAcl({ request, store, bucket }: S3Call): S3Answer {
  // Only the canned form: a list of grants would come as XML.
  const acl = request.header('x-amz-acl')
  if (acl === undefined) throw new S3Error('NotImplemented', { details: { ResourceType: 'acl' } })
  store.saveBucket({ ...store.bucket(bucket), access: parseAccess(acl) })
  return { status: 200 }
}

function parseAccess(acl = 'private'): BucketAccess {
  if (acl === 'private' || acl === 'public-read-write') return acl
  throw new S3Error('NotImplemented', { details: { Header: 'x-amz-acl' } })
}

export function getBucketLocation({ store, bucket }: S3Call): S3Answer {
  store.bucket(bucket)
  return { status: 200, body: xmlDocument('LocationConstraint', {}, S3_NAMESPACE) }
}

/** DeleteObjects: up to 1,000 keys, each with an answer of its own. */
export async function deleteObjects({ request, payload, store, bucket }: S3Call): Promise<S3Answer> {
  const document = child(await readXmlBody(request, payload), 'Delete')
  const list = child(document, 'Object')
  if (!Array.isArray(list) || list.length === 0 || list.length > MAX_LISTED) throw new S3Error('MalformedXML')
  const keys = list.map((item: unknown) => {
    const key = child(item, 'Key')
    if (typeof key !== 'string' || key === '') throw new S3Error('MalformedXML')
    return key
  })
  for (const key of keys) store.delete(bucket, key)
  const deleted = child(document, 'Quiet') === 'true' ? [] : keys.map((key) => ({ Key: key }))
  return { status: 200, body: xmlDocument('DeleteResult', { Deleted: deleted }, S3_NAMESPACE) }
}

// ------------------------------------------------------------------------------------------------------ listing

/** ListObjectsV2. The continuation token is the last key or common prefix of the page before, in Base64. */
export function listObjectsV2({ request, store, bucket }: S3Call): S3Answer {
  const query = (name: string) => request.query.get(name) ?? ''
  const [prefix, delimiter, token] = [query('prefix'), query('delimiter'), query('continuation-token')]
  const after = token ? Buffer.from(token, 'base64').toString() : query('start-after')
  const maxKeys = Math.min(parseMaxKeys(request.query.get('max-keys')), MAX_LISTED)
  const { entries, isTruncated } = listPage(store.list(bucket), { prefix, delimiter, after, maxKeys })
  const isEncoded = query('encoding-type') === 'url'
  const name = (text: string) => (isEncoded ? encodeStrictly(text).replaceAll('%2F', '/') : text)
  return {
    status: 200,
    body: xmlDocument(
      'ListBucketResult',
      {
        Name: bucket,
        Prefix: name(prefix),
        Delimiter: delimiter ? name(delimiter) : undefined,
        EncodingType: isEncoded ? 'url' : undefined,
        StartAfter: query('start-after') ? name(query('start-after')) : undefined,
        ContinuationToken: token || undefined,
        NextContinuationToken: isTruncated
          ? Buffer.from(entries.at(-1)?.name ?? '').toString('base64')
          : undefined,
        KeyCount: entries.length,
        MaxKeys: maxKeys,
        IsTruncated: isTruncated,
        Contents: entries.flatMap(({ object }) => (object ? [listedObject(object, name)] : [])),
        CommonPrefixes: entries.flatMap((entry) => (entry.object ? [] : [{ Prefix: name(entry.name) }])),
      },
      S3_NAMESPACE,
    ),
  }
}

interface Listing {
  prefix: string
  delimiter: string
  after: string
  maxKeys: number
}

/** A key, or a folder of keys where there is no object. */
interface ListEntry {
  name: string
  object: StoredObject | null
}

function listPage(objects: readonly StoredObject[], { prefix, delimiter, after, maxKeys }: Listing) {
  const entries: ListEntry[] = []
  for (const object of objects) {
    if (!object.key.startsWith(prefix)) continue
    const cut = delimiter ? object.key.indexOf(delimiter, prefix.length) : -1
    const name = cut < 0 ? object.key : object.key.slice(0, cut + delimiter.length)
    if (Buffer.compare(Buffer.from(name), Buffer.from(after)) <= 0 || entries.at(-1)?.name === name) continue
    if (entries.length === maxKeys) return { entries, isTruncated: maxKeys > 0 }
    entries.push({ name, object: cut < 0 ? object : null })
  }
  return { entries, isTruncated: false }
}

function listedObject(object: StoredObject, name: (key: string) => string): XmlTree {
  return {
    Key: name(object.key),
    LastModified: new Date(object.lastModified).toISOString(),
    ETag: quoted(object.etag),
    Size: object.size,
    StorageClass: 'STANDARD',
  }
}

function parseMaxKeys(text: string | null): number {
  if (text === null) return MAX_LISTED
  if (/^\d{1,10}$/.test(text)) return Number(text)
  throw new S3Error('InvalidArgument', { details: { ArgumentName: 'max-keys', ArgumentValue: text } })
}

// --------------------------------------------------------------------------------------------------------- CORS

export async function putBucketCors({ request, payload, store, bucket }: S3Call): Promise<S3Answer> {
  const document = await readXmlBody(request, payload)
  const list = child(child(document, 'CORSConfiguration'), 'CORSRule')
  if (!Array.isArray(list) || list.length === 0 || list.length > 100) throw new S3Error('MalformedXML')
  const corsRules = list.map(parseCorsRule)
  checkCorsRules(corsRules)
  store.saveBucket({ ...store.bucket(bucket), corsRules })
  return { status: 200 }
}

export function getBucketCors({ store, bucket }: S3Call): S3Answer {
  const { corsRules } = store.bucket(bucket)
  if (corsRules.length === 0)
    throw new S3Error('NoSuchCORSConfiguration', { details: { BucketName: bucket } })
  const rules = corsRules.map((rule) => ({
    AllowedOrigin: rule.allowedOrigins,
    AllowedMethod: rule.allowedMethods,
    AllowedHeader: rule.allowedHeaders,
    ExposeHeader: rule.exposeHeaders,
    MaxAgeSeconds: rule.maxAgeSeconds,
  }))
  return { status: 200, body: xmlDocument('CORSConfiguration', { CORSRule: rules }, S3_NAMESPACE) }
}

export function deleteBucketCors({ store, bucket }: S3Call): S3Answer {
  store.saveBucket({ ...store.bucket(bucket), corsRules: [] })
  return { status: 204 }
}

function parseCorsRule(rule: unknown): CorsRule {
  const texts = (name: string): string[] => {
    const list = child(rule, name)
    return Array.isArray(list) ? list.map(String) : []
  }
  return {
    allowedOrigins: texts('AllowedOrigin'),
    allowedMethods: texts('AllowedMethod'),
    allowedHeaders: texts('AllowedHeader'),
    exposeHeaders: texts('ExposeHeader'),
    maxAgeSeconds: Number(child(rule, 'MaxAgeSeconds') ?? 0) || 0,
  }
}
