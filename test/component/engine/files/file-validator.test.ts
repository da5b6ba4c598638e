import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type FileValidator, validate } from '../../../../component/engine/files/file-validator.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const file = new File(['x'], 'x.txt')
const forever = () => new Promise<undefined>(() => {})
const ask = (validators: unknown[], signal = new AbortController().signal) =>
  validate(file, validators as FileValidator[], signal)

describe('a validator', () => {
  it.each([
    ['nothing', undefined],
    ['null', null],
    ['an empty sentence', ''],
    ['true', true],
    ['an object', {}],
  ])('accepts the file with %s', async (_, answer) => {
    expect(await ask([() => answer, async () => answer])).toBeUndefined()
  })

  it('refuses with its sentence, and later ones are not called', async () => {
    const later = vi.fn()
    expect(await ask([() => undefined, async () => 'Too blue.', later])).toEqual({
      code: 'rejected',
      limit: undefined,
      message: 'Too blue.',
    })
    expect(later).not.toHaveBeenCalled()
  })

  it('refuses without a sentence by returning false', async () => {
    for (const validator of [() => false, async () => false]) {
      expect(await ask([validator])).toEqual({ code: 'rejected', limit: undefined, message: undefined })
    }
  })

  it('that throws or rejects refuses the file and keeps the cause', async () => {
    const cause = new Error('broken')
    const thrower = () => {
      throw cause
    }
    for (const validator of [thrower, () => Promise.reject(cause)]) {
      expect(await ask([validator])).toEqual({
        code: 'rejected',
        limit: undefined,
        message: undefined,
        cause,
      })
    }
  })

  it('that never answers refuses after 15 s, and its signal is aborted', async () => {
    let heard: AbortSignal | undefined
    const asking = ask([
      (_: File, { signal }: { signal: AbortSignal }) => {
        heard = signal
        return forever()
      },
    ])
    await vi.advanceTimersByTimeAsync(14_999)
    expect(heard?.aborted).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(await asking).toEqual({ code: 'validator-timeout', limit: undefined })
    expect(heard?.aborted).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('has a timeout of its own: two slow ones do not add up', async () => {
    const slow = () => new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 10_000))
    const asking = ask([slow, slow])
    await vi.advanceTimersByTimeAsync(20_000)
    expect(await asking).toBeUndefined()
  })

  it('is abandoned when the caller aborts', async () => {
    const unwanted = new AbortController()
    const asking = ask([forever], unwanted.signal)
    unwanted.abort()
    expect(await asking).toBeUndefined()
    expect(vi.getTimerCount()).toBe(0)
    const never = vi.fn()
    await ask([never], unwanted.signal)
    expect(never).not.toHaveBeenCalled()
  })
})
