/**
 * Compares the object that an upload of an earlier visit became with the file, where its parts could not be compared
 * before: a form, or parts that a closed page had S3 assemble.
 */
import type { CompletedUpload, UploadPlan } from '../../protocol.ts'
import { hashPiece } from './hash-queue.ts'
import { partRange } from './part-ranges.ts'
import { sha256 } from './sha256.ts'

/**
 * Whether the object's content is the file's, by its SHA-256 where S3 has one of the whole object, else by its ETag: the
 * MD5, or of an object of N parts the MD5 of their MD5s and `-N`. False where neither tells, as with KMS.
 *
 * @throws UploadError `file-changed` where the file cannot be read
 * @throws the signal's reason when aborted
 */
export async function isSameObject(
  file: Blob,
  plan: UploadPlan,
  object: Pick<CompletedUpload, 'etag' | 'sha256'>,
  signal: AbortSignal,
): Promise<boolean> {
  if (object.sha256 !== null && !object.sha256.includes('-'))
    return object.sha256 === (await sha256(file, signal))
  const etag = object.etag.replaceAll('"', '').toLowerCase()
  if (!etag.includes('-')) return etag === hex(await hashPiece('MD5', file, signal))
  if (plan.kind !== 'multipart') return false
  const digests: ArrayBuffer[] = []
  for (let partNumber = 1; partNumber <= plan.partCount; partNumber += 1) {
    const { start, end } = partRange(file.size, plan.partSize, partNumber)
    digests.push(await hashPiece('MD5', file.slice(start, end), signal))
  }
  return etag === `${hex(await hashPiece('MD5', new Blob(digests), signal))}-${plan.partCount}`
}

function hex(digest: ArrayBuffer): string {
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
