/** Calls of each address in the current minute. In memory: each process counts for itself. */
const MINUTE_MS = 60_000

/** Addresses that are counted at once; beyond, the minute starts again for all. */
const MAX_ADDRESSES = 100_000

export class RateLimit {
  readonly #limit: number
  readonly #clock: () => number
  #calls = new Map<string, number>()
  #minuteStartedAt = 0

  /** @param limit calls in a minute. */
  constructor(limit: number, clock: () => number = Date.now) {
    this.#limit = limit
    this.#clock = clock
  }

  /** Counts a call. `null`: it is allowed; otherwise the seconds until the next one is. */
  check(address: string): number | null {
    const now = this.#clock()
    if (now - this.#minuteStartedAt >= MINUTE_MS || this.#calls.size >= MAX_ADDRESSES) {
      this.#calls = new Map()
      this.#minuteStartedAt = now
    }
    const calls = (this.#calls.get(address) ?? 0) + 1
    this.#calls.set(address, calls)
    return calls <= this.#limit ? null : Math.ceil((this.#minuteStartedAt + MINUTE_MS - now) / 1000)
  }
}

/**
 * The address of the client: the peer's, or the entry of `X-Forwarded-For` that the outermost trusted proxy wrote. Entries
 * before it are the client's own claims.
 */
export function clientAddress(
  peer: string,
  forwardedFor: string | undefined,
  trustedProxies: number,
): string {
  if (trustedProxies === 0 || forwardedFor === undefined) return peer
  const entries = forwardedFor.split(',').map((entry) => entry.trim())
  return entries.at(-trustedProxies) || peer
}
