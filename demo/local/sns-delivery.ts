/**
 * Brings every published message to every subscriber at least once: in parallel, again after growing pauses when a
 * subscriber fails, and to the dead letters when it keeps failing.
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { DeadLetter, SnsMessage } from './sns-message.ts'
import type { OnTrace, SnsDeliverTrace } from './trace.ts'

/** Settles when the message was dealt with; rejecting asks for another attempt. */
export type Subscriber = (message: SnsMessage) => Promise<void>

export interface DeliveryPolicy {
  /** How often each message is tried in all. */
  attempts: number
  /** Pause before the second attempt; it doubles with every further one. */
  baseDelayMs: number
}

export class SnsDelivery {
  readonly #policy: DeliveryPolicy
  readonly #subscribers: readonly Subscriber[]
  readonly #onTrace: OnTrace
  readonly #deadLetters: DeadLetter[] = []
  readonly #pending = new Set<Promise<void>>()
  readonly #closing = new AbortController()

  constructor(policy: DeliveryPolicy, subscribers: readonly Subscriber[], onTrace: OnTrace) {
    this.#policy = policy
    this.#subscribers = subscribers
    this.#onTrace = onTrace
  }

  get deadLetters(): readonly DeadLetter[] {
    return this.#deadLetters
  }

  /** Returns at once: publishing does not wait for subscribers. */
  accept(message: SnsMessage): void {
    for (const subscriber of this.#subscribers) {
      const delivery = this.#deliver(message, subscriber).finally(() => this.#pending.delete(delivery))
      this.#pending.add(delivery)
    }
  }

  /** Resolves when nothing is on its way, also what came in while waiting. */
  async idle(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending)
  }

  /** Gives up what waits for another attempt. */
  close(): void {
    this.#closing.abort()
  }

  async #deliver(message: SnsMessage, subscriber: Subscriber): Promise<void> {
    const { attempts, baseDelayMs } = this.#policy
    for (let attempt = 1; !this.#closing.signal.aborted; attempt += 1) {
      const finish = this.#startTrace(message, attempt)
      try {
        await subscriber(message)
        finish({ outcome: 'delivered' })
        return
      } catch (cause) {
        const error = cause instanceof Error ? cause.message : String(cause)
        finish({ outcome: attempt < attempts ? 'retrying' : 'dead', error })
        if (attempt >= attempts) {
          const { messageId, topicArn, subject, message: text } = message
          this.#deadLetters.push({
            messageId,
            topicArn,
            subject,
            message: text,
            attempts,
            error,
            failedAt: Date.now(),
          })
          return
        }
      }
      const pause = baseDelayMs * 2 ** (attempt - 1)
      await delay(pause, undefined, { signal: this.#closing.signal }).catch(() => {})
    }
  }

  #startTrace(message: SnsMessage, attempt: number) {
    const known = {
      service: 'sns',
      operation: 'Deliver',
      id: `${message.messageId}/${attempt}`,
      topicArn: message.topicArn,
      messageId: message.messageId,
      bytes: Buffer.byteLength(message.message),
      attempt,
      startedAt: Date.now(),
    } as const
    this.#onTrace({ phase: 'start', ...known })
    return (result: Pick<SnsDeliverTrace & { phase: 'end' }, 'outcome' | 'error'>) => {
      this.#onTrace({ phase: 'end', ...known, durationMs: Date.now() - known.startedAt, ...result })
    }
  }
}
