import type { Context, Env } from 'hono'
import { getRuntimeKey } from 'hono/adapter'
import type { Settings } from '../options/settings.ts'
import type { Assemblies } from '../upload/assemblies.ts'
import { DEADLINES } from '../upload/deadlines.ts'
import type { EventPublisher } from '../upload/event-publisher.ts'
import type { ObjectStorage } from '../upload/object-storage.ts'
import type { Tickets } from '../upload/ticket.ts'
import type { RequestSignals } from '../upload/verify-upload.ts'

/** What every call works with: the settings, and AWS behind ports. */
export interface UploadContext<E extends Env> {
  settings: Settings<E>
  storage: ObjectStorage
  publisher: EventPublisher
  tickets: Tickets
  assemblies: Assemblies
}

/**
 * One request and its user. The signals end every wait for AWS, so a store that does not answer costs a batch one
 * deadline and not one for each item.
 */
export interface Caller extends RequestSignals {
  c: Context
  subject: string
}

export function callerOf(c: Context, subject: string): Caller {
  return {
    c,
    subject,
    signal: AbortSignal.timeout(DEADLINES.requestMs),
    assembly: {
      signal: AbortSignal.timeout(DEADLINES.assemblyWaitMs),
      keepAlive: (work) => keepAlive(c, work),
      canJoin: getRuntimeKey() !== 'workerd',
    },
  }
}

/** Edge runtimes end work with its request unless it is passed to `waitUntil`; others have no execution context. */
function keepAlive(c: Context, work: Promise<unknown>): void {
  try {
    c.executionCtx.waitUntil(work)
  } catch {}
}
