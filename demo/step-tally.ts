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
  /** What failed and has not succeeded since, with the last HTTP status, or 0. */
  readonly failing: ReadonlyMap<string, number>
}

/** `recovered`: some requests failed, and each was made good by a later one. */
export type StepState = 'idle' | 'busy' | 'failed' | 'recovered' | 'done'

export const emptyTally: StepTally = {
  active: 0,
  calls: 0,
  failed: 0,
  bytes: 0,
  meanMs: 0,
  failing: new Map(),
}

export function tally(before: StepTally, event: TraceEvent): StepTally {
  if (event.phase === 'start') return { ...before, active: before.active + 1 }
  const calls = before.calls + 1
  // 412: another request has copied the object already.
  const worked = (event.status >= 200 && event.status < 400) || event.status === 412
  const failing = new Map(before.failing)
  const subject = event.subject ?? ''
  if (worked) failing.delete(subject)
  else failing.set(subject, event.status)
  return {
    active: Math.max(0, before.active - 1),
    calls,
    failed: before.failed + (worked ? 0 : 1),
    bytes: before.bytes + event.bytes,
    meanMs: before.meanMs + (event.durationMs - before.meanMs) / calls,
    failing,
  }
}

export function stateOf({ active, calls, failed, failing }: StepTally): StepState {
  if (failing.size > 0) return 'failed'
  if (active > 0) return 'busy'
  if (failed > 0) return 'recovered'
  return calls > 0 ? 'done' : 'idle'
}
