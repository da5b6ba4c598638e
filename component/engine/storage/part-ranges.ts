/** How a file is cut into parts: S3 numbers them from 1, and all but the last have the planned size. Pure. */
import type { MultipartPlan } from '../../protocol.ts'
import { UploadError } from '../upload/upload-error.ts'

export interface PartRange {
  /** 1 to 10,000. */
  readonly partNumber: number
  /** Offset of the first byte. */
  readonly start: number
  /** Offset after the last byte. */
  readonly end: number
}

/** Where a part lies in a file of `size` bytes. */
export function partRange(size: number, partSize: number, partNumber: number): PartRange {
  const start = (partNumber - 1) * partSize
  return { partNumber, start, end: Math.min(size, start + partSize) }
}

/**
 * The parts of a file that S3 does not have yet.
 *
 * @param stored sizes in bytes by part number, as S3 confirmed them; a part of another size is sent again
 * @throws UploadError `protocol` where the plan does not cover the file exactly
 */
export function missingParts(
  size: number,
  plan: Pick<MultipartPlan, 'partSize' | 'partCount'>,
  stored: ReadonlyMap<number, number>,
): PartRange[] {
  const { partSize, partCount } = plan
  if (!Number.isSafeInteger(partSize) || partSize < 1 || partCount !== Math.ceil(size / partSize)) {
    throw new UploadError('protocol', `${partCount} parts of ${partSize} bytes do not make ${size} bytes`)
  }
  return Array.from({ length: partCount }, (_, index) => partRange(size, partSize, index + 1)).filter(
    ({ partNumber, start, end }) => stored.get(partNumber) !== end - start,
  )
}
