/** `POST /status`: the result of each upload, read from the processor's manifest. */
import type { Env } from 'hono'
import type {
  ProcessingErrorCode,
  ReadyStatus,
  StatusResponse,
  StatusResult,
} from '../../component/protocol.ts'
import { manifestKey, type ReadyManifest } from '../../lambda/manifest.ts'
import { imageSources } from '../upload/image-sources.ts'
import { itemSignal } from '../upload/item-signal.ts'
import { mapBounded } from '../upload/map-bounded.ts'
import type { ObjectAddress } from '../upload/object-storage.ts'
import { parseManifest } from '../upload/parse-manifest.ts'
import type { TicketClaims } from '../upload/ticket.ts'
import { toItemError } from './item-error.ts'
import { runHook } from './run-hook.ts'
import { statusRetryMs } from './status-retry.ts'
import { assertUsableBy, type Caller, routeOf, type UploadContext } from './upload-context.ts'

const MAX_CONCURRENT = 16

// A page left open overnight may still ask: 24 h after the upload window.
const STATUS_WITHIN_SECONDS = 24 * 60 * 60

export async function uploadStatuses<E extends Env>(
  context: UploadContext<E>,
  caller: Caller,
  tickets: readonly string[],
): Promise<StatusResponse> {
  // A ticket that is in a request several times is looked up once.
  const unique = [...new Set(tickets)]
  const results = await mapBounded(unique, MAX_CONCURRENT, (ticket) => uploadStatus(context, caller, ticket))
  const byTicket = new Map(unique.map((ticket, index) => [ticket, results[index]]))
  const asked = tickets.flatMap((ticket) => byTicket.get(ticket) ?? [])
  const waits = asked.flatMap(({ retryAfterMs }) => (retryAfterMs === null ? [] : [retryAfterMs]))
  return {
    uploads: asked.map(({ result }) => result),
    ...(waits.length === 0 ? {} : { retryAfterMs: Math.min(...waits) }),
  }
}

interface AskedStatus {
  result: StatusResult
  /** `null` for results that do not change any more. */
  retryAfterMs: number | null
}

async function uploadStatus<E extends Env>(
  context: UploadContext<E>,
  caller: Caller,
  ticket: string,
): Promise<AskedStatus> {
  let id: string | null = null
  try {
    const claims = await context.tickets.read(ticket, caller.audience)
    id = claims.id
    assertUsableBy(caller, context, claims, STATUS_WITHIN_SECONDS)
    const result = await readStatus(context, claims, itemSignal(caller.signal))
    return { result, retryAfterMs: statusRetryMs(result, claims, context.settings.clock()) }
  } catch (error) {
    const itemError = toItemError(error, context, { c: caller.c, uploadId: id })
    return { result: { state: 'unknown', id, error: itemError }, retryAfterMs: null }
  }
}

async function readStatus<E extends Env>(
  context: UploadContext<E>,
  claims: TicketClaims,
  signal: AbortSignal,
): Promise<StatusResult> {
  const { storage, settings } = context
  const { id, key: originalKey } = claims
  const { derivedPrefix: prefix, derivedBucket } = settings
  const text = await storage.readText({ bucket: derivedBucket, key: manifestKey(prefix, id) }, signal)
  if (text === null) return { state: 'pending', id }
  const manifest = parseManifest(text, { id, key: originalKey, prefix })
  if (manifest === null) {
    return {
      state: 'failed',
      id,
      code: 'internal',
      detail: 'The result could not be read.',
      retryable: false,
    }
  }
  switch (manifest.state) {
    case 'processing':
      return { state: 'processing', id, startedAt: manifest.startedAt }
    case 'ready':
      return readyStatus(id, manifest, (key) =>
        variantUrl(
          context,
          { bucket: key === originalKey ? routeOf(context, claims).target.bucket : derivedBucket, key },
          signal,
        ),
      )
    case 'failed': {
      const { detail, retryable } = manifest
      return {
        state: 'failed',
        id,
        code: isProcessingError(manifest.code) ? manifest.code : 'internal',
        detail,
        retryable,
      }
    }
  }
}

/** As the host builds them (a CDN), or presigned. */
async function variantUrl<E extends Env>(
  { settings, storage }: UploadContext<E>,
  address: ObjectAddress,
  signal: AbortSignal,
): Promise<string> {
  const { variantUrl: build, hookTimeoutMs } = settings
  return build === undefined ? storage.signUrl(address, signal) : runHook(() => build(address), hookTimeoutMs)
}

async function readyStatus(
  id: string,
  { variants, image, metadata, timings, warnings }: ReadyManifest,
  sign: (key: string) => Promise<string>,
): Promise<ReadyStatus> {
  const signed = await Promise.all(
    variants.map(async ({ name, key, contentType, width, height, size, frames, hdr }) => ({
      name,
      key,
      url: await sign(key),
      contentType,
      width,
      height,
      size,
      ...(frames !== undefined && { frames }),
      ...(hdr !== undefined && { hdr }),
    })),
  )
  const sources = imageSources(image, signed)
  return {
    state: 'ready',
    id,
    variants: signed,
    image: sources.length === 0 ? image : { ...image, sources },
    metadata,
    timings,
    ...(warnings !== undefined && warnings.length > 0 && { warnings }),
  }
}

// A record, so a code added to the contract is a compile error until it is added here.
const PROCESSING_ERRORS: Record<ProcessingErrorCode, true> = {
  'empty-file': true,
  'not-an-image': true,
  'type-mismatch': true,
  'unsupported-format': true,
  'unsupported-heic': true,
  'file-too-large': true,
  'image-too-large': true,
  'corrupt-image': true,
  'source-missing': true,
  superseded: true,
  'processing-timeout': true,
  'malware-found': true,
  internal: true,
}

function isProcessingError(code: string): code is ProcessingErrorCode {
  return Object.hasOwn(PROCESSING_ERRORS, code)
}
