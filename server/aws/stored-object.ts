import type { StoredObject } from '../upload/object-storage.ts'
import { StorageError } from '../upload/storage-error.ts'

/** A HEAD response, as the SDK names its members. */
interface HeadResponse {
  ContentLength?: number | undefined
  ContentType?: string | undefined
  ETag?: string | undefined
  LastModified?: Date | undefined
  VersionId?: string | undefined
  ChecksumSHA256?: string | undefined
  Metadata?: Record<string, string> | undefined
}

/** The object's own metadata that names the grant it was stored with. */
export const ID_METADATA = 'upload-id'

/** The metadata with the sealed grant, of pending objects and their copies. */
export const GRANT_METADATA = 'upload-grant'

/** @throws {StorageError} for a response that lacks a member every object has */
export function storedObject(head: HeadResponse): StoredObject {
  const { ContentLength, ETag, LastModified, VersionId } = head
  if (ContentLength === undefined || !ETag || LastModified === undefined) {
    throw new StorageError('unavailable', 'The store’s response lacks size, ETag or date')
  }
  return {
    size: ContentLength,
    contentType: head.ContentType ?? '',
    etag: ETag,
    // A bucket whose versioning is suspended calls its version "null".
    versionId: VersionId === undefined || VersionId === 'null' ? null : VersionId,
    sha256: head.ChecksumSHA256 || null,
    uploadId: head.Metadata?.[ID_METADATA] ?? null,
    sealedGrant: head.Metadata?.[GRANT_METADATA] ?? null,
    lastModified: LastModified,
  }
}
