/**
 * `POST /complete`: verifies that S3 has exactly the bytes that were granted, then announces them.
 *
 * No state is kept between calls. A repeated call verifies again and publishes the event again with the same id, on
 * which consumers are idempotent, so a client that lost the response loses nothing. All files are verified before the
 * first is announced: PublishBatch sends up to 10 events in one request.
 */
import type { Env } from 'hono'
import type { CompletedUpload, CompleteItem, CompleteResult, ItemError } from '../../component/protocol.ts'
import { MAX_METADATA_BYTES } from '../../component/protocol-limits.ts'
import type { UploadEvent } from '../../lambda/upload-event.ts'
import { DEADLINES } from '../upload/deadlines.ts'
import { mapBounded } from '../upload/map-bounded.ts'
import { metadataBytes } from '../upload/metadata-bytes.ts'
import { assertUsable } from '../upload/ticket.ts'
import { UploadError } from '../upload/upload-error.ts'
import { uploadEvent } from '../upload/upload-event.ts'
import { verifyUpload } from '../upload/verify-upload.ts'
import { toItemError } from './item-error.ts'
import { runHook } from './run-hook.ts'
import type { Caller, UploadContext } from './upload-context.ts'

// A full batch of 100 takes seven rounds of calls; the SDK has 50 sockets for all batches under way.
const MAX_CONCURRENT = 16

type Verified =
  | { ok: true; event: UploadEvent; data: unknown }
  | { ok: false; id: string | null; error: ItemError }

export async function completeUploads<E extends Env>(
  context: UploadContext<E>,
  caller: Caller,
  items: readonly CompleteItem[],
): Promise<CompleteResult[]> {
  const verified = await mapBounded(items, MAX_CONCURRENT, (item) => verify(context, caller, item))
  const events = verified.flatMap((item) => (item.ok ? [item.event] : []))
  const published = await context.publisher.publish(events, AbortSignal.timeout(DEADLINES.publishMs))
  // Results are in the order of the events, and events in the order of the verified items.
  const results = published.values()
  return verified.map((item): CompleteResult => {
    if (!item.ok) return item
    const result = results.next().value
    if (result?.ok === true) return completed(item.event, item.data, result.messageId)
    const { id } = item.event
    return { ok: false, id, error: toItemError(result?.error, context, { c: caller.c, uploadId: id }) }
  })
}

async function verify<E extends Env>(
  context: UploadContext<E>,
  caller: Caller,
  { ticket, metadata = {} }: CompleteItem,
): Promise<Verified> {
  const { settings } = context
  let id: string | null = null
  try {
    const claims = await context.tickets.read(ticket)
    id = claims.id
    assertUsable(claims, {
      subject: caller.subject,
      now: settings.clock(),
      secondsAfterUpload: settings.completeWithinSeconds,
    })
    assertSmall(metadata)
    assertAdds(metadata, claims.metadata)
    const object = await verifyUpload(context, caller, claims)
    const { bucket } = settings
    const event = uploadEvent({ bucket, claims, object, metadata, completedAt: settings.clock() })
    const { hookTimeoutMs } = settings
    const returned = await runHook(() => settings.onUploadComplete?.(event, caller.c), hookTimeoutMs)
    const data = await runHook(() => asJson(returned), hookTimeoutMs)
    return { ok: true, event, data }
  } catch (error) {
    return { ok: false, id, error: toItemError(error, context, { c: caller.c, uploadId: id }) }
  }
}

/** As it will be sent: a value that JSON cannot carry fails its own file, before the announcement. */
function asJson(data: unknown): unknown {
  const text: string | undefined = JSON.stringify(data)
  return text === undefined ? undefined : JSON.parse(text)
}

function assertSmall(metadata: Readonly<Record<string, string>>): void {
  const bytes = metadataBytes(metadata)
  if (bytes <= MAX_METADATA_BYTES) return
  throw new UploadError(
    'rejected',
    `The file's metadata has ${bytes} bytes; at most ${MAX_METADATA_BYTES} are allowed.`,
    {
      limit: MAX_METADATA_BYTES,
    },
  )
}

// The host may have allowed the upload because of the batch's metadata, which is signed.
function assertAdds(
  metadata: Readonly<Record<string, string>>,
  signed: Readonly<Record<string, string>>,
): void {
  for (const [name, value] of Object.entries(metadata)) {
    if (!Object.hasOwn(signed, name) || signed[name] === value) continue
    throw new UploadError('rejected', `The batch's metadata has another value for "${name}".`)
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
