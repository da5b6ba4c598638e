import { UploadError } from '../upload/upload-error.ts'

/**
 * The bytes of a blob: all, or the first `length`.
 *
 * @throws UploadError `file-changed` where the file was moved, edited or unmounted since it was chosen
 * @throws UploadError `internal`, retryable, where the page can read nothing at all
 */
export async function readBytes(blob: Blob, length?: number): Promise<ArrayBuffer> {
  try {
    return await (length === undefined ? blob : blob.slice(0, length)).arrayBuffer()
  } catch (cause) {
    if (await canReadMemory())
      throw new UploadError('file-changed', 'The file can no longer be read', { cause })
    const detail = 'The page is being unloaded and can read no file'
    throw new UploadError('internal', detail, { cause, retryable: true })
  }
}

/** WebKit refuses every read, memory included, once a navigation away has begun: the file itself may be fine. */
function canReadMemory(): Promise<boolean> {
  return new Blob(['x']).arrayBuffer().then(
    () => true,
    () => false,
  )
}
