/**
 * `POST /abort`: the store forgets what it has of an upload that nobody will complete.
 *
 * Only what was not announced may go, and nothing is remembered about that. An upload in parts becomes an object by
 * completion alone, so its object stays. Of a form upload the object goes as long as the processor has not begun
 * with it; in the seconds between, it is the uploader's own word against their own file.
 */
import type { Env } from 'hono'
import type { AbortResponse } from '../../component/protocol.ts'
import { manifestKey } from '../../lambda/manifest.ts'
import { assertUsable, type TicketClaims } from '../upload/ticket.ts'
import { type Caller, type Service, toProblem } from './upload-context.ts'

/** Aborting again finds nothing and says so. @throws {RequestError} */
export async function abortUpload<E extends Env>(
  service: Service<E>,
  caller: Caller,
  ticket: string,
): Promise<AbortResponse> {
  let id: string | null = null
  try {
    const claims = await service.tickets.read(ticket)
    id = claims.id
    assertUsable(claims, {
      subject: caller.subject,
      now: service.settings.clock(),
      secondsAfterUpload: service.settings.completeWithinSeconds,
    })
    return { id, removed: await remove(service, claims, caller.signal) }
  } catch (error) {
    throw toProblem(error, service, { c: caller.c, uploadId: id })
  }
}

async function remove<E extends Env>(
  { storage, settings }: Service<E>,
  { id, key, multipart }: TicketClaims,
  signal: AbortSignal,
): Promise<AbortResponse['removed']> {
  if (multipart !== null) {
    const { uploadId } = multipart
    return (await storage.abortMultipart({ key, uploadId }, signal)) ? 'multipart' : 'nothing'
  }
  const object = await storage.head(key, signal)
  // A later upload may have taken over a key of the host's choosing.
  if (object === null || object.uploadId !== id) return 'nothing'
  const begun = await storage.readDerived(manifestKey(settings.derivedPrefix, id), signal)
  if (begun !== null) return 'nothing'
  return (await storage.remove({ key, etag: object.etag }, signal)) ? 'object' : 'nothing'
}
