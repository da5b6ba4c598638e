/** `POST /parts`: new URLs for parts of one upload, or the list of stored parts. */
import type { Env } from 'hono'
import type { PartsRequest, PartsResponse } from '../../component/protocol.ts'
import { RequestError } from '../http/problem.ts'
import { itemSignal } from '../upload/item-signal.ts'
import type { ObjectStorage, SignedParts } from '../upload/object-storage.ts'
import { sizeOfPart } from '../upload/part-plan.ts'
import type { MultipartClaims, TicketClaims } from '../upload/ticket.ts'
import { UploadError } from '../upload/upload-error.ts'
import { toProblem } from './item-error.ts'
import { assertUsableBy, type Caller, routeOf, type UploadContext } from './upload-context.ts'

/** The claims of a ticket for an upload in parts. */
type MultipartTicket = Pick<TicketClaims, 'key' | 'size' | 'uploadUntil'> & {
  bucket: string
  multipart: MultipartClaims
}

/** @throws {RequestError} also for faults of the ticket and the store */
export async function signOrListParts<E extends Env>(
  context: UploadContext<E>,
  caller: Caller,
  request: PartsRequest,
): Promise<PartsResponse> {
  let id: string | null = null
  try {
    const claims = await context.tickets.read(request.ticket, caller.audience)
    id = claims.id
    assertUsableBy(caller, context, claims, 0)
    const upload = multipartOf(claims, routeOf(context, claims).target.bucket)
    const { partNumbers, sha256, afterPartNumber = 0 } = request
    if (partNumbers === undefined) return await listParts(context, upload, afterPartNumber, caller.signal)
    assertSignable(upload.multipart, partNumbers, sha256)
    return {
      kind: 'signed',
      ...(await signParts(context.storage, caller, upload, {
        partNumbers,
        ...(sha256 === undefined ? {} : { sha256 }),
      })),
    }
  } catch (error) {
    throw toProblem(error, context, { c: caller.c, uploadId: id })
  }
}

/**
 * @param parts `partNumbers` within the plan; `sha256` in base64, by part number.
 */
export function signParts(
  storage: ObjectStorage,
  { signal }: Caller,
  { bucket, key, size, uploadUntil, multipart }: MultipartTicket,
  { partNumbers, sha256 = {} }: { partNumbers: readonly number[]; sha256?: PartsRequest['sha256'] },
): Promise<SignedParts> {
  const parts = partNumbers.map((partNumber) => ({
    partNumber,
    size: sizeOfPart(multipart, size, partNumber),
    sha256: sha256[partNumber] ?? null,
  }))
  const upload = { bucket, key, uploadId: multipart.uploadId }
  return storage.signParts(upload, parts, new Date(uploadUntil * 1000), itemSignal(signal))
}

async function listParts<E extends Env>(
  { storage }: UploadContext<E>,
  { bucket, key, multipart }: MultipartTicket,
  afterPartNumber: number,
  signal: AbortSignal,
): Promise<PartsResponse> {
  const page = await storage.listParts({ bucket, key, uploadId: multipart.uploadId }, afterPartNumber, signal)
  if (page === null) {
    throw new UploadError(
      'upload-not-found',
      'S3 has no parts of this upload: it is complete or was aborted.',
    )
  }
  return { kind: 'stored', ...page }
}

function multipartOf({ key, size, uploadUntil, multipart }: TicketClaims, bucket: string): MultipartTicket {
  if (multipart !== null) return { bucket, key, size, uploadUntil, multipart }
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
    errors.push({ path: '/sha256', message: 'is not for this upload, which was started without checksums' })
  }
  if (errors.length > 0) throw invalid(errors)
}

function invalid(errors: { path: string; message: string }[]): RequestError {
  return new RequestError('invalid-request', 'These parts cannot be signed.', { errors })
}
