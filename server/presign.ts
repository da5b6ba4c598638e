/** `POST /presign`: one plan and one ticket per file, or the reason why not. Signs locally, calls no one. */
import type { Context, Env } from 'hono'
import type { PresignFile, PresignRequest, PresignResult } from '../component/protocol.ts'
import { displayName } from './file-name.ts'
import { extensionOf } from './media-type.ts'
import { isPlainKey, objectKey } from './object-key.ts'
import type { RouteRules } from './route-limits.ts'
import { runHook, type Service, toItemError } from './service.ts'
import type { Settings } from './settings.ts'
import { UploadError } from './upload-error.ts'
import { admitFile } from './upload-policy.ts'
import type { ProposedUpload } from './uploads-options.ts'

export interface PresignCall {
  c: Context
  subject: string
  request: PresignRequest
  route: string
  rules: RouteRules
  /** Bytes, for this subject. */
  maxFileSize: number
}

export function presignFiles<E extends Env>(
  service: Service<E>,
  call: PresignCall,
): Promise<PresignResult[]> {
  return Promise.all(call.request.files.map((file) => presignFile(service, call, file)))
}

async function presignFile<E extends Env>(
  service: Service<E>,
  call: PresignCall,
  file: PresignFile,
): Promise<PresignResult> {
  const { settings } = service
  const id = settings.randomId()
  try {
    const { contentType, sha256 } = admitFile(file, call.rules, call.maxFileSize)
    const upload: ProposedUpload = {
      id,
      route: call.route,
      subject: call.subject,
      contentType,
      extension: extensionOf(contentType),
      size: file.size,
      sha256,
      fileName: displayName(file.name),
      metadata: call.request.metadata ?? {},
    }
    await runHook(() => settings.onBeforeUpload?.(upload, call.c))
    return { ok: true, ref: file.ref, id, ...(await grant(service, call.rules, upload)) }
  } catch (error) {
    return { ok: false, ref: file.ref, error: toItemError(error, service, { c: call.c, uploadId: id }) }
  }
}

async function grant<E extends Env>(service: Service<E>, rules: RouteRules, upload: ProposedUpload) {
  const { id, size, contentType, sha256 } = upload
  const key = await keyOf(service.settings, upload)
  const { plan, expiresAt } = await service.storage.signPost({
    id,
    key,
    size,
    contentType,
    sha256,
    expiresInSeconds: rules.expiresInSeconds,
  })
  const { route, subject, fileName, metadata } = upload
  const uploadUntil = Math.floor(Date.parse(expiresAt) / 1000)
  const ticket = await service.tickets.issue({
    id,
    key,
    size,
    contentType,
    sha256,
    route,
    subject,
    fileName,
    metadata,
    uploadUntil,
  })
  return { key, ticket, expiresAt, plan }
}

async function keyOf<E extends Env>(settings: Settings<E>, upload: ProposedUpload): Promise<string> {
  const { prefix, key } = settings
  if (key === undefined) return objectKey({ ...upload, prefix, date: settings.clock() })
  const chosen = prefix + (await runHook(() => key(upload)))
  if (isPlainKey(chosen)) return chosen
  throw new UploadError('rejected', 'The file could not be given a place.', {
    cause: new TypeError('The key hook returned a key that is not plain'),
  })
}
