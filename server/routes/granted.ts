/** What a grant of one file is made of, however it is sent. */
import type { Env } from 'hono'
import type { ItemError, PresignRequest } from '../../component/protocol.ts'
import type { Settings } from '../options/settings.ts'
import { contentDisposition } from '../upload/object-attributes.ts'
import { isPlainKey, objectKey } from '../upload/object-key.ts'
import type { ProposedUpload } from '../upload/proposed-upload.ts'
import type { Route } from '../upload/route.ts'
import type { TicketClaims } from '../upload/ticket.ts'
import { UploadError } from '../upload/upload-error.ts'
import { toItemError } from './item-error.ts'
import { runHook } from './run-hook.ts'
import type { Caller, UploadContext } from './upload-context.ts'

export interface PresignCall {
  caller: Caller
  request: PresignRequest
  /** By its name. */
  route: Route & { name: string }
  /** Bytes, for this subject. */
  maxFileSize: number
}

export function failed<E extends Env>(
  error: unknown,
  context: UploadContext<E>,
  call: PresignCall,
  id: string,
): ItemError {
  return toItemError(error, context, { c: call.caller.c, uploadId: id })
}

/** What is stored with the object. */
export function described({ attributes }: Route, { fileName }: ProposedUpload) {
  return { attributes, contentDisposition: contentDisposition(attributes, fileName) }
}

export function claimsOf(
  { id, size, contentType, sha256, route, subject, fileName, metadata }: ProposedUpload,
  granted: Pick<TicketClaims, 'key' | 'grantedAt' | 'uploadUntil' | 'multipart'>,
): TicketClaims {
  return { id, size, contentType, sha256, route, subject, fileName, metadata: { ...metadata }, ...granted }
}

export async function keyOf<E extends Env>(
  { key, clock, hookTimeoutMs }: Settings<E>,
  { target: { prefix } }: Route,
  upload: ProposedUpload,
): Promise<string> {
  if (key === undefined) return objectKey(upload, prefix, clock())
  const chosen: unknown = await runHook(() => key(upload), hookTimeoutMs)
  // A hook without `return` would store every file under the key `undefined`.
  if (typeof chosen === 'string' && isPlainKey(prefix + chosen)) return prefix + chosen
  throw new UploadError('rejected', 'The file could not be given a key.', {
    cause: new TypeError('The key hook returned a key that is not plain'),
  })
}

export function secondsOf(date: Date): number {
  return Math.floor(date.getTime() / 1000)
}
