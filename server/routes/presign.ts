/**
 * `POST /presign`: one plan and one ticket per file, or the reason why not. Files of one request are signed locally;
 * only uploads in parts ask the store, for an id.
 */
import type { Env } from 'hono'
import { extensionOf } from '../../component/media-type.ts'
import type { ItemError, PresignFile, PresignRequest, PresignResult } from '../../component/protocol.ts'
import type { RouteRules } from '../options/route-limits.ts'
import type { Settings } from '../options/settings.ts'
import type { ProposedUpload } from '../options/uploads-options.ts'
import { displayName } from '../upload/file-name.ts'
import { mapBounded } from '../upload/map-bounded.ts'
import { isPlainKey, objectKey } from '../upload/object-key.ts'
import type { MultipartClaims, TicketClaims } from '../upload/ticket.ts'
import { UploadError } from '../upload/upload-error.ts'
import { type AdmittedParts, admitFile } from '../upload/upload-policy.ts'
import { signParts } from './parts.ts'
import { type Caller, itemSignal, runHook, type Service, toItemError } from './upload-context.ts'

export interface PresignCall {
  caller: Caller
  request: PresignRequest
  route: string
  rules: RouteRules
  /** Bytes, for this subject. */
  maxFileSize: number
}

type Admission =
  | { ok: true; ref: string; upload: ProposedUpload; parts: AdmittedParts | null }
  | { ok: false; ref: string; error: ItemError }

// CreateMultipartUpload is one round trip, and the SDK has 50 sockets for all batches under way.
const atOnce = 16

// Part URLs along with one answer: 24 for each file, as many as the element asks for at a time, but of a hundred
// large files most wait for long, and every URL is 0.4 ms of CPU, nearly a kilobyte, and dead in an hour.
const mostFirstParts = 24
const mostFirstPartsOfAll = 240

export async function presignFiles<E extends Env>(
  service: Service<E>,
  call: PresignCall,
): Promise<PresignResult[]> {
  const admissions = await Promise.all(call.request.files.map((file) => admit(service, call, file)))
  const inParts = admissions.filter((admission) => admission.ok && admission.parts !== null).length
  const firstParts = Math.min(mostFirstParts, Math.ceil(mostFirstPartsOfAll / inParts))
  return mapBounded(admissions, atOnce, async (admission): Promise<PresignResult> => {
    if (!admission.ok) return admission
    const { ref, upload, parts } = admission
    try {
      const granted =
        parts === null
          ? await grantPost(service, call, upload)
          : await grantParts(service, call, { upload, parts, firstParts })
      return { ok: true, ref, id: upload.id, ...granted }
    } catch (error) {
      return { ok: false, ref, error: failed(error, service, call, upload.id) }
    }
  })
}

async function admit<E extends Env>(
  service: Service<E>,
  call: PresignCall,
  file: PresignFile,
): Promise<Admission> {
  const { settings } = service
  const id = settings.randomId()
  try {
    const { contentType, sha256, parts } = admitFile(file, call.rules, call.maxFileSize)
    const upload: ProposedUpload = {
      id,
      route: call.route,
      subject: call.caller.subject,
      contentType,
      extension: extensionOf(contentType),
      size: file.size,
      sha256,
      fileName: displayName(file.name),
      metadata: call.request.metadata ?? {},
    }
    await runHook(() => settings.onBeforeUpload?.(upload, call.caller.c))
    return { ok: true, ref: file.ref, upload, parts }
  } catch (error) {
    return { ok: false, ref: file.ref, error: failed(error, service, call, id) }
  }
}

function failed<E extends Env>(error: unknown, service: Service<E>, call: PresignCall, id: string) {
  return toItemError(error, service, { c: call.caller.c, uploadId: id })
}

async function grantPost<E extends Env>(service: Service<E>, call: PresignCall, upload: ProposedUpload) {
  const { id, size, contentType, sha256 } = upload
  const key = await keyOf(service.settings, upload)
  const { expiresInSeconds } = call.rules
  const { plan, expiresAt } = await service.storage.signPost({
    id,
    key,
    size,
    contentType,
    sha256,
    expiresInSeconds,
  })
  const uploadUntil = Math.floor(Date.parse(expiresAt) / 1000)
  const ticket = await service.tickets.issue(claimsOf(upload, { key, uploadUntil, multipart: null }))
  return { key, ticket, expiresAt, plan }
}

async function grantParts<E extends Env>(
  service: Service<E>,
  call: PresignCall,
  { upload, parts, firstParts }: { upload: ProposedUpload; parts: AdmittedParts; firstParts: number },
) {
  const { settings, storage, tickets } = service
  const { id, contentType, size } = upload
  const { partSize, partCount, checksum } = parts
  const key = await keyOf(settings, upload)
  const grant = { id, key, contentType, checksum }
  const uploadId = await storage.createMultipart(grant, itemSignal(call.caller.signal))
  const multipart: MultipartClaims = { uploadId, partSize, partCount, checksum }
  const uploadUntil = Math.floor(settings.clock().getTime() / 1000) + settings.multipartWithinSeconds
  const ticket = await tickets.issue(claimsOf(upload, { key, uploadUntil, multipart }))
  const first = Array.from({ length: Math.min(partCount, firstParts) }, (_, index) => index + 1)
  const inParts = { key, size, uploadUntil, multipart }
  const signed = checksum === null ? (await signParts(storage, inParts, first)).parts : []
  return {
    key,
    ticket,
    expiresAt: new Date(uploadUntil * 1000).toISOString(),
    plan: {
      kind: 'multipart' as const,
      partSize,
      partCount,
      parts: signed,
      ...(checksum === null ? {} : { partChecksum: checksum }),
    },
  }
}

function claimsOf(
  { id, size, contentType, sha256, route, subject, fileName, metadata }: ProposedUpload,
  granted: Pick<TicketClaims, 'key' | 'uploadUntil' | 'multipart'>,
): TicketClaims {
  return { id, size, contentType, sha256, route, subject, fileName, metadata: { ...metadata }, ...granted }
}

async function keyOf<E extends Env>(settings: Settings<E>, upload: ProposedUpload): Promise<string> {
  const { prefix, key } = settings
  if (key === undefined) return objectKey({ ...upload, prefix, date: settings.clock() })
  const chosen: unknown = await runHook(() => key(upload))
  // Forgotten in JavaScript, it would be one place for all: `undefined`.
  if (typeof chosen === 'string' && isPlainKey(prefix + chosen)) return prefix + chosen
  throw new UploadError('rejected', 'The file could not be given a place.', {
    cause: new TypeError('The key hook returned a key that is not plain'),
  })
}
