/** Whether a file may be uploaded, and how. Pure. */
import type { PresignFile } from '../../component/protocol.ts'
import { contentTypeOf } from './media-type.ts'
import { type PartPlan, planParts } from './part-plan.ts'
import type { RouteRules } from './route.ts'
import { UploadError } from './upload-error.ts'

export interface CheckedFile {
  contentType: string
  /** `null` where the route or the client binds none, and where the file comes in parts. */
  sha256: string | null
  /** `null` where the file goes in one request. */
  parts: CheckedParts | null
}

export interface CheckedParts extends PartPlan {
  /** What every part must come with. */
  checksum: 'sha256' | null
}

/**
 * @param maxFileSize bytes, for this subject: at most the route's.
 * @throws {UploadError} `file-too-large`, `file-too-small`, `unsupported-content-type` or `rejected`
 */
export function checkFile(file: PresignFile, rules: RouteRules, maxFileSize: number): CheckedFile {
  const { size } = file
  if (size > maxFileSize) {
    const message = `The file has ${size} bytes; at most ${maxFileSize} are allowed.`
    throw new UploadError('file-too-large', message, { limit: maxFileSize })
  }
  if (size < rules.minFileSize) {
    const message = `The file has ${size} bytes; at least ${rules.minFileSize} are needed.`
    throw new UploadError('file-too-small', message, { limit: rules.minFileSize })
  }
  const contentType = contentTypeOf(file, rules.allowedContentTypes)
  const plan = planParts(size, rules.multipartThreshold)
  if (plan !== null)
    return { contentType, sha256: null, parts: { ...plan, checksum: partChecksum(file, rules) } }
  if (rules.checksum === 'required' && file.sha256 === undefined) {
    throw new UploadError('rejected', 'A SHA-256 checksum of the file is required here.')
  }
  return { contentType, sha256: rules.checksum === 'none' ? null : (file.sha256 ?? null), parts: null }
}

// S3 verifies SHA-256 for each part and never for the whole file, so a client that knows the whole file's checksum
// gets its parts verified.
function partChecksum(file: PresignFile, { checksum }: RouteRules): 'sha256' | null {
  if (checksum === 'none') return null
  const wanted = checksum === 'required' || file.partChecksum !== undefined || file.sha256 !== undefined
  return wanted ? 'sha256' : null
}
