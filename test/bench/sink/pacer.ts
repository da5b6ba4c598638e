/**
 * A line of limited speed: tells how long whoever just took some bytes must wait before taking more. Pure; the caller
 * brings the clock. Kept as the time at which the line is free again, so that late timers lose no capacity.
 */
export class Pacer {
  readonly #bytesPerMs: number
  readonly #burstMs: number
  #freeAt = Number.NEGATIVE_INFINITY

  /**
   * @param bytesPerSecond may be infinite
   * @param burstMs how much unused time may be made up for, in milliseconds: about the lateness of a timer
   */
  constructor(bytesPerSecond: number, burstMs = 5) {
    this.#bytesPerMs = bytesPerSecond / 1000
    this.#burstMs = burstMs
  }

  /** Milliseconds to wait; 0 or less: go on. */
  take(bytes: number, nowMs: number): number {
    this.#freeAt = Math.max(this.#freeAt, nowMs - this.#burstMs) + bytes / this.#bytesPerMs
    return this.#freeAt - nowMs
  }
}
