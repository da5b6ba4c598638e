import { describe, expect, it } from 'vitest'
import { conformanceCases } from './cases/index.ts'
import { differences } from './differences.ts'
import { type Difference, judge } from './verdict.ts'

const known = (observed: string | RegExp): Difference => ({
  server: 'ceph',
  case: 'a case',
  observed,
  reason: 'for a reason',
})

describe('an observation', () => {
  it.each([
    ['agrees with Amazon', '200', undefined, 'agrees'],
    ['differs without a known reason', '500', undefined, 'unexplained'],
    ['differs as recorded', '500', known('500'), 'differs'],
    ['differs from the recorded difference', '404', known('500'), 'outdated'],
    ['agrees although a difference is recorded', '200', known('500'), 'outdated'],
    ['differs within the recorded pattern', '500', known(/^50/), 'differs'],
    ['agrees although a pattern is recorded', '200', known(/^50/), 'agrees'],
    ['differs outside the recorded pattern', '404', known(/^50/), 'outdated'],
  ])('%s', (_what, observed, difference, kind) => {
    expect(judge('200', observed, difference).kind).toBe(kind)
  })
})

describe('the table', () => {
  it('has each case once', () => {
    const names = conformanceCases.map(({ name }) => name)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })

  it('has each difference once, for an existing case', () => {
    const names = new Set(conformanceCases.map(({ name }) => name))
    const keys = differences.map((difference) => `${difference.server}: ${difference.case}`)
    expect(differences.filter((difference) => !names.has(difference.case))).toEqual([])
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
  })
})
