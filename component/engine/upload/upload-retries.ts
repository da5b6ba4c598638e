import type { HostConnections } from './upload-client.ts'
import type { UploadEnvironment } from './upload-environment.ts'
import { FOR_NETWORK, type Waiting } from './waiting.ts'
import { withRetry } from './with-retry.ts'

export interface UploadRetriesOptions {
  readonly uploadId: string
  readonly environment: UploadEnvironment
  connections(): HostConnections
  /** `current` is another. */
  onChange(): void
}

/** What a snapshot tells of retries. */
export interface RetryState {
  /** Attempts that failed in a row. */
  readonly failures: number
  readonly waiting: Waiting | null
}

export const NO_RETRIES: RetryState = { failures: 0, waiting: null }

/** Repeats the attempts of one upload, and knows which of them it waits for. */
export class UploadRetries {
  readonly #options: UploadRetriesOptions
  #current = NO_RETRIES

  constructor(options: UploadRetriesOptions) {
    this.#options = options
  }

  get current(): RetryState {
    return this.#current
  }

  /** @throws as `withRetry` */
  run<T>(host: keyof HostConnections, signal: AbortSignal, attempt: () => Promise<T>): Promise<T> {
    const { uploadId, environment, connections } = this.#options
    const { observer, retries, random } = environment
    return withRetry(attempt, {
      signal,
      host,
      connections: connections(),
      retries,
      random,
      onUnreachable: () => this.#set({ failures: 0, waiting: FOR_NETWORK }),
      onStall: () => observer.stalled(uploadId),
      onRetry: (error, failures, delayMs) => {
        const until = Date.now() + delayMs
        this.#set({
          failures,
          waiting: { for: 'retry', error, attempt: failures, retries: retries(), until },
        })
        observer.retrying(uploadId, failures, delayMs, error)
      },
      onAttempt: (failures) => this.#set({ failures, waiting: null }),
    })
  }

  /** Bytes move again. */
  progressed(): void {
    if (this.#current.waiting !== null) this.#set(NO_RETRIES)
  }

  /** Forgets what was waited for; the caller tells of the change. */
  reset(): void {
    this.#current = NO_RETRIES
  }

  #set(next: RetryState): void {
    if (this.#current.failures === next.failures && this.#current.waiting === next.waiting) return
    this.#current = next
    this.#options.onChange()
  }
}
