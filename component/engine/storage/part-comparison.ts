/**
 * Compares the parts that S3 has from an earlier visit with the file: its size and date may be the same although its
 * content changed (disk images, databases, `rsync --inplace`).
 *
 * Evidence is the part's SHA-256 where S3 has it, else its ETag, which is the part's MD5 unless the bucket encrypts with
 * KMS or customer keys. A part without matching evidence counts as another one: sending it again is always right.
 */
import type { MultipartPlan, StoredPart } from '../../protocol.ts'
import { UploadError } from '../upload/upload-error.ts'
import { hashPiece } from './hash-queue.ts'
import { type PartRange, partRange } from './part-ranges.ts'
import { sha256 } from './sha256.ts'

/** Where the first parts all differ, the rest is not read: the file is another one, or its ETags are no MD5. */
const MAX_DIFFERENT_IN_A_ROW = 4

/**
 * Ranges of the stored parts whose content is not the file's.
 *
 * @throws UploadError `file-changed` where the file cannot be read
 * @throws the signal's reason when aborted
 */
export async function findDifferentParts(
  file: Blob,
  { partSize }: Pick<MultipartPlan, 'partSize'>,
  stored: readonly StoredPart[],
  signal: AbortSignal,
): Promise<PartRange[]> {
  const different: PartRange[] = []
  let same = 0
  for (const part of stored) {
    const range = partRange(file.size, partSize, part.partNumber)
    const isHopeless = same === 0 && different.length >= MAX_DIFFERENT_IN_A_ROW
    if (!isHopeless && (await isSame(file.slice(range.start, range.end), part, signal))) same += 1
    else different.push(range)
  }
  return different
}

async function isSame(
  piece: Blob,
  { sha256: stored, etag }: StoredPart,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    if (stored !== undefined) return stored === (await sha256(piece, signal))
  } catch (error) {
    if (!(error instanceof UploadError) || error.code !== 'checksum-unavailable') throw error
  }
  return etag.replaceAll('"', '').toLowerCase() === hex(await hashPiece('MD5', piece, signal))
}

function hex(digest: ArrayBuffer): string {
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
