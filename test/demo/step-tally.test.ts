import { describe, expect, it } from 'vitest'
import type { TraceEvent } from '../../demo/pipeline-step.ts'
import { emptyTally, stateOf, tally } from '../../demo/step-tally.ts'

const start: TraceEvent = { step: 'invoke', phase: 'start' }
const end = (status: number, subject = '', durationMs = 10, bytes = 5): TraceEvent => ({
  step: 'invoke',
  phase: 'end',
  status,
  bytes,
  durationMs,
  subject,
})
const after = (...events: TraceEvent[]) => events.reduce(tally, emptyTally)

describe('the state of a step', () => {
  it.each([
    ['nothing', [], 'idle'],
    ['a request under way', [start], 'busy'],
    ['a response', [start, end(200)], 'done'],
    ['a copy that was there already', [start, end(412)], 'done'],
    ['a response with an error', [start, end(503)], 'failed'],
    ['a connection that broke', [start, end(0)], 'failed'],
    ['another attempt under way', [start, end(503, 'a'), start], 'failed'],
    ['another attempt that succeeded', [start, end(0, 'a'), start, end(200, 'a')], 'recovered'],
    ['a success of something else', [start, end(0, 'a'), start, end(200, 'b')], 'failed'],
  ] as const)('after %s', (_, events, state) => {
    expect(stateOf(after(...events))).toBe(state)
  })
})

it('adds bytes and averages durations', () => {
  expect(after(start, end(200, 'a', 10, 5), start, end(200, 'b', 30, 7))).toMatchObject({
    active: 0,
    calls: 2,
    bytes: 12,
    meanMs: 20,
  })
})
