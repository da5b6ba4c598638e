import { requireImageType } from './identify-image.ts'
import { ImageError } from './image-error.ts'
import { isStorageError, type ObjectPin, type ObjectStore, type OpenObject } from './object-store.ts'

export interface Source {
  bytes: Buffer
  etag: string
  versionId: string | null
  contentType: string | null
  userMetadata: Record<string, string>
}

/**
 * Fetches the original with one request. The body is not downloaded when the headers already rule it out.
 *
 * A missing object is final: the completion endpoint saw it before publishing the event and S3 is strongly consistent,
 * so it was deleted since. (A role without `s3:ListBucket` gets 403 instead, which is retried.)
 *
 * @throws ImageError `empty-file`, `file-too-large`, `not-an-image`, `source-missing`, `superseded`
 * @throws StorageError `denied`, `unavailable`
 */
export async function readSource(
  store: ObjectStore,
  pin: ObjectPin,
  announcedType: string | null,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Source> {
  requireImageType(announcedType)
  const object = await openSource(store, pin, signal)
  const contentType = announcedType ?? object.contentType
  try {
    if (object.size === 0) throw new ImageError('empty-file', 'The file has no content.')
    requireImageType(contentType)
    if (object.size > maxBytes) {
      throw new ImageError(
        'file-too-large',
        `${object.size} bytes are more than the ${maxBytes} that are processed.`,
      )
    }
  } catch (error) {
    object.discard()
    throw error
  }
  const { etag, versionId, userMetadata } = object
  return { bytes: await object.read(), etag, versionId, contentType, userMetadata }
}

async function openSource(store: ObjectStore, pin: ObjectPin, signal: AbortSignal): Promise<OpenObject> {
  try {
    return await store.open(pin, signal)
  } catch (error) {
    if (isStorageError(error, 'not-found')) throw sourceMissing(error)
    if (isStorageError(error, 'precondition-failed')) throw superseded(error)
    throw error
  }
}

export function sourceMissing(cause?: unknown): ImageError {
  return new ImageError('source-missing', 'The upload was deleted.', { cause })
}

export function superseded(cause?: unknown): ImageError {
  return new ImageError('superseded', 'Another file has been stored under the same key.', { cause })
}
