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
import type { Settings } from '../options/settings.ts'
import type { Authorization } from '../options/uploads-options.ts'
import { pendingAddress } from '../upload/accept-upload.ts'
import { DEADLINES } from '../upload/deadlines.ts'
import { storedFileName } from '../upload/file-name.ts'
import { itemSignal } from '../upload/item-signal.ts'
import { mapBounded } from '../upload/map-bounded.ts'
import { contentDisposition } from '../upload/object-attributes.ts'
import { isPlainKey, objectKey } from '../upload/object-key.ts'
import type { ProposedUpload } from '../upload/proposed-upload.ts'
import type { Route } from '../upload/route.ts'
import { StorageError } from '../upload/storage-error.ts'
import type { StoreCapabilities } from '../upload/store-capabilities.ts'
import type { MultipartClaims, TicketClaims } from '../upload/ticket.ts'
import { UploadError } from '../upload/upload-error.ts'
import { type CheckedParts, checkFile } from '../upload/upload-policy.ts'
import { authorizeBatch } from './authorize.ts'
import { CallRecord } from './call-report.ts'
import { toItemError } from './item-error.ts'
import { signParts } from './parts.ts'
import { runHook } from './run-hook.ts'
import { type Caller, callerOf, type UploadContext } from './upload-context.ts'

interface PresignCall {
  caller: Caller
  request: PresignRequest
  /** By its name. */
  route: Route & { name: string }
  /** Bytes, for this subject. */
  maxFileSize: number
}

type Checked =
  | { ok: true; ref: string; upload: ProposedUpload; parts: CheckedParts | null; store: StoreCapabilities }
  | { ok: false; ref: string; error: ItemError }

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
  const store = context.storage.capabilities(bucket, AbortSignal.timeout(DEADLINES.signMs))
  // Each file reports it.
  store.catch(() => {})
  const checked = await Promise.all(call.request.files.map((file) => check(context, call, file, store)))
  const inParts = checked.filter((item) => item.ok && item.parts !== null).length
  const firstParts = Math.min(FIRST_PARTS, Math.ceil(MAX_FIRST_PARTS / inParts))
  return mapBounded(checked, MAX_CONCURRENT, async (item): Promise<PresignResult> => {
    if (!item.ok) return item
    const { ref, upload, parts, store } = item
    try {
      const granted =
        parts === null
          ? await grantWhole(context, call, { upload, store })
          : await grantParts(context, call, { upload, parts, firstParts })
      return { ok: true, ref, id: upload.id, ...granted }
    } catch (error) {
      return { ok: false, ref, error: failed(error, context, call, upload.id) }
    }
  })
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
    await runHook(() => settings.onBeforeUpload?.(upload, call.caller.c), settings.hookTimeoutMs)
    return { ok: true, ref, upload, parts, store }
  } catch (error) {
    return { ok: false, ref, error: failed(error, context, call, id) }
  }
}

function failed<E extends Env>(error: unknown, context: UploadContext<E>, call: PresignCall, id: string) {
  return toItemError(error, context, { c: call.caller.c, uploadId: id })
}

async function grantWhole<E extends Env>(
  { settings, storage, tickets, grants }: UploadContext<E>,
  { caller, route }: PresignCall,
  { upload, store }: { upload: ProposedUpload; store: StoreCapabilities },
) {
  const { id, size, contentType, sha256 } = upload
  const key = await keyOf(settings, route, upload)
  const grantedAt = secondsOf(settings.clock())
  const { expiresInSeconds } = route.rules
  // For a sweep, which needs only to know the end of the window roughly.
  const sealed = claimsOf(upload, {
    key,
    grantedAt,
    uploadUntil: grantedAt + expiresInSeconds,
    multipart: null,
  })
  const grant = {
    ...pendingAddress(route.target, settings.pendingPrefix, id),
    ...described(route, upload),
    id,
    size,
    contentType,
    sha256,
    expiresInSeconds,
    sealedGrant: await grants.seal(sealed),
  }
  // Counted separately, so uploads in parts of a store that does not answer do not use up the time.
  const signal = AbortSignal.timeout(DEADLINES.signMs)
  const { plan, expiresAt } = await (sendsPut(route, store)
    ? storage.signPut(grant, signal)
    : storage.signPost(grant, signal))
  const uploadUntil = secondsOf(new Date(expiresAt))
  const claims = claimsOf(upload, { key, grantedAt, uploadUntil, multipart: null })
  return { key, ticket: await tickets.issue(claims, caller.audience), expiresAt, plan }
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

/** @throws {StorageError} where the host asks for a form that the store would refuse */
function sendsPut({ method }: Route, { name, forms }: StoreCapabilities): boolean {
  if (method === 'auto') return !forms
  if (method === 'post' && !forms) {
    const hint = `${name} has no POST Object: leave the method of the route out, or set it to 'put'.`
    throw new StorageError('denied', 'The upload could not be signed', { hint })
  }
  return method === 'put'
}

/** What is stored with the object. */
function described({ attributes }: Route, { fileName }: ProposedUpload) {
  return { attributes, contentDisposition: contentDisposition(attributes, fileName) }
}

function claimsOf(
  { id, size, contentType, sha256, route, subject, fileName, metadata }: ProposedUpload,
  granted: Pick<TicketClaims, 'key' | 'grantedAt' | 'uploadUntil' | 'multipart'>,
): TicketClaims {
  return { id, size, contentType, sha256, route, subject, fileName, metadata: { ...metadata }, ...granted }
}

async function keyOf<E extends Env>(
  { key, clock, hookTimeoutMs }: Settings<E>,
  { target: { prefix } }: Route,
  upload: ProposedUpload,
): Promise<string> {
  if (key === undefined) return objectKey({ ...upload, prefix, date: clock() })
  const chosen: unknown = await runHook(() => key(upload), hookTimeoutMs)
  // A hook without `return` would store every file under the key `undefined`.
  if (typeof chosen === 'string' && isPlainKey(prefix + chosen)) return prefix + chosen
  throw new UploadError('rejected', 'The file could not be given a key.', {
    cause: new TypeError('The key hook returned a key that is not plain'),
  })
}

function secondsOf(date: Date): number {
  return Math.floor(date.getTime() / 1000)
}
