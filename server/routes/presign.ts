/**
 * `POST /presign`: one plan and one ticket for each file, or why it is refused. Files that go in one request are signed
 * locally; only uploads in parts need a call to the store, for an id.
 */
import type { Context, Env } from 'hono'
import { extensionOf } from '../../component/media-type.ts'
import type {
  ItemError,
  PresignFile,
  PresignRequest,
  PresignResponse,
  PresignResult,
} from '../../component/protocol.ts'
import { FIRST_PARTS } from '../../component/protocol-limits.ts'
import { RequestError } from '../http/problem.ts'
import type { Authorization } from '../options/uploads-options.ts'
import { DEADLINES } from '../upload/deadlines.ts'
import { storedFileName } from '../upload/file-name.ts'
import { itemSignal } from '../upload/item-signal.ts'
import { mapBounded } from '../upload/map-bounded.ts'
import type { ProposedUpload } from '../upload/proposed-upload.ts'
import type { StoreCapabilities } from '../upload/store-capabilities.ts'
import type { MultipartClaims } from '../upload/ticket.ts'
import { type CheckedParts, checkFile } from '../upload/upload-policy.ts'
import { withDeadline } from '../upload/with-deadline.ts'
import { authorizeBatch } from './authorize.ts'
import { CallRecord } from './call-report.ts'
import { grantWhole, type WholeFile } from './grant-whole.ts'
import { claimsOf, described, failed, keyOf, type PresignCall, secondsOf } from './granted.ts'
import { signParts } from './parts.ts'
import { runHook } from './run-hook.ts'
import { callerOf, type UploadContext } from './upload-context.ts'

type Checked = WholeFile | FileInParts | { ok: false; ref: string; error: ItemError }

interface FileInParts {
  ok: true
  ref: string
  upload: ProposedUpload
  parts: CheckedParts
}

// CreateMultipartUpload is one round trip, and the SDK has 50 sockets for all batches under way.
const MAX_CONCURRENT = 16

// Most part URLs in one response. Each costs 0.4 ms of CPU and nearly 1 kB and expires within an hour, and of a hundred
// large files most start later than that.
const MAX_FIRST_PARTS = 240

/** @throws {RequestError} `route-not-found`, `too-many-files`, or as the host refuses the batch */
export async function presign<E extends Env>(
  context: UploadContext<E>,
  c: Context,
  authorization: Authorization,
  request: PresignRequest,
): Promise<PresignResponse> {
  const { settings } = context
  const { route = 'default', files, metadata = {} } = request
  const found = settings.routeTable.get(route)
  if (found === undefined) throw new RequestError('route-not-found', 'There is no such upload route.')
  const record = CallRecord.of(c)
  if (record !== undefined) record.route = route
  const { subject } = authorization
  const limits = await authorizeBatch(settings, c, { subject, route, files, metadata })
  const maxFiles = leastOf(found.rules.maxFiles, authorization.maxFiles, limits.maxFiles)
  if (files.length > maxFiles) {
    const message = `One request may have at most ${maxFiles} files, not ${files.length}.`
    throw new RequestError('too-many-files', message, { limit: maxFiles })
  }
  const maxFileSize = leastOf(found.rules.maxFileSize, authorization.maxFileSize, limits.maxFileSize)
  const caller = callerOf(settings, c, subject)
  const call = { caller, request, route: { ...found, name: route }, maxFileSize }
  return { uploads: await presignFiles(context, call) }
}

function leastOf(limit: number, ...lowered: (number | undefined)[]): number {
  return Math.min(limit, ...lowered.filter((value) => value !== undefined))
}

async function presignFiles<E extends Env>(
  context: UploadContext<E>,
  call: PresignCall,
): Promise<PresignResult[]> {
  const { bucket } = call.route.target
  const store = withDeadline(DEADLINES.signMs, (signal) => context.storage.capabilities(bucket, signal))
  // Each file reports it.
  store.catch(() => {})
  const checked = await Promise.all(call.request.files.map((file) => check(context, call, file, store)))
  const whole = checked.filter((item) => item.ok && item.parts === null)
  const inParts = checked.filter((item) => item.ok && item.parts !== null)
  const firstParts = Math.min(FIRST_PARTS, Math.ceil(MAX_FIRST_PARTS / inParts.length))
  const [ofWhole, ofParts] = await Promise.all([
    grantWhole(context, call, whole),
    mapBounded(inParts, MAX_CONCURRENT, async (item): Promise<[Checked, PresignResult]> => {
      const { ref, upload } = item
      try {
        const granted = await grantParts(context, call, { ...item, firstParts })
        return [item, { ok: true, ref, id: upload.id, ...granted }]
      } catch (error) {
        return [item, { ok: false, ref, error: failed(error, context, call, upload.id) }]
      }
    }),
  ])
  const results = new Map<Checked, PresignResult>([...ofWhole, ...ofParts])
  return checked.flatMap((item) => (item.ok ? (results.get(item) ?? []) : item))
}

async function check<E extends Env>(
  context: UploadContext<E>,
  call: PresignCall,
  file: PresignFile,
  capabilities: Promise<StoreCapabilities>,
): Promise<Checked> {
  const { settings } = context
  const id = settings.randomId()
  const { ref } = file
  try {
    const store = await capabilities
    const { contentType, sha256, parts } = checkFile(file, call.route.rules, call.maxFileSize, store)
    const upload: ProposedUpload = {
      id,
      route: call.route.name,
      subject: call.caller.subject,
      contentType,
      extension: extensionOf(contentType),
      size: file.size,
      sha256,
      fileName: storedFileName(file.name),
      metadata: call.request.metadata ?? {},
    }
    const { onBeforeUpload, hookTimeoutMs } = settings
    // A hook has a timer of its own, which is not made for none.
    if (onBeforeUpload !== undefined) {
      await runHook(() => onBeforeUpload(upload, call.caller.c), hookTimeoutMs)
    }
    return parts === null ? { ok: true, ref, upload, parts, store } : { ok: true, ref, upload, parts }
  } catch (error) {
    return { ok: false, ref, error: failed(error, context, call, id) }
  }
}

async function grantParts<E extends Env>(
  { settings, storage, tickets }: UploadContext<E>,
  { caller, route }: PresignCall,
  { upload, parts, firstParts }: { upload: ProposedUpload; parts: CheckedParts; firstParts: number },
) {
  const { id, contentType, size } = upload
  const { partSize, partCount, checksum } = parts
  const { bucket } = route.target
  const key = await keyOf(settings, route, upload)
  const grant = { ...described(route, upload), bucket, key, id, contentType, checksum }
  const uploadId = await storage.createMultipart(grant, itemSignal(caller.signal))
  const multipart: MultipartClaims = { uploadId, partSize, partCount, checksum }
  const grantedAt = secondsOf(settings.clock())
  const uploadUntil = grantedAt + settings.multipartWithinSeconds
  const claims = claimsOf(upload, { key, grantedAt, uploadUntil, multipart })
  const ticket = await tickets.issue(claims, caller.audience)
  const partNumbers = Array.from({ length: Math.min(partCount, firstParts) }, (_, index) => index + 1)
  const inParts = { bucket, key, size, uploadUntil, multipart }
  const signed = checksum === null ? (await signParts(storage, caller, inParts, { partNumbers })).parts : []
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
