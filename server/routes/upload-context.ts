import type { Context, Env } from 'hono'
import { getRuntimeKey } from 'hono/adapter'
import type { Settings } from '../options/settings.ts'
import type { RequestSignals } from '../upload/accept-upload.ts'
import type { Announced } from '../upload/announced.ts'
import type { Assemblies } from '../upload/assemblies.ts'
import { DEADLINES } from '../upload/deadlines.ts'
import type { EventPublisher } from '../upload/event-publisher.ts'
import type { ObjectStorage } from '../upload/object-storage.ts'
import type { Route } from '../upload/route.ts'
import type { SealedGrants } from '../upload/sealed-grants.ts'
import { assertUsable, type TicketClaims, type Tickets } from '../upload/ticket.ts'

/** What every call works with: the settings, and AWS behind ports. */
export interface UploadContext<E extends Env> {
  settings: Settings<E>
  storage: ObjectStorage
  publisher: EventPublisher
  tickets: Tickets
  grants: SealedGrants
  assemblies: Assemblies
  announced: Announced
}

/**
 * One request and its user. The signals end every wait for AWS, so a store that does not answer costs a batch one
 * deadline and not one for each item.
 */
export interface Caller extends RequestSignals {
  c: Context
  subject: string
  /** Where tickets of this caller are valid. */
  audience: string
}

export function callerOf<E extends Env>({ audience }: Settings<E>, c: Context, subject: string): Caller {
  const signal = lazySignal(DEADLINES.requestMs)
  const assemblySignal = lazySignal(DEADLINES.assemblyWaitMs)
  return {
    c,
    subject,
    audience: audience ?? mountOf(c.req.path),
    get signal() {
      return signal()
    },
    assembly: {
      get signal() {
        return assemblySignal()
      },
      keepAlive: (work) => keepAlive(c, work),
      canJoin: getRuntimeKey() !== 'workerd',
    },
  }
}

/** @throws {UploadError} for the ticket of another caller, and for one that is too old */
export function assertUsableBy<E extends Env>(
  { subject }: Caller,
  { settings }: UploadContext<E>,
  claims: TicketClaims,
  secondsAfterUpload: number,
): void {
  assertUsable(claims, { subject, now: settings.clock(), secondsAfterUpload })
}

/** The route of a ticket, which cannot be genuine without one. */
export function routeOf<E extends Env>({ settings }: UploadContext<E>, { route }: { route: string }): Route {
  const found = settings.routeTable.get(route)
  if (found === undefined) throw new TypeError('The ticket names no route')
  return found
}

/** Counts from now and is made when first asked for: a batch of forms needs none. */
function lazySignal(ms: number): () => AbortSignal {
  const startedAt = performance.now()
  let signal: AbortSignal | undefined
  return () => {
    signal ??= AbortSignal.timeout(Math.max(0, Math.ceil(startedAt + ms - performance.now())))
    return signal
  }
}

/** `/api/uploads/presign` is mounted at `/api/uploads`. */
function mountOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'))
}

/** Edge runtimes end work with its request unless it is passed to `waitUntil`; others have no execution context. */
function keepAlive(c: Context, work: Promise<unknown>): void {
  try {
    c.executionCtx.waitUntil(work)
  } catch {}
}
