const MAX_REMEMBERED = 10_000

export interface EarlierCompletion {
  /** What the host's hook returned. */
  data: unknown
  /** `undefined` when the event was not confirmed. */
  messageId: string | undefined
}

/**
 * The uploads that this process completed, so that a client that repeats its completion gets the same answer, the host's
 * hook runs once and consumers get one event. Bounded, and only a means to save work: another process runs the hook and
 * announces again, with the same event id.
 */
export class Announced {
  /** By upload id, oldest first. */
  readonly #earlier = new Map<string, EarlierCompletion>()

  find(id: string): EarlierCompletion | undefined {
    return this.#earlier.get(id)
  }

  add(id: string, completion: EarlierCompletion): void {
    this.#earlier.set(id, completion)
    const [oldest] = this.#earlier.keys()
    if (this.#earlier.size > MAX_REMEMBERED && oldest !== undefined) this.#earlier.delete(oldest)
  }
}
