import { describe, expect, it } from 'vitest'
import { parseBenchOptions } from './bench-options.ts'

const titles = (...args: string[]) =>
  parseBenchOptions(args, {}).workloads.map(({ name, profile }) => `${name} ${profile}`)
const subjects = (...args: string[]) => parseBenchOptions(args, {}).subjects.map(({ name }) => name)

describe('the options of the benchmark', () => {
  it('select everything except the rivals by default', () => {
    expect(titles()).toHaveLength(10)
    expect(subjects()).toEqual(['raw-batch', 'ours'])
    expect(parseBenchOptions([], {}).rounds).toBe(3)
  })

  it('select workloads and subjects', () => {
    expect(titles('--only', 'W3', '--profile', 'lan,wan')).toEqual(['W3 lan', 'W3 wan'])
    expect(subjects('--rivals')).toContain('vaadin')
    expect(subjects('--subjects', 'uppy,ours')).toEqual(['ours', 'uppy'])
  })

  it.each([
    [['--only', 'W9'], {}, 'W1, W2, W3'],
    [['--subjects', 'curl'], {}, 'raw-batch'],
    [[], { ROUNDS: 'many' }, 'ROUNDS'],
    [[], { ROUNDS: '0' }, 'ROUNDS'],
  ])('refuse %j with %j and say what is known', (args, env, said) => {
    expect(() => parseBenchOptions(args, env)).toThrow(said)
  })
})
