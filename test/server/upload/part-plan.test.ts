import { describe, expect, it } from 'vitest'
import { MAX_MULTIPART_SIZE, planParts, sizeOfPart } from '../../../server/upload/part-plan.ts'

const mib = 1024 ** 2
const gib = 1024 ** 3
const tib = 1024 ** 4
const threshold = 16 * mib

describe('the plan of a file', () => {
  it.each([
    ['0 B', 0, null],
    ['1 B', 1, null],
    ['1 B less than the threshold', threshold - 1, null],
    ['the threshold', threshold, null],
    ['1 B more than the threshold', threshold + 1, [8, 3]],
    ['17 MiB', 17 * mib, [8, 3]],
    ['48 MiB, one round of six', 48 * mib, [8, 6]],
    ['49 MiB, still one round', 49 * mib, [9, 6]],
    ['96 MiB', 96 * mib, [8, 12]],
    ['97 MiB', 97 * mib, [9, 11]],
    ['128 MiB', 128 * mib, [11, 12]],
    ['768 MiB', 768 * mib, [13, 60]],
    ['1 GiB', gib, [19, 54]],
    ['5 GiB', 5 * gib, [16, 320]],
    ['10,000 parts of 16 MiB less 1 B', 10_000 * 16 * mib - 1, [16, 10_000]],
    ['10,000 parts of 16 MiB', 10_000 * 16 * mib, [16, 10_000]],
    ['10,000 parts of 16 MiB and 1 B', 10_000 * 16 * mib + 1, [17, 9412]],
    ['5 TiB', 5 * tib, [525, 9987]],
    ['all that S3 takes less 1 B', MAX_MULTIPART_SIZE - 1, [5120, 10_000]],
    ['all that S3 takes', MAX_MULTIPART_SIZE, [5120, 10_000]],
  ])('of %s', (_, size, expected) => {
    const plan = planParts(size, threshold)
    expect(plan && [plan.partSize / mib, plan.partCount]).toEqual(expected)
  })

  it('is one request for every size without multipart, and never a single part', () => {
    expect(planParts(5 * gib, null)).toBeNull()
    expect(planParts(0, 0)).toBeNull()
    expect(planParts(1, 0)).toEqual({ partSize: 8 * mib, partCount: 1 })
  })

  it('keeps S3’s limits and covers the file exactly, for sizes of every magnitude', () => {
    for (let size = threshold + 1; size < MAX_MULTIPART_SIZE; size = Math.floor(size * 1.37) + 1) {
      const plan = planParts(size, threshold)
      if (plan === null) throw new Error(`${size} bytes have no plan`)
      const { partSize, partCount } = plan
      const last = sizeOfPart(plan, size, partCount)
      expect(partSize % mib, `${size}`).toBe(0)
      expect(partSize, `${size}`).toBeGreaterThanOrEqual(8 * mib)
      expect(partSize, `${size}`).toBeLessThanOrEqual(5 * gib)
      expect(partCount, `${size}`).toBeLessThanOrEqual(10_000)
      expect(last, `${size}`).toBeGreaterThan(0)
      expect(last, `${size}`).toBeLessThanOrEqual(partSize)
      expect((partCount - 1) * partSize + last, `${size}`).toBe(size)
      expect(sizeOfPart(plan, size, 1), `${size}`).toBe(partSize)
    }
  })

  it('keeps six connections busy: from 48 MiB on they idle for less than an eighth, from 1 GiB on less than 3 %', () => {
    for (let size = 48 * mib; size < 50 * gib; size += 33 * mib) {
      const plan = planParts(size, threshold)
      const rounds = Math.ceil((plan?.partCount ?? 0) / 6)
      const idle = (rounds * (plan?.partSize ?? 0) * 6) / size - 1
      expect(idle, `${size / mib} MiB`).toBeLessThan(size < gib ? 1 / 8 : 3 / 100)
    }
  })
})
