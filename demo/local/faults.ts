/** Faults that the embedded services play on demand; each takes effect at once, also for requests under way. */
import type { IncomingMessage } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { AwsError } from './aws-error.ts'

export interface Faults {
  /** Browsers reach no service: their connections are closed without a response. */
  readonly network: 'up' | 'broken'
  /** What browsers get from S3: `slow` takes 2 MB in a second from all requests together, `unavailable` is 503 SlowDown. */
  readonly s3: 'ok' | 'slow' | 'unavailable'
}

const NO_FAULTS: Faults = { network: 'up', s3: 'ok' }

const SLOW_BYTES_PER_SECOND = 2_000_000

export class FaultSwitches {
  #faults = NO_FAULTS
  readonly #underWay = new Set<IncomingMessage>()
  /** Until then the slow S3 has taken all bytes that it has read, by `performance.now()`. */
  #takenUntil = 0

  get faults(): Faults {
    return this.#faults
  }

  set(changed: Partial<Faults>): void {
    this.#faults = { ...this.#faults, ...changed }
    if (this.#faults.network === 'up') return
    for (const { socket } of this.#underWay) socket.destroy()
  }

  /**
   * Before a request is served. Requests of servers, which have no `Origin`, always pass.
   *
   * @returns whether to serve it; otherwise its connection is closed
   */
  admit(message: IncomingMessage): boolean {
    if (message.headers.origin === undefined && message.headers['sec-fetch-site'] === undefined) return true
    if (this.#faults.network === 'broken') {
      message.socket.destroy()
      return false
    }
    this.#underWay.add(message)
    message.once('close', () => this.#underWay.delete(message))
    return true
  }

  /** @throws AwsError `SlowDown`; preflights pass, without which a page could not read the response */
  check({ method, headers }: IncomingMessage): void {
    if (this.#faults.s3 !== 'unavailable' || method === 'OPTIONS' || headers.origin === undefined) return
    throw new AwsError('SlowDown', 'Please reduce your request rate.')
  }

  /** Passes the bytes of a browser's request, as fast as S3 takes them. */
  async *pace(message: IncomingMessage, source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    for await (const chunk of source) {
      if (this.#faults.s3 === 'slow' && message.headers.origin !== undefined) {
        const now = performance.now()
        this.#takenUntil = Math.max(now, this.#takenUntil) + (chunk.byteLength / SLOW_BYTES_PER_SECOND) * 1000
        // A timer has a granularity of 1 ms; smaller waits add up to the next.
        if (this.#takenUntil - now > 5) await delay(this.#takenUntil - now)
      }
      yield chunk
    }
  }
}
