/** Media types that clients declare and routes allow. Pure. */
import { allowedType, isMediaType, mediaType, type TypedFile } from '../../component/media-type.ts'
import { UploadError } from './upload-error.ts'

/**
 * The media type to sign for a file on a route: of the types that it may be taken for, the most specific allowed one.
 *
 * @throws UploadError `unsupported-content-type`
 */
export function contentTypeOf(file: TypedFile, allowed: readonly string[]): string {
  const contentType = allowedType(file, allowed)
  if (contentType !== undefined) return contentType
  throw new UploadError('unsupported-content-type', `Files of type ${mediaType(file)} are not allowed here.`)
}

/** Whether a string can stand in a route's list. */
export function isMediaTypePattern(pattern: string): boolean {
  return isMediaType(pattern) || /^[a-z]+\/\*$/.test(pattern)
}
