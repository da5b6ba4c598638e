import type { PostPlan, PresignedPart, PutPlan, StoredPart } from '../../component/protocol.ts'
import type { ObjectAttributes } from './object-attributes.ts'
import type { StoreCapabilities } from './store-capabilities.ts'

/** What the service needs of an object store. @throws {StorageError} from every method */
export interface ObjectStorage {
  /** What the store behind the endpoint in effect can do. No network call. */
  capabilities(bucket: string, signal: AbortSignal): Promise<StoreCapabilities>
  /** For each grant a form POST that stores exactly this object and nothing else, in their order. No network call. */
  signPosts(grants: readonly PostGrant[], signal: AbortSignal): Promise<SignedPost[]>
  /** One of them as a PUT, for stores without POST Object. */
  signPut(grant: PostGrant, signal: AbortSignal): Promise<SignedPut>
  /** `null` when there is none. */
  head(address: ObjectAddress, signal: AbortSignal): Promise<StoredObject | null>
  /**
   * Copies an uploaded object to where it stays. `exists`: an object is there already, which is never overwritten unless
   * `mayOverwrite` says so. `missing`: nothing was uploaded.
   */
  accept(move: AcceptedMove, signal: AbortSignal): Promise<'accepted' | 'exists' | 'missing'>
  /** Deletes an object; `false` when it is gone or was overwritten. */
  remove(object: ObjectAddress & { etag: string }, signal: AbortSignal): Promise<boolean>
  /** Deletes up to 1,000 objects of one bucket, without a condition. One call where the store has one for it. */
  removeAll(bucket: string, keys: readonly string[], signal: AbortSignal): Promise<void>
  /** One page of objects by key, from after this one. */
  list(
    place: { bucket: string; prefix: string; after: string },
    signal: AbortSignal,
  ): Promise<{ objects: { key: string; lastModified: Date }[]; next: string | null }>
  /** A small text object; `null` when there is none. */
  readText(address: ObjectAddress, signal: AbortSignal): Promise<string | null>
  /** A GET URL. No network call. */
  signUrl(address: ObjectAddress, signal: AbortSignal): Promise<string>

  /** Starts an upload in parts and returns the store's id of it. */
  createMultipart(grant: MultipartGrant, signal: AbortSignal): Promise<string>
  /** Signs PUTs that each store exactly this part. No network call. */
  signParts(
    upload: MultipartUpload,
    parts: readonly PartGrant[],
    uploadUntil: Date,
    signal: AbortSignal,
  ): Promise<SignedParts>
  /** One page of the stored parts; `null` when the upload does not exist (any more). */
  listParts(upload: MultipartUpload, afterPartNumber: number, signal: AbortSignal): Promise<PartsPage | null>
  /**
   * `gone`: the upload does not exist (any more), or an object is there that must not be overwritten. `parts-changed`: the
   * stored parts are others.
   */
  completeMultipart(
    upload: MultipartUpload,
    parts: readonly StoredPart[],
    options: { mayOverwrite: boolean },
    signal: AbortSignal,
  ): Promise<'assembled' | 'gone' | 'parts-changed'>
  /** Whether there was one to abort. */
  abortMultipart(upload: MultipartUpload, signal: AbortSignal): Promise<boolean>
}

export interface ObjectAddress {
  bucket: string
  key: string
}

export interface AcceptedMove {
  from: ObjectAddress
  to: ObjectAddress
  mayOverwrite: boolean
  /** The store then computes one for the copy. */
  checksum: 'sha256' | null
  attributes: ObjectAttributes
}

export interface PartsPage {
  /** By part number. */
  parts: StoredPart[]
  /** Where the next page starts; `null` on the last page. */
  nextPartNumber: number | null
}

/** What every grant fixes. */
interface Grant extends ObjectAddress {
  id: string
  contentType: string
  contentDisposition: string
  attributes: ObjectAttributes
}

export interface PostGrant extends Grant {
  /** Bytes; the store takes no more and no fewer. */
  size: number
  /** Base64; the store then takes only these bytes. */
  sha256: string | null
  expiresInSeconds: number
  /** The grant itself, for a sweep; `null` where it is too large. */
  sealedGrant: string | null
}

export interface MultipartGrant extends Grant {
  /** With it the store takes no part without a checksum. */
  checksum: 'sha256' | null
}

export interface SignedPost {
  plan: PostPlan
  /** ISO 8601, from the signed policy. */
  expiresAt: string
}

export interface SignedPut {
  plan: PutPlan
  /** ISO 8601. */
  expiresAt: string
}

export interface MultipartUpload extends ObjectAddress {
  uploadId: string
}

export interface PartGrant {
  partNumber: number
  /** Bytes; the store takes no more and no fewer. */
  size: number
  /** Base64; the store then takes only these bytes. */
  sha256: string | null
}

export interface SignedParts {
  parts: PresignedPart[]
  /** ISO 8601, of the URL that expires first. */
  expiresAt: string
}

export interface StoredObject {
  /** Bytes. */
  size: number
  contentType: string
  /** With its quotes, as HTTP writes it. */
  etag: string
  versionId: string | null
  /** Verified by the store; for parts the SHA-256 of their SHA-256s with the count, `…=-3`. */
  sha256: string | null
  /** The id of the grant that stored it, from the object's own metadata. */
  uploadId: string | null
  /** The grant itself, likewise. */
  sealedGrant: string | null
  lastModified: Date
}
