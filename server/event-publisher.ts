import type { UploadEvent } from '../lambda/upload-event.ts'

/** Where completed uploads are announced. */
export interface EventPublisher {
  /** @throws {PublishError} when the bus did not take the event. */
  publish(event: UploadEvent, signal: AbortSignal): Promise<{ messageId: string }>
}

export class PublishError extends Error {
  override readonly name = 'PublishError'
  readonly code = 'publish-failed'
}
