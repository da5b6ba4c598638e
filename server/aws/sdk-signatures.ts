/** Signs for browsers through the AWS SDK. No network call, unless credentials must be fetched. */
import { GetObjectCommand, PutObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { PresignedPart } from '../../component/protocol.ts'
import type {
  MultipartUpload,
  ObjectAddress,
  PartGrant,
  PostGrant,
  SignedParts,
  SignedPost,
  SignedPut,
} from '../upload/object-storage.ts'
import { parseJson } from '../upload/parse-json.ts'
import { formFields } from './grant-fields.ts'
import { CHECKSUM_HEADER } from './s3-calls.ts'
import { S3Connection, type S3Options } from './s3-connection.ts'
import { signHeaders } from './sign-headers.ts'
import { dropUnsolicitedChecksum } from './unsolicited-checksum.ts'

export class SdkSignatures {
  protected readonly s3: S3Connection

  constructor(options: S3Options) {
    this.s3 = new S3Connection(options)
  }

  async signPost(grant: PostGrant): Promise<SignedPost> {
    const seconds = await this.s3.withinCredentials(grant.expiresInSeconds)
    // Every entry of `Fields` becomes an exact condition, and S3 refuses fields without one. `Conditions` holds
    // only what has no field; `starts-with` is never used.
    const { url, fields } = await createPresignedPost(this.s3.signer, {
      Bucket: grant.bucket,
      Key: grant.key,
      Expires: seconds,
      Conditions: [['content-length-range', grant.size, grant.size]],
      Fields: formFields(grant),
    })
    return { plan: { kind: 'post', url, fields }, expiresAt: expirationOf(fields.Policy) }
  }

  async signPut(grant: PostGrant, headers: Record<string, string>): Promise<SignedPut> {
    const expiresIn = await this.s3.withinCredentials(grant.expiresInSeconds)
    const command = new PutObjectCommand({
      Bucket: grant.bucket,
      Key: grant.key,
      // Signed with the host, so S3 takes exactly this many bytes.
      ContentLength: grant.size,
    })
    command.middlewareStack.add(dropUnsolicitedChecksum, { step: 'build', priority: 'low' })
    command.middlewareStack.add(signHeaders(headers), { step: 'build', priority: 'low' })
    const names = new Set(Object.keys(headers))
    // The presigner leaves the media type out and moves other headers into the query, where stores may not enforce them.
    const url = await getSignedUrl(this.s3.signer, command, {
      expiresIn,
      signableHeaders: names,
      unhoistableHeaders: names,
    })
    return { plan: { kind: 'put', url, headers }, expiresAt: expiry(expiresIn) }
  }

  async signParts(
    upload: MultipartUpload,
    parts: readonly PartGrant[],
    seconds: number,
  ): Promise<SignedParts> {
    const expiresIn = await this.s3.withinCredentials(seconds)
    const expiresAt = expiry(expiresIn)
    return {
      parts: await Promise.all(parts.map((part) => this.#signPart(upload, part, expiresIn))),
      expiresAt,
    }
  }

  async #signPart(
    { bucket, key, uploadId }: MultipartUpload,
    { partNumber, size, sha256 }: PartGrant,
    expiresIn: number,
  ): Promise<PresignedPart> {
    const command = new UploadPartCommand({
      Bucket: bucket,
      Key: key,
      UploadId: uploadId,
      PartNumber: partNumber,
      // Signed with the host, so S3 takes exactly this many bytes.
      ContentLength: size,
      ...(sha256 === null ? {} : { ChecksumSHA256: sha256 }),
    })
    command.middlewareStack.add(dropUnsolicitedChecksum, { step: 'build', priority: 'low' })
    // The presigner moves checksums into the query, where stores may not enforce them.
    const unhoistableHeaders = new Set([CHECKSUM_HEADER])
    const url = await getSignedUrl(this.s3.signer, command, { expiresIn, unhoistableHeaders })
    return { partNumber, url, ...(sha256 === null ? {} : { headers: { [CHECKSUM_HEADER]: sha256 } }) }
  }

  async signUrl({ bucket, key }: ObjectAddress, seconds: number): Promise<string> {
    return getSignedUrl(this.s3.signer, new GetObjectCommand({ Bucket: bucket, Key: key }), {
      expiresIn: await this.s3.withinCredentials(seconds),
    })
  }
}

/** ISO 8601. Signatures are dated in whole seconds. */
function expiry(seconds: number): string {
  return new Date((Math.floor(Date.now() / 1000) + seconds) * 1000).toISOString()
}

/** From the policy itself, so clients get the time that S3 enforces. */
function expirationOf(policy: string | undefined): string {
  const value = parseJson(atob(policy ?? ''))
  const expiration =
    typeof value === 'object' && value !== null && 'expiration' in value ? value.expiration : null
  if (typeof expiration !== 'string') throw new TypeError('The signed policy has no expiration')
  return new Date(expiration).toISOString()
}
