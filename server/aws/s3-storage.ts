/** The object store, spoken to through the AWS SDK: the one file that knows it. */
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  S3Client,
  type S3ClientConfig,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { PresignedPart, StoredPart } from '../../component/protocol.ts'
import type { UploadsOptions } from '../options/uploads-options.ts'
import type {
  MultipartGrant,
  MultipartUpload,
  ObjectStorage,
  PartGrant,
  PostGrant,
  SignedParts,
  SignedPost,
  StoredObject,
} from '../upload/object-storage.ts'
import { attempt, attemptOrNull, StorageError } from '../upload/storage-error.ts'
import { AwsRefusal } from './aws-error.ts'
import { type PartsPage, parsePartsPage, parseUploadId } from './multipart-response.ts'
import { idMetadata, storedObject } from './stored-object.ts'
import { dropUnsolicitedChecksum } from './unsolicited-checksum.ts'
import { readAsText, type TextAnswer } from './xml-response.ts'

export type S3StorageOptions = Pick<
  UploadsOptions,
  'bucket' | 'region' | 'endpoint' | 'publicEndpoint' | 'forcePathStyle' | 'credentials' | 's3Client'
> & { derivedBucket: string; variantUrlSeconds: number; partUrlSeconds: number }

// Far more than a manifest has; whatever else lies there is cut off and then understood by no one.
const mostDerivedText = 256 * 1024

// Whoever opens the original from the bucket's domain downloads it instead of running it.
const disposition = 'attachment'

const checksumHeader = 'x-amz-checksum-sha256'

export class S3Storage implements ObjectStorage {
  readonly #options: S3StorageOptions
  readonly #bucket: string
  readonly #client: S3Client
  /** Signs for the host name that browsers use, which need not be ours. */
  readonly #signer: S3Client

  constructor(options: S3StorageOptions) {
    this.#options = options
    this.#bucket = options.bucket
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
          'Content-Disposition': disposition,
          // An XML answer with the ETag, readable by a browser; never a redirect.
          success_action_status: '201',
          [`x-amz-meta-${idMetadata}`]: grant.id,
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

  async remove({ key, etag }: { key: string; etag: string }, signal: AbortSignal): Promise<boolean> {
    const removed = await attemptOrNull('The upload could not be deleted', () =>
      this.#client.send(new DeleteObjectCommand({ Bucket: this.#bucket, Key: key, IfMatch: etag }), {
        abortSignal: signal,
      }),
    )
    return removed !== null
  }

  async readDerived(key: string, signal: AbortSignal): Promise<string | null> {
    return attemptOrNull('The result could not be read', async () => {
      const range = `bytes=0-${mostDerivedText - 1}`
      const { Body } = await this.#client.send(
        new GetObjectCommand({ Bucket: this.#options.derivedBucket, Key: key, Range: range }),
        { abortSignal: signal },
      )
      return (await Body?.transformToString()) ?? ''
    })
  }

  async signUrl(bucket: 'upload' | 'derived', key: string): Promise<string> {
    const Bucket = bucket === 'upload' ? this.#bucket : this.#options.derivedBucket
    return attempt('The result could not be signed', async () =>
      getSignedUrl(this.#signer, new GetObjectCommand({ Bucket, Key: key }), {
        expiresIn: await this.#withinCredentials(this.#options.variantUrlSeconds),
      }),
    )
  }

  async createMultipart(grant: MultipartGrant, signal: AbortSignal): Promise<string> {
    return attempt('The upload in parts could not be begun', async () => {
      const command = new CreateMultipartUploadCommand({
        Bucket: this.#bucket,
        Key: grant.key,
        ContentType: grant.contentType,
        ContentDisposition: disposition,
        Metadata: { [idMetadata]: grant.id },
        ...(grant.checksum === null ? {} : { ChecksumAlgorithm: 'SHA256' }),
      })
      const answer = this.#asText(command)
      await this.#client.send(command, { abortSignal: signal })
      return parseUploadId(answer.text) ?? notUnderstood()
    })
  }

  async signParts(
    upload: MultipartUpload,
    parts: readonly PartGrant[],
    uploadUntil: Date,
  ): Promise<SignedParts> {
    return attempt('The parts could not be signed', async () => {
      const left = Math.ceil((uploadUntil.getTime() - Date.now()) / 1000)
      const seconds = await this.#withinCredentials(Math.max(1, Math.min(this.#options.partUrlSeconds, left)))
      // Signatures are dated in whole seconds.
      const expiresAt = new Date((Math.floor(Date.now() / 1000) + seconds) * 1000).toISOString()
      return {
        parts: await Promise.all(parts.map((part) => this.#signPart(upload, part, seconds))),
        expiresAt,
      }
    })
  }

  async #signPart(
    upload: MultipartUpload,
    { partNumber, size, sha256 }: PartGrant,
    expiresIn: number,
  ): Promise<PresignedPart> {
    const command = new UploadPartCommand({
      ...this.#addressOf(upload),
      PartNumber: partNumber,
      // Signed with the host, so S3 takes exactly this many bytes.
      ContentLength: size,
      ...(sha256 === null ? {} : { ChecksumSHA256: sha256 }),
    })
    command.middlewareStack.add(dropUnsolicitedChecksum, { step: 'build', priority: 'low' })
    // Moved into the query, as the presigner likes to, a checksum may not be enforced.
    const unhoistableHeaders = new Set([checksumHeader])
    const url = await getSignedUrl(this.#signer, command, { expiresIn, unhoistableHeaders })
    return { partNumber, url, ...(sha256 === null ? {} : { headers: { [checksumHeader]: sha256 } }) }
  }

  async listParts(
    upload: MultipartUpload,
    afterPartNumber: number,
    signal: AbortSignal,
  ): Promise<PartsPage | null> {
    return attemptOrNull('The parts could not be listed', async () => {
      const command = new ListPartsCommand({
        ...this.#addressOf(upload),
        ...(afterPartNumber === 0 ? {} : { PartNumberMarker: String(afterPartNumber) }),
      })
      const answer = this.#asText(command)
      await this.#client.send(command, { abortSignal: signal })
      const page = parsePartsPage(answer.text) ?? notUnderstood()
      // A store that does not know the marker would be asked for ever.
      if (page.nextPartNumber !== null && page.nextPartNumber <= afterPartNumber) notUnderstood()
      return page
    })
  }

  async completeMultipart(
    upload: MultipartUpload,
    parts: readonly StoredPart[],
    signal: AbortSignal,
  ): Promise<'assembled' | 'gone' | 'parts-changed'> {
    const command = new CompleteMultipartUploadCommand({
      ...this.#addressOf(upload),
      MultipartUpload: {
        Parts: parts.map(({ partNumber, etag, sha256 }) => ({
          PartNumber: partNumber,
          ETag: etag,
          ...(sha256 === undefined ? {} : { ChecksumSHA256: sha256 }),
        })),
      },
    })
    this.#asText(command)
    const assembled = await attemptOrNull('The parts could not be assembled', async () => {
      try {
        // Thousands of parts may take S3 longer than any other answer does, so only the caller's signal ends it.
        await this.#client.send(command, { abortSignal: signal, requestTimeout: 0 })
        return 'assembled'
      } catch (error) {
        if (error instanceof AwsRefusal && error.name === 'InvalidPart') return 'parts-changed'
        throw error
      }
    })
    return assembled ?? 'gone'
  }

  async abortMultipart(upload: MultipartUpload, signal: AbortSignal): Promise<boolean> {
    const command = new AbortMultipartUploadCommand(this.#addressOf(upload))
    this.#asText(command)
    const aborted = await attemptOrNull('The upload in parts could not be aborted', () =>
      this.#client.send(command, { abortSignal: signal }),
    )
    return aborted !== null
  }

  #addressOf({ key, uploadId }: MultipartUpload) {
    return { Bucket: this.#bucket, Key: key, UploadId: uploadId }
  }

  #asText(command: XmlCommand): TextAnswer {
    const answer: TextAnswer = { text: '' }
    command.middlewareStack.addRelativeTo(readAsText('S3', answer, this.#client), {
      // Behind the SDK's watch for errors that come as 200, which would take an emptied body for one of them.
      relation: 'before',
      toMiddleware: 'throw200ExceptionsMiddleware',
      name: 'readS3AnswerAsText',
      override: true,
    })
    return answer
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

type XmlCommand =
  | CreateMultipartUploadCommand
  | ListPartsCommand
  | CompleteMultipartUploadCommand
  | AbortMultipartUploadCommand

function notUnderstood(): never {
  throw new StorageError('unavailable', 'The store answered something else than S3 does')
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

/** From the policy itself, so that what clients are told is what S3 enforces. */
function expirationOf(policy: string | undefined): string {
  const { expiration }: { expiration?: unknown } = JSON.parse(atob(policy ?? ''))
  if (typeof expiration !== 'string') throw new TypeError('The signed policy has no expiration')
  return new Date(expiration).toISOString()
}
