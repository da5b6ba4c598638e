/** What an adapter does: one call of S3 or one signature each. Errors are shaped as the AWS SDK's. */
import type { StoredPart } from '../../component/protocol.ts'
import type {
  AcceptedMove,
  MultipartGrant,
  MultipartUpload,
  ObjectAddress,
  PartGrant,
  PostGrant,
  SignedParts,
  SignedPost,
  SignedPut,
  StoredObject,
} from '../upload/object-storage.ts'

export interface S3Calls {
  /** Of the endpoints in effect: the service's own, and the one that browsers reach. No network call. */
  hostNames(bucket: string): Promise<string[]>
  /** Where the service itself would send a form. No network call. */
  formUrl(bucket: string): Promise<string>
  head(address: ObjectAddress, signal: AbortSignal): Promise<StoredObject>
  headBucket(bucket: string, signal: AbortSignal): Promise<void>
  /** Its first bytes, as text. */
  readText(address: ObjectAddress, maxBytes: number, signal: AbortSignal): Promise<string>
  copy(move: CopyMove, condition: WriteCondition, signal: AbortSignal): Promise<void>
  /** @param etag of the object that may be deleted; `null`: any. */
  remove(address: ObjectAddress, etag: string | null, signal: AbortSignal): Promise<void>
  removeAll(bucket: string, keys: readonly string[], signal: AbortSignal): Promise<void>
  /** The XML of its response, as for the following. */
  list(place: ListedPlace, signal: AbortSignal): Promise<string>
  createMultipart(grant: MultipartGrant, signal: AbortSignal): Promise<string>
  listParts(upload: MultipartUpload, afterPartNumber: number, signal: AbortSignal): Promise<string>
  completeMultipart(
    upload: MultipartUpload,
    parts: readonly StoredPart[],
    condition: WriteCondition,
    signal: AbortSignal,
  ): Promise<void>
  abortMultipart(upload: MultipartUpload, signal: AbortSignal): Promise<void>

  /** No network call, as for the following. `seconds` end sooner where the credentials do. */
  signPosts(grants: readonly PostGrant[]): Promise<SignedPost[]>
  /** @param headers in lower case: what the client must send. */
  signPut(grant: PostGrant, headers: Readonly<Record<string, string>>): Promise<SignedPut>
  signParts(upload: MultipartUpload, parts: readonly PartGrant[], seconds: number): Promise<SignedParts>
  signUrl(address: ObjectAddress, seconds: number): Promise<string>
}

export type CopyMove = Omit<AcceptedMove, 'mayOverwrite'>

/** `absent`: only where there is no object, `If-None-Match: *`. */
export type WriteCondition = 'absent' | 'none'

export interface ListedPlace {
  bucket: string
  prefix: string
  /** Empty: from the first. */
  after: string
}

export const CHECKSUM_HEADER = 'x-amz-checksum-sha256'
