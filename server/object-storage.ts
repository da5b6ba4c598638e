import type { PostPlan } from '../component/protocol.ts'

/** What the service asks of an object store. Every method may throw a `StorageError`. */
export interface ObjectStorage {
  /** Signs one form POST that stores exactly this object and nothing else. No network call. */
  signPost(grant: PostGrant): Promise<SignedPost>
  /** What is stored under a key of the upload bucket; `null` when nothing is. */
  head(key: string, signal: AbortSignal): Promise<StoredObject | null>
  /** A small text object of the derived bucket; `null` when there is none. */
  readDerived(key: string, signal: AbortSignal): Promise<string | null>
  /** A GET URL for an object of one of the two buckets. No network call. */
  signUrl(bucket: 'upload' | 'derived', key: string): Promise<string>
}

export interface PostGrant {
  id: string
  key: string
  /** Bytes; the store takes no more and no fewer. */
  size: number
  contentType: string
  /** Base64; the store then takes only these bytes. */
  sha256: string | null
  expiresInSeconds: number
}

export interface SignedPost {
  plan: PostPlan
  /** ISO 8601, as the signed policy says it. */
  expiresAt: string
}

export interface StoredObject {
  /** Bytes. */
  size: number
  contentType: string
  /** With its quotes, as HTTP writes it. */
  etag: string
  versionId: string | null
  sha256: string | null
  /** The id of the grant that stored it, from the object's own metadata. */
  uploadId: string | null
  lastModified: Date
}

/** `denied`: asking again changes nothing until someone mends the configuration. `unavailable`: it may. */
export class StorageError extends Error {
  override readonly name = 'StorageError'
  readonly code: 'denied' | 'unavailable'

  constructor(code: 'denied' | 'unavailable', message: string, options?: { cause: unknown }) {
    super(message, options)
    this.code = code
  }
}
