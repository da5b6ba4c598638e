/** S3's calls by plain HTTP. @throws AwsError from every method */

import type { StoredPart } from '../../component/protocol.ts'
import type { AwsOptions } from '../aws/aws-options.ts'
import {
  CHECKSUM_HEADER,
  type CopyMove,
  type ListedPlace,
  type S3Calls,
  type WriteCondition,
} from '../aws/s3-calls.ts'
import { encodeKey, encodeText } from '../aws/sign-query.ts'
import { storedObject } from '../aws/stored-object.ts'
import type {
  MultipartGrant,
  MultipartUpload,
  ObjectAddress,
  StoredObject,
} from '../upload/object-storage.ts'
import type { AwsClient, Call } from './aws-client.ts'
import type { AwsSigner } from './aws-signer.ts'
import type { CredentialSource } from './credentials.ts'
import { bucketUrl } from './endpoints.ts'
import { LightSignatures } from './light-signatures.ts'
import { completeXml, deleteXml, multipartHeaders, placementHeaders } from './s3-headers.ts'

interface S3Call extends Omit<Call, 'url' | 'headers'> {
  query?: Record<string, string>
  headers?: Record<string, string>
}

export class LightCalls extends LightSignatures implements S3Calls {
  readonly #client: AwsClient
  readonly #options: AwsOptions

  constructor(client: AwsClient, signer: AwsSigner, credentials: CredentialSource, options: AwsOptions) {
    super(signer, credentials, options)
    this.#client = client
    // Transfer Acceleration is for the browsers' bytes; the service's own calls gain nothing from it.
    this.#options = { ...options, useAccelerateEndpoint: false }
  }

  async hostNames(bucket: string): Promise<string[]> {
    return [this.#urlOf(bucket), this.placeOf(bucket).origin].map((url) => new URL(url).hostname)
  }

  async formUrl(bucket: string): Promise<string> {
    return this.#urlOf(bucket)
  }

  async head(address: ObjectAddress, signal: AbortSignal): Promise<StoredObject> {
    const headers = { 'x-amz-checksum-mode': 'ENABLED' }
    const response = await this.#send(address, { method: 'HEAD', headers }, signal)
    return objectOf(response.headers)
  }

  async headBucket(bucket: string, signal: AbortSignal): Promise<void> {
    await this.#send({ bucket }, { method: 'HEAD' }, signal)
  }

  async readText(address: ObjectAddress, maxBytes: number, signal: AbortSignal): Promise<string> {
    const headers = { range: `bytes=0-${maxBytes - 1}` }
    return (await this.#send(address, { method: 'GET', headers }, signal)).body
  }

  async copy(
    { from, to, checksum, attributes }: CopyMove,
    condition: WriteCondition,
    signal: AbortSignal,
  ): Promise<void> {
    const { expectedBucketOwner: owner } = this.#options
    const headers = {
      'x-amz-copy-source': `${from.bucket}/${encodeKey(from.key)}`,
      ...conditionHeader(condition),
      ...(checksum === null ? {} : { 'x-amz-checksum-algorithm': 'SHA256' }),
      ...placementHeaders(attributes),
      ...(attributes.tags === undefined ? {} : { 'x-amz-tagging-directive': 'REPLACE' }),
      ...(owner === undefined ? {} : { 'x-amz-source-expected-bucket-owner': owner }),
    }
    await this.#send(to, { method: 'PUT', headers, isLong: true, mayFailWith200: true }, signal)
  }

  async remove(address: ObjectAddress, etag: string | null, signal: AbortSignal): Promise<void> {
    const headers: Record<string, string> = etag === null ? {} : { 'if-match': etag }
    await this.#send(address, { method: 'DELETE', headers }, signal)
  }

  async removeAll(bucket: string, keys: readonly string[], signal: AbortSignal): Promise<void> {
    const body = deleteXml(keys)
    const sha256 = await this.signer.key.sha256(body)
    const headers = {
      'content-type': 'application/xml',
      // S3 demands one for this call.
      [CHECKSUM_HEADER]: btoa(String.fromCharCode(...sha256)),
      'x-amz-sdk-checksum-algorithm': 'SHA256',
    }
    const call = { method: 'POST', query: { delete: '' }, headers, body, mayFailWith200: true }
    await this.#send({ bucket }, call, signal)
  }

  async list({ bucket, prefix, after }: ListedPlace, signal: AbortSignal): Promise<string> {
    const query = { 'list-type': '2', prefix, ...(after === '' ? {} : { 'start-after': after }) }
    return (await this.#send({ bucket }, { method: 'GET', query }, signal)).body
  }

  async createMultipart(grant: MultipartGrant, signal: AbortSignal): Promise<string> {
    const call = { method: 'POST', query: { uploads: '' }, headers: multipartHeaders(grant) }
    return (await this.#send(grant, call, signal)).body
  }

  async listParts(
    { uploadId, ...address }: MultipartUpload,
    after: number,
    signal: AbortSignal,
  ): Promise<string> {
    const query = { uploadId, ...(after === 0 ? {} : { 'part-number-marker': String(after) }) }
    return (await this.#send(address, { method: 'GET', query }, signal)).body
  }

  async completeMultipart(
    { uploadId, ...address }: MultipartUpload,
    parts: readonly StoredPart[],
    condition: WriteCondition,
    signal: AbortSignal,
  ): Promise<void> {
    const headers = {
      'content-type': 'application/xml',
      ...conditionHeader(condition),
    }
    const call = { method: 'POST', query: { uploadId }, headers, body: completeXml(parts) }
    await this.#send(address, { ...call, isLong: true, mayFailWith200: true }, signal)
  }

  async abortMultipart({ uploadId, ...address }: MultipartUpload, signal: AbortSignal): Promise<void> {
    await this.#send(address, { method: 'DELETE', query: { uploadId } }, signal)
  }

  #send(
    { bucket, key }: { bucket: string; key?: string },
    { query = {}, headers = {}, ...call }: S3Call,
    signal: AbortSignal,
  ) {
    const { expectedBucketOwner: owner } = this.#options
    const base = this.#urlOf(bucket)
    const search = Object.entries(query).map(([name, value]) => `${name}=${encodeText(value)}`)
    const path = key === undefined ? '' : `/${encodeKey(key)}`
    const url = `${base}${path}${search.length === 0 ? '' : `?${search.join('&')}`}`
    const owned = owner === undefined ? headers : { ...headers, 'x-amz-expected-bucket-owner': owner }
    return this.#client.send({ ...call, url, headers: owned }, signal)
  }

  #urlOf(bucket: string): string {
    return bucketUrl(bucket, this.signer.region, this.#options, this.#options.endpoint)
  }
}

function conditionHeader(condition: WriteCondition): Record<string, string> {
  return condition === 'absent' ? { 'if-none-match': '*' } : {}
}

const METADATA = 'x-amz-meta-'

function objectOf(headers: Record<string, string>): StoredObject {
  const length = headers['content-length']
  const lastModified = new Date(headers['last-modified'] ?? Number.NaN)
  return storedObject({
    ContentLength: length === undefined ? undefined : Number(length),
    ContentType: headers['content-type'],
    ETag: headers.etag,
    LastModified: Number.isNaN(lastModified.getTime()) ? undefined : lastModified,
    VersionId: headers['x-amz-version-id'],
    ChecksumSHA256: headers[CHECKSUM_HEADER],
    Metadata: Object.fromEntries(
      Object.entries(headers).flatMap(([name, value]) =>
        name.startsWith(METADATA) ? [[name.slice(METADATA.length), value]] : [],
      ),
    ),
  })
}
