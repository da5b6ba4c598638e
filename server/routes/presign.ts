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
import { storedFileName } from '../upload/file-name.ts'
import { itemSignal } from '../upload/item-signal.ts'
import { mapBounded } from '../upload/map-bounded.ts'
import { isPlainKey, objectKey } from '../upload/object-key.ts'
import type { ProposedUpload } from '../upload/proposed-upload.ts'
import type { RouteRules } from '../upload/route-rules.ts'
import type { MultipartClaims, TicketClaims } from '../upload/ticket.ts'
import { UploadError } from '../upload/upload-error.ts'
import { type CheckedParts, checkFile } from '../upload/upload-policy.ts'
import { authorizeBatch } from './authorize.ts'
import { toItemError } from './item-error.ts'
import { signParts } from './parts.ts'
import { runHook } from './run-hook.ts'
import { type Caller, callerOf, type UploadContext } from './upload-context.ts'

interface PresignCall {
  caller: Caller
  request: PresignRequest
  route: string
  rules: RouteRules
  /** Bytes, for this subject. */
  maxFileSize: number
}

type Checked =
  | { ok: true; ref: string; upload: ProposedUpload; parts: CheckedParts | null }
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
  const rules = settings.rules.get(route)
  if (rules === undefined) throw new RequestError('route-not-found', 'There is no such upload route.')
  const { subject } = authorization
  const limits = await authorizeBatch(settings, c, { subject, route, files, metadata })
  const maxFiles = leastOf(rules.maxFiles, authorization.maxFiles, limits.maxFiles)
  if (files.length > maxFiles) {
    const message = `One request may have at most ${maxFiles} files, not ${files.length}.`
    throw new RequestError('too-many-files', message, { limit: maxFiles })
  }
  const maxFileSize = leastOf(rules.maxFileSize, authorization.maxFileSize, limits.maxFileSize)
  const caller = callerOf(c, subject)
  return { uploads: await presignFiles(context, { caller, request, route, rules, maxFileSize }) }
}

function leastOf(limit: number, ...lowered: (number | undefined)[]): number {
  return Math.min(limit, ...lowered.filter((value) => value !== undefined))
}

async function presignFiles<E extends Env>(
  context: UploadContext<E>,
  call: PresignCall,
): Promise<PresignResult[]> {
  const checked = await Promise.all(call.request.files.map((file) => check(context, call, file)))
  const inParts = checked.filter((item) => item.ok && item.parts !== null).length
  const firstParts = Math.min(FIRST_PARTS, Math.ceil(MAX_FIRST_PARTS / inParts))
  return mapBounded(checked, MAX_CONCURRENT, async (item): Promise<PresignResult> => {
    if (!item.ok) return item
    const { ref, upload, parts } = item
    try {
      const granted =
        parts === null
          ? await grantPost(context, call, upload)
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
): Promise<Checked> {
  const { settings } = context
  const id = settings.randomId()
  const { ref } = file
  try {
    const { contentType, sha256, parts } = checkFile(file, call.rules, call.maxFileSize)
    const upload: ProposedUpload = {
      id,
      route: call.route,
      subject: call.caller.subject,
      contentType,
      extension: extensionOf(contentType),
      size: file.size,
      sha256,
      fileName: storedFileName(file.name),
      metadata: call.request.metadata ?? {},
    }
    await runHook(() => settings.onBeforeUpload?.(upload, call.caller.c), settings.hookTimeoutMs)
    return { ok: true, ref, upload, parts }
  } catch (error) {
    return { ok: false, ref, error: failed(error, context, call, id) }
  }
}

function failed<E extends Env>(error: unknown, context: UploadContext<E>, call: PresignCall, id: string) {
  return toItemError(error, context, { c: call.caller.c, uploadId: id })
}

async function grantPost<E extends Env>(
  context: UploadContext<E>,
  call: PresignCall,
  upload: ProposedUpload,
) {
  const { id, size, contentType, sha256 } = upload
  const key = await keyOf(context.settings, upload)
  const { expiresInSeconds } = call.rules
  const { plan, expiresAt } = await context.storage.signPost({
    id,
    key,
    size,
    contentType,
    sha256,
    expiresInSeconds,
  })
  const uploadUntil = Math.floor(Date.parse(expiresAt) / 1000)
  const ticket = await context.tickets.issue(
    claimsOf(upload, {
      key,
      grantedAt: secondsOf(context.settings.clock()),
      uploadUntil,
      multipart: null,
    }),
  )
  return { key, ticket, expiresAt, plan }
}

async function grantParts<E extends Env>(
  context: UploadContext<E>,
  call: PresignCall,
  { upload, parts, firstParts }: { upload: ProposedUpload; parts: CheckedParts; firstParts: number },
) {
  const { settings, storage, tickets } = context
  const { id, contentType, size } = upload
  const { partSize, partCount, checksum } = parts
  const key = await keyOf(settings, upload)
  const grant = { id, key, contentType, checksum }
  const uploadId = await storage.createMultipart(grant, itemSignal(call.caller.signal))
  const multipart: MultipartClaims = { uploadId, partSize, partCount, checksum }
  const grantedAt = secondsOf(settings.clock())
  const uploadUntil = grantedAt + settings.multipartWithinSeconds
  const ticket = await tickets.issue(claimsOf(upload, { key, grantedAt, uploadUntil, multipart }))
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
  granted: Pick<TicketClaims, 'key' | 'grantedAt' | 'uploadUntil' | 'multipart'>,
): TicketClaims {
  return { id, size, contentType, sha256, route, subject, fileName, metadata: { ...metadata }, ...granted }
}

async function keyOf<E extends Env>(settings: Settings<E>, upload: ProposedUpload): Promise<string> {
  const { prefix, key } = settings
  if (key === undefined) return objectKey({ ...upload, prefix, date: settings.clock() })
  const chosen: unknown = await runHook(() => key(upload), settings.hookTimeoutMs)
  // A hook without `return` would store every file under the key `undefined`.
  if (typeof chosen === 'string' && isPlainKey(prefix + chosen)) return prefix + chosen
  throw new UploadError('rejected', 'The file could not be given a key.', {
    cause: new TypeError('The key hook returned a key that is not plain'),
  })
}

function secondsOf(date: Date): number {
  return Math.floor(date.getTime() / 1000)
}
