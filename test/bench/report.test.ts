import { expect, it } from 'vitest'
import type { Measurement } from './measure.ts'
import { type Row, workloadTable } from './report.ts'
import { SUBJECTS } from './subjects/subject.ts'
import { WORKLOADS } from './workload.ts'

const tally: Measurement['tally'] = {
  preflights: 0,
  presignCalls: 1,
  partsCalls: 0,
  completeCalls: 1,
  s3Requests: 1,
  stored: 1,
  completed: 1,
  sentTwice: 0,
  faultsMet: 0,
}

/** @param walls seconds of each round, `null` for a stopped one */
function row(name: string, walls: readonly (number | null)[]): Row {
  const subject = SUBJECTS.find((one) => one.name === name)
  if (subject === undefined) throw new Error(`No subject ${name}`)
  const rounds = walls.map((wallMs) => ({
    result: wallMs === null ? null : { wallMs, longestTaskMs: 0 },
    cpuSeconds: 1,
    peakHeapMb: 1,
    tally,
    cpuProfile: null,
  }))
  return { subject, rounds }
}

function ratioOf(floor: readonly (number | null)[], ours: readonly (number | null)[]): string | undefined {
  const [workload] = WORKLOADS
  if (workload === undefined) throw new Error('No workload')
  const table = workloadTable(workload, [row('raw-batch', floor), row('ours', ours)])
  return table.trim().split('\n').at(-1)?.split(' | ')[2]
}

it('is compared with the floor of the same round, because a slow machine slows both', () => {
  // The medians alone, 1000 and 2000, would say 0.50.
  expect(ratioOf([1000, 2000, 900], [1000, 2000, 3000])).toBe('1.00')
})

it('has no ratio if one of the two was stopped', () => {
  expect(ratioOf([1000, null], [1000, 1000])).toBe('–')
  expect(ratioOf([1000, 1000], [1000, null])).toBe('–')
})
