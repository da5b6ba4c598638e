/** Uploads in parts, through the AWS SDK. */
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListPartsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { PresignedPart, StoredPart } from '../../component/protocol.ts'
import type {
  MultipartGrant,
  MultipartUpload,
  ObjectAddress,
  PartGrant,
  PartsPage,
  SignedParts,
} from '../upload/object-storage.ts'
import { StorageError } from '../upload/storage-error.ts'
import { attempt, attemptOrNull, isNotImplemented } from './attempt.ts'
import { AwsError } from './aws-error.ts'
import { parsePartsPage, parseUploadId } from './multipart-response.ts'
import { metadataInput, placementInput } from './s3-attributes.ts'
import { S3Connection, type S3Options, unexpectedResponse } from './s3-connection.ts'
import { dropUnsolicitedChecksum } from './unsolicited-checksum.ts'

export interface S3MultipartOptions extends S3Options {
  partUrlSeconds: number
}

/** @throws {StorageError} unless the error is a temporary one, which is thrown as it is */
function cannotList(cause?: unknown): never {
  if (cause instanceof StorageError && cause.code === 'unavailable' && cause.cause !== undefined) throw cause
  const hint =
    'The store does not list the parts that it stored, which uploads in parts need. Set multipartThreshold: null on every route.'
  throw new StorageError('denied', 'The store cannot list parts', { cause, hint })
}

const CHECKSUM_HEADER = 'x-amz-checksum-sha256'

export class S3Multipart {
  protected readonly s3: S3Connection
  readonly #partUrlSeconds: number
  #isListingProven = false
  /** Set after the store has refused a condition of the assembly. */
  #lacksCondition = false

  constructor(options: S3MultipartOptions) {
    this.s3 = new S3Connection(options)
    this.#partUrlSeconds = options.partUrlSeconds
  }

  async createMultipart(grant: MultipartGrant, signal: AbortSignal): Promise<string> {
    return attempt('The upload in parts could not be started', signal, async () => {
      const { cacheControl } = grant.attributes
      const command = new CreateMultipartUploadCommand({
        ...this.s3.owner,
        Bucket: grant.bucket,
        Key: grant.key,
        ContentType: grant.contentType,
        ContentDisposition: grant.contentDisposition,
        Metadata: metadataInput(grant.id, grant.attributes),
        ...placementInput(grant.attributes),
        ...(cacheControl === undefined ? {} : { CacheControl: cacheControl }),
        ...(grant.checksum === null ? {} : { ChecksumAlgorithm: 'SHA256' }),
      })
      const response = this.s3.readXml(command)
      await this.s3.client.send(command, { abortSignal: signal })
      const uploadId = parseUploadId(response.text) ?? unexpectedResponse()
      await this.#tryListing({ bucket: grant.bucket, key: grant.key, uploadId }, signal)
      return uploadId
    })
  }

  /** Starts an upload in parts on a store that is not known, to see whether it lists parts. @throws {StorageError} */
  async probeListing(address: ObjectAddress, signal: AbortSignal): Promise<void> {
    const { listParts } = await this.s3.capabilities(address.bucket)
    if (this.#isListingProven || listParts === true) return
    const plain = {
      contentDisposition: 'attachment',
      contentType: 'text/plain',
      attributes: {},
      checksum: null,
    }
    const uploadId = await this.createMultipart({ ...address, id: 'probe', ...plain }, signal)
    await this.abortMultipart({ ...address, uploadId }, signal)
  }

  /**
   * Parts are assembled from the store's own list of them. A store that is not known is asked for the list of its first
   * upload, before a client sends gigabytes to it.
   */
  async #tryListing(upload: MultipartUpload, signal: AbortSignal): Promise<void> {
    if (this.#isListingProven) return
    const { listParts } = await this.s3.capabilities(upload.bucket)
    if (listParts !== true) {
      try {
        if ((await this.listParts(upload, 0, signal)) === null) cannotList()
      } catch (error) {
        await this.abortMultipart(upload, signal).catch(() => {})
        cannotList(error)
      }
    }
    this.#isListingProven = true
  }

  async signParts(
    upload: MultipartUpload,
    parts: readonly PartGrant[],
    uploadUntil: Date,
    signal: AbortSignal,
  ): Promise<SignedParts> {
    return attempt('The parts could not be signed', signal, async () => {
      const left = Math.ceil((uploadUntil.getTime() - Date.now()) / 1000)
      const seconds = await this.s3.withinCredentials(Math.max(1, Math.min(this.#partUrlSeconds, left)))
      // Signatures are dated in whole seconds.
      const expiresAt = new Date((Math.floor(Date.now() / 1000) + seconds) * 1000).toISOString()
      return {
        parts: await Promise.all(parts.map((part) => this.#signPart(upload, part, seconds))),
        expiresAt,
      }
    })
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

  async listParts(
    upload: MultipartUpload,
    afterPartNumber: number,
    signal: AbortSignal,
  ): Promise<PartsPage | null> {
    return attemptOrNull('The parts could not be listed', signal, async () => {
      const command = new ListPartsCommand({
        ...this.#inputOf(upload),
        ...(afterPartNumber === 0 ? {} : { PartNumberMarker: String(afterPartNumber) }),
      })
      const response = this.s3.readXml(command)
      await this.s3.client.send(command, { abortSignal: signal })
      const page = parsePartsPage(response.text) ?? unexpectedResponse()
      // A store that ignores the marker would be asked without end.
      if (page.nextPartNumber !== null && page.nextPartNumber <= afterPartNumber) unexpectedResponse()
      return page
    })
  }

  async completeMultipart(
    upload: MultipartUpload,
    parts: readonly StoredPart[],
    { mayOverwrite }: { mayOverwrite: boolean },
    signal: AbortSignal,
  ): Promise<'assembled' | 'gone' | 'parts-changed'> {
    const isConditional = !mayOverwrite && (await this.#observesCondition(upload, signal))
    const command = new CompleteMultipartUploadCommand({
      ...this.#inputOf(upload),
      ...(isConditional ? { IfNoneMatch: '*' } : {}),
      MultipartUpload: {
        Parts: parts.map(({ partNumber, etag, sha256 }) => ({
          PartNumber: partNumber,
          ETag: etag,
          ...(sha256 === undefined ? {} : { ChecksumSHA256: sha256 }),
        })),
      },
    })
    this.s3.readXml(command)
    const assembled = await attemptOrNull('The parts could not be assembled', signal, async () => {
      try {
        // Thousands of parts take S3 longer than any other call, so only the caller's signal ends it.
        await this.s3.client.send(command, { abortSignal: signal, requestTimeout: 0 })
        return 'assembled'
      } catch (error) {
        if (error instanceof AwsError && error.name === 'InvalidPart') return 'parts-changed'
        if (isConditional && isNotImplemented(error)) return 'lacks-condition'
        throw error
      }
    })
    if (assembled !== 'lacks-condition') return assembled ?? 'gone'
    this.#lacksCondition = true
    return this.completeMultipart(upload, parts, { mayOverwrite }, signal)
  }

  /** An upload id is good for one object, so without the condition only another upload's object could be lost. */
  async #observesCondition({ bucket }: MultipartUpload, signal: AbortSignal): Promise<boolean> {
    if (this.#lacksCondition) return false
    const { conditions } = await attempt('The endpoint could not be read', signal, () =>
      this.s3.capabilities(bucket),
    )
    return conditions.includes('complete')
  }

  async abortMultipart(upload: MultipartUpload, signal: AbortSignal): Promise<boolean> {
    const command = new AbortMultipartUploadCommand(this.#inputOf(upload))
    this.s3.readXml(command)
    const aborted = await attemptOrNull('The upload in parts could not be aborted', signal, () =>
      this.s3.client.send(command, { abortSignal: signal }),
    )
    return aborted !== null
  }

  #inputOf({ bucket, key, uploadId }: MultipartUpload) {
    return { ...this.s3.owner, Bucket: bucket, Key: key, UploadId: uploadId }
  }
}
