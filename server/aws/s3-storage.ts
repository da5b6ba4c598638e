/** The object store, through the AWS SDK. */
import {
  CopyObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type {
  AcceptedMove,
  ObjectAddress,
  ObjectStorage,
  PostGrant,
  SignedPost,
  SignedPut,
  StoredObject,
} from '../upload/object-storage.ts'
import { parseJson } from '../upload/parse-json.ts'
import type { StoreCapabilities } from '../upload/store-capabilities.ts'
import { attempt, attemptOrNull, isMissing, isNotImplemented, statusOf } from './attempt.ts'
import { attributeFields, placementInput } from './s3-attributes.ts'
import { S3Multipart, type S3MultipartOptions } from './s3-multipart.ts'
import { S3Removal } from './s3-removal.ts'
import { signHeaders } from './sign-headers.ts'
import { GRANT_METADATA, ID_METADATA, storedObject } from './stored-object.ts'
import { dropUnsolicitedChecksum } from './unsolicited-checksum.ts'
import { xmlElements, xmlText } from './xml-text.ts'

export interface S3StorageOptions extends S3MultipartOptions {
  variantUrlSeconds: number
}

// Far more than a manifest has; any other object is cut off here and then refused by the parser.
const MAX_TEXT_BYTES = 256 * 1024

const NEVER_OVERWRITE = { IfNoneMatch: '*' } as const
type CopyCondition = Partial<typeof NEVER_OVERWRITE>

/** How the store treats `If-None-Match` on a copy. `lacking`: it is not sent. */
type Condition = 'unknown' | 'observed' | 'ignored' | 'lacking'

export class S3Storage extends S3Multipart implements ObjectStorage {
  readonly #variantUrlSeconds: number
  /** Unknown before the first copy. */
  #condition: Condition = 'unknown'
  readonly #removal = new S3Removal(this.s3)

  constructor(options: S3StorageOptions) {
    super(options)
    this.#variantUrlSeconds = options.variantUrlSeconds
  }

  capabilities(bucket: string, signal: AbortSignal): Promise<StoreCapabilities> {
    return attempt('The endpoint could not be read', signal, () => this.s3.capabilities(bucket))
  }

  async signPost(grant: PostGrant, signal: AbortSignal): Promise<SignedPost> {
    return attempt('The upload could not be signed', signal, async () => {
      const seconds = await this.s3.withinCredentials(grant.expiresInSeconds)
      // Every entry of `Fields` becomes an exact condition, and S3 refuses fields without one. `Conditions` holds
      // only what has no field; `starts-with` is never used.
      const { url, fields } = await createPresignedPost(this.s3.signer, {
        Bucket: grant.bucket,
        Key: grant.key,
        Expires: seconds,
        Conditions: [['content-length-range', grant.size, grant.size]],
        Fields: {
          'Content-Type': grant.contentType,
          'Content-Disposition': grant.contentDisposition,
          // An XML response with the ETag, readable by a browser; never a redirect.
          success_action_status: '201',
          ...attributeFields(grant.attributes),
          [`x-amz-meta-${ID_METADATA}`]: grant.id,
          ...(grant.sealedGrant === null ? {} : { [`x-amz-meta-${GRANT_METADATA}`]: grant.sealedGrant }),
          ...(grant.sha256 === null
            ? {}
            : { 'x-amz-checksum-algorithm': 'SHA256', 'x-amz-checksum-sha256': grant.sha256 }),
        },
      })
      return { plan: { kind: 'post', url, fields }, expiresAt: expirationOf(fields.Policy) }
    })
  }

  async signPut(grant: PostGrant, signal: AbortSignal): Promise<SignedPut> {
    return attempt('The upload could not be signed', signal, async () => {
      const expiresIn = await this.s3.withinCredentials(grant.expiresInSeconds)
      const { conditions } = await this.s3.capabilities(grant.bucket)
      const headers = putHeaders(grant, conditions.includes('put'))
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
      // Signatures are dated in whole seconds.
      const expiresAt = new Date((Math.floor(Date.now() / 1000) + expiresIn) * 1000).toISOString()
      return { plan: { kind: 'put', url, headers }, expiresAt }
    })
  }

  async head({ bucket, key }: ObjectAddress, signal: AbortSignal): Promise<StoredObject | null> {
    const input = { ...this.s3.owner, Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' as const }
    const head = await attemptOrNull('The upload could not be looked up', signal, () =>
      this.s3.client.send(new HeadObjectCommand(input), { abortSignal: signal }),
    )
    return head && storedObject(head)
  }

  async accept(move: AcceptedMove, signal: AbortSignal): Promise<'accepted' | 'exists' | 'missing'> {
    return attempt('The upload could not be accepted', signal, async () => {
      if (move.mayOverwrite) return this.#copy(move, {}, signal)
      if ((await this.#conditionOf(move.to)) === 'lacking') return this.#copyAfterLook(move, {}, signal)
      if (this.#condition === 'ignored') return this.#copyAfterLook(move, NEVER_OVERWRITE, signal)
      try {
        const outcome = await this.#copy(move, NEVER_OVERWRITE, signal)
        if (outcome === 'accepted' && this.#condition === 'unknown') {
          // Copied once more, the same bytes tell whether the store observes `If-None-Match`.
          const again = await this.#copy(move, NEVER_OVERWRITE, signal)
          this.#condition = again === 'exists' ? 'observed' : 'ignored'
        }
        return outcome
      } catch (error) {
        if (!isNotImplemented(error)) throw error
        this.#condition = 'lacking'
        return this.#copyAfterLook(move, {}, signal)
      }
    })
  }

  async #conditionOf({ bucket }: ObjectAddress): Promise<Condition> {
    if (this.#condition === 'unknown') {
      const { conditions } = await this.s3.capabilities(bucket)
      if (!conditions.includes('copy')) this.#condition = 'lacking'
    }
    return this.#condition
  }

  async #copyAfterLook(move: AcceptedMove, condition: CopyCondition, signal: AbortSignal) {
    if ((await this.head(move.to, signal)) !== null) return 'exists'
    return this.#copy(move, condition, signal)
  }

  async #copy(
    { from, to, checksum, attributes }: AcceptedMove,
    condition: CopyCondition,
    signal: AbortSignal,
  ): Promise<'accepted' | 'exists' | 'missing'> {
    const { ExpectedBucketOwner: owner } = this.s3.owner
    const command = new CopyObjectCommand({
      ...this.s3.owner,
      ...(owner === undefined ? {} : { ExpectedSourceBucketOwner: owner }),
      Bucket: to.bucket,
      Key: to.key,
      // Keys are plain: nothing in them needs encoding.
      CopySource: `${from.bucket}/${from.key}`,
      ...condition,
      ...(checksum === null ? {} : { ChecksumAlgorithm: 'SHA256' }),
      ...placementInput(attributes),
      ...(attributes.tags === undefined ? {} : { TaggingDirective: 'REPLACE' }),
    })
    this.s3.readXml(command)
    try {
      // 5 GiB take S3 longer than any other call, so only the caller's signal ends it.
      await this.s3.client.send(command, { abortSignal: signal, requestTimeout: 0 })
      return 'accepted'
    } catch (error) {
      if (statusOf(error) === 412) return 'exists'
      if (isMissing(error)) return 'missing'
      throw error
    }
  }

  remove(object: ObjectAddress & { etag: string }, signal: AbortSignal): Promise<boolean> {
    return this.#removal.remove(object, () => this.head(object, signal), signal)
  }

  removeAll(bucket: string, keys: readonly string[], signal: AbortSignal): Promise<void> {
    return this.#removal.removeAll(bucket, keys, signal)
  }

  async list(
    { bucket, prefix, after }: { bucket: string; prefix: string; after: string },
    signal: AbortSignal,
  ): Promise<{ objects: { key: string; lastModified: Date }[]; next: string | null }> {
    return attempt('Pending uploads could not be listed', signal, async () => {
      const command = new ListObjectsV2Command({
        ...this.s3.owner,
        Bucket: bucket,
        Prefix: prefix,
        ...(after === '' ? {} : { StartAfter: after }),
      })
      const response = this.s3.readXml(command)
      await this.s3.client.send(command, { abortSignal: signal })
      const objects = xmlElements(response.text, 'Contents').flatMap((contents) => {
        const key = xmlText(contents, 'Key')
        const lastModified = new Date(xmlText(contents, 'LastModified') ?? Number.NaN)
        return key === null || Number.isNaN(lastModified.getTime()) ? [] : [{ key, lastModified }]
      })
      const last = objects.at(-1)?.key
      const isTruncated = xmlText(response.text, 'IsTruncated') === 'true'
      return { objects, next: isTruncated && last !== undefined && last > after ? last : null }
    })
  }

  async readText({ bucket, key }: ObjectAddress, signal: AbortSignal): Promise<string | null> {
    return attemptOrNull('The result could not be read', signal, async () => {
      const range = `bytes=0-${MAX_TEXT_BYTES - 1}`
      const { Body } = await this.s3.client.send(
        new GetObjectCommand({ ...this.s3.owner, Bucket: bucket, Key: key, Range: range }),
        { abortSignal: signal },
      )
      return (await Body?.transformToString()) ?? ''
    })
  }

  async signUrl({ bucket, key }: ObjectAddress, signal: AbortSignal): Promise<string> {
    return attempt('The result could not be signed', signal, async () =>
      getSignedUrl(this.s3.signer, new GetObjectCommand({ Bucket: bucket, Key: key }), {
        expiresIn: await this.s3.withinCredentials(this.#variantUrlSeconds),
      }),
    )
  }
}

/** Every header of a PUT, in lower case; the same facts as the fields of a form. */
function putHeaders(grant: PostGrant, isOnce: boolean): Record<string, string> {
  const fields = {
    'Content-Type': grant.contentType,
    'Content-Disposition': grant.contentDisposition,
    ...attributeFields(grant.attributes),
    [`x-amz-meta-${ID_METADATA}`]: grant.id,
    ...(grant.sealedGrant === null ? {} : { [`x-amz-meta-${GRANT_METADATA}`]: grant.sealedGrant }),
    ...(grant.sha256 === null ? {} : { 'x-amz-checksum-sha256': grant.sha256 }),
    // A grant stores one object: S3 then refuses a second one in its place.
    ...(isOnce ? { 'If-None-Match': '*' } : {}),
  }
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]))
}

/** From the policy itself, so clients get the time that S3 enforces. */
function expirationOf(policy: string | undefined): string {
  const value = parseJson(atob(policy ?? ''))
  const expiration =
    typeof value === 'object' && value !== null && 'expiration' in value ? value.expiration : null
  if (typeof expiration !== 'string') throw new TypeError('The signed policy has no expiration')
  return new Date(expiration).toISOString()
}
