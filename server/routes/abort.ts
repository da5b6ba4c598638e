/**
 * `POST /abort`: removes what the store has of an upload that was not completed.
 *
 * Only pending bytes are removed: parts that were not assembled, and the object of a form post before `/complete` copied it
 * to where it stays. So an abort that races a completion, or comes later, never removes what was accepted.
 */
import type { Env } from 'hono'
import type { AbortResponse } from '../../component/protocol.ts'
import { pendingAddress } from '../upload/accept-upload.ts'
import type { TicketClaims } from '../upload/ticket.ts'
import { toProblem } from './item-error.ts'
import { assertUsableBy, type Caller, routeOf, type UploadContext } from './upload-context.ts'

/** A repeated abort finds nothing and answers so. @throws {RequestError} */
export async function abortUpload<E extends Env>(
  context: UploadContext<E>,
  caller: Caller,
  ticket: string,
): Promise<AbortResponse> {
  let id: string | null = null
  try {
    const claims = await context.tickets.read(ticket, caller.audience)
    id = claims.id
    assertUsableBy(caller, context, claims, context.settings.completeWithinSeconds)
    return { id, removed: await remove(context, claims, caller.signal) }
  } catch (error) {
    throw toProblem(error, context, { c: caller.c, uploadId: id })
  }
}

async function remove<E extends Env>(
  context: UploadContext<E>,
  claims: TicketClaims,
  signal: AbortSignal,
): Promise<AbortResponse['removed']> {
  const { storage, settings } = context
  const { bucket } = routeOf(context, claims).target
  const { id, key, multipart } = claims
  if (multipart !== null) {
    const { uploadId } = multipart
    return (await storage.abortMultipart({ bucket, key, uploadId }, signal)) ? 'multipart' : 'nothing'
  }
  const pending = pendingAddress({ bucket }, settings.pendingPrefix, id)
  const object = await storage.head(pending, signal)
  if (object === null) return 'nothing'
  return (await storage.remove({ ...pending, etag: object.etag }, signal)) ? 'object' : 'nothing'
}
