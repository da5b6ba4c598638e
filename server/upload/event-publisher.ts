import type { UploadEvent } from '../../lambda/upload-event.ts'

/** Where completed uploads are announced. */
export interface EventPublisher {
  /** One receipt for each event, in their order; one that was refused sinks no other. */
  publish(events: readonly UploadEvent[], signal: AbortSignal): Promise<Receipt[]>
}

export type Receipt = { ok: true; messageId: string } | { ok: false; error: PublishError }

/** The bus did not take the event, or did not say that it did. */
export class PublishError extends Error {
  override readonly name = 'PublishError'
  readonly code = 'publish-failed'
}
