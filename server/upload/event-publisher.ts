import type { UploadEvent } from '../../lambda/upload-event.ts'

/** Where completed uploads are announced. */
export interface EventPublisher {
  /** One result for each event, in their order; a refused event does not fail the others. */
  publish(events: readonly UploadEvent[], signal: AbortSignal): Promise<PublishResult[]>
}

export type PublishResult = { ok: true; messageId: string } | { ok: false; error: PublishError }

/** The topic refused the event, or did not confirm it. */
export class PublishError extends Error {
  override readonly name = 'PublishError'
  readonly code = 'publish-failed'
}
