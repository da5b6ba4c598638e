import type { UploadEvent } from '../../lambda/upload-event.ts'
import {
  type Announcement,
  type EventPublisher,
  PublishError,
  type PublishResult,
} from './event-publisher.ts'
import { mapBounded } from './map-bounded.ts'
import { untilAborted } from './until-aborted.ts'

/** Announces one upload: to EventBridge, a queue, a database. The id it returns reaches the client as `messageId`. */
export type Publish = (
  event: UploadEvent,
  signal: AbortSignal,
) => string | undefined | Promise<string | undefined>

const MAX_CONCURRENT = 10

/** Publishes with a function of the host instead of SNS. */
export class HostPublisher implements EventPublisher {
  readonly #publish: Publish

  constructor(publish: Publish) {
    this.#publish = publish
  }

  publish(announcements: readonly Announcement[], signal: AbortSignal): Promise<PublishResult[]> {
    return mapBounded(announcements, MAX_CONCURRENT, async ({ event }): Promise<PublishResult> => {
      const own = AbortSignal.any([signal])
      const published = async () => this.#publish(event, own)
      try {
        const messageId = await untilAborted(published(), own, () => new Error('publish took too long'))
        return { ok: true, messageId: typeof messageId === 'string' ? messageId : event.id }
      } catch (cause) {
        return { ok: false, error: new PublishError('failed', 'publish did not accept the event', { cause }) }
      }
    })
  }
}
