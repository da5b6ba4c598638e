/** Tags of objects: as a document, as a form field and as the header `x-amz-tagging`. */
import { AwsError } from './aws-error.ts'
import type { HttpResponse } from './http-server.ts'
import { readXml } from './request-body.ts'
import { type S3Call, xmlResponse } from './s3-call.ts'
import type { StoredObject, Tags } from './store.ts'
import { listIn, parseXml, textIn } from './xml.ts'

const MAX_TAGS = 10
const MAX_KEY_LENGTH = 128
const MAX_VALUE_LENGTH = 256
/** What AWS allows in keys and values: letters, digits, white space and `+ - = . _ : / @`. */
const ALLOWED = /^[\p{L}\p{N}\p{Z}+\-=._:/@]*$/u

/** Of a form field. @throws AwsError `MalformedXML`, `InvalidTag`, `BadRequest` */
export function parseTaggingXml(text: string): Tags {
  try {
    return tagsIn(parseXml(text))
  } catch (cause) {
    throw cause instanceof AwsError ? cause : new AwsError('MalformedXML', undefined, { cause })
  }
}

/** Of `x-amz-tagging: kind=cat&owner=ann`. @throws AwsError `InvalidArgument`, `InvalidTag`, `BadRequest` */
export function parseTaggingHeader(text: string): Tags {
  const pairs = [...new URLSearchParams(text)]
  const isTwice = new Set(pairs.map(([key]) => key)).size < pairs.length
  if (isTwice) throw new AwsError('InvalidArgument', 'The header x-amz-tagging has a key twice')
  return checked(pairs)
}

export function getObjectTagging(call: S3Call): HttpResponse {
  const tags = Object.entries(found(call).tags ?? {})
  return xmlResponse('Tagging', { TagSet: { Tag: tags.map(([Key, Value]) => ({ Key, Value })) } })
}

export async function putObjectTagging(call: S3Call): Promise<HttpResponse> {
  found(call)
  const tags = tagsIn(await readXml(call))
  call.store.setTags(call.bucket, found(call), tags)
  return { status: 200 }
}

export function deleteObjectTagging(call: S3Call): HttpResponse {
  call.store.setTags(call.bucket, found(call), {})
  return { status: 204 }
}

/** Of GET and HEAD: how many there are, not which. */
export function tagHeaders({ tags = {} }: StoredObject): Record<string, string> {
  const count = Object.keys(tags).length
  return count === 0 ? {} : { 'x-amz-tagging-count': String(count) }
}

function found({ store, bucket, key }: S3Call): StoredObject {
  const object = store.object(bucket, key)
  if (object === undefined) throw new AwsError('NoSuchKey')
  return object
}

function tagsIn(document: unknown): Tags {
  const [tagging] = listIn(document, 'Tagging')
  if (tagging === undefined || listIn(tagging, 'TagSet').length !== 1) throw new AwsError('MalformedXML')
  const pairs = listIn(tagging, 'TagSet', 'Tag').map((tag): [key: string, value: string] => {
    const [key, value] = [textIn(tag, 'Key'), textIn(tag, 'Value')]
    if (key === undefined || value === undefined) throw new AwsError('MalformedXML')
    return [key, value]
  })
  if (new Set(pairs.map(([key]) => key)).size < pairs.length) {
    throw new AwsError('InvalidTag', 'Cannot provide multiple Tags with the same key')
  }
  return checked(pairs)
}

function checked(pairs: readonly (readonly [key: string, value: string])[]): Tags {
  if (pairs.length > MAX_TAGS) throw new AwsError('BadRequest', 'Object tags cannot be greater than 10')
  for (const [key, value] of pairs) {
    const isKey = key.length > 0 && key.length <= MAX_KEY_LENGTH && ALLOWED.test(key)
    if (!isKey) throw new AwsError('InvalidTag', 'The TagKey you have provided is invalid')
    const isValue = value.length <= MAX_VALUE_LENGTH && ALLOWED.test(value)
    if (!isValue) throw new AwsError('InvalidTag', 'The TagValue you have provided is invalid')
  }
  return Object.fromEntries(pairs)
}
