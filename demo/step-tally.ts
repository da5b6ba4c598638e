/** Calls, bytes and durations of a step since the batch started. Pure. */
import type { TraceEvent } from './pipeline-step.ts'

export interface StepTally {
  readonly active: number
  readonly calls: number
  readonly failed: number
  /** Bytes of all calls. */
  readonly bytes: number
  /** Mean duration of the calls that ended, in milliseconds. */
  readonly meanMs: number
  readonly lastStatus: number
}

export const emptyTally: StepTally = { active: 0, calls: 0, failed: 0, bytes: 0, meanMs: 0, lastStatus: 0 }

export function tally(before: StepTally, event: TraceEvent): StepTally {
  if (event.phase === 'start') return { ...before, active: before.active + 1 }
  const calls = before.calls + 1
  const worked = event.status >= 200 && event.status < 400
  return {
    active: Math.max(0, before.active - 1),
    calls,
    failed: before.failed + (worked ? 0 : 1),
    bytes: before.bytes + event.bytes,
    meanMs: before.meanMs + (event.durationMs - before.meanMs) / calls,
    lastStatus: event.status,
  }
}
