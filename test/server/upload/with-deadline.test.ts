import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { withDeadline } from '../../../server/upload/with-deadline.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('work with a deadline', () => {
  it('ends its timer when it ends, however it does', async () => {
    expect(await withDeadline(5_000, async () => 'done')).toBe('done')
    const failing = withDeadline(5_000, async () => {
      throw new Error('not signed')
    })
    await expect(failing).rejects.toThrow('not signed')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('learns from its signal that the time is over', async () => {
    const late = withDeadline(
      5_000,
      (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    )
    vi.advanceTimersByTime(5_000)
    await expect(late).rejects.toMatchObject({ name: 'TimeoutError', message: 'It took longer than 5000 ms' })
  })
})
