/**
 * `POST /abort`: removes what the store has of an upload that will not be completed.
 *
 * Announced uploads must stay, and no state is kept about them. An upload in parts becomes an object only by completion,
 * so its object stays. A form upload's object is removed unless the processor has started with it.
 */
import type { Env } from 'hono'
import type { AbortResponse } from '../../component/protocol.ts'
import { manifestKey } from '../../lambda/manifest.ts'
import { assertUsable, type TicketClaims } from '../upload/ticket.ts'
import { toProblem } from './item-error.ts'
import type { Caller, UploadContext } from './upload-context.ts'

/** A repeated abort finds nothing and answers so. @throws {RequestError} */
export async function abortUpload<E extends Env>(
  context: UploadContext<E>,
  caller: Caller,
  ticket: string,
): Promise<AbortResponse> {
  let id: string | null = null
  try {
    const claims = await context.tickets.read(ticket)
    id = claims.id
    assertUsable(claims, {
      subject: caller.subject,
      now: context.settings.clock(),
      secondsAfterUpload: context.settings.completeWithinSeconds,
    })
    return { id, removed: await remove(context, claims, caller.signal) }
  } catch (error) {
    throw toProblem(error, context, { c: caller.c, uploadId: id })
  }
}

async function remove<E extends Env>(
  { storage, settings }: UploadContext<E>,
  { id, key, multipart }: TicketClaims,
  signal: AbortSignal,
): Promise<AbortResponse['removed']> {
  if (multipart !== null) {
    const { uploadId } = multipart
    return (await storage.abortMultipart({ key, uploadId }, signal)) ? 'multipart' : 'nothing'
  }
  const object = await storage.head(key, signal)
  // Under a key from the host's `key` hook another upload may be stored.
  if (object === null || object.uploadId !== id) return 'nothing'
  const manifest = await storage.readDerived(manifestKey(settings.derivedPrefix, id), signal)
  if (manifest !== null) return 'nothing'
  return (await storage.remove({ key, etag: object.etag }, signal)) ? 'object' : 'nothing'
}
