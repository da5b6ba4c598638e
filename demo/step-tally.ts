/** What a step has seen since the batch began. Pure. */
import type { TraceEvent } from './pipeline-step.ts'

export interface StepTally {
  readonly underWay: number
  readonly calls: number
  readonly failed: number
  /** Bytes of all calls. */
  readonly bytes: number
  /** Mean duration of the calls that ended, in milliseconds. */
  readonly meanMs: number
  readonly lastStatus: number
}

export const emptyTally: StepTally = { underWay: 0, calls: 0, failed: 0, bytes: 0, meanMs: 0, lastStatus: 0 }

export function tally(before: StepTally, event: TraceEvent): StepTally {
  if (event.phase === 'start') return { ...before, underWay: before.underWay + 1 }
  const calls = before.calls + 1
  const worked = event.status >= 200 && event.status < 400
  return {
    underWay: Math.max(0, before.underWay - 1),
    calls,
    failed: before.failed + (worked ? 0 : 1),
    bytes: before.bytes + event.bytes,
    meanMs: before.meanMs + (event.durationMs - before.meanMs) / calls,
    lastStatus: event.status,
  }
}
