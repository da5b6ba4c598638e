/** Signs for browsers: forms, PUTs, parts and GETs. No network call, unless credentials must be fetched. */
import type { PresignedPart } from '../../component/protocol.ts'
import type { AwsCredentials, AwsOptions } from '../aws/aws-options.ts'
import { formFields } from '../aws/grant-fields.ts'
import { CHECKSUM_HEADER } from '../aws/s3-calls.ts'
import type {
  MultipartUpload,
  ObjectAddress,
  PartGrant,
  PostGrant,
  SignedParts,
  SignedPost,
  SignedPut,
} from '../upload/object-storage.ts'
import { StorageError } from '../upload/storage-error.ts'
import { type AwsSigner, amzDate } from './aws-signer.ts'
import type { CredentialSource } from './credentials.ts'
import { bucketUrl, encodeKey, encodeText } from './endpoints.ts'

/** One moment at which something is signed, and for how long it is good. */
interface Signing {
  credentials: AwsCredentials
  now: Date
  seconds: number
}

export class LightSignatures {
  protected readonly signer: AwsSigner
  readonly #credentials: CredentialSource
  readonly #options: AwsOptions

  constructor(signer: AwsSigner, credentials: CredentialSource, options: AwsOptions) {
    this.signer = signer
    this.#credentials = credentials
    this.#options = options
  }

  /** A signature expires with the session that made it, even when it names a later time. */
  async #begin(seconds: number): Promise<Signing> {
    const credentials = await this.#credentials.get()
    const now = new Date()
    const { expiration } = credentials
    if (expiration === undefined) return { credentials, now, seconds }
    const left = Math.floor((expiration.getTime() - now.getTime()) / 1000)
    if (left < 1) throw new StorageError('unavailable', 'The AWS session has expired')
    return { credentials, now, seconds: Math.min(seconds, left) }
  }

  /** Every field is an exact condition, and S3 refuses fields without one. `starts-with` is never used. */
  async signPost(grant: PostGrant): Promise<SignedPost> {
    const { credentials, now, seconds } = await this.#begin(grant.expiresInSeconds)
    const datetime = amzDate(now)
    const date = datetime.slice(0, 8)
    const fields: Record<string, string> = {
      ...formFields(grant),
      bucket: grant.bucket,
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': `${credentials.accessKeyId}/${date}/${this.signer.region}/s3/aws4_request`,
      'X-Amz-Date': datetime,
      ...(credentials.sessionToken === undefined ? {} : { 'X-Amz-Security-Token': credentials.sessionToken }),
      key: grant.key,
    }
    const conditions = [
      ['content-length-range', grant.size, grant.size],
      ...Object.entries(fields).map(([name, value]) => ({ [name]: value })),
    ]
    const expiresAt = expiry(now, seconds)
    const expiration = expiresAt.replace('.000Z', 'Z')
    const policy = toBase64(JSON.stringify({ expiration, conditions }))
    const signature = await this.signer.signText(policy, credentials, date)
    return {
      plan: {
        kind: 'post',
        url: `${this.#bucketUrl(grant.bucket)}${this.#postPath(grant.bucket)}`,
        fields: { ...fields, Policy: policy, 'X-Amz-Signature': signature },
      },
      expiresAt,
    }
  }

  async signPut(grant: PostGrant, headers: Record<string, string>): Promise<SignedPut> {
    const signing = await this.#begin(grant.expiresInSeconds)
    const request = {
      method: 'PUT',
      url: this.urlOf(grant),
      // Signed with the host, so S3 takes exactly this many bytes.
      headers: { ...headers, 'content-length': String(grant.size) },
    }
    const url = await this.signer.presign(request, signing.credentials, signing)
    return { plan: { kind: 'put', url, headers }, expiresAt: expiry(signing.now, signing.seconds) }
  }

  async signParts(
    upload: MultipartUpload,
    parts: readonly PartGrant[],
    seconds: number,
  ): Promise<SignedParts> {
    const signing = await this.#begin(seconds)
    return {
      parts: await Promise.all(parts.map((part) => this.#signPart(upload, part, signing))),
      expiresAt: expiry(signing.now, signing.seconds),
    }
  }

  async #signPart(
    { uploadId, ...address }: MultipartUpload,
    { partNumber, size, sha256 }: PartGrant,
    signing: Signing,
  ): Promise<PresignedPart> {
    const headers = sha256 === null ? {} : { [CHECKSUM_HEADER]: sha256 }
    const request = {
      method: 'PUT',
      url: `${this.urlOf(address)}?partNumber=${partNumber}&uploadId=${encodeText(uploadId)}`,
      headers: { ...headers, 'content-length': String(size) },
    }
    const url = await this.signer.presign(request, signing.credentials, signing)
    return { partNumber, url, ...(sha256 === null ? {} : { headers }) }
  }

  async signUrl(address: ObjectAddress, seconds: number): Promise<string> {
    const signing = await this.#begin(seconds)
    const request = { method: 'GET', url: this.urlOf(address), headers: {} }
    return this.signer.presign(request, signing.credentials, signing)
  }

  /** As browsers reach it. */
  protected urlOf({ bucket, key }: ObjectAddress): string {
    return `${this.#bucketUrl(bucket)}/${encodeKey(key)}`
  }

  #bucketUrl(bucket: string): string {
    const { publicEndpoint, endpoint } = this.#options
    return bucketUrl(bucket, this.signer.region, this.#options, publicEndpoint ?? endpoint)
  }

  /** A form is sent to the bucket: a path, or the root of its own host. */
  #postPath(bucket: string): '' | '/' {
    return new URL(this.#bucketUrl(bucket)).pathname === '/' ? '/' : ''
  }
}

/** ISO 8601. Signatures are dated in whole seconds. */
function expiry(now: Date, seconds: number): string {
  return new Date((Math.floor(now.getTime() / 1000) + seconds) * 1000).toISOString()
}

// The policy may hold letters beyond ASCII, which `btoa` does not take.
function toBase64(text: string): string {
  const bytes = new TextEncoder().encode(text)
  if (typeof Buffer !== 'undefined') return Buffer.from(bytes.buffer).toString('base64')
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}
