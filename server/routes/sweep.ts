/**
 * Announces uploads whose browser never called `/complete`: their bytes are in S3, under `pending/`, with their sealed grant.
 *
 * It runs what `/complete` runs, for the same id, so the two ways never announce an upload twice once the processor has it,
 * and `/status` sees either.
 */
import type { Context, Env } from 'hono'
import { mapBounded } from '../upload/map-bounded.ts'
import type { ObjectAddress } from '../upload/object-storage.ts'
import type { TicketClaims } from '../upload/ticket.ts'
import { finishUploads } from './complete.ts'
import { callerOf, type UploadContext } from './upload-context.ts'

export interface SweepOptions {
  /** Only uploads that S3 has had for this long: their browsers may still complete younger ones. Default: 600. */
  olderThanSeconds?: number
  /** Only these keys, for example of an S3 event, of any age. Default: all pending ones. */
  keys?: readonly string[]
}

export interface SweepReport {
  /** Ids. */
  announced: string[]
  /** Ids with error codes; those that are not retryable were deleted. */
  failed: { id: string; code: string }[]
  /** Keys without a grant of this service: the lifecycle rule expires them. */
  unknown: string[]
}

const MAX_CONCURRENT = 16

/** Half of the largest `/complete`, so the deadlines of a request suffice. */
const BATCH = 50

export async function sweep<E extends Env>(
  context: UploadContext<E>,
  c: Context,
  { olderThanSeconds = 600, keys }: SweepOptions,
): Promise<SweepReport> {
  const report: SweepReport = { announced: [], failed: [], unknown: [] }
  for (const bucket of new Set(
    [...context.settings.routeTable.values()].map(({ target }) => target.bucket),
  )) {
    const found =
      keys === undefined ? await pendingIn(context, bucket, olderThanSeconds) : ownKeys(context, keys)
    for (let start = 0; start < found.length; start += BATCH) {
      await sweepBatch(context, c, { bucket, keys: found.slice(start, start + BATCH) }, report)
    }
  }
  return report
}

function ownKeys<E extends Env>({ settings }: UploadContext<E>, keys: readonly string[]): string[] {
  return keys.filter((key) => key.startsWith(settings.pendingPrefix))
}

async function pendingIn<E extends Env>(
  { storage, settings }: UploadContext<E>,
  bucket: string,
  olderThanSeconds: number,
): Promise<string[]> {
  const before = settings.clock().getTime() - olderThanSeconds * 1000
  const keys: string[] = []
  for (let after: string | null = ''; after !== null; ) {
    const page: Awaited<ReturnType<typeof storage.list>> = await storage.list(
      { bucket, prefix: settings.pendingPrefix, after },
      AbortSignal.timeout(10_000),
    )
    keys.push(
      ...page.objects.filter(({ lastModified }) => lastModified.getTime() <= before).map(({ key }) => key),
    )
    after = page.next
  }
  return keys
}

async function sweepBatch<E extends Env>(
  context: UploadContext<E>,
  c: Context,
  { bucket, keys }: { bucket: string; keys: readonly string[] },
  report: SweepReport,
): Promise<void> {
  const caller = callerOf(context.settings, c, '')
  const grants = await mapBounded(keys, MAX_CONCURRENT, (key) => grantOf(context, { bucket, key }))
  const claimed = grants.filter((claims) => claims !== null)
  report.unknown.push(...keys.filter((_, index) => grants[index] === null))
  const results = await finishUploads(
    context,
    caller,
    claimed.map((claims) => ({ claims, metadata: {} })),
  )
  for (const result of results) {
    if (result.ok) report.announced.push(result.id)
    else report.failed.push({ id: result.id ?? '', code: result.error.code })
  }
}

async function grantOf<E extends Env>(
  { storage, grants, settings }: UploadContext<E>,
  address: ObjectAddress,
): Promise<TicketClaims | null> {
  const object = await storage.head(address, AbortSignal.timeout(10_000))
  if (object === null || object.uploadId === null || object.sealedGrant === null) return null
  if (address.key !== settings.pendingPrefix + object.uploadId) return null
  const claims = await grants.open(object.sealedGrant, object.uploadId)
  return claims !== null && settings.routeTable.get(claims.route)?.target.bucket === address.bucket
    ? claims
    : null
}
