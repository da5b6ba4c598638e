/**
 * The object store, spoken to through the AWS SDK: the one file that knows it.
 *
 * Failures are told apart by HTTP status alone. On Workers the SDK cannot parse S3's XML errors (there is no
 * `DOMParser`) and throws something nameless, but the status is always on it.
 */
import {
  GetObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { awsMetadata } from './failure-log.ts'
import {
  type ObjectStorage,
  type PostGrant,
  type SignedPost,
  StorageError,
  type StoredObject,
} from './object-storage.ts'
import type { UploadsOptions } from './uploads-options.ts'

export type S3StorageOptions = Pick<
  UploadsOptions,
  'bucket' | 'region' | 'endpoint' | 'publicEndpoint' | 'forcePathStyle' | 'credentials' | 's3Client'
> & { derivedBucket: string; variantUrlSeconds: number }

// Far more than a manifest has; whatever else lies there is cut off and then understood by no one.
const mostDerivedText = 256 * 1024

export class S3Storage implements ObjectStorage {
  readonly #bucket: string
  readonly #derivedBucket: string
  readonly #variantUrlSeconds: number
  readonly #client: S3Client
  /** Signs for the host name that browsers use, which need not be ours. */
  readonly #signer: S3Client

  constructor(options: S3StorageOptions) {
    this.#bucket = options.bucket
    this.#derivedBucket = options.derivedBucket
    this.#variantUrlSeconds = options.variantUrlSeconds
    this.#client = options.s3Client ?? new S3Client(clientConfig(options, options.endpoint))
    this.#signer = options.publicEndpoint === undefined ? this.#client : signerFor(this.#client, options)
  }

  async signPost(grant: PostGrant): Promise<SignedPost> {
    return attempt('The upload could not be signed', async () => {
      const seconds = await this.#withinCredentials(grant.expiresInSeconds)
      // Every entry of `Fields` becomes an exact condition, and S3 refuses fields without one. `Conditions` holds
      // only what has no field. Nothing here says `starts-with`.
      const { url, fields } = await createPresignedPost(this.#signer, {
        Bucket: this.#bucket,
        Key: grant.key,
        Expires: seconds,
        Conditions: [['content-length-range', grant.size, grant.size]],
        Fields: {
          'Content-Type': grant.contentType,
          // Whoever opens the original from the bucket's domain downloads it instead of running it.
          'Content-Disposition': 'attachment',
          // An XML answer with the ETag, readable by a browser; never a redirect.
          success_action_status: '201',
          'x-amz-meta-upload-id': grant.id,
          ...(grant.sha256 === null
            ? {}
            : { 'x-amz-checksum-algorithm': 'SHA256', 'x-amz-checksum-sha256': grant.sha256 }),
        },
      })
      return { plan: { kind: 'post', url, fields }, expiresAt: expirationOf(fields.Policy) }
    })
  }

  async head(key: string, signal: AbortSignal): Promise<StoredObject | null> {
    const head = await attemptOrNull('The upload could not be looked up', () =>
      this.#client.send(new HeadObjectCommand({ Bucket: this.#bucket, Key: key, ChecksumMode: 'ENABLED' }), {
        abortSignal: signal,
      }),
    )
    return head && storedObject(head)
  }

  async readDerived(key: string, signal: AbortSignal): Promise<string | null> {
    return attemptOrNull('The result could not be read', async () => {
      const range = `bytes=0-${mostDerivedText - 1}`
      const { Body } = await this.#client.send(
        new GetObjectCommand({ Bucket: this.#derivedBucket, Key: key, Range: range }),
        { abortSignal: signal },
      )
      return (await Body?.transformToString()) ?? ''
    })
  }

  async signUrl(bucket: 'upload' | 'derived', key: string): Promise<string> {
    const Bucket = bucket === 'upload' ? this.#bucket : this.#derivedBucket
    return attempt('The result could not be signed', async () =>
      getSignedUrl(this.#signer, new GetObjectCommand({ Bucket, Key: key }), {
        expiresIn: await this.#withinCredentials(this.#variantUrlSeconds),
      }),
    )
  }

  /** A signature dies with the session that made it, whatever its policy says. */
  async #withinCredentials(seconds: number): Promise<number> {
    const { expiration } = await this.#signer.config.credentials()
    if (expiration === undefined) return seconds
    const left = Math.floor((expiration.getTime() - Date.now()) / 1000)
    if (left < 1) throw new StorageError('unavailable', 'The AWS session has expired')
    return Math.min(seconds, left)
  }
}

function clientConfig(options: S3StorageOptions, endpoint: string | undefined): S3ClientConfig {
  return {
    maxAttempts: 3,
    // Per attempt; the caller's signal ends them all. The SDK only warns of late answers unless told to throw.
    requestHandler: { connectionTimeout: 2000, requestTimeout: 3000, throwOnRequestTimeout: true },
    // Stores that are not AWS stumble over the SDK's own CRC32; ours to ask for is `ChecksumMode` on HEAD.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(options.region === undefined ? {} : { region: options.region }),
    ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: options.forcePathStyle ?? true }),
  }
}

function signerFor(client: S3Client, options: S3StorageOptions): S3Client {
  return new S3Client({
    ...clientConfig(options, options.publicEndpoint),
    region: client.config.region,
    credentials: client.config.credentials,
  })
}

function storedObject(head: HeadObjectCommandOutput): StoredObject {
  const { ContentLength, ETag, LastModified, VersionId } = head
  if (ContentLength === undefined || !ETag || LastModified === undefined) {
    throw new StorageError('unavailable', 'The store left out what every object has')
  }
  return {
    size: ContentLength,
    contentType: head.ContentType ?? '',
    etag: ETag,
    // A bucket whose versioning is suspended calls its version "null".
    versionId: VersionId === undefined || VersionId === 'null' ? null : VersionId,
    sha256: head.ChecksumSHA256 ?? null,
    uploadId: head.Metadata?.['upload-id'] ?? null,
    lastModified: LastModified,
  }
}

/** From the policy itself, so that what clients are told is what S3 enforces. */
function expirationOf(policy: string | undefined): string {
  const { expiration }: { expiration?: unknown } = JSON.parse(atob(policy ?? ''))
  if (typeof expiration !== 'string') throw new TypeError('The signed policy has no expiration')
  return new Date(expiration).toISOString()
}

async function attempt<Value>(what: string, call: () => Promise<Value>): Promise<Value> {
  try {
    return await call()
  } catch (error) {
    throw asStorageError(what, error)
  }
}

async function attemptOrNull<Value>(what: string, call: () => Promise<Value>): Promise<Value | null> {
  try {
    return await call()
  } catch (error) {
    if (awsMetadata(error).httpStatusCode === 404) return null
    throw asStorageError(what, error)
  }
}

function asStorageError(what: string, error: unknown): StorageError {
  if (error instanceof StorageError) return error
  const { httpStatusCode: status } = awsMetadata(error)
  const refused =
    typeof status === 'number' && status >= 300 && status < 500 && status !== 408 && status !== 429
  return new StorageError(refused ? 'denied' : 'unavailable', what, { cause: error })
}
