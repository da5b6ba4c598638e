/** What is stored with an object that arrives in one request, as form fields and headers name it. Pure. */
import type { PostGrant } from '../upload/object-storage.ts'
import { attributeFields } from './attribute-fields.ts'
import { CHECKSUM_HEADER } from './s3-calls.ts'
import { grantMetadata, ID_METADATA } from './stored-object.ts'

/** Of a form, in their order. Each becomes an exact condition of its policy. */
export function formFields(grant: PostGrant): Record<string, string> {
  return {
    'Content-Type': grant.contentType,
    'Content-Disposition': grant.contentDisposition,
    // An XML response with the ETag, readable by a browser; never a redirect.
    success_action_status: '201',
    ...storedFields(grant),
    ...(grant.sha256 === null
      ? {}
      : { 'x-amz-checksum-algorithm': 'SHA256', [CHECKSUM_HEADER]: grant.sha256 }),
  }
}

/**
 * Every header of a PUT, in lower case; the same facts as the fields of a form.
 *
 * @param isOnce a grant stores one object: S3 then refuses a second one in its place.
 */
export function putHeaders(grant: PostGrant, isOnce: boolean): Record<string, string> {
  const fields = {
    'content-type': grant.contentType,
    'content-disposition': grant.contentDisposition,
    ...storedFields(grant),
    ...(grant.sha256 === null ? {} : { [CHECKSUM_HEADER]: grant.sha256 }),
    ...(isOnce ? { 'if-none-match': '*' } : {}),
  }
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]))
}

function storedFields({ attributes, id, sealedGrant }: PostGrant): Record<string, string> {
  const fields: Record<string, string> = {
    ...attributeFields(attributes),
    [`x-amz-meta-${ID_METADATA}`]: id,
  }
  if (sealedGrant !== null) {
    for (const [name, value] of grantMetadata(sealedGrant)) fields[`x-amz-meta-${name}`] = value
  }
  return fields
}
