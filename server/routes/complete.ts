/**
 * `POST /complete`: verifies that S3 has exactly the bytes that were granted, brings them to where they stay, then announces
 * them.
 *
 * An upload is verified and announced once in a request, however often its ticket is in it. Across requests no state is
 * needed: a client that lost the response repeats the call, and the event it causes has the same id. Ten verified files are
 * announced in one request, while others are still verified.
 */
import type { Env } from 'hono'
import type { CompletedUpload, CompleteItem, CompleteResult, ItemError } from '../../component/protocol.ts'
import { MAX_METADATA_BYTES } from '../../component/protocol-limits.ts'
import type { UploadEvent } from '../../lambda/upload-event.ts'
import { requestId } from '../http/problem.ts'
import type { Settings } from '../options/settings.ts'
import { acceptUpload, discardUpload, pendingAddress } from '../upload/accept-upload.ts'
import { DEADLINES } from '../upload/deadlines.ts'
import type { PublishResult } from '../upload/event-publisher.ts'
import { mapBounded } from '../upload/map-bounded.ts'
import { metadataBytes } from '../upload/metadata-bytes.ts'
import type { TicketClaims } from '../upload/ticket.ts'
import { UploadError } from '../upload/upload-error.ts'
import { uploadEvent } from '../upload/upload-event.ts'
import { isAnnounced } from './is-announced.ts'
import { toItemError } from './item-error.ts'
import { removePending } from './remove-pending.ts'
import { runHook } from './run-hook.ts'
import { assertUsableBy, type Caller, routeOf, type UploadContext } from './upload-context.ts'

// A full batch of 100 takes four rounds of calls; the SDK has 50 sockets for all batches under way.
const MAX_CONCURRENT = 32

/** Events in one request to SNS: PublishBatch takes up to 10. */
const PUBLISH_BATCH = 10

type Failed = { ok: false; id: string | null; error: ItemError }

type Checked = ({ ok: true } & GrantedUpload) | Failed

/** `messageId`: of an earlier announcement; `null` when that is not known; `undefined` when it is not announced yet. */
interface Accepted {
  ok: true
  claims: TicketClaims
  event: UploadEvent
  data: unknown
  messageId: string | null | undefined
}

type Verified = Accepted | Failed

export async function completeUploads<E extends Env>(
  context: UploadContext<E>,
  caller: Caller,
  items: readonly CompleteItem[],
): Promise<CompleteResult[]> {
  const checked = await mapBounded(items, MAX_CONCURRENT, (item) => check(context, caller, item))
  const uploads = new Map<string, GrantedUpload>()
  for (const item of checked) {
    if (item.ok && !uploads.has(item.claims.id)) uploads.set(item.claims.id, item)
  }
  const results = await finishUploads(context, caller, [...uploads.values()])
  const byId = new Map(results.map((result) => [result.id, result]))
  return checked.map((item) => {
    const result = item.ok ? byId.get(item.claims.id) : item
    if (result === undefined) throw new TypeError('A verified upload has no result')
    return result
  })
}

export interface GrantedUpload {
  claims: TicketClaims
  /** Of this file, beside the batch's. */
  metadata: Readonly<Record<string, string>>
}

/** Verifies, keeps and announces uploads whose grants are genuine. */
export async function finishUploads<E extends Env>(
  context: UploadContext<E>,
  caller: Caller,
  uploads: readonly GrantedUpload[],
): Promise<CompleteResult[]> {
  const outcomes = new Map<string, Promise<PublishResult | undefined>>()
  let open: Accepted[] = []
  const publishOpen = () => {
    const batch = open
    open = []
    const published = publish(context, batch)
    // Awaited below, after all are verified; until then its failure has no listener.
    published.catch(() => {})
    for (const [index, { event }] of batch.entries()) {
      outcomes.set(
        event.id,
        published.then((results) => results[index]),
      )
    }
  }
  const verified = await mapBounded(uploads, MAX_CONCURRENT, async (upload) => {
    const item = await verify(context, caller, upload)
    if (item.ok && item.messageId === undefined && open.push(item) === PUBLISH_BATCH) publishOpen()
    return item
  })
  if (open.length > 0) publishOpen()
  const published = await Promise.all(
    [...outcomes].map(async ([id, outcome]) => [id, await outcome] as const),
  )
  return finish(context, caller, verified, new Map(published))
}

function publish<E extends Env>(
  context: UploadContext<E>,
  accepted: readonly Accepted[],
): Promise<PublishResult[]> {
  const announcements = accepted.map(({ claims, event }) => ({
    topicArn: routeOf(context, claims).target.topicArn,
    event,
  }))
  return context.publisher.publish(announcements, AbortSignal.timeout(DEADLINES.publishMs))
}

async function check<E extends Env>(
  context: UploadContext<E>,
  caller: Caller,
  { ticket, metadata = {} }: CompleteItem,
): Promise<Checked> {
  let id: string | null = null
  try {
    const claims = await context.tickets.read(ticket, caller.audience)
    id = claims.id
    assertUsableBy(caller, context, claims, context.settings.completeWithinSeconds)
    assertSmall(metadata)
    assertAdds(metadata, claims.metadata)
    return { ok: true, claims, metadata }
  } catch (error) {
    return { ok: false, id, error: toItemError(error, context, { c: caller.c, uploadId: id }) }
  }
}

async function verify<E extends Env>(
  context: UploadContext<E>,
  caller: Caller,
  { claims, metadata }: GrantedUpload,
): Promise<Verified> {
  const { settings, announced } = context
  const { pendingPrefix } = settings
  const { id } = claims
  try {
    const route = routeOf(context, claims)
    const { object, isRepeated } = await acceptUpload({ ...context, route, pendingPrefix }, caller, claims)
    const { bucket } = route.target
    const event = uploadEvent({
      bucket,
      claims,
      object,
      metadata,
      completedAt: settings.clock(),
      requestId: requestId(caller.c),
    })
    const earlier = announced.find(id)
    if (earlier !== undefined) return { ok: true, claims, event, ...earlier }
    try {
      const data = await dataOf(settings, caller, event)
      announced.add(id, { data, messageId: undefined })
      const messageId = (await isAnnounced(context, caller, event, isRepeated)) ? null : undefined
      return { ok: true, claims, event, data, messageId }
    } catch (error) {
      if (error instanceof UploadError && !error.retryable) {
        // Best effort: the veto matters more, and is answered again when the client asks again.
        await discardUpload({ ...context, route, pendingPrefix }, claims, object).catch(() => {})
      }
      throw error
    }
  } catch (error) {
    return { ok: false, id, error: toItemError(error, context, { c: caller.c, uploadId: id }) }
  }
}

/** @param outcomes of those that were published, by id. */
async function finish<E extends Env>(
  context: UploadContext<E>,
  caller: Caller,
  verified: readonly Verified[],
  outcomes: ReadonlyMap<string, PublishResult | undefined>,
): Promise<CompleteResult[]> {
  const accepted = verified.flatMap((item) => (item.ok ? [item] : []))
  // What was not announced stays pending, where a sweep finds it.
  const announced = accepted.filter(
    ({ messageId, event }) => messageId !== undefined || outcomes.get(event.id)?.ok,
  )
  await removePending(
    context,
    caller,
    announced.flatMap(({ event: { id, bucket }, claims: { multipart } }) =>
      multipart === null ? [pendingAddress({ bucket }, context.settings.pendingPrefix, id)] : [],
    ),
  )
  return verified.map((item): CompleteResult => {
    if (!item.ok) return item
    const { event, data } = item
    if (item.messageId !== undefined) return completed(event, data, item.messageId)
    const { id } = event
    const outcome = outcomes.get(id)
    if (outcome?.ok !== true) {
      return { ok: false, id, error: toItemError(outcome?.error, context, { c: caller.c, uploadId: id }) }
    }
    context.announced.add(id, { data, messageId: outcome.messageId })
    return completed(event, data, outcome.messageId)
  })
}

/** What the host's hook returned. A hook has a timer of its own, which is not made for none. */
async function dataOf<E extends Env>(
  { onUploadComplete, hookTimeoutMs }: Settings<E>,
  { c }: Caller,
  event: UploadEvent,
): Promise<unknown> {
  if (onUploadComplete === undefined) return undefined
  const returned = await runHook(() => onUploadComplete(event, c), hookTimeoutMs)
  return runHook(() => asJson(returned), hookTimeoutMs)
}

/** As it will be sent: a value that JSON cannot carry fails its own file, before the announcement. */
function asJson(data: unknown): unknown {
  const text: string | undefined = JSON.stringify(data)
  return text === undefined ? undefined : JSON.parse(text)
}

function assertSmall(metadata: Readonly<Record<string, string>>): void {
  const bytes = metadataBytes(metadata)
  if (bytes <= MAX_METADATA_BYTES) return
  const message = `The file's metadata has ${bytes} bytes; at most ${MAX_METADATA_BYTES} are allowed.`
  throw new UploadError('rejected', message, { limit: MAX_METADATA_BYTES })
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

function completed(event: UploadEvent, data: unknown, messageId: string | null): CompletedUpload {
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
