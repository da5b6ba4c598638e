import type { Context, Env } from 'hono'
import type { Settings } from '../options/settings.ts'
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
    assemblySignal: AbortSignal.timeout(DEADLINES.assemblyMs),
  }
}
