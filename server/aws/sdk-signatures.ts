/** Signs for browsers with what the AWS SDK's client is configured with. No network call, unless credentials must be fetched. */
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type {
  MultipartUpload,
  ObjectAddress,
  PartGrant,
  PostGrant,
  SignedParts,
  SignedPost,
  SignedPut,
} from '../upload/object-storage.ts'
import { S3Connection, type S3Options } from './s3-connection.ts'
import { SdkPartUrls } from './sdk-part-urls.ts'
import { expiry, signForms } from './sign-forms.ts'
import { signHeaders } from './sign-headers.ts'
import type { QuerySigning } from './sign-query.ts'
import { SigningKey } from './signing-key.ts'
import { dropUnsolicitedChecksum } from './unsolicited-checksum.ts'

export class SdkSignatures {
  protected readonly s3: S3Connection
  readonly #partUrls: SdkPartUrls
  #key: SigningKey | undefined
  /** Where forms of a bucket are sent. */
  readonly #formUrls = new Map<string, Promise<string>>()

  constructor(options: S3Options) {
    this.s3 = new S3Connection(options)
    this.#partUrls = new SdkPartUrls(this.s3)
  }

  async signPosts(grants: readonly PostGrant[]): Promise<SignedPost[]> {
    const signing = await this.#begin(Number.POSITIVE_INFINITY)
    const urls = await Promise.all(grants.map(({ bucket }) => this.#formUrlOf(bucket)))
    return signForms(grants, urls, signing)
  }

  async signPut(grant: PostGrant, headers: Record<string, string>): Promise<SignedPut> {
    const { now, seconds } = await this.#begin(grant.expiresInSeconds)
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
      expiresIn: seconds,
      signingDate: now,
      signableHeaders: names,
      unhoistableHeaders: names,
    })
    return { plan: { kind: 'put', url, headers }, expiresAt: expiry(now, seconds) }
  }

  async signParts(
    upload: MultipartUpload,
    parts: readonly PartGrant[],
    seconds: number,
  ): Promise<SignedParts> {
    const signing = await this.#begin(seconds)
    return {
      parts: await this.#partUrls.sign(upload, parts, signing),
      expiresAt: expiry(signing.now, signing.seconds),
    }
  }

  async signUrl({ bucket, key }: ObjectAddress, seconds: number): Promise<string> {
    const { now, seconds: expiresIn } = await this.#begin(seconds)
    const command = new GetObjectCommand({ Bucket: bucket, Key: key })
    return getSignedUrl(this.s3.signer, command, { expiresIn, signingDate: now })
  }

  /** By the client's clock, which follows the store's after a refused date. */
  async #begin(wanted: number): Promise<QuerySigning> {
    const { config } = this.s3.signer
    const { credentials, seconds } = await this.s3.credentials(wanted)
    const region = await config.region()
    if (this.#key?.region !== region) this.#key = new SigningKey('s3', region)
    return { key: this.#key, credentials, now: new Date(Date.now() + config.systemClockOffset), seconds }
  }

  /** The SDK knows the rules of endpoints; they take more CPU than the signature. */
  #formUrlOf(bucket: string): Promise<string> {
    const known = this.#formUrls.get(bucket)
    if (known !== undefined) return known
    const url = createPresignedPost(this.s3.signer, { Bucket: bucket, Key: 'form' }).then(({ url }) => url)
    this.#formUrls.set(bucket, url)
    url.catch(() => this.#formUrls.delete(bucket))
    return url
  }
}
