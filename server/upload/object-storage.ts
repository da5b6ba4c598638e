import type { PostPlan, PresignedPart, StoredPart } from '../../component/protocol.ts'

/** What the service needs of an object store. @throws {StorageError} from every method */
export interface ObjectStorage {
  /** Signs one form POST that stores exactly this object and nothing else. No network call. */
  signPost(grant: PostGrant): Promise<SignedPost>
  /** The object under a key of the upload bucket; `null` when there is none. */
  head(key: string, signal: AbortSignal): Promise<StoredObject | null>
  /** Deletes an object of the upload bucket; `false` when it is gone or was overwritten. */
  remove(object: { key: string; etag: string }, signal: AbortSignal): Promise<boolean>
  /** A small text object of the derived bucket; `null` when there is none. */
  readDerived(key: string, signal: AbortSignal): Promise<string | null>
  /** A GET URL for an object of one of the two buckets. No network call. */
  signUrl(bucket: 'upload' | 'derived', key: string): Promise<string>

  /** Starts an upload in parts and returns the store's id of it. */
  createMultipart(grant: MultipartGrant, signal: AbortSignal): Promise<string>
  /** Signs PUTs that each store exactly this part. No network call. */
  signParts(upload: MultipartUpload, parts: readonly PartGrant[], uploadUntil: Date): Promise<SignedParts>
  /** One page of the stored parts; `null` when the upload does not exist (any more). */
  listParts(upload: MultipartUpload, afterPartNumber: number, signal: AbortSignal): Promise<PartsPage | null>
  /** `gone`: the upload does not exist (any more). `parts-changed`: the stored parts are others. */
  completeMultipart(
    upload: MultipartUpload,
    parts: readonly StoredPart[],
    signal: AbortSignal,
  ): Promise<'assembled' | 'gone' | 'parts-changed'>
  /** Whether there was one to abort. */
  abortMultipart(upload: MultipartUpload, signal: AbortSignal): Promise<boolean>
}

export interface PartsPage {
  /** By part number. */
  parts: StoredPart[]
  /** Where the next page starts; `null` on the last page. */
  nextPartNumber: number | null
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
  /** With it the store takes no part without a checksum. */
  checksum: 'sha256' | null
}

export interface SignedPost {
  plan: PostPlan
  /** ISO 8601, from the signed policy. */
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
  lastModified: Date
}
