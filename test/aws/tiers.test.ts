import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS, type Limits, tierOf } from '../../demo/aws/tiers.ts'

const firstWall = (uploadsPerHour: number, limits: Partial<Limits> = {}) =>
  tierOf({ uploadsPerHour, peak: 2, burst: 0 }, { ...DEFAULT_LIMITS, ...limits }).uses.find(
    ({ used, limit }) => used > limit,
  )?.name ?? 'none'

describe('the tiers of the README', () => {
  it.each([
    [100, {}, 'none'],
    [10_000, {}, 'none'],
    [1_000_000, {}, 'images at a time (ImageConcurrency)'],
    [1_000_000, { imageConcurrency: 400 }, 'none'],
    [1_000_000, { imageConcurrency: 400, snsPerSecond: 300 }, 'SNS messages a second'],
    [1_000_000, { imageConcurrency: 400, accountConcurrency: 300 }, 'concurrent executions (account)'],
    [3_000_000, { imageConcurrency: 2_000, accountConcurrency: 5_000 }, 'S3 writes a second, derived/'],
  ])('%d uploads an hour with %j meet first: %s', (uploadsPerHour, limits, wall) => {
    expect(firstWall(uploadsPerHour, limits)).toBe(wall)
  })

  it('ask more often while images are late, so that S3’s reads become a wall, too', () => {
    const { uses } = tierOf({ uploadsPerHour: 1_000_000, peak: 2, burst: 0 })
    const over = uses.filter(({ used, limit }) => used > limit).map(({ name }) => name)
    expect(over).toContain('S3 reads a second, derived/')
  })

  it('let a burst wait for its turn', () => {
    const wait = (imageConcurrency: number) =>
      tierOf({ uploadsPerHour: 100, peak: 1, burst: 1_000 }, { ...DEFAULT_LIMITS, imageConcurrency })
        .burstWaitSeconds
    expect([wait(10), wait(100)]).toEqual([61, 6 + 1])
  })
})
