/**
 * A time on two clocks, in milliseconds. The monotonic clock may stand still while a laptop sleeps, and the wall clock
 * may be set back: a deadline has passed when either says so. A wrong "passed" costs one signature.
 */
export interface DualClock {
  /** Monotonic. */
  readonly steadyMs: number
  /** Epoch. */
  readonly wallMs: number
}

export function addMs({ steadyMs, wallMs }: DualClock, ms: number): DualClock {
  return { steadyMs: steadyMs + ms, wallMs: wallMs + ms }
}

export function hasPassed(deadline: DualClock, now: DualClock): boolean {
  return now.steadyMs >= deadline.steadyMs || now.wallMs >= deadline.wallMs
}
