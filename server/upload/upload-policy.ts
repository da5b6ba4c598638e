/** Whether a file may be uploaded, and how. Pure. */
import type { PresignFile } from '../../component/protocol.ts'
import { contentTypeOf } from './media-type.ts'
import { MAX_PART_SIZE, type PartPlan, planParts } from './part-plan.ts'
import type { RouteRules } from './route.ts'
import { rulesOnStore } from './rules-on-store.ts'
import type { StoreCapabilities } from './store-capabilities.ts'
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
export function checkFile(
  file: PresignFile,
  routeRules: RouteRules,
  maxFileSize: number,
  store: StoreCapabilities,
): CheckedFile {
  const { size } = file
  const rules = rulesOnStore(routeRules, store)
  if (size > maxFileSize) {
    const message = `The file has ${size} bytes; at most ${maxFileSize} are allowed.`
    throw new UploadError('file-too-large', message, { limit: maxFileSize })
  }
  if (size < rules.minFileSize) {
    const message = `The file has ${size} bytes; at least ${rules.minFileSize} are needed.`
    throw new UploadError('file-too-small', message, { limit: rules.minFileSize })
  }
  const contentType = contentTypeOf(file, rules.allowedContentTypes)
  const largest = store.maxParts * MAX_PART_SIZE
  if (size > largest) {
    throw new UploadError('file-too-large', `The store takes at most ${largest} bytes.`, { limit: largest })
  }
  const plan = planParts(size, rules.multipartThreshold, store.maxParts)
  if (plan !== null)
    return { contentType, sha256: null, parts: { ...plan, checksum: partChecksum(file, rules) } }
  if (rules.checksum === 'required' && file.sha256 === undefined) {
    throw new UploadError('rejected', 'A SHA-256 checksum of the file is required here.')
  }
  if (rules.checksum === 'none') return { contentType, sha256: null, parts: null }
  if (store.checksums === 'all') return { contentType, sha256: file.sha256 ?? null, parts: null }
  if (rules.checksum === 'optional') return { contentType, sha256: null, parts: null }
  throw new UploadError(
    'checksum-unverified',
    'The store does not verify the checksums that are required here.',
  )
}

// S3 verifies SHA-256 for each part and never for the whole file, so a client that knows the whole file's checksum
// gets its parts verified.
function partChecksum(file: PresignFile, { checksum }: RouteRules): 'sha256' | null {
  if (checksum === 'none') return null
  const wanted = checksum === 'required' || file.partChecksum !== undefined || file.sha256 !== undefined
  return wanted ? 'sha256' : null
}
