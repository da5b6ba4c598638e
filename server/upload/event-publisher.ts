import type { UploadEvent } from '../../lambda/upload-event.ts'

export interface Announcement {
  topicArn: string
  event: UploadEvent
}

/** Where completed uploads are announced. */
export interface EventPublisher {
  /** One result for each announcement, in their order; a refused one does not fail the others. */
  publish(announcements: readonly Announcement[], signal: AbortSignal): Promise<PublishResult[]>
}

export type PublishResult = { ok: true; messageId: string } | { ok: false; error: PublishError }

/** `denied`: only a change of the configuration helps. `failed`: not confirmed; the same event may succeed later. */
export class PublishError extends Error {
  override readonly name = 'PublishError'
  readonly code: 'failed' | 'denied'
  /** What to change, where that is known. */
  readonly hint: string | undefined

  constructor(
    code: 'failed' | 'denied',
    message: string,
    options: { cause: unknown; hint?: string | undefined },
  ) {
    super(message, { cause: options.cause })
    this.code = code
    this.hint = options.hint
  }
}
