/** CopyObject: within this S3, under the conditions of its source and of a write. */
import { AwsError } from './aws-error.ts'
import type { HttpResponse } from './http-server.ts'
import { checkWrite, isUnchanged, readAttributes } from './objects.ts'
import { quoted, type S3Call, xmlResponse } from './s3-call.ts'
import type { StoredObject } from './store.ts'
import { parseTaggingHeader } from './tags.ts'

/** Headers that would change the copy: better no copy than another one. */
const UNKNOWN = /^x-amz-(copy-source-(range|server)|object-lock|server-side-encryption-)/
const SOURCE_CONDITION = 'x-amz-copy-source-'

export async function copyObject(call: S3Call): Promise<HttpResponse> {
  const { headers, store, bucket, key } = call
  if ([...headers.keys()].some((name) => UNKNOWN.test(name))) throw new AwsError('NotImplemented')
  const source = sourceOf(call)
  const wanted = headers.get('x-amz-checksum-algorithm')
  if (wanted !== undefined && wanted !== source.checksum?.algorithm) throw new AwsError('NotImplemented')
  checkSource(headers, source)
  const [metadata, tagging] = [directiveOf(headers, 'metadata'), directiveOf(headers, 'tagging')]
  if (metadata === 'COPY' && tagging === 'COPY' && source === store.object(bucket, key)) {
    throw new AwsError('InvalidRequest', 'This copy would change nothing of the object')
  }
  const attributes = metadata === 'COPY' ? source.attributes : readAttributes(headers)
  const tags =
    tagging === 'COPY' ? (source.tags ?? {}) : parseTaggingHeader(headers.get('x-amz-tagging') ?? '')
  checkWrite(headers, store.object(bucket, key))
  // Bytes of its own: each object's are removed with it.
  const id = await store.writeBlob(store.read(source.blobs, 0, source.size))
  const { size, etag, checksum } = source
  try {
    // Another request may have written in the meantime.
    checkWrite(headers, store.object(bucket, key))
    const copy = { key, size, etag, checksum, attributes, tags, blobs: [{ id, size }] }
    store.putObject(bucket, copy, 'ObjectCreated:Copy')
  } catch (error) {
    await store.removeBlob(id)
    throw error
  }
  const LastModified = store.object(bucket, key)?.lastModified
  return xmlResponse('CopyObjectResult', { ETag: quoted(etag), LastModified })
}

/** `bucket/key`, percent-encoded, with or without a slash in front. */
function sourceOf({ headers, store }: S3Call): StoredObject {
  const [path = '', version] = (headers.get('x-amz-copy-source') ?? '').split('?')
  if (version !== undefined) throw new AwsError('NotImplemented')
  const [bucket = '', ...names] = decoded(path).replace(/^\//, '').split('/')
  const key = names.join('/')
  if (bucket === '' || key === '') {
    throw new AwsError('InvalidArgument', 'Copy Source must mention the source bucket and key')
  }
  store.bucket(bucket)
  const object = store.object(bucket, key)
  if (!object) throw new AwsError('NoSuchKey')
  return object
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch (cause) {
    throw new AwsError('InvalidArgument', 'Copy Source is not percent-encoded', { cause })
  }
}

/** The conditions of a read, each answered with 412. */
function checkSource(headers: ReadonlyMap<string, string>, source: StoredObject): void {
  const own = [...headers]
    .filter(([name]) => name.startsWith(SOURCE_CONDITION))
    .map(([name, value]) => [name.slice(SOURCE_CONDITION.length), value] as const)
  if (isUnchanged(new Map(own), source)) throw new AwsError('PreconditionFailed')
}

/** Whether the copy has the source's own or what the request names. */
function directiveOf(headers: ReadonlyMap<string, string>, of: 'metadata' | 'tagging'): 'COPY' | 'REPLACE' {
  const directive = headers.get(`x-amz-${of}-directive`) ?? 'COPY'
  if (directive === 'COPY' || directive === 'REPLACE') return directive
  throw new AwsError('InvalidArgument', `Unknown ${of} directive`)
}
