import { type IdentifiedImage, identifyImage } from './identify-image.ts'
import { ImageError } from './image-error.ts'
import { isStorageError, type ObjectPin, type ObjectStore, type OpenObject } from './object-store.ts'

export interface Source {
  bytes: Buffer
  type: IdentifiedImage
  etag: string
  versionId: string | null
  userMetadata: Record<string, string>
}

/**
 * Fetches the original with one request. Its type is read from the first bytes; of a file that is no image or too
 * large, no more than those are downloaded.
 *
 * A missing object is final: the completion endpoint saw it before publishing the event and S3 is strongly consistent,
 * so it was deleted since. (A role without `s3:ListBucket` gets 403 instead, which is retried.)
 *
 * @throws ImageError `empty-file`, `file-too-large`, `source-missing`, `superseded`, and those of `identifyImage`
 * @throws StorageError `denied`, `unavailable`
 */
export async function readSource(
  store: ObjectStore,
  pin: ObjectPin,
  announcedType: string | null,
  { maxBytes, canDecodeHeic = false }: { maxBytes: number; canDecodeHeic?: boolean },
  signal: AbortSignal,
): Promise<Source> {
  const object = await openSource(store, pin, signal)
  try {
    if (object.size === 0) throw new ImageError('empty-file', 'The file has no content.')
    const type = identifyImage(await object.peek(), announcedType ?? object.contentType, { canDecodeHeic })
    if (object.size > maxBytes) {
      throw new ImageError(
        'file-too-large',
        `${object.size} bytes are more than the ${maxBytes} that are processed.`,
      )
    }
    const { etag, versionId, userMetadata } = object
    return { bytes: await object.read(), type, etag, versionId, userMetadata }
  } catch (error) {
    object.discard()
    throw error
  }
}

/** A role without `s3:GetObjectVersion` may still read the current version: then the ETag alone pins the bytes. */
async function openSource(store: ObjectStore, pin: ObjectPin, signal: AbortSignal): Promise<OpenObject> {
  try {
    return await store.open(pin, signal)
  } catch (error) {
    const { versionId, ...unversioned } = pin
    if (versionId !== undefined && pin.ifMatch !== undefined && isStorageError(error, 'denied')) {
      return await openSource(store, unversioned, signal)
    }
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
