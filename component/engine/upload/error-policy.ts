/** What a failure leaves to continue with. Pure. */
import type { UploadPlan } from '../../protocol.ts'
import type { ErrorCode, UploadError } from './upload-error.ts'

const PERMANENT: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'file-too-large',
  'file-too-small',
  'total-too-large',
  'unsupported-content-type',
  'rejected',
  'file-changed',
  'duplicate-file',
  'image-dimensions',
  'empty-file',
  'not-an-image',
  'type-mismatch',
  'unsupported-format',
  'unsupported-heic',
  'image-too-large',
  'corrupt-image',
  'malware-found',
])

/** Whether the same file would only fail again, so that no retry is offered. */
export function isPermanent(error: UploadError | null): boolean {
  return error !== null && PERMANENT.has(error.code)
}

/** After these the session is of no use: the next attempt asks for a new one. */
const INVALIDATING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'ticket-expired',
  'ticket-invalid',
  'forbidden',
  'upload-not-found',
  'object-mismatch',
  'checksum-unverified',
  'file-changed',
])
/** These only invalidate a plan of one request: of a large file S3 still has the parts. */
const INVALIDATING_ONE_REQUEST: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'signature-expired',
  'storage-rejected',
])

/** Whether the session cannot be continued after this failure. */
export function invalidatesSession(code: ErrorCode, plan: UploadPlan['kind'] | undefined): boolean {
  return INVALIDATING.has(code) || (plan !== 'multipart' && INVALIDATING_ONE_REQUEST.has(code))
}
