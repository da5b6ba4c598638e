import type { PostPlan, PresignedPart, StoredPart } from '../../component/protocol.ts'
import type { PartsPage } from '../aws/multipart-response.ts'

/** What the service asks of an object store. Every method may throw a `StorageError`. */
export interface ObjectStorage {
  /** Signs one form POST that stores exactly this object and nothing else. No network call. */
  signPost(grant: PostGrant): Promise<SignedPost>
  /** What is stored under a key of the upload bucket; `null` when nothing is. */
  head(key: string, signal: AbortSignal): Promise<StoredObject | null>
  /** Deletes an object of the upload bucket; `false` when it was gone or overwritten meanwhile. */
  remove(object: { key: string; etag: string }, signal: AbortSignal): Promise<boolean>
  /** A small text object of the derived bucket; `null` when there is none. */
  readDerived(key: string, signal: AbortSignal): Promise<string | null>
  /** A GET URL for an object of one of the two buckets. No network call. */
  signUrl(bucket: 'upload' | 'derived', key: string): Promise<string>

  /** Begins an upload in parts and gives the store's id of it. */
  createMultipart(grant: MultipartGrant, signal: AbortSignal): Promise<string>
  /** Signs PUTs that each store exactly this part. No network call. */
  signParts(upload: MultipartUpload, parts: readonly PartGrant[], uploadUntil: Date): Promise<SignedParts>
  /** One page of what is stored; `null` when there is no such upload (any more). */
  listParts(upload: MultipartUpload, afterPartNumber: number, signal: AbortSignal): Promise<PartsPage | null>
  /** `gone`: there is no such upload (any more). `parts-changed`: these are not the parts that are stored. */
  completeMultipart(
    upload: MultipartUpload,
    parts: readonly StoredPart[],
    signal: AbortSignal,
  ): Promise<'assembled' | 'gone' | 'parts-changed'>
  /** Whether there was one to abort. */
  abortMultipart(upload: MultipartUpload, signal: AbortSignal): Promise<boolean>
}

/** What every grant fixes. */
interface Grant {
  id: string
  key: string
  contentType: string
}

export interface PostGrant extends Grant {
  /** Bytes; the store takes no more and no fewer. */
  size: number
  /** Base64; the store then takes only these bytes. */
  sha256: string | null
  expiresInSeconds: number
}

export interface MultipartGrant extends Grant {
  /** The store then takes no part without one. */
  checksum: 'sha256' | null
}

export interface SignedPost {
  plan: PostPlan
  /** ISO 8601, as the signed policy says it. */
  expiresAt: string
}

export interface MultipartUpload {
  key: string
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
  /** ISO 8601, of the URL that dies first. */
  expiresAt: string
}

export interface StoredObject {
  /** Bytes. */
  size: number
  contentType: string
  /** With its quotes, as HTTP writes it. */
  etag: string
  versionId: string | null
  /** What the store itself verified; of parts with their count, `…=-3`. */
  sha256: string | null
  /** The id of the grant that stored it, from the object's own metadata. */
  uploadId: string | null
  lastModified: Date
}
