/** How a file is cut: S3 numbers parts from 1, all but the last have the planned size. Pure. */
import type { MultipartPlan } from '../../protocol.ts'
import { UploadError } from '../upload/upload-error.ts'

export interface PartRange {
  /** 1 to 10,000. */
  readonly partNumber: number
  /** First byte, and the one behind the last. */
  readonly start: number
  readonly end: number
}

/**
 * The parts of a file that S3 does not have yet.
 *
 * @param stored sizes by part number, as S3 or a former attempt confirmed them; one of another size is sent again
 * @throws UploadError `protocol` when the plan does not cover the file exactly
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
  return Array.from({ length: partCount }, (_, index) => ({
    partNumber: index + 1,
    start: index * partSize,
    end: Math.min(size, (index + 1) * partSize),
  })).filter(({ partNumber, start, end }) => stored.get(partNumber) !== end - start)
}
