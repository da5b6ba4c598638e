/** `POST /parts`: fresh URLs for parts of one upload, or which parts the store has. */
import type { Env } from 'hono'
import type { PartsRequest, PartsResponse } from '../../component/protocol.ts'
import { RequestError } from '../http/problem.ts'
import type { ObjectStorage, SignedParts } from '../upload/object-storage.ts'
import { sizeOfPart } from '../upload/part-plan.ts'
import { assertUsable, type MultipartClaims, type TicketClaims } from '../upload/ticket.ts'
import { UploadError } from '../upload/upload-error.ts'
import { type Caller, type Service, toProblem } from './upload-context.ts'

/** What the ticket says of an upload in parts. */
type InParts = Pick<TicketClaims, 'key' | 'size' | 'uploadUntil'> & { multipart: MultipartClaims }

/** @throws {RequestError} also for what is wrong with the ticket or the store. */
export async function answerParts<E extends Env>(
  service: Service<E>,
  caller: Caller,
  request: PartsRequest,
): Promise<PartsResponse> {
  let id: string | null = null
  try {
    const claims = await service.tickets.read(request.ticket)
    id = claims.id
    assertUsable(claims, { subject: caller.subject, now: service.settings.clock(), secondsAfterUpload: 0 })
    const upload = inParts(claims)
    const { partNumbers, sha256, afterPartNumber = 0 } = request
    if (partNumbers === undefined) return await listParts(service, upload, afterPartNumber, caller.signal)
    assertSignable(upload.multipart, partNumbers, sha256)
    return { kind: 'signed', ...(await signParts(service.storage, upload, partNumbers, sha256)) }
  } catch (error) {
    throw toProblem(error, service, { c: caller.c, uploadId: id })
  }
}

/** @param partNumbers within the plan. @param sha256 base64, by part number. */
export function signParts(
  storage: ObjectStorage,
  { key, size, uploadUntil, multipart }: InParts,
  partNumbers: readonly number[],
  sha256: Readonly<Record<string, string>> = {},
): Promise<SignedParts> {
  const parts = partNumbers.map((partNumber) => ({
    partNumber,
    size: sizeOfPart(multipart, size, partNumber),
    sha256: sha256[partNumber] ?? null,
  }))
  const upload = { key, uploadId: multipart.uploadId }
  return storage.signParts(upload, parts, new Date(uploadUntil * 1000))
}

async function listParts<E extends Env>(
  { storage }: Service<E>,
  { key, multipart }: InParts,
  afterPartNumber: number,
  signal: AbortSignal,
): Promise<PartsResponse> {
  const page = await storage.listParts({ key, uploadId: multipart.uploadId }, afterPartNumber, signal)
  if (page === null) {
    throw new UploadError(
      'upload-not-found',
      'S3 has no parts of this upload: it is complete, or was aborted.',
    )
  }
  return { kind: 'stored', ...page }
}

function inParts({ key, size, uploadUntil, multipart }: TicketClaims): InParts {
  if (multipart !== null) return { key, size, uploadUntil, multipart }
  throw invalid([{ path: '/ticket', message: 'is for an upload in one request' }])
}

function assertSignable(
  { partCount, checksum }: MultipartClaims,
  partNumbers: readonly number[],
  sha256: Readonly<Record<string, string>> = {},
): void {
  const errors = partNumbers.flatMap((partNumber, index) =>
    partNumber > partCount
      ? [{ path: `/partNumbers/${index}`, message: `must be at most ${partCount}` }]
      : checksum !== null && !Object.hasOwn(sha256, partNumber)
        ? [{ path: `/sha256/${partNumber}`, message: 'is missing: every part of this upload needs one' }]
        : [],
  )
  if (checksum === null && Object.keys(sha256).length > 0) {
    errors.push({ path: '/sha256', message: 'is not for this upload, which was begun without checksums' })
  }
  if (errors.length > 0) throw invalid(errors)
}

function invalid(errors: { path: string; message: string }[]): RequestError {
  return new RequestError('invalid-request', 'These parts cannot be signed.', { errors })
}
