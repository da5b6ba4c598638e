/** What is stored with an object besides its bytes. Pure. */

export interface ObjectAttributes {
  /** Encryption at rest. Default: what the bucket does by itself. */
  serverSideEncryption?: 'AES256' | 'aws:kms' | 'aws:kms:dsse'
  /** With `aws:kms`. Default: the account's key for S3. */
  kmsKeyId?: string
  /** For example `STANDARD_IA`. Default: `STANDARD`. */
  storageClass?: string
  /** A canned ACL, for example `bucket-owner-full-control`. Default: none; most buckets have ACLs disabled. */
  acl?: string
  /** `Cache-Control` of the stored object. */
  cacheControl?: string
  /** Whether a browser that opens the object saves or shows it. Default: `attachment`. */
  contentDisposition?: 'attachment' | 'inline'
  /** Whether a saved object gets the file's own name. Default: false. */
  downloadName?: boolean
  /** At most 10; names of 1 to 128 and values of up to 256 characters. */
  tags?: Readonly<Record<string, string>>
  /** `x-amz-meta-…` of the stored object, printable ASCII. Names in lower case; `upload-` at the start is reserved. */
  metadata?: Readonly<Record<string, string>>
}

/**
 * `Content-Disposition` of one file. The name is encoded as RFC 8187 says, and as plain ASCII for old clients; `$` is
 * encoded too, because S3 expands `${filename}` in form fields.
 */
export function contentDisposition(attributes: ObjectAttributes, fileName: string): string {
  const { contentDisposition: type = 'attachment', downloadName = false } = attributes
  if (!downloadName || fileName === '') return type
  const ascii = fileName.replace(/[^A-Za-z0-9 ._()-]/g, '_')
  const encoded = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${type}; filename="${ascii}"; filename*=UTF-8''${encoded}`
}

/** As the `x-amz-tagging` header has them. */
export function taggingHeader(tags: Readonly<Record<string, string>>): string {
  return Object.entries(tags)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&')
}
