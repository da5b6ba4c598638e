import { checksumHeader } from './checksum.ts'
import type { ObjectAttributes, StoredObject } from './object-store.ts'
import { S3Error } from './s3-error.ts'

/** Kept with an object and given back as response headers. */
const keptHeaders = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
  'x-amz-website-redirect-location',
  'x-amz-storage-class',
]

const MAX_METADATA_BYTES = 2048
const METADATA_PREFIX = 'x-amz-meta-'

/**
 * Reads what the uploader says about an object, from headers or form fields.
 * @param names lower case. Throws `MetadataTooLarge` over 2 KB, `InvalidArgument` on control characters, which could
 * never be sent back in a header.
 */
export function readAttributes(
  names: Iterable<string>,
  field: (name: string) => string | undefined,
): ObjectAttributes {
  const headers = Object.fromEntries(
    keptHeaders.flatMap((name) => {
      const value = name === 'content-encoding' ? withoutTransport(field(name)) : field(name)
      return value ? [[name, checkText(name, value)]] : []
    }),
  )
  const metadata = Object.fromEntries(
    [...names]
      .filter((name) => name.startsWith(METADATA_PREFIX) && name.length > METADATA_PREFIX.length)
      .map((name) => [name.slice(METADATA_PREFIX.length), checkText(name, field(name) ?? '')]),
  )
  const size = Object.entries(metadata).reduce((sum, entry) => sum + Buffer.byteLength(entry.join('')), 0)
  if (size > MAX_METADATA_BYTES) {
    throw new S3Error('MetadataTooLarge', { details: { Size: size, MaxSizeAllowed: MAX_METADATA_BYTES } })
  }
  const contentType = checkText('Content-Type', field('content-type') || 'binary/octet-stream')
  return { contentType, headers, metadata }
}

export interface DescribeOptions {
  /** `x-amz-checksum-mode: ENABLED` was asked for. */
  checksum: boolean
}

/** The response headers of GET and HEAD, without those about length and range. */
export function describeObject(object: StoredObject, { checksum }: DescribeOptions): Record<string, string> {
  const metadata = Object.entries(object.metadata).map(([name, value]) => [
    `${METADATA_PREFIX}${name}`,
    headerText(value),
  ])
  const headers = Object.entries(object.headers).map(([name, value]) => [name, headerText(value)])
  return {
    ...Object.fromEntries([...metadata, ...headers]),
    ...(checksum && object.checksum
      ? {
          [checksumHeader(object.checksum.algorithm)]: object.checksum.value,
          'x-amz-checksum-type': object.checksum.value.includes('-') ? 'COMPOSITE' : 'FULL_OBJECT',
        }
      : {}),
    'content-type': headerText(object.contentType),
    etag: quoted(object.etag),
    'last-modified': new Date(object.lastModified).toUTCString(),
    'accept-ranges': 'bytes',
  }
}

export function quoted(etag: string): string {
  return `"${etag}"`
}

/** Form fields are UTF-8, headers are not: S3 sends anything else than ASCII back as RFC 2047 words. */
function headerText(value: string): string {
  return /^[\x20-\x7e]*$/.test(value) ? value : `=?UTF-8?B?${Buffer.from(value).toString('base64')}?=`
}

function checkText(name: string, value: string): string {
  if (/\p{Cc}/u.test(value)) {
    throw new S3Error('InvalidArgument', {
      message: 'Header values cannot contain control characters',
      details: { ArgumentName: name },
    })
  }
  return value
}

/** `aws-chunked` is about the transfer, not the object. */
function withoutTransport(encoding: string | undefined): string {
  return (encoding ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== 'aws-chunked')
    .join(', ')
}
