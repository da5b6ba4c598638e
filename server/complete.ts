/**
 * `POST /complete`: proves that S3 has exactly the bytes that were granted, then announces them.
 *
 * Nothing is remembered between calls. Completing again repeats the proof and the event with the same id, and
 * consumers are idempotent on that id; a client that lost the answer loses nothing.
 */
import type { Env } from 'hono'
import type { CompletedUpload, CompleteItem, CompleteResult } from '../component/protocol.ts'
import { mapBounded } from './map-bounded.ts'
import type { StoredObject } from './object-storage.ts'
import { maxMetadataBytes, metadataBytes } from './parse-request.ts'
import { type Caller, itemSignal, runHook, type Service, toItemError } from './service.ts'
import { assertUsable, type TicketClaims } from './ticket.ts'
import { UploadError } from './upload-error.ts'
import { uploadEvent } from './upload-event.ts'

// A full batch is seven rounds of two calls; the SDK has 50 sockets for all batches under way.
const atOnce = 16

export function completeUploads<E extends Env>(
  service: Service<E>,
  caller: Caller,
  items: readonly CompleteItem[],
): Promise<CompleteResult[]> {
  return mapBounded(items, atOnce, (item) => completeUpload(service, caller, item))
}

async function completeUpload<E extends Env>(
  service: Service<E>,
  caller: Caller,
  item: CompleteItem,
): Promise<CompleteResult> {
  const signal = itemSignal(caller)
  let id: string | null = null
  try {
    const claims = await service.tickets.read(item.ticket)
    id = claims.id
    assertUsable(claims, {
      subject: caller.subject,
      now: service.settings.clock(),
      secondsAfterUpload: service.settings.completeWithinSeconds,
    })
    const metadata = item.metadata ?? {}
    assertSmall(metadata)
    const object = await service.storage.head(claims.key, signal)
    if (object === null) throw new UploadError('upload-not-found', 'The file has not arrived yet.')
    assertGranted(object, claims)
    return await announce(service, { ...caller, signal }, { claims, object, metadata })
  } catch (error) {
    return { ok: false, id, error: toItemError(error, service, { c: caller.c, uploadId: id }) }
  }
}

function assertSmall(metadata: Readonly<Record<string, string>>): void {
  const bytes = metadataBytes(metadata)
  if (bytes <= maxMetadataBytes) return
  throw new UploadError(
    'rejected',
    `The file's metadata has ${bytes} bytes; at most ${maxMetadataBytes} are taken.`,
    {
      limit: maxMetadataBytes,
    },
  )
}

/** The store enforced all this already; a store that did not, or a key written by someone else, ends here. */
function assertGranted(object: StoredObject, claims: TicketClaims): void {
  const wrong =
    object.uploadId !== claims.id
      ? 'The stored object comes from another upload.'
      : object.size !== claims.size
        ? `The stored object has ${object.size} bytes instead of ${claims.size}.`
        : object.contentType !== claims.contentType
          ? `The stored object is not of type ${claims.contentType}.`
          : claims.sha256 !== null && object.sha256 !== claims.sha256
            ? 'The stored object does not have the announced checksum.'
            : null
  if (wrong !== null) throw new UploadError('object-mismatch', wrong)
}

async function announce<E extends Env>(
  { settings, publisher }: Service<E>,
  { c, signal }: Caller,
  verified: { claims: TicketClaims; object: StoredObject; metadata: Readonly<Record<string, string>> },
): Promise<CompletedUpload> {
  const event = uploadEvent({ ...verified, bucket: settings.bucket, completedAt: settings.clock() })
  const data = await runHook(() => settings.onUploadComplete?.(event, c))
  const { messageId } = await publisher.publish(event, signal)
  const { id, key, size, contentType, etag, versionId, sha256 } = event
  return {
    ok: true,
    id,
    key,
    size,
    contentType,
    etag,
    versionId,
    sha256,
    messageId,
    ...(data === undefined ? {} : { data }),
  }
}
