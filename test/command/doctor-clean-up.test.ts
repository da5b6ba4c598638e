/** What the doctor leaves behind when it is interrupted, or when a step fails: nothing that it may remove. */
import { describe, expect, it } from 'vitest'
import { type Change, s3Error } from './changing-proxy.ts'
import { findingsOf, isBucket, provideCredentials, stored } from './doctor-under-test.ts'

provideCredentials()

describe('the doctor removes what it stored', { timeout: 60_000 }, () => {
  it.each<[when: string, isMoment: (request: Parameters<Change>[0]) => boolean, args: readonly string[]]>([
    ['before the first form', ({ method, path }) => method === 'POST' && isBucket(path), ['--quick']],
    ['while a part is sent', ({ method, query }) => method === 'PUT' && query.has('partNumber'), []],
    [
      'after the copy of the completion',
      ({ method, path }) => method === 'DELETE' && path.includes('pending'),
      [],
    ],
  ])('when it is interrupted %s', async (_, isMoment, args) => {
    const interruption = new AbortController()
    const s3: Change = (request) => {
      if (isMoment(request)) interruption.abort()
      return undefined
    }
    const { aws, findings, left } = await findingsOf({ s3, args, signal: interruption.signal })
    expect(findings.at(-1)).toMatchObject({ check: 'doctor', outcome: 'failure' })
    expect(left).toEqual([])
    expect(await stored(aws)).toEqual([])
  })

  it('when a step fails in the middle, also what the API does not abort', async () => {
    const s3: Change = ({ method, query }) => {
      if (method === 'PUT' && query.get('partNumber') === '2') return s3Error(403, 'AccessDenied')
      return undefined
    }
    const { aws, faults, left } = await findingsOf({ s3, args: [] })
    expect(faults.map(({ check }) => check)).toContain('parts')
    expect(left).toEqual([])
    expect(await stored(aws)).toEqual([])
  })

  it('and names what it may not remove', async () => {
    const s3: Change = ({ method }) => (method === 'DELETE' ? s3Error(403, 'AccessDenied') : undefined)
    const { aws, left } = await findingsOf({ s3 })
    expect([...left].sort()).toEqual((await stored(aws)).sort())
    expect(left.length).toBeGreaterThan(0)
  })
})
