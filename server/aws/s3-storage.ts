/** The object store, through the AWS SDK. */
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
import type {
  MultipartGrant,
  MultipartUpload,
  ObjectStorage,
  PartGrant,
  PartsPage,
  PostGrant,
  SignedParts,
  SignedPost,
  StoredObject,
} from '../upload/object-storage.ts'
import { parseJson } from '../upload/parse-json.ts'
import { StorageError } from '../upload/storage-error.ts'
import { attempt, attemptOrNull } from './attempt.ts'
import { AwsError } from './aws-error.ts'
import type { AwsOptions } from './aws-options.ts'
import { parsePartsPage, parseUploadId } from './multipart-response.ts'
import { ID_METADATA, storedObject } from './stored-object.ts'
import { dropUnsolicitedChecksum } from './unsolicited-checksum.ts'
import { readXml, type XmlResponse } from './xml-response.ts'

export type S3StorageOptions = Pick<
  AwsOptions,
  'bucket' | 'region' | 'endpoint' | 'publicEndpoint' | 'forcePathStyle' | 'credentials' | 's3Client'
> & { derivedBucket: string; variantUrlSeconds: number; partUrlSeconds: number }

// Far more than a manifest has; any other object is cut off here and then refused by the parser.
const MAX_DERIVED_BYTES = 256 * 1024

// Opened from the bucket's domain, the original is downloaded and not run.
const DISPOSITION = 'attachment'

const CHECKSUM_HEADER = 'x-amz-checksum-sha256'

export class S3Storage implements ObjectStorage {
  readonly #options: S3StorageOptions
  readonly #bucket: string
  readonly #client: S3Client
  /** Signs for the host name that browsers use, which may differ from ours. */
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
      // only what has no field; `starts-with` is never used.
      const { url, fields } = await createPresignedPost(this.#signer, {
        Bucket: this.#bucket,
        Key: grant.key,
        Expires: seconds,
        Conditions: [['content-length-range', grant.size, grant.size]],
        Fields: {
          'Content-Type': grant.contentType,
          'Content-Disposition': DISPOSITION,
          // An XML response with the ETag, readable by a browser; never a redirect.
          success_action_status: '201',
          [`x-amz-meta-${ID_METADATA}`]: grant.id,
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
      const range = `bytes=0-${MAX_DERIVED_BYTES - 1}`
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
    return attempt('The upload in parts could not be started', async () => {
      const command = new CreateMultipartUploadCommand({
        Bucket: this.#bucket,
        Key: grant.key,
        ContentType: grant.contentType,
        ContentDisposition: DISPOSITION,
        Metadata: { [ID_METADATA]: grant.id },
        ...(grant.checksum === null ? {} : { ChecksumAlgorithm: 'SHA256' }),
      })
      const response = this.#readXml(command)
      await this.#client.send(command, { abortSignal: signal })
      return parseUploadId(response.text) ?? unexpectedResponse()
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
    // The presigner moves checksums into the query, where stores may not enforce them.
    const unhoistableHeaders = new Set([CHECKSUM_HEADER])
    const url = await getSignedUrl(this.#signer, command, { expiresIn, unhoistableHeaders })
    return { partNumber, url, ...(sha256 === null ? {} : { headers: { [CHECKSUM_HEADER]: sha256 } }) }
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
      const response = this.#readXml(command)
      await this.#client.send(command, { abortSignal: signal })
      const page = parsePartsPage(response.text) ?? unexpectedResponse()
      // A store that ignores the marker would be asked without end.
      if (page.nextPartNumber !== null && page.nextPartNumber <= afterPartNumber) unexpectedResponse()
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
    this.#readXml(command)
    const assembled = await attemptOrNull('The parts could not be assembled', async () => {
      try {
        // Thousands of parts take S3 longer than any other call, so only the caller's signal ends it.
        await this.#client.send(command, { abortSignal: signal, requestTimeout: 0 })
        return 'assembled'
      } catch (error) {
        if (error instanceof AwsError && error.name === 'InvalidPart') return 'parts-changed'
        throw error
      }
    })
    return assembled ?? 'gone'
  }

  async abortMultipart(upload: MultipartUpload, signal: AbortSignal): Promise<boolean> {
    const command = new AbortMultipartUploadCommand(this.#addressOf(upload))
    this.#readXml(command)
    const aborted = await attemptOrNull('The upload in parts could not be aborted', () =>
      this.#client.send(command, { abortSignal: signal }),
    )
    return aborted !== null
  }

  #addressOf({ key, uploadId }: MultipartUpload) {
    return { Bucket: this.#bucket, Key: key, UploadId: uploadId }
  }

  #readXml(command: XmlCommand): XmlResponse {
    const response: XmlResponse = { text: '' }
    command.middlewareStack.addRelativeTo(readXml('S3', response, this.#client), {
      // After the SDK's check for errors with status 200, which takes an emptied body for one of them.
      relation: 'before',
      toMiddleware: 'throw200ExceptionsMiddleware',
      name: 'readS3Xml',
      override: true,
    })
    return response
  }

  /** A signature expires with the session that made it, even when its policy names a later time. */
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

function unexpectedResponse(): never {
  throw new StorageError('unavailable', 'The store’s response is not one of S3')
}

function clientConfig(options: S3StorageOptions, endpoint: string | undefined): S3ClientConfig {
  return {
    maxAttempts: 3,
    // For each attempt; the caller's signal ends them all. Without `throwOnRequestTimeout` the SDK only warns.
    requestHandler: { connectionTimeout: 2000, requestTimeout: 3000, throwOnRequestTimeout: true },
    // Other stores than AWS fail on the SDK's own CRC32. `ChecksumMode` on HEAD asks for what is needed.
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

/** From the policy itself, so clients get the time that S3 enforces. */
function expirationOf(policy: string | undefined): string {
  const value = parseJson(atob(policy ?? ''))
  const expiration =
    typeof value === 'object' && value !== null && 'expiration' in value ? value.expiration : null
  if (typeof expiration !== 'string') throw new TypeError('The signed policy has no expiration')
  return new Date(expiration).toISOString()
}
