/** May this file be uploaded? Pure: limits in, a verdict out. */
import type { PresignFile } from '../../component/protocol.ts'
import type { RouteRules } from '../options/route-limits.ts'
import { allowsMediaType, mediaTypeOf } from './media-type.ts'
import { type PartPlan, planParts } from './part-plan.ts'
import { UploadError } from './upload-error.ts'

export interface AdmittedFile {
  contentType: string
  /** `null` where the route or the client binds none, and where the file comes in parts. */
  sha256: string | null
  /** `null` where the file goes in one request. */
  parts: AdmittedParts | null
}

export interface AdmittedParts extends PartPlan {
  /** What every part must come with. */
  checksum: 'sha256' | null
}

/**
 * @param maxFileSize bytes, for this subject: at most the route's.
 * @throws {UploadError} `file-too-large`, `file-too-small`, `unsupported-content-type` or `rejected`.
 */
export function admitFile(file: PresignFile, rules: RouteRules, maxFileSize: number): AdmittedFile {
  if (file.size > maxFileSize) {
    throw new UploadError(
      'file-too-large',
      `The file has ${file.size} bytes; at most ${maxFileSize} are taken.`,
      {
        limit: maxFileSize,
      },
    )
  }
  if (file.size < rules.minFileSize) {
    throw new UploadError(
      'file-too-small',
      `The file has ${file.size} bytes; at least ${rules.minFileSize} are needed.`,
      {
        limit: rules.minFileSize,
      },
    )
  }
  const contentType = mediaTypeOf(file)
  if (contentType === null || !allowsMediaType(rules.allowedContentTypes, contentType)) {
    const named = contentType === null ? 'This type of file is' : `Files of type ${contentType} are`
    throw new UploadError('unsupported-content-type', `${named} not taken here.`)
  }
  const plan = planParts(file.size, rules.multipartThreshold)
  if (plan !== null)
    return { contentType, sha256: null, parts: { ...plan, checksum: partChecksum(file, rules) } }
  if (rules.checksum === 'required' && file.sha256 === undefined) {
    throw new UploadError('rejected', 'A SHA-256 checksum of the file is required here.')
  }
  return { contentType, sha256: rules.checksum === 'none' ? null : (file.sha256 ?? null), parts: null }
}

// S3 verifies SHA-256 part by part and never of the whole, so whoever knows the whole wants the parts verified.
function partChecksum(file: PresignFile, { checksum }: RouteRules): 'sha256' | null {
  if (checksum === 'none') return null
  const wanted = checksum === 'required' || file.partChecksum !== undefined || file.sha256 !== undefined
  return wanted ? 'sha256' : null
}
