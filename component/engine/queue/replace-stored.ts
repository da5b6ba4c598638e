import { isKeyAlone, type StoredFile } from '../upload/stored-file.ts'
import type { Upload } from '../upload/upload.ts'
import type { UploadQueue } from './upload-queue.ts'

/**
 * Makes these the stored files of the list, in this order and before all others. Uploads that are stored since are kept
 * where they are named, and leave the list where they are not; uploads that are not stored yet stay.
 */
export function replaceStored(queue: UploadQueue, files: readonly StoredFile[]): void {
  const wanted = new Set(files.map(({ key }) => key))
  // A key that is named again must not return a second time.
  if (queue.removed.snapshots.some(({ key }) => key !== null && wanted.has(key))) queue.removed.drop()
  const present = new Map<string, Upload>()
  for (const upload of [...queue.uploads()]) {
    const { key, status } = upload.snapshot
    if (key === null || status === 'canceled') continue
    if (wanted.has(key)) present.set(key, upload)
    else if (status === 'ready' || status === 'processing') queue.drop(upload)
  }
  for (const [index, file] of files.entries()) {
    const upload = present.get(file.key) ?? queue.appendStored(file)
    if (!isKeyAlone(file)) upload.describe(file)
    queue.move(upload.id, index)
  }
}
