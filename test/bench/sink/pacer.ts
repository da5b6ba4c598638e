/**
 * A line of limited speed: after each chunk, returns how long to wait before reading the next one. Pure; the caller
 * passes the time. Stores the time at which the line is free again, so that late timers lose no capacity.
 */
export class Pacer {
  readonly #bytesPerMs: number
  readonly #burstMs: number
  #freeAt = Number.NEGATIVE_INFINITY

  /**
   * @param bytesPerSecond may be infinite
   * @param burstMs unused time that may be caught up, in milliseconds: about the lateness of a timer
   */
  constructor(bytesPerSecond: number, burstMs = 5) {
    this.#bytesPerMs = bytesPerSecond / 1000
    this.#burstMs = burstMs
  }

  /** Milliseconds to wait; 0 or less: do not wait. */
  take(bytes: number, nowMs: number): number {
    this.#freeAt = Math.max(this.#freeAt, nowMs - this.#burstMs) + bytes / this.#bytesPerMs
    return this.#freeAt - nowMs
  }
}
