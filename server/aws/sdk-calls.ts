/** S3's calls through the AWS SDK. */
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
} from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import type { StoredPart } from '../../component/protocol.ts'
import type {
  MultipartGrant,
  MultipartUpload,
  ObjectAddress,
  StoredObject,
} from '../upload/object-storage.ts'
import { metadataInput, placementInput } from './s3-attributes.ts'
import type { CopyMove, ListedPlace, S3Calls, WriteCondition } from './s3-calls.ts'
import { SdkSignatures } from './sdk-signatures.ts'
import { storedObject } from './stored-object.ts'

export class SdkCalls extends SdkSignatures implements S3Calls {
  hostNames(bucket: string): Promise<string[]> {
    return this.s3.hostNames(bucket)
  }

  async formUrl(bucket: string): Promise<string> {
    return (await createPresignedPost(this.s3.client, { Bucket: bucket, Key: 'probe' })).url
  }

  async head({ bucket, key }: ObjectAddress, abortSignal: AbortSignal): Promise<StoredObject> {
    const input = { ...this.s3.owner, Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' as const }
    return storedObject(await this.s3.client.send(new HeadObjectCommand(input), { abortSignal }))
  }

  async headBucket(bucket: string, abortSignal: AbortSignal): Promise<void> {
    await this.s3.client.send(new HeadBucketCommand({ ...this.s3.owner, Bucket: bucket }), { abortSignal })
  }

  async readText(
    { bucket, key }: ObjectAddress,
    maxBytes: number,
    abortSignal: AbortSignal,
  ): Promise<string> {
    const range = `bytes=0-${maxBytes - 1}`
    const command = new GetObjectCommand({ ...this.s3.owner, Bucket: bucket, Key: key, Range: range })
    const { Body } = await this.s3.client.send(command, { abortSignal })
    return (await Body?.transformToString()) ?? ''
  }

  async copy(
    { from, to, checksum, attributes }: CopyMove,
    condition: WriteCondition,
    abortSignal: AbortSignal,
  ): Promise<void> {
    const { ExpectedBucketOwner: owner } = this.s3.owner
    const command = new CopyObjectCommand({
      ...this.s3.owner,
      ...(owner === undefined ? {} : { ExpectedSourceBucketOwner: owner }),
      Bucket: to.bucket,
      Key: to.key,
      // Keys are plain: nothing in them needs encoding.
      CopySource: `${from.bucket}/${from.key}`,
      ...conditionInput(condition),
      ...(checksum === null ? {} : { ChecksumAlgorithm: 'SHA256' }),
      ...placementInput(attributes),
      ...(attributes.tags === undefined ? {} : { TaggingDirective: 'REPLACE' }),
    })
    this.s3.readXml(command)
    // 5 GiB take S3 longer than any other call, so only the caller's signal ends it.
    await this.s3.client.send(command, { abortSignal, requestTimeout: 0 })
  }

  async remove({ bucket, key }: ObjectAddress, etag: string | null, abortSignal: AbortSignal): Promise<void> {
    const condition = etag === null ? {} : { IfMatch: etag }
    const command = new DeleteObjectCommand({ ...this.s3.owner, Bucket: bucket, Key: key, ...condition })
    await this.s3.client.send(command, { abortSignal })
  }

  async removeAll(bucket: string, keys: readonly string[], abortSignal: AbortSignal): Promise<void> {
    const command = new DeleteObjectsCommand({
      ...this.s3.owner,
      Bucket: bucket,
      Delete: { Objects: keys.map((Key) => ({ Key })), Quiet: true },
    })
    this.s3.readXml(command)
    await this.s3.client.send(command, { abortSignal })
  }

  async list({ bucket, prefix, after }: ListedPlace, abortSignal: AbortSignal): Promise<string> {
    const command = new ListObjectsV2Command({
      ...this.s3.owner,
      Bucket: bucket,
      Prefix: prefix,
      ...(after === '' ? {} : { StartAfter: after }),
    })
    const response = this.s3.readXml(command)
    await this.s3.client.send(command, { abortSignal })
    return response.text
  }

  async createMultipart(grant: MultipartGrant, abortSignal: AbortSignal): Promise<string> {
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
    await this.s3.client.send(command, { abortSignal })
    return response.text
  }

  async listParts(
    upload: MultipartUpload,
    afterPartNumber: number,
    abortSignal: AbortSignal,
  ): Promise<string> {
    const command = new ListPartsCommand({
      ...this.#inputOf(upload),
      ...(afterPartNumber === 0 ? {} : { PartNumberMarker: String(afterPartNumber) }),
    })
    const response = this.s3.readXml(command)
    await this.s3.client.send(command, { abortSignal })
    return response.text
  }

  async completeMultipart(
    upload: MultipartUpload,
    parts: readonly StoredPart[],
    condition: WriteCondition,
    abortSignal: AbortSignal,
  ): Promise<void> {
    const command = new CompleteMultipartUploadCommand({
      ...this.#inputOf(upload),
      ...conditionInput(condition),
      MultipartUpload: {
        Parts: parts.map(({ partNumber, etag, sha256 }) => ({
          PartNumber: partNumber,
          ETag: etag,
          ...(sha256 === undefined ? {} : { ChecksumSHA256: sha256 }),
        })),
      },
    })
    this.s3.readXml(command)
    // Thousands of parts take S3 longer than any other call, so only the caller's signal ends it.
    await this.s3.client.send(command, { abortSignal, requestTimeout: 0 })
  }

  async abortMultipart(upload: MultipartUpload, abortSignal: AbortSignal): Promise<void> {
    const command = new AbortMultipartUploadCommand(this.#inputOf(upload))
    this.s3.readXml(command)
    await this.s3.client.send(command, { abortSignal })
  }

  #inputOf({ bucket, key, uploadId }: MultipartUpload) {
    return { ...this.s3.owner, Bucket: bucket, Key: key, UploadId: uploadId }
  }
}

function conditionInput(condition: WriteCondition): { IfNoneMatch?: '*' } {
  return condition === 'absent' ? { IfNoneMatch: '*' } : {}
}
