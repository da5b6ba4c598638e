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

/** The metadata with the sealed grant, of pending objects and their copies: `upload-grant`, `upload-grant-2`, … */
const GRANT_METADATA = 'upload-grant'

/** OpenStack Swift refuses longer values with status 500; other stores take 2 kB. */
const MAX_VALUE_LENGTH = 256

export function grantMetadata(sealed: string): [name: string, value: string][] {
  const values: [string, string][] = []
  for (let at = 0; at < sealed.length; at += MAX_VALUE_LENGTH) {
    values.push([grantName(values.length), sealed.slice(at, at + MAX_VALUE_LENGTH)])
  }
  return values
}

function grantIn(metadata: Record<string, string> = {}): string | null {
  let sealed = ''
  for (let index = 0; ; index += 1) {
    const value = metadata[grantName(index)]
    if (value === undefined) return sealed === '' ? null : sealed
    sealed += value
  }
}

function grantName(index: number): string {
  return index === 0 ? GRANT_METADATA : `${GRANT_METADATA}-${index + 1}`
}

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
    sealedGrant: grantIn(head.Metadata),
    lastModified: LastModified,
  }
}
