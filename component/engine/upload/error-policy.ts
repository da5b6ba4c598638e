/** Which failures leave nothing to go on with. Pure. */
import type { UploadPlan } from '../../protocol.ts'
import type { ErrorCode, UploadError } from './upload-error.ts'

const HOPELESS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
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

/** Whether trying the same file again would only fail again, so that nobody is offered to. */
export function isHopeless(error: UploadError | null): boolean {
  return error !== null && HOPELESS.has(error.code)
}

/** After these the session is worthless: the next attempt asks for a new one. */
const SESSION_ENDING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'ticket-expired',
  'ticket-invalid',
  'forbidden',
  'upload-not-found',
  'object-mismatch',
  'checksum-unverified',
  'file-changed',
])
/** So are these for a plan of one request; of a large file S3 still has the parts. */
const PLAN_ENDING: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['signature-expired', 'storage-rejected'])

/** Whether nobody can go on with what an upload had when this happened. */
export function endsSession(code: ErrorCode, plan: UploadPlan['kind'] | undefined): boolean {
  return SESSION_ENDING.has(code) || (plan !== 'multipart' && PLAN_ENDING.has(code))
}
