/**
 * `POST /complete`: proves that S3 has exactly the bytes that were granted, then announces them.
 *
 * Nothing is remembered between calls. Completing again repeats the proof and the event with the same id, and
 * consumers are idempotent on that id; a client that lost the answer loses nothing. All files are proved first and
 * announced together, because the bus takes ten events at the price of one.
 */
import type { Env } from 'hono'
import type { CompletedUpload, CompleteItem, CompleteResult, ItemError } from '../../component/protocol.ts'
import type { UploadEvent } from '../../lambda/upload-event.ts'
import { maxMetadataBytes, metadataBytes } from '../http/parse-request.ts'
import { deadlines } from '../upload/deadlines.ts'
import { mapBounded } from '../upload/map-bounded.ts'
import { assertUsable } from '../upload/ticket.ts'
import { UploadError } from '../upload/upload-error.ts'
import { uploadEvent } from '../upload/upload-event.ts'
import { verifyUpload } from '../upload/verify-upload.ts'
import { type Caller, runHook, type Service, toItemError } from './upload-context.ts'

// A full batch is seven rounds of calls; the SDK has 50 sockets for all batches under way.
const atOnce = 16

type Proof =
  | { ok: true; event: UploadEvent; data: unknown }
  | { ok: false; id: string | null; error: ItemError }

export async function completeUploads<E extends Env>(
  service: Service<E>,
  caller: Caller,
  items: readonly CompleteItem[],
): Promise<CompleteResult[]> {
  const proofs = await mapBounded(items, atOnce, (item) => prove(service, caller, item))
  const events = proofs.flatMap((proof) => (proof.ok ? [proof.event] : []))
  const receipts = await service.publisher.publish(events, AbortSignal.timeout(deadlines.publishMs))
  // Receipts are in the order of the events, and the events in that of the proofs.
  const next = receipts.values()
  return proofs.map((proof): CompleteResult => {
    if (!proof.ok) return proof
    const receipt = next.next().value
    if (receipt?.ok === true) return completed(proof.event, proof.data, receipt.messageId)
    const { id } = proof.event
    return { ok: false, id, error: toItemError(receipt?.error, service, { c: caller.c, uploadId: id }) }
  })
}

async function prove<E extends Env>(
  service: Service<E>,
  caller: Caller,
  { ticket, metadata = {} }: CompleteItem,
): Promise<Proof> {
  const { settings } = service
  let id: string | null = null
  try {
    const claims = await service.tickets.read(ticket)
    id = claims.id
    assertUsable(claims, {
      subject: caller.subject,
      now: settings.clock(),
      secondsAfterUpload: settings.completeWithinSeconds,
    })
    assertSmall(metadata)
    assertAdds(metadata, claims.metadata)
    const object = await verifyUpload(service.storage, caller, claims)
    const { bucket } = settings
    const event = uploadEvent({ bucket, claims, object, metadata, completedAt: settings.clock() })
    const data = await runHook(async () => asJson(await settings.onUploadComplete?.(event, caller.c)))
    return { ok: true, event, data }
  } catch (error) {
    return { ok: false, id, error: toItemError(error, service, { c: caller.c, uploadId: id }) }
  }
}

/** As it will be answered: what JSON cannot say shall fail its own file, and before it is announced. */
function asJson(data: unknown): unknown {
  const text: string | undefined = JSON.stringify(data)
  return text === undefined ? undefined : JSON.parse(text)
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

// The host may have let the upload in because of what the batch said.
function assertAdds(
  metadata: Readonly<Record<string, string>>,
  signed: Readonly<Record<string, string>>,
): void {
  for (const [name, value] of Object.entries(metadata)) {
    if (!Object.hasOwn(signed, name) || signed[name] === value) continue
    throw new UploadError('rejected', `The batch's metadata says something else as "${name}".`)
  }
}

function completed(event: UploadEvent, data: unknown, messageId: string): CompletedUpload {
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
