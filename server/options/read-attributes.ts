import type { ObjectAttributes } from '../upload/object-attributes.ts'
import { known } from './known-members.ts'

const MEMBERS: Record<keyof ObjectAttributes, true> = {
  serverSideEncryption: true,
  kmsKeyId: true,
  storageClass: true,
  acl: true,
  cacheControl: true,
  contentDisposition: true,
  downloadName: true,
  tags: true,
  metadata: true,
}

const ENCRYPTIONS = ['AES256', 'aws:kms', 'aws:kms:dsse']
const ACLS = [
  'private',
  'public-read',
  'public-read-write',
  'authenticated-read',
  'aws-exec-read',
  'bucket-owner-read',
  'bucket-owner-full-control',
]

// In a header and, exactly, in a form field: printable ASCII. S3 expands `${filename}` in form fields.
const FIELD = /^[\x20-\x23\x25-\x7e]+$/

/** Bytes. S3's limit for all metadata of an object, less the 100 that the service itself needs. */
const MAX_METADATA_BYTES = 1900

/** Faults are added to `faults`. */
export function readAttributes(given: ObjectAttributes, at: string, faults: string[]): ObjectAttributes {
  const attributes = known(given, MEMBERS, at, faults)
  const {
    serverSideEncryption,
    kmsKeyId,
    storageClass,
    acl,
    cacheControl,
    tags = {},
    metadata = {},
  } = attributes
  if (serverSideEncryption !== undefined && !ENCRYPTIONS.includes(serverSideEncryption)) {
    faults.push(`${at}.serverSideEncryption must be one of ${ENCRYPTIONS.join(', ')}`)
  }
  if (kmsKeyId !== undefined && !serverSideEncryption?.startsWith('aws:kms')) {
    faults.push(`${at}.kmsKeyId needs serverSideEncryption 'aws:kms'`)
  }
  if (acl !== undefined && !ACLS.includes(acl)) faults.push(`${at}.acl must be one of ${ACLS.join(', ')}`)
  for (const [name, value] of Object.entries({ kmsKeyId, storageClass, cacheControl })) {
    if (value !== undefined && !FIELD.test(value))
      faults.push(`${at}.${name} must be printable ASCII without $`)
  }
  const { contentDisposition } = attributes
  if (contentDisposition !== undefined && !['attachment', 'inline'].includes(contentDisposition)) {
    faults.push(`${at}.contentDisposition must be 'attachment' or 'inline'`)
  }
  validateTags(tags, at, faults)
  validateMetadata(metadata, at, faults)
  return attributes
}

function validateTags(tags: Readonly<Record<string, string>>, at: string, faults: string[]): void {
  const entries = Object.entries(tags)
  if (entries.length > 10) faults.push(`${at}.tags may have at most 10 names`)
  for (const [name, value] of entries) {
    const isTag =
      /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(name) && /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u.test(value)
    if (!isTag) faults.push(`${at}.tags: ${JSON.stringify(name)} is not a tag that S3 stores`)
  }
}

function validateMetadata(metadata: Readonly<Record<string, string>>, at: string, faults: string[]): void {
  const entries = Object.entries(metadata)
  if (entries.flat().join('').length > MAX_METADATA_BYTES) {
    faults.push(`${at}.metadata may have at most ${MAX_METADATA_BYTES} bytes`)
  }
  for (const [name, value] of entries) {
    if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(name) || name.startsWith('upload-')) {
      faults.push(`${at}.metadata: ${JSON.stringify(name)} is not a name (a-z, 0-9, -, not upload-…)`)
    }
    if (!FIELD.test(value)) faults.push(`${at}.metadata.${name} must be printable ASCII without $`)
  }
}
