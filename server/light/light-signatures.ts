/** Signs for browsers: forms, PUTs, parts and GETs. No network call, unless credentials must be fetched. */
import type { AwsCredentials, AwsOptions } from '../aws/aws-options.ts'
import { signPartUrls } from '../aws/part-urls.ts'
import { expiry, signForms } from '../aws/sign-forms.ts'
import { encodeKey, type QuerySigning, signQuery } from '../aws/sign-query.ts'
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
import type { AwsSigner } from './aws-signer.ts'
import type { CredentialSource } from './credentials.ts'
import { bucketUrl } from './endpoints.ts'

/** Where a bucket is reached, split for signatures. */
interface BucketPlace {
  origin: string
  /** Empty, or with a slash at its start. */
  path: string
}

export class LightSignatures {
  protected readonly signer: AwsSigner
  readonly #credentials: CredentialSource
  readonly #options: AwsOptions
  /** By bucket, of which a service has few. */
  readonly #places = new Map<string, BucketPlace>()

  constructor(signer: AwsSigner, credentials: CredentialSource, options: AwsOptions) {
    this.signer = signer
    this.#credentials = credentials
    this.#options = options
  }

  /** A signature expires with the session that made it, even when it names a later time. */
  async #begin(seconds: number): Promise<QuerySigning> {
    const credentials: AwsCredentials = await this.#credentials.get()
    const now = new Date()
    const { key } = this.signer
    const { expiration } = credentials
    if (expiration === undefined) return { key, credentials, now, seconds }
    const left = Math.floor((expiration.getTime() - now.getTime()) / 1000)
    if (left < 1) throw new StorageError('unavailable', 'The AWS session has expired')
    return { key, credentials, now, seconds: Math.min(seconds, left) }
  }

  async signPosts(grants: readonly PostGrant[]): Promise<SignedPost[]> {
    const signing = await this.#begin(Number.POSITIVE_INFINITY)
    const urls = grants.map(({ bucket }) => {
      const { origin, path } = this.placeOf(bucket)
      // A form is sent to the bucket: a path, or the root of its own host.
      return `${origin}${path === '' ? '/' : path}`
    })
    return signForms(grants, urls, signing)
  }

  async signPut(grant: PostGrant, headers: Record<string, string>): Promise<SignedPut> {
    const signing = await this.#begin(grant.expiresInSeconds)
    // Signed with the host, so S3 takes exactly this many bytes.
    const signed = { ...headers, 'content-length': String(grant.size) }
    const url = await this.#signUrl('PUT', grant, signed, signing)
    return { plan: { kind: 'put', url, headers }, expiresAt: expiry(signing.now, signing.seconds) }
  }

  async signParts(
    upload: MultipartUpload,
    parts: readonly PartGrant[],
    seconds: number,
  ): Promise<SignedParts> {
    const signing = await this.#begin(seconds)
    const { origin, path } = this.placeOf(upload.bucket)
    return {
      parts: await signPartUrls({ origin, path, query: [] }, upload, parts, signing),
      expiresAt: expiry(signing.now, signing.seconds),
    }
  }

  async signUrl(address: ObjectAddress, seconds: number): Promise<string> {
    return this.#signUrl('GET', address, {}, await this.#begin(seconds))
  }

  #signUrl(
    method: 'GET' | 'PUT',
    { bucket, key }: ObjectAddress,
    headers: Record<string, string>,
    signing: QuerySigning,
  ): Promise<string> {
    const { origin, path } = this.placeOf(bucket)
    return signQuery({ method, origin, path: `${path}/${encodeKey(key)}`, query: [], headers }, signing)
  }

  /** As browsers reach it. */
  protected placeOf(bucket: string): BucketPlace {
    const known = this.#places.get(bucket)
    if (known !== undefined) return known
    const { publicEndpoint, endpoint } = this.#options
    const url = new URL(bucketUrl(bucket, this.signer.region, this.#options, publicEndpoint ?? endpoint))
    const place = { origin: url.origin, path: url.pathname === '/' ? '' : url.pathname }
    this.#places.set(bucket, place)
    return place
  }
}
