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
 * Fetches the original with one request. What the headers alone rule out is never downloaded.
 *
 * A missing object is final: the completion endpoint saw it before it announced it and S3 reads what it wrote, so it
 * was deleted since. (A role without `s3:ListBucket` is told 403 instead, which counts as trouble and is retried.)
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
  return new ImageError('source-missing', 'The upload is not there any more.', { cause })
}

export function superseded(cause?: unknown): ImageError {
  return new ImageError('superseded', 'Another file was stored under the same key since.', { cause })
}
