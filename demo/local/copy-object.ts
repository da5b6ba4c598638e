/** CopyObject: within this S3, with all attributes and tags, under the conditions of a write. */
import { AwsError } from './aws-error.ts'
import type { HttpResponse } from './http-server.ts'
import { checkWrite } from './objects.ts'
import { quoted, type S3Call, xmlResponse } from './s3-call.ts'
import type { StoredObject } from './store.ts'

/** Headers that would change the copy or the condition of its source: better no copy than another one. */
const UNKNOWN =
  /^x-amz-(copy-source-.|(metadata|tagging)-directive|tagging|object-lock|server-side-encryption-)/

export async function copyObject(call: S3Call): Promise<HttpResponse> {
  const { headers, store, bucket, key } = call
  if ([...headers.keys()].some((name) => UNKNOWN.test(name))) throw new AwsError('NotImplemented')
  const source = sourceOf(call)
  const wanted = headers.get('x-amz-checksum-algorithm')
  if (wanted !== undefined && wanted !== source.checksum?.algorithm) throw new AwsError('NotImplemented')
  checkWrite(headers, store.object(bucket, key))
  // Bytes of its own: each object's are removed with it.
  const id = await store.writeBlob(store.read(source.blobs, 0, source.size))
  const { size, etag, checksum, attributes, tags = {} } = source
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
  const [bucket = '', ...names] = decodeURIComponent(headers.get('x-amz-copy-source') ?? '')
    .replace(/^\//, '')
    .split('/')
  store.bucket(bucket)
  const object = store.object(bucket, names.join('/'))
  if (!object) throw new AwsError('NoSuchKey')
  return object
}
