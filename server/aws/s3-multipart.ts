/** Uploads in parts, on either adapter. */
import type { StoredPart } from '../../component/protocol.ts'
import type {
  MultipartGrant,
  MultipartUpload,
  ObjectAddress,
  PartGrant,
  PartsPage,
  SignedParts,
} from '../upload/object-storage.ts'
import { StorageError } from '../upload/storage-error.ts'
import type { StoreOptions } from '../upload/store-capabilities.ts'
import { attempt, attemptOrNull, isNotImplemented } from './attempt.ts'
import { AwsError } from './aws-error.ts'
import { parsePartsPage, parseUploadId } from './multipart-response.ts'
import type { S3Calls } from './s3-calls.ts'
import { StoreInEffect } from './store-in-effect.ts'

export interface S3MultipartOptions {
  partUrlSeconds: number
  store?: StoreOptions | undefined
}

/** @throws {StorageError} unless the error is a temporary one, which is thrown as it is */
function cannotList(cause?: unknown): never {
  if (cause instanceof StorageError && cause.code === 'unavailable' && cause.cause !== undefined) throw cause
  const hint =
    'The store does not list the parts that it stored, which uploads in parts need. Set multipartThreshold: null on every route.'
  throw new StorageError('denied', 'The store cannot list parts', { cause, hint })
}

export class S3Multipart {
  protected readonly s3: S3Calls
  protected readonly store: StoreInEffect
  readonly #partUrlSeconds: number
  #isListingProven = false
  /** Set after the store has refused a condition of the assembly. */
  #lacksCondition = false

  constructor(s3: S3Calls, { partUrlSeconds, store }: S3MultipartOptions) {
    this.s3 = s3
    this.store = new StoreInEffect(s3, store)
    this.#partUrlSeconds = partUrlSeconds
  }

  async createMultipart(grant: MultipartGrant, signal: AbortSignal): Promise<string> {
    return attempt('The upload in parts could not be started', signal, async () => {
      const uploadId = parseUploadId(await this.s3.createMultipart(grant, signal)) ?? unexpectedResponse()
      await this.#tryListing({ bucket: grant.bucket, key: grant.key, uploadId }, signal)
      return uploadId
    })
  }

  /** Starts an upload in parts on a store that is not known, to see whether it lists parts. @throws {StorageError} */
  async probeListing(address: ObjectAddress, signal: AbortSignal): Promise<void> {
    const { listParts } = await this.store.of(address.bucket)
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
    const { listParts } = await this.store.of(upload.bucket)
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
      return this.s3.signParts(upload, parts, Math.max(1, Math.min(this.#partUrlSeconds, left)))
    })
  }

  async listParts(
    upload: MultipartUpload,
    afterPartNumber: number,
    signal: AbortSignal,
  ): Promise<PartsPage | null> {
    return attemptOrNull('The parts could not be listed', signal, async () => {
      const xml = await this.s3.listParts(upload, afterPartNumber, signal)
      const page = parsePartsPage(xml) ?? unexpectedResponse()
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
    const assembled = await attemptOrNull('The parts could not be assembled', signal, async () => {
      try {
        await this.s3.completeMultipart(upload, parts, isConditional ? 'absent' : 'none', signal)
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
      this.store.of(bucket),
    )
    return conditions.includes('complete')
  }

  async abortMultipart(upload: MultipartUpload, signal: AbortSignal): Promise<boolean> {
    const aborted = await attemptOrNull('The upload in parts could not be aborted', signal, async () => {
      await this.s3.abortMultipart(upload, signal)
      return true
    })
    return aborted ?? false
  }
}

function unexpectedResponse(): never {
  throw new StorageError('unavailable', 'The store’s response is not one of S3')
}
