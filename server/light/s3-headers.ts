/** Requests of S3 in its own names: headers of stored objects, XML bodies. Pure. */
import type { StoredPart } from '../../component/protocol.ts'
import { ID_METADATA } from '../aws/stored-object.ts'
import { type ObjectAttributes, taggingHeader } from '../upload/object-attributes.ts'
import type { MultipartGrant } from '../upload/object-storage.ts'

type Headers = Record<string, string>

/** What a copy does not take over from its source, and an upload in parts is started with. */
export function placementHeaders(attributes: ObjectAttributes): Headers {
  const { serverSideEncryption, kmsKeyId, storageClass, acl, tags } = attributes
  return {
    ...(serverSideEncryption !== undefined && { 'x-amz-server-side-encryption': serverSideEncryption }),
    ...(kmsKeyId !== undefined && { 'x-amz-server-side-encryption-aws-kms-key-id': kmsKeyId }),
    ...(storageClass !== undefined && { 'x-amz-storage-class': storageClass }),
    ...(acl !== undefined && { 'x-amz-acl': acl }),
    ...(tags !== undefined && { 'x-amz-tagging': taggingHeader(tags) }),
  }
}

export function multipartHeaders(grant: MultipartGrant): Headers {
  const { cacheControl, metadata = {} } = grant.attributes
  const named = Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value])
  return {
    'content-type': grant.contentType,
    'content-disposition': grant.contentDisposition,
    ...(cacheControl !== undefined && { 'cache-control': cacheControl }),
    ...Object.fromEntries(named),
    [`x-amz-meta-${ID_METADATA}`]: grant.id,
    ...placementHeaders(grant.attributes),
    ...(grant.checksum === null ? {} : { 'x-amz-checksum-algorithm': 'SHA256' }),
  }
}

const XML_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/'

export function completeXml(parts: readonly StoredPart[]): string {
  const list = parts.map(
    ({ partNumber, etag, sha256 }) =>
      `<Part><PartNumber>${partNumber}</PartNumber><ETag>${escapeXml(etag)}</ETag>${sha256 === undefined ? '' : `<ChecksumSHA256>${escapeXml(sha256)}</ChecksumSHA256>`}</Part>`,
  )
  return `<CompleteMultipartUpload xmlns="${XML_NAMESPACE}">${list.join('')}</CompleteMultipartUpload>`
}

export function deleteXml(keys: readonly string[]): string {
  const objects = keys.map((key) => `<Object><Key>${escapeXml(key)}</Key></Object>`)
  return `<Delete xmlns="${XML_NAMESPACE}">${objects.join('')}<Quiet>true</Quiet></Delete>`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

// Control characters as references: a parser would take a line feed for a space.
function escapeXml(text: string): string {
  return text
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character)
    .replace(/[\n\r\t]/g, (character) => `&#${character.charCodeAt(0)};`)
}
