import type { StoredObject } from '../upload/object-storage.ts'
import { StorageError } from '../upload/storage-error.ts'

/** What a HEAD says, as the SDK names it. */
interface HeadAnswer {
  ContentLength?: number | undefined
  ContentType?: string | undefined
  ETag?: string | undefined
  LastModified?: Date | undefined
  VersionId?: string | undefined
  ChecksumSHA256?: string | undefined
  Metadata?: Record<string, string> | undefined
}

/** The metadata, of the object itself, that says which grant stored it. */
export const idMetadata = 'upload-id'

/** @throws {StorageError} for an answer that lacks what every object has. */
export function storedObject(head: HeadAnswer): StoredObject {
  const { ContentLength, ETag, LastModified, VersionId } = head
  if (ContentLength === undefined || !ETag || LastModified === undefined) {
    throw new StorageError('unavailable', 'The store left out what every object has')
  }
  return {
    size: ContentLength,
    contentType: head.ContentType ?? '',
    etag: ETag,
    // A bucket whose versioning is suspended calls its version "null".
    versionId: VersionId === undefined || VersionId === 'null' ? null : VersionId,
    sha256: head.ChecksumSHA256 || null,
    uploadId: head.Metadata?.[idMetadata] ?? null,
    lastModified: LastModified,
  }
}
