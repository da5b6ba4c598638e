/** At-least-once deliveries without a queue: SNS's, and Lambda's of asynchronous invocations. */
import { setTimeout as delay } from 'node:timers/promises'

/** Number of attempts in all, and the pause before the second one, which doubles before each further one. */
export type DeliveryPolicy = { attempts: number; baseDelayMs: number }

/** The error and the time (epoch ms) of the last attempt. */
export type FailedDelivery = { attempts: number; error: string; failedAt: number }

export class RetriedDelivery {
  readonly #policy: DeliveryPolicy
  readonly #pending = new Set<Promise<void>>()
  readonly #closing = new AbortController()

  constructor(policy: DeliveryPolicy) {
    this.#policy = policy
  }

  /** Does not wait. @param failed after the last attempt */
  start(deliver: () => Promise<unknown>, failed: (failure: FailedDelivery) => void): void {
    const delivery = this.#run(deliver, failed).finally(() => this.#pending.delete(delivery))
    this.#pending.add(delivery)
  }

  /** Resolves when nothing is being delivered, including what arrives meanwhile. */
  async idle(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending)
  }

  get isIdle(): boolean {
    return this.#pending.size === 0
  }

  /** Ends pending retries. */
  close(): void {
    this.#closing.abort()
  }

  async #run(deliver: () => Promise<unknown>, failed: (failure: FailedDelivery) => void): Promise<void> {
    const { signal } = this.#closing
    for (let attempts = 1; !signal.aborted; attempts += 1) {
      try {
        await deliver()
        return
      } catch (cause) {
        const error = cause instanceof Error ? cause.message : String(cause)
        if (attempts >= this.#policy.attempts) return failed({ attempts, error, failedAt: Date.now() })
      }
      await delay(this.#policy.baseDelayMs * 2 ** (attempts - 1), undefined, { signal }).catch(() => {})
    }
  }
}
